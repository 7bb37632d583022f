"""The words of a game file in sentences, and numbers with as many digits as they need."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from negotiate.results.numbers import odds as in_per_cent
from negotiate.results.wording import Wording
from negotiate.results.wording import listed as listed  # noqa: PLC0414 (they stand in sentences)
from negotiate.results.wording import spaced as spaced  # noqa: PLC0414 (as above)
from negotiate.spec.expression import NONE
from negotiate.spec.model import Moves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.game.tree import Tree
    from negotiate.results.report import Number, Odds
    from negotiate.spec.model import Spec

MOST_DIGITS: Final = 12
LARGE: Final = 10**9
SIGNIFICANT: Final = 3

CERTAIN: Final = 1e-9
"""Odds this close to 0 or 1 are not worth a number in a sentence."""


def wording_of(spec: Spec, tree: Tree) -> Wording:
    """Return how the choices of a game read in sentences."""
    labels = tree.labels
    moves, first = np.unique(labels.move, return_index=True)
    owners = zip(moves.tolist(), tree.infoset_owner[first].tolist(), strict=True)
    written = spec.body.moves if isinstance(spec.body, Moves) else ()
    phrases = {m.name: {o.name: o.phrase for o in m.options if o.phrase} for m in written}
    return Wording(
        players=dict(zip(labels.players, labels.player_names, strict=True)),
        owners={labels.moves[move]: labels.players[i] for move, i in owners if i >= 0},
        phrases={move: known for move, known in phrases.items() if known},
    )


def told(odds: Odds) -> list[tuple[str, str]]:
    """Return the options that can happen, the likeliest first, each with its odds if not sure."""
    played = [(option, chance) for option, chance in odds.items() if chance > CERTAIN]
    if len(played) < 2:
        return [(option, "") for option, _ in played]
    likeliest = sorted(played, key=lambda item: -item[1])
    return [(option, in_per_cent(float(chance))) for option, chance in likeliest]


def numbers(*values: Number) -> tuple[str, ...]:
    """Return numbers to one common decimal place, fine enough to tell different ones apart.

    Examples
    --------
    >>> from fractions import Fraction
    >>> numbers(31.02, 44.25), numbers(1.0, 1.004), numbers(Fraction(7, 3)), numbers(2.0)
    (('31.0', '44.2'), ('1.000', '1.004'), ('2.33',), ('2',))
    """
    if all(math.isfinite(v) and float(v).is_integer() and abs(float(v)) < LARGE for v in values):
        return tuple(str(int(v)) for v in values)
    floats = [float(v) for v in values]
    finite = [abs(v) for v in floats if math.isfinite(v)]
    size = max(finite, default=0)
    first = max(0, SIGNIFICANT - 1 - math.floor(math.log10(size))) if size > 0 else 0
    distinct = len(set(floats))
    for digits in range(first, MOST_DIGITS):
        texts = tuple(_fixed(v, digits) for v in floats)
        if len(set(texts)) >= distinct:
            return texts
    return tuple(f"{v:.{MOST_DIGITS}g}" for v in floats)


def number(value: Number) -> str:
    """Return one number by the rule of `numbers`."""
    return numbers(value)[0]


def signed(value: Number) -> str:
    """Return a number with its sign: ``+13.2``, ``-2.50``."""
    text = number(value)
    return text if text.startswith("-") else f"+{text}"


def mixture(odds: Odds) -> str:
    """Return what is played: ``accept``, or ``accept 0.3, refuse 0.7``; ``none`` if nothing is."""
    played = {option: chance for option, chance in odds.items() if chance > CERTAIN}
    if len(played) <= 1:
        return next(iter(played), NONE)
    return ", ".join(f"{option} {_share(chance)}" for option, chance in played.items())


def came_out(move: str, odds: Odds) -> str:
    """Return how a move comes out, for a sentence: ``aid cut``, ``front loss 70% or gain 30%``."""
    played = told(odds)
    if len(played) == 1:
        return f"{spaced(move)} {spaced(played[0][0])}"
    shares = listed((f"{spaced(_reached(option))} {share}" for option, share in played), "or")
    return f"{spaced(move)} {shares}"


def situation(history: Mapping[str, str]) -> str:
    """Return a history for a sentence: ``after aid cut and front loss``, or ``at the start``."""
    if not history:
        return "at the start"
    return "after " + listed(f"{spaced(move)} {spaced(o)}" for move, o in history.items())


def _reached(option: str) -> str:
    return "not reached" if option == NONE else option


def _fixed(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "infinity" if value > 0 else "-infinity" if value < 0 else "unknown"
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def _share(chance: Number) -> str:
    text = f"{float(chance):.4f}".rstrip("0").rstrip(".")
    return text if text not in {"0", "1"} else f"{float(chance):.2g}"
