"""Random contents of `.efg` and `.nfg` files, with everything that the formats allow."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from negotiate.formats._gambit_games import (
    NATURE,
    NULL,
    TERMINAL,
    ExtensiveFile,
    GambitNode,
    InformationSet,
    Outcome,
    StrategicFile,
)

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

# Few letters, so that labels are often empty or repeated; and those that need care in quotes.
LABELS = st.text(st.sampled_from('ab\\"{,}\n é'), max_size=3)
NUMBERS = st.fractions(min_value=-99, max_value=99, max_denominator=12)
IDS = st.sampled_from([1, 2, 3, 7, 10**12, -4])


@st.composite
def extensive_files(draw: DrawFn) -> ExtensiveFile:
    """Any tree: forgetful players, inner outcomes, ids in any order, the null outcome."""
    players = draw(st.lists(LABELS, min_size=1, max_size=3))
    outcomes: dict[int, Outcome] = {}
    information: dict[tuple[int, int], InformationSet] = {}

    def outcome() -> int:
        number = draw(st.one_of(st.just(NULL), IDS))
        if number != NULL and number not in outcomes:
            pay = draw(st.tuples(*[NUMBERS] * len(players)))
            outcomes[number] = Outcome(draw(LABELS), pay)
        return number

    def inner(player: int) -> GambitNode:
        key = player, draw(IDS)
        if key not in information:
            actions = tuple(draw(st.lists(LABELS, min_size=1, max_size=3)))
            weights = [draw(st.integers(0, 4)) for _ in actions]
            weights[0] += 1
            odds = tuple(Fraction(w, sum(weights)) for w in weights) if player == NATURE else ()
            information[key] = InformationSet(draw(LABELS), actions, odds)
        return GambitNode(draw(LABELS), *key, outcome())

    nodes, waiting = [inner(draw(st.integers(1, len(players))))], 0
    waiting = len(information[nodes[0].player, nodes[0].information].actions)
    while waiting:
        room = len(nodes) + waiting < 20
        player = draw(st.integers(NATURE, len(players))) if room and draw(st.booleans()) else None
        if player is None:
            nodes.append(GambitNode(draw(LABELS), TERMINAL, 0, outcome()))
            waiting -= 1
        else:
            nodes.append(inner(player))
            waiting += len(information[nodes[-1].player, nodes[-1].information].actions) - 1
    title, comment = draw(LABELS), draw(LABELS)
    return ExtensiveFile(title, comment, tuple(players), tuple(nodes), information, outcomes)


@st.composite
def strategic_files(draw: DrawFn) -> StrategicFile:
    """Any table, in the payoff or the outcome version, with or without labels of strategies."""
    players = tuple(draw(st.lists(LABELS, min_size=1, max_size=3)))
    own = st.lists(LABELS, min_size=1, max_size=3).map(tuple)
    strategies = tuple(draw(st.one_of(own, st.integers(1, 3))) for _ in players)
    cells = prod(s if isinstance(s, int) else len(s) for s in strategies)
    title, comment = draw(LABELS), draw(LABELS)
    row = st.tuples(*[NUMBERS] * len(players))
    if draw(st.booleans()):
        payoffs = tuple(draw(row) for _ in range(cells))
        return StrategicFile(title, comment, players, strategies, payoffs)
    outcomes = tuple(draw(st.lists(st.builds(Outcome, LABELS, row), max_size=4)))
    entries = tuple(draw(st.integers(0, len(outcomes))) for _ in range(cells))
    rows = [(Fraction(0),) * len(players), *(outcome.payoffs for outcome in outcomes)]
    payoffs = tuple(rows[entry] for entry in entries)
    return StrategicFile(title, comment, players, strategies, payoffs, outcomes, entries)


@st.composite
def spoilt(draw: DrawFn, text: str) -> str:
    """Return a text with a few of its pieces dropped, doubled, swapped or replaced."""
    pieces = text.split(" ")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(pieces) - 1))
        other = draw(st.integers(0, len(pieces) - 1))
        odd = ["", '"', '""', "{", "}", ",", "\\", "0", "-1", "1/0", "9" * 400, "1e999", "c", "t 0"]
        match draw(st.integers(0, 3)):
            case 0:
                pieces[at] = draw(st.sampled_from(odd))
            case 1:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 2:
                pieces.insert(at, pieces[other])
            case _:
                pieces[at] = pieces[at][: draw(st.integers(0, 9))]
    return " ".join(pieces)
