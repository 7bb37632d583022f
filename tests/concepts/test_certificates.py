"""Certificates hold for equilibria and for nothing else, judged by the oracle's definitions."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nested import behaviours, enumerable, imperfect, perfect
from tests.oracle import (
    Behaviour,
    Leaf,
    Move,
    Node,
    as_game,
    n_players,
    regret,
    slots_of,
    subgames,
    value,
)

import negotiate
from negotiate.concepts import concept, concepts, nash, spe
from negotiate.errors import NoAnswerError, UsageError

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.types import NumberArray

PACKAGE = Path(negotiate.__file__).parent
GAMES = st.one_of(enumerable(perfect()), enumerable(imperfect()))


def leaf(*payoffs: int) -> Leaf:
    return Leaf(tuple(Fraction(p) for p in payoffs))


ENTRY = Move(0, "enter", (leaf(0, 2), Move(1, "answer", (leaf(-1, -1), leaf(1, 1)))))
DETERRED: Behaviour = {"enter": (Fraction(1), Fraction(0)), "answer": (Fraction(1), Fraction(0))}


def flat(root: Node, behaviour: Behaviour, *, exact: bool = True) -> tuple[Game, NumberArray]:
    game = as_game(root, exact=exact)
    return game, slots_of(game, behaviour)


@given(st.data())
def test_regret_from_the_root_is_that_of_the_definition(data: st.DataObject) -> None:
    root = data.draw(GAMES)
    behaviour = data.draw(behaviours(root))
    certificate = nash.certify(*flat(root, behaviour))
    assert tuple(certificate.regret) == regret([root], behaviour)
    assert certificate.holds == (not any(certificate.regret))
    assert certificate.tol == 0


@given(st.data())
def test_regret_in_subgames_is_that_of_the_definition(data: st.DataObject) -> None:
    root = data.draw(enumerable(imperfect()))
    behaviour = data.draw(behaviours(root))
    certificate = spe.certify(*flat(root, behaviour))
    truth = regret(subgames(root), behaviour)
    assert certificate.holds == (not any(truth))
    if not as_game(root).tree.perfect_information:
        assert tuple(certificate.regret) == truth


@given(st.data())
def test_one_shot_deviations_tell_perfection_with_perfect_information(data: st.DataObject) -> None:
    root = data.draw(enumerable(perfect()))
    behaviour = data.draw(behaviours(root))
    certificate = spe.certify(*flat(root, behaviour))
    assert certificate.holds == (not any(regret(subgames(root), behaviour)))


@given(st.data())
def test_worst_deviation_brings_what_it_says(data: st.DataObject) -> None:
    """Play the deviation in its own subgame, and look."""
    root = data.draw(enumerable(perfect()))
    behaviour = data.draw(behaviours(root))
    game, slots = flat(root, behaviour)
    worst = spe.certify(game, slots).worst
    assert (worst is None) == (not game.tree.decision.any())
    if worst is None:
        return
    name = game.tree.labels.move_of(worst.infoset)
    action = worst.slot - int(game.tree.slot_start[worst.infoset])
    there = next(n for n in subgames(root) if isinstance(n, Move) and n.name == name)
    assert there.player == worst.player
    otherwise = tuple(Fraction(int(k == action)) for k in range(len(there.children)))
    before = value(there, behaviour)[worst.player]
    after = value(there, {**behaviour, name: otherwise})[worst.player]
    assert worst.gain == pytest.approx(float(after - before))


@given(st.data())
def test_floats_and_fractions_agree(data: st.DataObject) -> None:
    root = data.draw(GAMES)
    behaviour = data.draw(behaviours(root))
    for name in ("nash", "spe"):
        exact = concept(name).certify(*flat(root, behaviour))
        floats = concept(name).certify(*flat(root, behaviour, exact=False))
        assert floats.regret.tolist() == pytest.approx([float(r) for r in exact.regret], abs=1e-12)
        assert floats.holds == exact.holds


@given(st.data())
def test_an_offset_or_a_unit_changes_no_verdict(data: st.DataObject) -> None:
    """Payoffs of a million and more, or of a millionth, are judged by their range."""
    root = data.draw(GAMES)
    behaviour = data.draw(behaviours(root))
    scale, offset = data.draw(st.sampled_from([(1.0, 1e6), (1e-6, 0.0), (1e6, -1e6)]))
    game, slots = flat(root, behaviour, exact=False)
    moved = type(game)(game.tree, game.u * scale + offset, game.chance)
    for name in ("nash", "spe"):
        assert concept(name).certify(game, slots).holds == concept(name).certify(moved, slots).holds


def test_an_empty_threat_is_nash_and_not_perfect() -> None:
    """Selten 1978: out, because entry would be fought; but fighting costs the incumbent 2."""
    game, slots = flat(ENTRY, DETERRED)
    assert nash.certify(game, slots).holds
    certificate = spe.certify(game, slots)
    assert not certificate.holds
    assert certificate.regret.tolist() == [0, 2]
    worst = certificate.worst
    assert worst is not None
    assert (worst.player, worst.gain) == (1, 2.0)
    assert game.tree.labels.move_of(worst.infoset) == "answer"
    assert worst.slot - game.tree.slot_start[worst.infoset] == 1
    assert certificate.max_regret == 2 / 3  # the incumbent's payoffs range over 3


def test_a_single_leaf_holds() -> None:
    for name in ("nash", "spe"):
        certificate = concept(name).certify(*flat(leaf(1, 2), {}))
        assert certificate.holds
        assert certificate.worst is None


@pytest.mark.parametrize("odds", [[0.5, 0.4, 1, 0], [1.5, -0.5, 1, 0], [1, 0, 1]])
def test_what_is_no_profile_never_holds(odds: list[float]) -> None:
    game = as_game(ENTRY, exact=False)
    for name in ("nash", "spe"):
        certificate = concept(name).certify(game, np.array(odds))
        assert not certificate.holds
        assert certificate.max_regret == np.inf


def test_forgetting_is_refused() -> None:
    """The absent-minded driver forgets whether it has passed the exit (Piccione & Rubinstein)."""
    root = Move(0, "exit", (leaf(0), Move(0, "exit", (leaf(4), leaf(1)))))
    game, slots = flat(root, {"exit": (Fraction(1, 3), Fraction(2, 3))})
    with pytest.raises(NoAnswerError, match="forgets at"):
        nash.certify(game, slots)


def test_concepts_are_found_by_file_name() -> None:
    assert {"nash", "spe"} <= set(concepts())
    assert "protocol" not in concepts()
    with pytest.raises(UsageError, match="did you mean 'nash'"):
        concept("nahs")


@pytest.mark.parametrize("layer", ["solvers"])
def test_no_solver_uses_the_passes_that_certify(layer: str) -> None:
    """A certificate proves nothing if the code that it would catch wrote it."""
    private = {"negotiate.forms.evaluation", "negotiate.forms.replies", "negotiate.concepts"}
    imports = {
        node.module
        for path in (PACKAGE / layer).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {m for m in imports if any(m.startswith(p) for p in private)} == set()


@given(st.data())
def test_players_without_stakes_have_no_regret(data: st.DataObject) -> None:
    root = data.draw(GAMES)
    behaviour = data.draw(behaviours(root))
    game, slots = flat(root, behaviour, exact=False)
    flat_game = type(game)(game.tree, np.full_like(game.u, 1e9 / 3), game.chance)
    for name in ("nash", "spe"):
        certificate = concept(name).certify(flat_game, slots)
        assert certificate.holds
        assert certificate.regret.tolist() == [0.0] * n_players(root)
