"""Hand a game file to the page: trees, arithmetic and words, and what of it the page may solve.

Backward induction runs in the page where every decision is taken with full knowledge and the
arithmetic is one that all machines do alike. Everything else is solved and certified here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.answer import AUTO, DEFAULT, concept_for
from negotiate.analysis.words import spaced
from negotiate.concepts import concept as concept_module
from negotiate.game.program import Program
from negotiate.game.roots import CRITERION, QUANTITY, odds_roots, outcome_roots, payoff_roots
from negotiate.game.validity import ODDS_TOLERANCE
from negotiate.record import dataclass
from negotiate.results.board import (
    LIVE,
    TABLE,
    Board,
    BoardParameter,
    BoardQuantity,
    BoardScenario,
    Step,
    Structure,
)
from negotiate.solvers.ties import RELATIVE, ROUNDINGS
from negotiate.spec.model import Moves
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from negotiate.game.model import Model
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tape import Tape
    from negotiate.solvers.protocol import Options
    from negotiate.spec.model import Move, Spec
    from negotiate.types import IntArray

BY_INDUCTION: Final = frozenset({"spe", "sequential"})
"""Concepts that are backward induction where everything is known."""

MACHINE_DEPENDENT: Final = frozenset({"**", "exp", "log"})
"""Operations whose last digit differs between machines: no standard asks for correct rounding."""


def board(
    model: Model,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
) -> Board:
    """Return what a page needs to solve a game by itself.

    Parameters
    ----------
    model : Model
        With all settings made.
    scenarios : sequence of str, optional
        The main scenarios by default.
    concept, method, options
        As in `negotiate.analysis.compare.compare`. The page solves by backward induction;
        what is asked otherwise, and what backward induction does not solve, it looks up.

    Raises
    ------
    GameFileError
        If the numbers of a scenario are not those of a game.
    """
    games = {name: model.parametric(name) for name in scenarios or model.main_scenarios}
    if concept == AUTO:
        wanted = {concept_for(game.at()) for game in games.values()}
        concept = wanted.pop() if len(wanted) == 1 else "spe"
    asked = Asked(concept, method, options)
    carriers: dict[int, Carrier] = {}
    for game in games.values():
        carriers.setdefault(id(game.tape), Carrier(len(carriers), game)).want(game)
    spec = model.spec
    return Board(
        title=spec.title,
        about=spec.about,
        file=spec.file,
        sha256=spec.sha256,
        version=__version__,
        players={player.key: player.name for player in spec.players},
        parameters=tuple(
            BoardParameter(
                p.name, float(p.value), _float(p.low), _float(p.high), p.unit, p.about, p.source
            )
            for p in spec.parameters
        ),
        quantities=tuple(
            BoardQuantity(q.name, q.about, q.unit, q.categories) for q in spec.quantities
        ),
        criteria=tuple(BoardQuantity(c.name, c.about) for c in spec.criteria),
        structures=tuple(carrier.structure() for carrier in carriers.values()),
        scenarios=tuple(
            _with_table(_scenario(name, game, carriers[id(game.tape)]), game, asked)
            for name, game in games.items()
        ),
        tie=(RELATIVE, ROUNDINGS * float(np.finfo(np.float64).eps)),
        odds_tolerance=ODDS_TOLERANCE,
        phrases=_phrases(games.values()),
        about_moves={
            m.name: m.about for game in games.values() for m in _moves(game.spec) if m.about
        },
        sources=spec.sources,
    )


@dataclass(frozen=True)
class Asked:
    """Concept, method and options, as in `negotiate.analysis.answer.solve`; never ``auto``."""

    concept: str
    method: str = AUTO
    options: Options = DEFAULT


class Carrier:
    """One tape, and the steps of it that the page gets.

    What depends on moves only is computed here, once; the page gets its values.
    """

    def __init__(self, index: int, game: ParametricGame) -> None:
        self.index = index
        self.game = game
        self.tape: Tape = game.tape
        self._wanted: set[int] = set()

    def want(self, game: ParametricGame) -> None:
        """Note what a scenario needs."""
        self._wanted |= {root.step for root in payoff_roots(game.spec, game.grown, self.tape)}
        self._wanted |= {root.step for root in odds_roots(game.grown, self.tape)}
        self._wanted |= {root.step for root in outcome_roots(game.spec, self.tape).values()}

    def kept(self) -> list[int]:
        """Return the steps in order: those that vary, and the settled ones that they use."""
        steps = self.tape.steps
        varying = Program(self.tape, sorted(self._wanted)).varying
        used = {arg for i in varying for arg in steps[i].args}
        return sorted(self._wanted | used | set(varying))

    def places(self) -> dict[int, int]:
        """Return where each step of the tape stands among those that are kept."""
        return {step: place for place, step in enumerate(self.kept())}

    def structure(self) -> Structure:
        """Return the tree and the steps."""
        tree, labels = self.game.tree, self.game.tree.labels
        places, steps = self.places(), self.tape.steps
        masks = list(dict.fromkeys([0, *(steps[i].moves for i in places)]))
        values = Program(self.tape, list(places)).constants()
        tracks = {p.name: k for k, p in enumerate(self.game.parameters)}
        told = []
        for i in places:
            step, sets = steps[i], masks.index(steps[i].moves)
            if not step.varies:
                told.append(Step("table", sets, values=values[i][:, 0]))
            elif step.op == "parameter":
                told.append(Step(step.op, parameter=tracks[step.parameter]))
            else:
                args = tuple(places[arg] for arg in step.args)
                source = _source(step.rows) if step.op == "select" else None
                told.append(Step(step.op, sets, args, source=source))
        return Structure(
            n_children=tree.n_children,
            infoset=tree.infoset,
            infoset_owner=tree.infoset_owner,
            infoset_move=labels.move,
            slot_action=labels.action,
            moves=self.game.move_names,
            options=self.game.option_names,
            actions=labels.actions,
            sets=tuple(_members(mask) for mask in masks),
            steps=tuple(told),
        )


def mode_of(game: ParametricGame, asked: Asked) -> tuple[str, str]:
    """Return whether a page may solve a game itself, and why not as a sentence."""
    tree, labels = game.tree, game.tree.labels
    if asked.concept not in BY_INDUCTION or asked.method not in {AUTO, "backward_induction"}:
        name = spaced(asked.concept if asked.method == AUTO else asked.method)
        return TABLE, f"The page solves by backward induction; {name} was asked for."
    if not tree.perfect_information:
        blind = int(np.flatnonzero(tree.decision & (tree.infoset_size > 1))[0])
        move = labels.move_of(blind)
        return TABLE, f"The decision {move} is taken without knowing all that happened before."
    roots = [
        *payoff_roots(game.spec, game.grown, game.tape),
        *odds_roots(game.grown, game.tape),
        *outcome_roots(game.spec, game.tape).values(),
    ]
    varying = Program(game.tape, [root.step for root in roots]).varying
    found = sorted({game.tape.steps[i].op for i in varying} & MACHINE_DEPENDENT)
    if found:
        word = {"**": "a power that is not a small whole number"}.get(found[0], f"{found[0]}()")
        return TABLE, f"The file uses {word}, whose last digit differs between machines."
    return LIVE, ""


def _with_table(scenario: BoardScenario, game: ParametricGame, asked: Asked) -> BoardScenario:
    """Return the scenario with its mode, and the table that it asks for."""
    mode, reason = mode_of(game, asked)
    if mode == LIVE:
        return scenario
    if hasattr(concept_module(asked.concept), "certify_distribution"):
        reason += " No table holds a mediator's lottery, so that nothing moves."
        return replace(scenario, mode=mode, reason=reason)
    from negotiate.analysis.regime_table import regime_table  # noqa: PLC0415 (only where needed)

    table = regime_table(game, asked.concept, asked.method, asked.options)
    return replace(scenario, mode=mode, reason=reason, table=table)


def _scenario(name: str, game: ParametricGame, carrier: Carrier) -> BoardScenario:
    places, tree, spec = carrier.places(), game.tree, game.spec
    payoffs = np.full((tree.n_leaves, tree.n_players), -1, dtype=np.int64)
    for root in payoff_roots(spec, game.grown, game.tape):
        payoffs[root.where] = places[root.step]
    by_player = bool(np.all(payoffs == payoffs[0]))
    odds = [(root.where[0], places[root.step]) for root in odds_roots(game.grown, game.tape)]
    slots = [np.asarray(own, dtype=np.int64) for own, _ in odds]
    parts = outcome_roots(spec, game.tape)
    steps = {key: places[root.step] for key, root in parts.items()}
    told = next((s for s in spec.scenarios if s.name == name), None)
    terms = spec.body.payoffs if isinstance(spec.body, Moves) else {}
    return BoardScenario(
        name=name,
        structure=carrier.index,
        payoffs=payoffs[0] if by_player else payoffs.ravel(),
        odds_slots=np.concatenate([np.zeros(0, dtype=np.int64), *slots]),
        odds_steps=np.repeat(np.array([p for _, p in odds], dtype=np.int64), list(map(len, slots))),
        about=told.about if told else "",
        phrase=told.phrase if told else "",
        settings={n: float(v) for n, v in game.fixed.items()},
        quantities=tuple(steps[QUANTITY, q.name] for q in spec.quantities),
        criteria=tuple(steps[CRITERION, c.name] for c in spec.criteria),
        terms={
            player: {term.name: steps[player, term.name] for term in own}
            for player, own in terms.items()
        },
    )


def _source(rows: tuple[IntArray, ...]) -> IntArray:
    """Return, for each row, which of the arguments of a select fills it (K,)."""
    source = np.zeros(sum(map(len, rows)), dtype=np.int64)
    for k, filled in enumerate(rows):
        source[filled] = k
    return source


def _members(mask: int) -> tuple[int, ...]:
    return tuple(m for m in range(mask.bit_length()) if mask >> m & 1)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _moves(spec: Spec) -> tuple[Move, ...]:
    return spec.body.moves if isinstance(spec.body, Moves) else ()


def _phrases(games: Iterable[ParametricGame]) -> Mapping[str, Mapping[str, str]]:
    """Return what sentences say of each option that has a phrase, by move."""
    phrases: dict[str, dict[str, str]] = {}
    for game in games:
        for move in _moves(game.spec):
            for option in move.options:
                if option.phrase:
                    phrases.setdefault(move.name, {})[option.name] = option.phrase
    return phrases
