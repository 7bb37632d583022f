"""All sequential equilibria of the games of the literature, at their numbers and at random ones."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.private_games import BEER_QUICHE, D1, D2, D3, HORSE, S4, W1, reputation

from negotiate import loads, solve
from negotiate.concepts import nash, sequential, spe
from negotiate.results import Coverage

if TYPE_CHECKING:
    from negotiate.game.game import Game
    from negotiate.results import Equilibrium, Solution

F = Fraction
SHARES = st.fractions(F(1, 20), F(19, 20), max_denominator=20)


def every(text: str, **numbers: Any) -> tuple[Game, Solution]:
    """Return a game and all of its sequential equilibria, each certified a second time."""
    model = loads(text)
    game = model.game(settings=numbers or None, exact=True)
    solution = solve(game, concept="sequential", method="enumeration")
    assert solution.coverage is Coverage.ALL
    for e in solution.equilibria:
        proof = e.certificate
        assert proof.holds
        assert proof.tol == 0
        assert proof.consistency is not None
        assert proof.consistency.error == 0
        assert spe.certify(game, e.behaviour).holds
        assert nash.certify(game, e.behaviour).holds
    return game, solution


def odds(game: Game, e: Equilibrium, key: str, option: str) -> Any:
    """Return the odds of an option at the information set of ``move known-option``."""
    return e.behaviour[slot(game, key, option)]


def slot(game: Game, key: str, option: str) -> int:
    return next(
        s
        for s in range(*game.tree.slot_start[at(game, key) : at(game, key) + 2].tolist())
        if game.tree.labels.action_of(s) == option
    )


def at(game: Game, key: str) -> int:
    """Return the information set of ``move known-option ...``."""
    tree = game.tree
    move, *known = key.split()
    (h,) = [
        h
        for h in np.flatnonzero(tree.decision).tolist()
        if tree.labels.move_of(h) == move
        and all(set(known) <= set(tree.history_of(n).values()) for n in tree.nodes_of(h).tolist())
    ]
    return int(h)


def belief(game: Game, e: Equilibrium, key: str, option: str) -> Any:
    """Return the belief of an information set in the histories with an option."""
    assert e.beliefs is not None
    nodes = game.tree.nodes_of(at(game, key)).tolist()
    return sum(e.beliefs[n] for n in nodes if option in game.tree.history_of(n).values())


def test_the_horse_has_one_component() -> None:
    """Selten 1975; Kreps & Wilson 1982: (R, R, odds of R at most 1/4), and not (L, R, R)."""
    game, solution = every(HORSE)
    (e,) = solution.equilibria
    assert e.payoff.tolist() == [1, 1, 1]
    assert odds(game, e, "P1", "R") == odds(game, e, "P2", "R") == 1
    assert e.conditions == (
        "Pr(P3: R) <= 1/4",
        "belief(P3: P1 L) <= 1/3",
        "either Pr(P3: R) = 0, belief(P3: P1 L) <= 1/3",
        "or Pr(P3: R) <= 1/4, belief(P3: P1 L) = 1/3",
    )


@settings(max_examples=20)
@given(SHARES, SHARES, st.integers(1, 5), st.integers(1, 5))
def test_deterrence_of_one_soft_or_hard_defender(p: Any, low: Any, gain: int, loss: int) -> None:
    """Zagare & Kilgour 2000, app. 3: deterred iff p is above (aDC - aSQ)/(aDC - aDD)."""
    threshold = F(gain, gain + loss)
    assume(p != threshold)
    numbers = {"p": p, "aSQ": low, "aDC": low + gain, "aDD": low - loss}
    game, solution = every(D1, **numbers)
    (e,) = solution.equilibria
    assert odds(game, e, "first", "C") == (p > threshold)
    assert odds(game, e, "reply hard", "D") == odds(game, e, "reply soft", "C") == 1


def deterrence_regions(p: Fraction, q: Fraction, c: list[Any], d: list[Any]) -> list[Any] | None:
    """Return (xH, xS, y) of each equilibrium of the table; None is free within conditions.

    None for all where some of them turn into others.
    """
    c_high = F(c[4] - c[3], 1) / (c[4] - c[2])
    c_low = F(c[4] - c[3], 1) / (c[4] - c[1])
    star = F(d[3] - d[1], 1) / (d[3] - d[0])
    if q in (c_high, c_low) or p == star:
        return None
    # With q above cH anything deters; the off-path belief decides what a soft defender does.
    found: list[Any] = [(0, 0, None)]
    if c_low < q < c_high:
        found.append((1, 0, 0))
    if q < c_low and p < star:
        found.append((1, p * (1 - star) / ((1 - p) * star), (c_low - q) / (1 - q)))
    if q < c_low and p > star:
        found.append((1, 1, 0))
    return found


def check_deterrence(p: Fraction, q: Fraction, c: list[Any], d: list[Any]) -> None:
    expected = deterrence_regions(p, q, c, d)
    if expected is None:
        return
    names = ("cSoft", "cCD", "cHard", "cSQ", "cDC", "dSoft", "dDC", "dHard", "dCD", "dSQ")
    game, solution = every(D2, p=p, q=q, **dict(zip(names, [*c, *d], strict=True)))
    found = []
    for e in solution.equilibria:
        x_hard, x_soft = (odds(game, e, f"first {kind}", "D") for kind in ("hard", "soft"))
        y = odds(game, e, "reply soft", "D")
        found.append((x_hard, x_soft, y if x_hard else None))
        war = p * x_hard * (q + (1 - q) * y)
        fought = [z for z, u in enumerate(game.u) if "last" in game.tree.history_of(
            int(game.tree.leaf[z])) and u[0] in (c[0], c[2])]  # fmt: skip
        assert war == sum(_reach(game, e, z) for z in fought)
    assert sorted(found, key=str) == sorted(expected, key=str)


def _reach(game: Game, e: Equilibrium, leaf: int) -> Any:
    chance: Any = F(1)
    for _, s in game.tree.path_to(int(game.tree.leaf[leaf])):
        chance *= e.behaviour[s]
    return chance


NUMBERS = [0, 1, 2, 3, 5], [0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    ("p", "q"), [(F(1, 2), F(1, 4)), (F(9, 10), F(1, 4)), (F(1, 2), F(3, 5)), (F(1, 2), F(4, 5))]
)
def test_deterrence_with_doubt_on_both_sides(p: Fraction, q: Fraction) -> None:
    """Kilgour & Zagare 1991: bluff, attack, separating, certain deterrence."""
    check_deterrence(p, q, *NUMBERS)


RISING = st.lists(st.integers(1, 4), min_size=5, max_size=5).map(
    lambda steps: [sum(steps[: k + 1]) for k in range(5)]
)


@settings(max_examples=25)
@given(SHARES, SHARES, RISING, RISING)
def test_deterrence_with_doubt_at_random_numbers(
    p: Fraction, q: Fraction, c: list[int], d: list[int]
) -> None:
    check_deterrence(p, q, c, d)


def test_steadfast_deterrence_by_its_conditions() -> None:
    """Kilgour & Zagare 1991: off-path belief at most 3/4, y at least (cH - q)/(1 - q) = 5/9."""
    _, solution = every(D2)
    conditions = solution.equilibria[0].conditions
    assert conditions[:2] == (
        "Pr(reply | defender soft: C) <= 4/9",
        "belief(reply | defender soft: challenger hard) <= 3/4",
    )


@settings(max_examples=15)
@given(SHARES, st.integers(1, 3), st.integers(1, 3))
def test_mutual_deterrence(p: Fraction, one: int, two: int) -> None:
    """Kilgour & Zagare 1991: the symmetric equilibria, which are among all."""
    low, soft, hard, high, win = 0, one, one + 1, one + 1 + two, one + 2 + two + one
    a_high, a_soft = F(win - high, win - hard), F(win - high, (win - high) + (soft - low))
    assume(p not in (a_high, a_soft))
    numbers = {"p": p, "soft": low, "CD": soft, "hard": hard, "SQ": high, "DC": win}
    game, solution = every(D3, **numbers)
    expected = set()
    if p > a_high:
        expected |= {(F(0), F(0)), ((p - a_high) / (p * (1 - a_high)), F(0))}
    if p > a_soft:
        expected.add((F(1), F(0)))
    if p < a_soft:
        expected.add((F(1), (a_soft - p) / (1 - p)))
    found = set()
    for e in solution.equilibria:
        mine = tuple(odds(game, e, f"a {kind}", "D") for kind in ("hard", "soft"))
        theirs = tuple(odds(game, e, f"b {kind}", "D") for kind in ("hard", "soft"))
        found |= {mine} if mine == theirs else set()
    assert found == expected


@settings(max_examples=20)
@given(SHARES, SHARES)
def test_reputation_with_one_entrant(p: Fraction, b: Fraction) -> None:
    """Kreps & Wilson 1982: enter iff p is below b; weak yields, tough fights."""
    assume(p != b)
    game, solution = every(reputation(1), p=p, b=b)
    (e,) = solution.equilibria
    assert odds(game, e, "enter1", "in") == (p < b)
    assert odds(game, e, "reply1 weak", "fight") == 0
    assert odds(game, e, "reply1 tough", "fight") == 1


@pytest.mark.parametrize("p", [F(1, 10), F(2, 5)])
def test_reputation_with_two_entrants(p: Fraction) -> None:
    """Kreps & Wilson 1982: with n left, enter iff p is below b^n; weak fights with these odds."""
    b, a = F(1, 2), 2
    game, solution = every(reputation(2), p=p, b=b, a=a)
    (e,) = solution.equilibria
    assert odds(game, e, "enter1", "in") == (p < b**2)
    assert odds(game, e, "reply1 weak", "fight") == (1 - b) * p / ((1 - p) * b)
    assert odds(game, e, "enter2 fight", "out") == F(1, a)
    assert belief(game, e, "enter2 fight", "tough") == b
    assert belief(game, e, "enter2 yield", "tough") == 0
    assert odds(game, e, "enter2 yield", "in") == 1


@settings(max_examples=20)
@given(
    SHARES,
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 6),
    st.integers(2, 6),
    st.integers(1, 6),
)
def test_costly_signals(  # noqa: PLR0917 -- Hypothesis fills them in by place
    q: Fraction, g: int, k: int, m: int, v: int, lead: int
) -> None:
    """Fearon 1997: separating iff VU <= m <= VR - wR; semi-separating below VU at low priors."""
    assume(m not in (v, lead))
    assume(v != lead)
    assume(q != F(g, g + k))
    numbers = {"q": q, "g": g, "k": k, "m": m, "VU": v, "VR": lead + 1, "wR": 1}
    game, solution = every(S4, **numbers)
    told = [
        (
            odds(game, e, "signal hard", "sunk"),
            odds(game, e, "signal soft", "sunk"),
            odds(game, e, "act sunk", "challenge"),
        )
        for e in solution.equilibria
    ]
    assert ((1, 0, 0) in told) == (v < m < lead)
    mixed = (F(1), q * k / ((1 - q) * g), F(m, v))
    semi = m < v and q < F(g, g + k) and lead > v
    assert (any((x, y, 1 - z) == mixed for x, y, z in told)) == semi


@pytest.mark.parametrize("strong", [F(9, 10), F(3, 5)])
def test_beer_and_quiche(strong: Fraction) -> None:
    """Cho & Kreps 1987: pooling on either, and nothing else."""
    game, solution = every(BEER_QUICHE, strong=strong)
    meals = [tuple(odds(game, e, f"meal {t}", "beer") for t in ("strong", "weak"))
             for e in solution.equilibria]  # fmt: skip
    assert sorted(meals) == [(0, 0), (1, 1)]
    for e in solution.equilibria:
        assert any("<= 1/2" in condition for condition in e.conditions)


@settings(max_examples=10)
@given(SHARES)
def test_bargaining_against_two_costs(q: Fraction) -> None:
    """Fearon 1995: risky iff q is above (cL + cA)/(cH + cA), when what is due is accepted."""
    assume(q != F(1, 2))
    game, solution = every(W1, q=q)
    assert solution.equilibria
    for risky in (0, 1):
        behaviour = game.chance.copy()
        for h in np.flatnonzero(game.tree.decision).tolist():
            slots = game.tree.slots_of(h)
            behaviour[slots] = [F(1), F(0)]
        behaviour[game.tree.slots_of(at(game, "demand"))] = [F(1 - risky), F(risky)]
        behaviour[game.tree.slots_of(at(game, "reply low risky"))] = [F(0), F(1)]
        assert sequential.certify(game, behaviour).holds == (risky == (q > F(1, 2)))


def test_floats_find_the_same_as_fractions() -> None:
    for text in (HORSE, D2, BEER_QUICHE, S4):
        exact = solve(loads(text), concept="sequential", exact=True)
        floats = solve(loads(text), concept="sequential")
        assert floats.coverage is exact.coverage
        for one, other in zip(exact.equilibria, floats.equilibria, strict=True):
            assert other.behaviour.dtype == float
            assert np.allclose(one.behaviour.astype(float), other.behaviour)
            assert one.conditions == other.conditions
            assert other.certificate.holds


def test_a_shaken_belief_fails_its_certificate() -> None:
    game, solution = every(D2)
    for e in solution.equilibria:
        assert e.beliefs is not None
        assert e.certificate.consistency is not None
        trembles = e.certificate.consistency.trembles
        nodes = game.tree.nodes_of(at(game, "reply soft"))
        shaken = e.beliefs.copy()
        shaken[nodes] = shaken[nodes] * F(1, 2) + F(1, 4)
        assert not sequential.certify_assessment(game, e.behaviour, shaken, trembles).holds
        moved = e.behaviour.copy()
        first = game.tree.slots_of(at(game, "first hard"))
        moved[first] = moved[first][::-1]
        assert not sequential.certify_assessment(game, moved, e.beliefs, trembles).holds
