"""Deterrence, signals and reputation at random numbers: closed forms against what is found.

The closed forms are those of the literature that the game files name, written down here once
more. All arithmetic is in fractions, so that equality is equality. Draws on the edge of a region
are left out: there two formulas hold at once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.analysis.answer import solve
from negotiate.analysis.outcome import Outcome
from negotiate.results import Coverage
from negotiate.solvers.protocol import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results import Decision, Play

FEW = settings(max_examples=12, deadline=None)
"""Each example solves a game completely, in fractions."""

odds = st.integers(1, 39).map(lambda n: Fraction(n, 40))
steps = st.integers(1, 9).map(Fraction)


def solved(game: str, scenario: str, numbers: Mapping[str, Fraction]) -> tuple[Play, ...]:
    """Return all sequential equilibria of a scenario that sets nothing itself."""
    parametric = negotiate.load(game).parametric(scenario)
    exact = parametric.at(numbers, exact=True)
    solution = solve(exact, "sequential", options=Options(all=True))
    assert solution.coverage is Coverage.ALL
    measured = parametric.outcomes(numbers, exact=True)
    return tuple(Outcome(parametric, exact, each, measured).play for each in solution.equilibria)


def decision(play: Play, move: str, **known: str) -> Decision:
    (found,) = (
        d for d in play.decisions if d.move == move and known.items() <= dict(d.history).items()
    )
    return found


def chance_of(play: Play, move: str, option: str, **known: str) -> Any:
    return decision(play, move, **known).plays[option]


@st.composite
def unilateral(draw: st.DrawFn) -> dict[str, Fraction]:
    """Draw a game of unilateral deterrence: both orders of preference, and both odds."""
    numbers = {"p": draw(odds), "q": draw(odds)}
    for names in (
        ("c_fight_soft", "c_back_down", "c_fight_hard", "c_status_quo", "c_win"),
        ("d_fight_soft", "d_yield", "d_fight_hard", "d_win"),
    ):
        level = Fraction(0)
        for name in names:
            numbers[name] = level
            level += draw(steps)
    return numbers


@FEW
@given(numbers=unilateral())
def test_unilateral_deterrence(numbers: dict[str, Fraction]) -> None:
    """Kilgour and Zagare 1991: five equilibria, each in its region, and no others."""
    n = numbers
    p, q = n["p"], n["q"]
    stake = n["c_win"] - n["c_status_quo"]
    c_hard = stake / (n["c_win"] - n["c_fight_hard"])
    c_soft = stake / (n["c_win"] - n["c_back_down"])
    d = (n["d_win"] - n["d_yield"]) / (n["d_win"] - n["d_fight_soft"])
    assume(q not in {c_hard, c_soft} and p != d)
    plays = solved("unilateral-deterrence", "bluff", numbers)
    quiet = [play for play in plays if play.path["demand"].get("press", 0) == 0]
    loud = [play for play in plays if play not in quiet]
    assert len(quiet) == 1  # certain, or steadfast
    resists = chance_of(quiet[0], "reply", "resist", defender="soft")
    belief = decision(quiet[0], "reply", defender="soft").beliefs
    if q > c_hard:
        assert not loud
        return
    assert resists >= (c_hard - q) / (1 - q)
    assert belief["challenger hard"] <= d
    (play,) = loud
    if q > c_soft:  # separating
        presses, resists, war = Fraction(0), Fraction(0), p * q
    elif p < d:  # bluff
        presses, resists = p * (1 - d) / ((1 - p) * d), (c_soft - q) / (1 - q)
        war = p * c_soft
    else:  # attack
        presses, resists, war = Fraction(1), Fraction(0), p * q
    assert chance_of(play, "demand", "press", challenger="hard") == 1
    assert chance_of(play, "demand", "press", challenger="soft") == presses
    assert chance_of(play, "reply", "resist", defender="soft") == resists
    assert play.criteria["war"] == war
    after = decision(play, "reply", defender="soft").beliefs.get("challenger hard", 1)
    assert after == p / (p + (1 - p) * presses)


@st.composite
def mutual(draw: st.DrawFn) -> dict[str, Fraction]:
    numbers = {"p": draw(odds)}
    level = Fraction(0)
    for name in ("fight_soft", "lose", "fight_hard", "quiet", "win"):
        numbers[name] = level
        level += draw(steps)
    return numbers


@FEW
@given(numbers=mutual())
def test_mutual_deterrence(numbers: dict[str, Fraction]) -> None:
    """Zagare and Kilgour 2000: the symmetric equilibria, by how often each kind strikes."""
    n, p = numbers, numbers["p"]
    stake = n["win"] - n["quiet"]
    hard = stake / (n["win"] - n["fight_hard"])
    soft = stake / (stake + n["lose"] - n["fight_soft"])
    assume(p not in {hard, soft})
    expected = set()
    if p > hard:
        expected |= {(Fraction(0), Fraction(0)), ((p - hard) / (p * (1 - hard)), Fraction(0))}
    if p > soft:
        expected.add((Fraction(1), Fraction(0)))
    else:
        expected.add((Fraction(1), (soft - p) / (1 - p)))
    found = set()
    for play in solved("mutual-deterrence", "middling", numbers):
        strikes = [
            tuple(chance_of(play, f"choice_{x}", "strike", **{f"kind_{x}": kind}) for kind in kinds)
            for x in "AB"
        ]
        if strikes[0] == strikes[1]:
            found.add(strikes[0])
    assert found == expected


kinds = ("hard", "soft")


@FEW
@given(
    p=odds,
    prize=st.integers(1, 9).map(lambda k: Fraction(k, 10)),
    calm=st.integers(11, 40).map(lambda k: Fraction(k, 10)),
)
def test_reputation(p: Fraction, prize: Fraction, calm: Fraction) -> None:
    """Kreps and Wilson 1982, two entrants: who challenges, who fights, and what is learnt."""
    assume(p not in {prize, prize**2})
    (play,) = solved("reputation", "low_name", {"p": p, "prize": prize, "calm": calm})
    enters = chance_of(play, "ukraine", "challenge")
    assert enters == (1 if p < prize**2 else 0)
    fights = Fraction(1) if p > prize else (1 - prize) * p / ((1 - p) * prize)
    assert chance_of(play, "reply_ukraine", "fight", resolve="weak") == fights
    fought = decision(play, "taiwan", reply_ukraine="fight")
    assert fought.beliefs["resolve tough"] == max(prize, p)
    assert fought.plays["stay_out"] == (1 if p > prize else 1 / calm)
    assert chance_of(play, "taiwan", "challenge", reply_ukraine="yield") == 1
    assert chance_of(play, "taiwan", "challenge", ukraine="stay_out") == (1 if p < prize else 0)
    for d in play.decisions:
        if d.move == "reply_taiwan" and "yield" in d.plays:
            assert d.plays["yield"] == 1


@FEW
@given(q=odds, cost=steps, worth=st.tuples(steps, steps, steps), gain=steps, loss=steps)
def test_costly_signal(
    q: Fraction, cost: Fraction, worth: tuple[Fraction, ...], gain: Fraction, loss: Fraction
) -> None:
    """Fearon 1997: where a sunk cost separates, and where the soft send it at times."""
    hard_fights, soft_left, more = worth
    challenge = soft_left + more  # what a challenge costs the hard; more than it costs the soft
    cost /= 2
    bar = gain / (gain + loss)
    assume(q != bar and cost not in {soft_left, challenge})
    numbers = {
        "q": q, "cost": cost, "gain": gain, "loss": loss, "soft_left": soft_left,
        "hard_fights": hard_fights, "hard_left": hard_fights + challenge,
    }  # fmt: skip
    plays = solved("costly-signal", "cheap", numbers)
    sends = {
        (
            chance_of(x, "signal", "send", kind="hard"),
            chance_of(x, "signal", "send", kind="soft"),
        ): x
        for x in plays
    }
    separating = (Fraction(1), Fraction(0))
    assert (separating in sends) == (soft_left < cost < challenge)
    often = q * loss / ((1 - q) * gain)
    semi = cost < soft_left and q < bar
    if semi:
        play = sends[Fraction(1), often]
        assert chance_of(play, "reply", "challenge", signal="send") == 1 - cost / soft_left
        assert decision(play, "reply", signal="send").beliefs["kind hard"] == bar
    assert semi == any(x == 1 and 0 < y < 1 for x, y in sends)
    assert ((Fraction(1), Fraction(1)) in sends) == (cost < soft_left and q > bar)


INTUITIVE, D1, DIVINITY = "intuitive criterion", "D1", "divinity"


@pytest.mark.parametrize(
    ("game", "scenario", "payoffs", "falls"),
    [
        # Cho and Kreps 1987: whoever has beer where quiche is the custom can only be strong.
        ("beer-quiche", "", (Fraction(21, 10), Fraction(9, 10)), {INTUITIVE, D1, DIVINITY}),
        ("beer-quiche", "", (Fraction(29, 10), Fraction(9, 10)), set()),
        # D1 removes steadfast deterrence wherever it exists (by hand): the hard press for less.
        # Where even a defender who always yields if soft deters the soft (q > cS), they could
        # not gain by pressing, and the intuitive criterion is enough.
        ("unilateral-deterrence", "bluff", (3, 5), {D1}),
        ("unilateral-deterrence", "attack", (3, 5), {D1, DIVINITY}),
        ("unilateral-deterrence", "separating", (3, 5), {INTUITIVE, D1}),
        ("unilateral-deterrence", "certain", (3, 5), set()),
        # A silence that all keep, by hand in the comments of the game's own file.
        ("costly-signal", "cheap", (Fraction(1, 4), Fraction(1, 2)), {D1}),
        ("costly-signal", "dear", (Fraction(1, 4), Fraction(1, 2)), {INTUITIVE, D1}),
        ("costly-signal", "too_dear", (Fraction(1, 4), Fraction(1, 2)), set()),
        # A war that all end under pressure; and without it, where nobody could gain.
        ("taiwan-signal", "doubt", (-8, Fraction(1, 2)), {D1}),
        ("taiwan-signal", "telling", (-8, Fraction(1, 2)), {INTUITIVE, D1}),
        ("taiwan-signal", "good_name", (0, 0), set()),
        ("taiwan-signal", "free_hands", (0, 0), set()),
    ],
)
def test_which_refinement_removes_which_equilibrium(
    game: str, scenario: str, payoffs: tuple[Any, ...], falls: set[str]
) -> None:
    (report,) = negotiate.compare(
        game, [scenario] if scenario else None, concept="sequential", all=True, exact=True, draws=0
    ).scenarios
    (play,) = (play for play in report.plays if tuple(play.payoffs.values()) == payoffs)
    judged = {each.name: each for each in play.refinements}
    assert {name for name, each in judged.items() if not each.survives} == falls
    assert {INTUITIVE, D1, DIVINITY} <= judged.keys()
    assert all(each.sentence for each in play.refinements if not each.survives)
