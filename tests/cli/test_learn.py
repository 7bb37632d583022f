"""``negotiate learn``: where it stands, and that this is no equilibrium concept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_course_is_told_and_nothing_is_certified(run: Run) -> None:
    text = " ".join(run("learn", "prisoners-dilemma", "--length", "50").stdout.split())
    assert "no equilibrium concept" in text
    assert "Column: defect" in text
    assert "certificate" not in text
    data = json.loads(run("learn", "taiwan-signal", "-s", "telling", "--json").stdout)
    assert data["kind"] == "learning"
    assert data["scenario"] == "telling"
    assert data["moments"][-1]["at"] == 1000


def test_bad_wishes_are_refused(run: Run) -> None:
    assert run("learn", "chicken", "--process", "osmosis").exit_code == 2
    assert run("learn", "selten-horse").exit_code == 4
