"""Scenarios that are solved only where they are named."""

from __future__ import annotations

import pytest

from negotiate.api import check, compare, loads
from negotiate.errors import GameFileError
from negotiate.render import text

GAME = """
players: [A]
tree: {{A: {{left: [1], right: [0]}}}}
scenarios:
  plain: {{}}
  other: {{aside: {aside}}}
expected:
  - {{scenario: other, path: {{A: left}}}}
"""


def test_a_scenario_set_aside_is_solved_where_it_is_named() -> None:
    model = loads(GAME.format(aside="true"))
    unasked = compare(model)
    assert [report.name for report in unasked.scenarios] == ["plain"]
    assert unasked.game.scenarios == ("plain", "other")
    assert "scenarios that --scenario would name: other" in " ".join(text(unasked).split())
    assert [report.name for report in compare(model, ["other"]).scenarios] == ["other"]


def test_its_promises_are_checked_all_the_same() -> None:
    assert [result.ok for result in check(loads(GAME.format(aside="true")))] == [True]


def test_what_is_not_set_aside_is_solved() -> None:
    names = [report.name for report in compare(loads(GAME.format(aside="false"))).scenarios]
    assert names == ["plain", "other"]


def test_where_all_are_set_aside_all_are_solved() -> None:
    only = GAME.replace("plain: {{}}", "plain: {{aside: true}}").format(aside="true")
    assert len(compare(loads(only)).scenarios) == 2


def test_aside_is_true_or_false() -> None:
    with pytest.raises(GameFileError, match="`aside` is true or false"):
        loads(GAME.format(aside="perhaps"))
