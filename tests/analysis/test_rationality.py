"""The path of quantal response, told: ends, payoffs, and what is printed of it."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from negotiate import load
from negotiate.analysis.rationality import rationality_path
from negotiate.api import rationality_path as ask
from negotiate.cli import main
from negotiate.errors import UsageError
from negotiate.game.game import Game
from negotiate.render.terminal_rationality import rationality_page
from negotiate.solvers.logit import follow

if TYPE_CHECKING:
    from negotiate.results.rationality import RationalityPath

CHANCY = Game.from_tree(
    ["A"],
    {
        "chance": {"fair": {"A": {"l": [0], "r": [4]}}, "foul": [8]},
        "odds": {"fair": 0.75, "foul": 0.25},
    },
)


def test_the_path_from_chance_to_the_equilibrium() -> None:
    """The centipede of McKelvey & Palfrey 1998: at random 1/2; in the limit everybody takes."""
    path = ask("textbook/centipede")
    first = path.decisions[0]
    assert (first.move, first.odds["take"][0], first.odds["take"][-1]) == ("First", 0.5, 1)
    assert path.rationality[0] == 0
    assert path.at_limit
    assert path.payoffs["First"][-1] == pytest.approx(0.4)
    assert len({len(path.rationality), len(first.odds["pass"]), len(path.payoffs["Second"])}) == 1


def test_payoffs_count_chance() -> None:
    path = rationality_path(CHANCY, 1)
    (decision,) = path.decisions
    assert path.payoffs["A"][0] == pytest.approx(0.75 * 2 + 0.25 * 8)
    assert path.payoffs["A"][-1] == pytest.approx(0.75 * 4 * decision.odds["r"][-1] + 2)
    assert path.rationality == tuple(follow(CHANCY, 1).rationality)
    assert not path.at_limit


@pytest.mark.parametrize("to", [0, -1, inf])
def test_the_end_is_a_number(to: float) -> None:
    with pytest.raises(UsageError, match="ends at a finite"):
        rationality_path(CHANCY, to)


def shown(path: RationalityPath) -> list[str]:
    return rationality_page(path).splitlines()


def test_the_page_shows_where_it_changes() -> None:
    lines = shown(ask("textbook/centipede"))
    heads = [line.split() for line in lines if line.split()[:2] == ["λ", "0"]]
    assert heads
    assert "limit" in [word for head in heads for word in head]
    assert sum(line.strip().startswith("take") for line in lines) >= 4
    assert any(line.split()[:2] == ["take", "50%"] for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_many_decisions_are_counted() -> None:
    path = rationality_path(load("kellogg").game("baseline"), 0.1)
    assert any("further decisions: --json tells all" in line for line in shown(path))


def test_the_command() -> None:
    page = CliRunner().invoke(main, ["rationality", "chicken", "--to", "2"])
    assert page.exit_code == 0
    assert "swerve" in page.output
    found = CliRunner().invoke(main, ["rationality", "chicken", "--to", "2", "--json"])
    data = json.loads(found.output)
    assert (data["format"], data["kind"]) == (2, "rationality")
    assert data["rationality"][-1] == 2
    assert data["decisions"][0]["odds"]["swerve"][0] == 0.5
    assert CliRunner().invoke(main, ["rationality", "chicken", "--to", "0"]).exit_code == 2
