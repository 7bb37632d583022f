"""Deterrence, signals and reputation at random numbers: closed forms against what is found.

The closed forms are those of the literature that the game files name, written down here once
more. All arithmetic is in fractions, so that equality is equality. Draws on the edge of a region
are left out: there two formulas hold at once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.results import Coverage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.results import Decision, Play, ScenarioReport

FEW = settings(max_examples=12, deadline=None)
"""Each example solves a game completely, in fractions."""

odds = st.integers(1, 39).map(lambda n: Fraction(n, 40))
steps = st.integers(1, 9).map(Fraction)


def solved(game: str, scenario: str, numbers: Mapping[str, Fraction]) -> ScenarioReport:
    """Return all sequential equilibria of a scenario that sets nothing itself."""
    (report,) = negotiate.compare(
        game, [scenario], concept="sequential", settings=numbers, all=True, exact=True, draws=0
    ).scenarios
    assert report.coverage is Coverage.ALL
    assert all(play.proof.holds for play in report.plays)
    return report


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
    report = solved("unilateral-deterrence", "bluff", numbers)
    quiet = [play for play in report.plays if play.path["demand"].get("press", 0) == 0]
    loud = [play for play in report.plays if play not in quiet]
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
    for play in solved("mutual-deterrence", "middling", numbers).plays:
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
    report = solved("reputation", "low_name", {"p": p, "prize": prize, "calm": calm})
    (play,) = report.plays
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
    plays = solved("costly-signal", "cheap", numbers).plays
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
