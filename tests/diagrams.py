"""Pictures to draw in tests: the shipped games', and random trees of every shape."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

import negotiate
from negotiate.analysis.diagram import diagram
from negotiate.results.diagram import Diagram
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from negotiate.game.model import Model

WORDS = ("go", "stay out", "a rather long option of which much is to be said", "W" * 40, "ö–è", "")


@cache
def model(name: str) -> Model:
    return negotiate.load(name)


@cache
def shipped(name: str) -> tuple[Diagram, ...]:
    """Return a shipped game's first scenario, bare, solved, and with the last one beneath."""
    game = model(name)
    first, last = game.main_scenarios[0], game.main_scenarios[-1]
    return (
        diagram(game, first, answer=False),
        diagram(game, first),
        diagram(game, last, first if last != first else None),
    )


def grown(counts: list[int]) -> list[int]:
    """Return the parents (N) of a tree whose nodes have so many children, breadth first."""
    parent = [-1]
    for node, count in enumerate(counts):
        if node == len(parent):
            break
        parent += [node] * count
    return parent


@st.composite
def trees(draw: st.DrawFn, most: int = 40, *, solved: bool | None = None) -> Diagram:
    """Draw a tree with any owners, information sets across depths, odds and words."""
    players = draw(st.integers(1, 10))
    parent = np.array(grown(draw(st.lists(st.integers(0, 4), max_size=most))), dtype=np.int64)
    n = len(parent)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    inner = np.isin(np.arange(n), parent)
    owner = np.where(inner, rng.integers(CHANCE, players, n), LEAF)
    infoset = np.where(inner, rng.integers(0, max(n // 2, 1), n) * (players + 1) + owner + 1, -1)
    row = np.full(n, -1)
    row[~inner] = np.arange(np.count_nonzero(~inner))
    odds = rng.choice([0.0, 0.0, 1.0, 1 / 3, 0.055, 1e-6], n)
    odds[0] = 1
    reach = np.ones(n)
    for node in range(1, n):
        reach[node] = reach[parent[node]] * odds[node]
    stem = draw(st.sampled_from(["P", "Player", "P1", "a player of a long name, number 1"]))
    there = draw(st.booleans()) if solved is None else solved
    payoffs = rng.choice([0, 1, -2.5, 1 / 3, 1e-4, 1e9, 12.125], (max(row) + 1, players))
    return Diagram(
        title="t", scenario="s", against="", concept="", note="",
        players=tuple(draw(st.permutations([f"{stem}{i}" for i in range(players)]))),
        names=tuple(f"Player {i}" for i in range(players)),
        moves=("first", "a move of a very long name", "P1"),
        parent=parent, owner=owner, infoset=infoset,
        move=np.where(inner, rng.integers(0, 3, n), -1), row=row,
        label=tuple(WORDS[i] for i in rng.integers(0, len(WORDS), n)),
        payoffs=payoffs, odds=odds,
        reach=reach if there else None,
        baseline=reach[rng.permutation(n)] if there and rng.random() < 0.5 else None,
        tied=(rng.random(n) < 0.2) & (owner >= 0) if there else None,
        expected=payoffs[0] if there else None,
    )  # fmt: skip


def plain(value: Any) -> Any:
    """Return data as JSON has it."""
    if isinstance(value, np.ndarray):
        return plain(value.ravel().tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value
