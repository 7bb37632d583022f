"""How much of the assumption space a headline survives.

Parameters are drawn from their distributions, or else uniformly over their ranges, the same
draws for every scenario. All draws of a scenario are solved at once, the draw axis last.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.analysis.draws import evaluate
from negotiate.analysis.sampling import thetas
from negotiate.analysis.words import CERTAIN, listed, told
from negotiate.results.report import Part, Robustness
from negotiate.results.wording import opened
from negotiate.spec.expression import NONE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from negotiate.analysis.draws import Drawn
    from negotiate.analysis.outcome import Outcome
    from negotiate.types import BoolArray

Z_95: Final = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""

Support = dict[str, frozenset[str]]
"""The outcomes of each move that can happen on the path, ``none`` among them."""


def robustness(
    outcomes: Mapping[str, Outcome],
    draws: int,
    seed: int,
    *,
    fixed: Collection[str] = (),
    changed: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> tuple[Robustness, ...]:
    """Return the share of draws that the headline of each scenario survives.

    Parameters
    ----------
    outcomes : mapping of scenario to Outcome
        Their first equilibria; the first scenario is the one that others are compared to.
    draws, seed : int
    fixed : collection of str
        Parameters that stay at their value, as if they had no range.
    changed : mapping of scenario to collection of str
        Moves at which the player decides otherwise on the path than after the same history in
        the first scenario: what headlines are about, see `headline_moves`.

    Returns
    -------
    tuple of Robustness
        One a scenario, without those whose games the batch solver refuses. For the first, the
        headline is its path of play; for the others, which decisions on the path differ from
        the first. It survives a draw if in both scenarios these moves come out as they do here,
        or, where none differs, if none differs in the draw. None at all if there is no range to
        draw from.
    """
    if draws <= 0 or not outcomes:
        return ()
    from negotiate.solvers.spe.batch import refusal  # noqa: PLC0415 (only where there are draws)

    names = [n for n, o in outcomes.items() if refusal(o.tree) is None]
    if next(iter(outcomes)) not in names:
        return ()
    first = names[0]
    spec = outcomes[first].parametric.spec
    if not {p.name for p in spec.parameters if p.uncertain}.difference(fixed):
        return ()
    drawings = thetas(spec.parameters, draws, seed, fixed=fixed, correlations=spec.correlations)
    supports = {name: support(outcomes[name]) for name in names}
    drawn = {n: evaluate(outcomes[n].parametric, drawings, concept="spe") for n in names}
    lines = []
    for name in names:
        moves = headline_moves(supports[first], supports[name], changed.get(name, ()))
        if name == first:
            moves = [move for move, found in supports[first].items() if found != {NONE}]
        decided = drawn[first].decided & drawn[name].decided
        holds = {
            move: decided
            & drawn[first].agrees({move: supports[first][move]})
            & drawn[name].agrees({move: supports[name][move]})
            for move in moves
        }
        kept = np.logical_and.reduce(list(holds.values())) if moves else decided
        if not moves:
            kept = kept & drawn[first].same_as(drawn[name], list(supports[first]))
        line = _line((first, name), outcomes[name], holds, kept, seed)
        undecided = 1 - float(np.mean(decided))
        note = _undecided((first, name), drawn, outcomes)
        lines.append(replace(line, undecided=undecided, note=note))
    return tuple(lines)


def _line(
    names: tuple[str, str],
    outcome: Outcome,
    holds: Mapping[str, BoolArray],
    kept: BoolArray,
    seed: int,
) -> Robustness:
    """Return how often a headline holds, and each of its parts, from where they do (B,)."""
    first, name = names
    parts = tuple(
        Part(move, outcome.wording.happens(move, *told(outcome.play.path[move])), _share(held))
        for move, held in holds.items()
    )
    headline = opened(f"{listed(part.says for part in parts)}.")
    if not parts:
        still = "No decision on the path of play changes."
        headline = "Nothing is decided." if name == first else still
    draws = len(kept)
    low, high = wilson(int(np.count_nonzero(kept)), draws)
    return Robustness(name, first, headline, draws, seed, _share(kept), low, high, parts=parts)


def _share(holds: BoolArray) -> float:
    return float(np.mean(holds))


def wilson(hits: float, draws: float, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of a share (Wilson 1927).

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    share = hits / draws
    centre = share + z * z / (2 * draws)
    spread = z * sqrt(share * (1 - share) / draws + z * z / (4 * draws * draws))
    scale = 1 + z * z / draws
    low = (centre - spread) / scale if hits else 0.0
    high = (centre + spread) / scale if hits < draws else 1.0
    return low, high


def support(outcome: Outcome) -> Support:
    """Return which outcomes of each player's move can happen on the path."""
    moves = {decision.move for decision in outcome.decisions.values()}
    return {
        move: frozenset(option for option, odds in spread.items() if odds > CERTAIN)
        for move, spread in outcome.play.path.items()
        if move in moves
    }


def headline_moves(
    before: Support, after: Support, decided_otherwise: Collection[str] = ()
) -> list[str]:
    """Return the moves that a headline is about.

    Of the moves that come out differently on the path, those at which somebody decides
    otherwise, and of these the ones that are made in both scenarios. The others are
    consequences, and stand in only where there is nothing else to name.
    """
    moves = [move for move in after if move in before and before[move] != after[move]]
    for narrower in (
        [m for m in moves if m in decided_otherwise],
        [m for m in moves if NONE not in before[m] and NONE not in after[m]],
    ):
        both = [m for m in moves if m in narrower]
        moves = both or moves
    return moves


def _undecided(
    names: tuple[str, str], drawn: Mapping[str, Drawn], outcomes: Mapping[str, Outcome]
) -> str:
    """Say why no draw has a unique answer; nothing if some have."""
    for name in dict.fromkeys(names):
        if not drawn[name].decided.any():
            tied = {d.move: None for d in outcomes[name].decisions.values() if d.tied}
            game = name or "the game"
            if not tied:
                return f"in no draw does {game} have a unique answer in pure strategies"
            what = "two options" if len(tied) == 1 else "options"
            return f"in {game}, {what} of {listed(tied)} are equally good whatever the parameters"
    if not (drawn[names[0]].decided & drawn[names[1]].decided).any():
        return "in no draw do both scenarios have a unique answer"
    return ""
