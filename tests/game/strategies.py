"""Random games for tests: lists of moves with conditions, and nested trees.

Small numbers, so that ties are common; options, moves and players are few, so that single
actions, players that never move and unreached moves are common too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from negotiate.spec.expression import (
    NONE,
    Binary,
    Bool,
    Call,
    Category,
    Compare,
    Expr,
    If,
    Is,
    Num,
    Ref,
    Unary,
)
from negotiate.spec.model import (
    Criterion,
    Move,
    Moves,
    Option,
    Parameter,
    Player,
    Quantity,
    Spec,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

PARAMETERS = (
    Parameter("a", Fraction(2)),
    Parameter("b", Fraction(-1, 3)),
    Parameter("p", Fraction(1, 4), Fraction(0), Fraction(1)),
)
CATEGORIES = ("early", "late", "never")

NUMBERS = [Num(Fraction(n)) for n in range(-2, 4)] + [Num(Fraction(1, 3))]
POWERS = [Num(Fraction(n)) for n in range(4)]

Pick: TypeAlias = "Callable[[Sequence[Any]], Any]"
"""Chooses one of several: Hypothesis, or a random generator."""


@dataclass(frozen=True)
class Names:
    """What an expression may mention."""

    moves: tuple[Move, ...]
    numbers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()


def move_condition(pick: Pick, moves: Sequence[Move], depth: int = 2) -> Expr:
    """Return a condition on moves only."""
    kind: Any = pick(["is", "is", "not", "and", "or"]) if depth else "is"
    if kind == "is":
        move = pick(moves)
        return Is(move.name, pick([*(option.name for option in move.options), NONE]))
    inner = move_condition(pick, moves, depth - 1)
    if kind == "not":
        return Unary("not", inner)
    return Bool(kind, (inner, move_condition(pick, moves, depth - 1)))


def condition(pick: Pick, names: Names, depth: int) -> Expr:
    """Return a condition on anything."""
    kinds = ["compare", "and", "or", "not"] if depth else ["compare"]
    kinds += ["moves"] * 2 if names.moves else []
    kinds += ["known"] if names.conditions else []
    kinds += ["category"] if names.categorical else []
    kind = pick(kinds)
    if kind == "moves":
        return move_condition(pick, names.moves, 1)
    if kind == "known":
        return Ref(pick(names.conditions))
    if kind == "category":
        word = Category(pick(CATEGORIES))
        return Compare(pick(["==", "!="]), Ref(pick(names.categorical)), word)
    below = max(depth - 1, 0)
    if kind == "compare":
        sides = number(pick, names, below), number(pick, names, below)
        return Compare(pick(["==", "!=", "<", "<=", ">", ">="]), *sides)
    inner = condition(pick, names, below)
    if kind == "not":
        return Unary("not", inner)
    return Bool(kind, (inner, condition(pick, names, below)))


def number(pick: Pick, names: Names, depth: int = 2) -> Expr:
    """Return a number that depends on parameters, moves and what has a name."""
    kinds = ["+", "-", "*", "/", "**", "neg", "min", "max", "abs", "if", "if", "if"]
    kind: Any = pick([*kinds, "atom"]) if depth else "atom"
    if kind == "atom":
        known = [*(p.name for p in PARAMETERS), *names.numbers, *names.conditions]
        atom: Expr = pick([*NUMBERS, *map(Ref, known)])
        return atom
    inner = number(pick, names, depth - 1)
    if kind == "neg":
        return Unary("-", inner)
    if kind == "abs":
        return Call("abs", (inner,))
    if kind == "**":
        return Binary("**", inner, pick(POWERS))
    other = number(pick, names, depth - 1)
    if kind == "if":
        return If(condition(pick, names, depth - 1), inner, other)
    if kind in {"min", "max"}:
        return Call(kind, (inner, other, pick(NUMBERS)))
    return Binary(kind, inner, other)


def _knows(player: str | None, move: Move, now: int) -> bool:
    """Whether a player knows how an earlier move came out at move number `now`."""
    seen = move.seen_by is None or player in move.seen_by
    late = int(move.seen_from.get(player or "", "m0").removeprefix("m"))
    return move.owner == player or (seen and late <= now)


def _move(pick: Pick, m: int, earlier: tuple[Move, ...], keys: list[str], n_moves: int) -> Move:
    owner = pick([*keys, *keys, None])
    names = [f"o{k}" for k in range(pick([1, 2, 2, 3]))]
    when = move_condition(pick, earlier) if earlier and pick([True, False]) else None
    seen_by = pick([None, frozenset(key for key in keys if pick([True, False]))])
    later = [f"m{i}" for i in range(m + 1, n_moves)]
    late = {key: pick(later) for key in keys if later and pick([True, False, False])}
    if owner is None:
        p = Ref("p")
        shares: list[Expr] = [p, Binary("-", Num(Fraction(1)), p), Num(Fraction(0))]
        if len(names) == 1:
            shares = [Num(Fraction(1))]
        odds = dict(zip(names, shares[: len(names)], strict=True))
        return Move(f"m{m}", None, tuple(map(Option, names)), odds, when, seen_by, seen_from=late)
    seen = [e for e in earlier if _knows(owner, e, m)]
    limited = [bool(seen) and pick([True, False]) for _ in names[1:]]
    limits = [move_condition(pick, seen) if limit else None for limit in limited]
    options = (Option(names[0]), *map(Option, names[1:], limits))
    return Move(f"m{m}", owner, options, {}, when, seen_by, seen_from=late)


def move_list(pick: Pick, max_players: int, max_moves: int) -> Spec:
    """Return a game written as moves without payoffs: what grows from it is only a shape."""
    keys = [f"P{i}" for i in range(pick(range(1, max_players + 1)))]
    moves: tuple[Move, ...] = ()
    n_moves = pick(range(max_moves + 1))
    for m in range(n_moves):
        moves = (*moves, _move(pick, m, moves, keys, n_moves))
    payoffs = {key: (Term("nothing", Num(Fraction(0))),) for key in keys}
    players = tuple(Player(key, key) for key in keys)
    return Spec("random", players, Moves(moves, payoffs), parameters=PARAMETERS)


def moves_spec(pick: Pick, max_players: int = 3, max_moves: int = 4) -> Spec:
    """Return a whole game written as moves: quantities, criteria, categories, named terms."""
    spec = move_list(pick, max_players, max_moves)
    assert isinstance(spec.body, Moves)
    moves = spec.body.moves
    definition = Quantity("d", number(pick, Names(moves)))
    quantity = Quantity("q", number(pick, Names(moves, ("d",))))
    names = Names(moves, ("d", "q"))
    early, late, never = map(Category, CATEGORIES)
    chosen = If(condition(pick, names, 1), early, If(condition(pick, names, 1), late, never))
    names = Names(moves, ("d", "q"), (), ("c",))
    criterion = Criterion("k", condition(pick, names, 1))
    names = Names(moves, ("d", "q"), ("k",), ("c",))
    payoffs = {
        player.key: tuple(Term(f"t{i}", number(pick, names)) for i in range(pick([1, 2, 3])))
        for player in spec.players
    }
    return replace(
        spec,
        body=Moves(moves, payoffs),
        definitions=(definition,),
        quantities=(quantity, Quantity("c", chosen, CATEGORIES)),
        criteria=(criterion,),
    )


def _pick(draw: DrawFn) -> Pick:
    return lambda several: several[draw(st.integers(0, len(several) - 1))]


@st.composite
def move_lists(draw: DrawFn, max_players: int = 3, max_moves: int = 4) -> Spec:
    """Return games written as moves, without payoffs."""
    return move_list(_pick(draw), max_players, max_moves)


@st.composite
def moves_specs(draw: DrawFn, max_players: int = 3, max_moves: int = 4) -> Spec:
    """Return whole games written as moves."""
    return moves_spec(_pick(draw), max_players, max_moves)


def nested_trees(n_players: int = 2, max_leaves: int = 12) -> SearchStrategy[Any]:
    """Return trees of perfect information as `Game.from_tree` takes them; players P0, P1, ..."""
    payoffs = st.lists(st.integers(0, 3), min_size=n_players, max_size=n_players)

    def node(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
        below = st.lists(inner, min_size=1, max_size=3)
        decision = st.builds(
            lambda i, kids: {f"P{i}": {f"o{k}": kid for k, kid in enumerate(kids)}},
            st.integers(0, n_players - 1),
            below,
        )
        return st.one_of(decision, decision, below.flatmap(_chance))

    return st.recursive(payoffs, node, max_leaves=max_leaves)


def _chance(kids: list[Any]) -> SearchStrategy[Any]:
    def chance(weights: list[int]) -> dict[str, Any]:
        total = sum(weights) or 1
        shares = [Fraction(w, total) for w in weights]
        shares[0] += 1 - sum(shares)
        names = [f"o{k}" for k in range(len(kids))]
        return {
            "chance": dict(zip(names, kids, strict=True)),
            "odds": dict(zip(names, shares, strict=True)),
        }

    return st.lists(st.integers(0, 2), min_size=len(kids), max_size=len(kids)).map(chance)
