"""What a picture shows is what the solver found, and another scenario's path where it belongs."""

from __future__ import annotations

import numpy as np
import pytest
from tests.diagrams import model

import negotiate
from negotiate.analysis.diagram import diagram
from negotiate.errors import NoAnswerError, UsageError
from negotiate.solvers.protocol import Options
from negotiate.types import CHANCE, LEAF


def test_path_is_where_probability_flows() -> None:
    """Entry deterrence (Selten 1978): entered, the incumbent shares, so the entrant enters."""
    shown = diagram(model("textbook/entry-deterrence"))
    assert shown.reach is not None
    assert [shown.label[n] for n in np.flatnonzero(shown.reach > 0)] == ["", "enter", "share"]
    assert shown.odds.tolist() == [1, 0, 1, 0, 1]
    assert shown.expected is not None
    assert shown.expected.tolist() == [2, 2]
    assert shown.baseline is None


def test_structure_is_the_trees_own() -> None:
    game = model("conditional-aid").game("no_threat")
    shown = diagram(model("conditional-aid"), "no_threat", answer=False)
    assert (shown.parent == game.tree.parent).all()
    assert (shown.payoffs == game.u).all()
    assert shown.reach is None
    assert shown.concept == ""
    ends = shown.owner == LEAF
    assert (shown.infoset[ends] == -1).all()
    assert (shown.row[ends] >= 0).all()
    assert {shown.moves[m] for m in shown.move[shown.owner == CHANCE]} == {"stick", "carrot"}


def test_odds_of_chance_are_shown_without_an_answer_too() -> None:
    shown = diagram(model("taiwan-signal"), answer=False, settings={"prior": 0.25})
    assert shown.odds[:3].tolist() == [1, 0.25, 0.75]
    assert (shown.odds[3:] == 0).all()


def test_ties_are_those_of_the_equilibrium() -> None:
    """Matching pennies: both are indifferent, at every node."""
    shown = diagram(model("textbook/matching-pennies"))
    assert shown.tied is not None
    assert shown.tied.tolist() == (shown.owner >= 0).tolist()
    assert not np.any(diagram(model("textbook/entry-deterrence")).tied)


def test_another_scenario_is_found_in_a_tree_of_another_order() -> None:
    """Whoever answers first accepts and leaves the risk to the other (by hand, in the file)."""
    shown = diagram(model("conditional-aid"), "russia_first", "ukraine_first")
    assert shown.baseline is not None
    on_it = {shown.label[n] for n in np.flatnonzero(shown.baseline > 0)}
    ends = np.flatnonzero((shown.baseline > 0) & (shown.owner == LEAF))
    assert shown.baseline[ends].sum() == pytest.approx(1)
    assert [shown.label[shown.parent[shown.parent[n]]] for n in ends] == ["refuse", "refuse"]
    assert on_it == {"", "refuse", "accept", "more", "bluff"}


def test_a_path_that_leaves_the_tree_is_shown_as_far_as_it_goes() -> None:
    """Bound to fight, the incumbent can no longer share, as it does in the first scenario."""
    shown = diagram(model("textbook/entry-deterrence"), "commitment", "threat")
    assert shown.baseline is not None
    assert [shown.label[n] for n in np.flatnonzero(shown.baseline)] == ["", "enter"]


def test_which_of_several_equilibria() -> None:
    """The battle of the sexes has two pure equilibria and a mixed one (Luce & Raiffa 1957)."""
    game = model("textbook/battle-of-the-sexes")
    found = [diagram(game, equilibrium=k) for k in (1, 2, 3)]
    assert [f.note for f in found] == [f"equilibrium {k} of 3 found" for k in (1, 2, 3)]
    assert len({tuple(f.odds) for f in found}) == 3
    with pytest.raises(UsageError, match="no equilibrium 4 to draw: 3 found"):
        diagram(game, equilibrium=4)


def test_quantal_response_reaches_everything() -> None:
    shown = diagram(
        model("textbook/entry-deterrence"), concept="qre", options=Options(rationality=1.0)
    )
    assert shown.reach is not None
    assert (shown.reach > 0).all()


def test_what_a_mediator_recommends_is_drawn_with_its_odds() -> None:
    shown = diagram(model("textbook/chicken"), concept="correlated")
    assert shown.reach is not None
    assert shown.reach[shown.owner == LEAF].sum() == pytest.approx(1)


def test_wishes_that_cannot_be_met_are_refused() -> None:
    game = model("textbook/entry-deterrence")
    with pytest.raises(UsageError, match="no scenario is called 'thret'"):
        diagram(game, "thret")
    with pytest.raises(UsageError, match="no path to compare"):
        diagram(game, "threat", "commitment", answer=False)
    with pytest.raises(NoAnswerError):
        diagram(model("conditional-aid"), "no_threat", concept="spe", method="backward_induction")


def test_one_player_and_one_option() -> None:
    text = "title: Alone\nplayers: [A]\ntree: {A: {go: {A: {only: [3]}}, stay: [1]}}\n"
    shown = diagram(negotiate.loads(text))
    assert shown.reach is not None
    assert [shown.label[n] for n in np.flatnonzero(shown.reach)] == ["", "go", "only"]
