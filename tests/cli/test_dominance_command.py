"""``negotiate dominance``: rounds in order, what is left, and the same as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

# Gibbons 1992, figure 1.1.4.
ORDER = """
players: {Row: [up, down], Column: [left, middle, right]}
payoffs:
  up:   {left: [1, 0], middle: [1, 2], right: [0, 1]}
  down: {left: [0, 3], middle: [0, 1], right: [2, 0]}
"""


def test_the_command_shows_rounds_and_what_is_left(run: Run) -> None:
    text = " ".join(run("dominance", "-", stdin=ORDER).stdout.split())
    assert text.index("Round 1 Column drops right") < text.index("Round 2 Row drops down")
    assert "Left: the rationalizable strategies Row: up Column: middle" in text
    data = json.loads(run("dominance", "-", "--exact", "--json", stdin=ORDER).stdout)
    assert data["kind"] == "dominance"
    assert data["solvable"] is True
    assert data["left"] == {"Row": ["up"], "Column": ["middle"]}
    text = run("dominance", "prisoners-dilemma", "--weak", "--pure").stdout
    assert "another order may leave others" in " ".join(text.split())
    assert "no strategy is dominated" in run("dominance", "chicken").stdout
