"""Random games as nested tuples for the oracle: small payoffs, so that ties are common."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.oracle import Behaviour, Chance, Leaf, Move, Node, infosets, n_profiles

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

MAX_PROFILES = 500


@st.composite
def perfect(draw: DrawFn, max_moves: int = 5) -> Node:
    """Draw a game of perfect information, from a single leaf to `max_moves` decisions.

    With chance, odds of zero, single actions, payoffs that tie, and players who never move.
    """
    players = draw(st.integers(1, 4))
    budget = draw(st.integers(0, max_moves))
    payoff = st.integers(-2, 2).map(Fraction)
    names = iter(range(1000))

    def leaf() -> Node:
        return Leaf(tuple(draw(payoff) for _ in range(players)))

    def grow(moves: int) -> Node:
        if not moves:
            return leaf()
        width = draw(st.integers(1, 3))
        shares = split(moves - 1, width)
        if draw(st.integers(0, 3)) == 0:
            return Chance(draw(odds(width)), tuple(grow(s) for s in shares))
        player = draw(st.integers(0, players - 1))
        return Move(player, f"h{next(names)}", tuple(grow(s) for s in shares))

    def split(total: int, width: int) -> list[int]:
        shares = [0] * width
        for _ in range(total):
            shares[draw(st.integers(0, width - 1))] += 1
        return shares

    return grow(budget)


@st.composite
def odds(draw: DrawFn, width: int) -> tuple[Fraction, ...]:
    """Draw odds that sum to 1, some of them 0."""
    weights = draw(st.lists(st.integers(0, 3), min_size=width, max_size=width).filter(any))
    return tuple(Fraction(w, sum(weights)) for w in weights)


def enumerable(strategy: SearchStrategy[Node], limit: int = MAX_PROFILES) -> SearchStrategy[Node]:
    """Keep games with so few pure profiles that all can be tried."""
    return strategy.filter(lambda root: n_profiles(root) <= limit)


@st.composite
def imperfect(draw: DrawFn, min_stages: int = 0) -> Node:
    """Draw a game in which moves hide earlier ones, with perfect recall.

    Each of up to four stages is a move of one player that some others do not see. What a player
    knows at its move is its own past choices and the moves that it has seen. A stage may end the
    game early for one of its actions, so that information sets meet nodes at several depths.
    """
    players = draw(st.integers(1, 3))
    payoff = st.integers(-2, 2).map(Fraction)
    stages = draw(
        st.lists(
            st.tuples(
                st.integers(-1, players - 1),  # who moves, -1 for chance
                st.integers(1, 3),  # how many actions
                st.sets(st.integers(0, players - 1)),  # who sees it
                st.booleans(),  # whether action 0 skips the stage after
            ),
            min_size=min_stages,
            max_size=4,
        )
    )
    lots = {k: draw(odds(width)) for k, (who, width, _, _) in enumerate(stages) if who < 0}

    def grow(k: int, history: tuple[tuple[int, int], ...]) -> Node:
        if k >= len(stages):
            return Leaf(tuple(draw(payoff) for _ in range(players)))
        who, width, _, skips = stages[k]
        children = tuple(grow(k + 1 + (skips and a == 0), (*history, (k, a))) for a in range(width))
        if who < 0:
            return Chance(lots[k], children)
        known = [(j, a) for j, a in history if stages[j][0] == who or who in stages[j][2]]
        return Move(who, f"{k}:{known}", children)

    return grow(0, ())


@st.composite
def behaviours(draw: DrawFn, root: Node) -> Behaviour:
    """Draw a behaviour for every information set, often pure."""
    return {name: draw(odds(width)) for name, (_, width) in infosets(root).items()}
