"""Every shipped game keeps its own promises, and the classics have the answers of the literature.

The second half says nothing of the files' own `expected`: the answers stand here once more, with
their sources, and are compared as sets with all that is found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import negotiate
from negotiate.game.model import Model
from negotiate.spec.expression import Unary
from negotiate.spec.library import library_root, shipped_games
from negotiate.spec.model import Expected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from negotiate.results import Play
    from negotiate.spec.model import Spec

GAMES = shipped_games()
CLASSICS = [name for name in GAMES if name.startswith("textbook/")]


def spec_of(name: str) -> Spec:
    return negotiate.load(name).spec_of("")


def test_twelve_classics_ship() -> None:
    assert len(CLASSICS) >= 12
    assert {"conditional-aid", "kellogg"} <= set(GAMES)


@pytest.mark.parametrize("name", GAMES)
def test_game_says_what_it_is_and_where_it_is_from(name: str) -> None:
    spec = spec_of(name)
    assert spec.about
    assert spec.sources
    assert spec.expected
    assert not spec.warnings
    assert all(p.source and p.about and p.unit for p in spec.parameters)
    assert all(p.low is not None or p.unit == "rank" for p in spec.parameters)
    assert all("claim" in e.claims and "source" in e.claims for e in spec.expected)


@pytest.mark.parametrize("name", CLASSICS)
def test_classic_says_what_it_is_famous_for(name: str) -> None:
    assert spec_of(name).about.startswith("Famous ")


@pytest.mark.parametrize("name", GAMES)
def test_lines_are_as_wide_as_a_page(name: str) -> None:
    text = (library_root() / f"{name}.yaml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if len(line) > 120] == []


@pytest.mark.parametrize("name", GAMES)
def test_promises_are_kept(name: str) -> None:
    results = negotiate.check(name)
    assert results
    assert [f"{r.claim}: {r.expectation}; {r.found}" for r in results if not r.ok] == []


def mutations(claims: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an entry for each of its promises, with that promise alone, and wrong."""
    frame = {key: claims[key] for key in FRAME if key in claims}
    by = max(Fraction(1, 10), 3 * claims.get("within", 0))
    for kind, value in claims.items():
        if kind in WRONG:
            yield {**frame, kind: WRONG[kind](value, by)}


def first_shifted(value: Mapping[str, Any], by: Fraction) -> dict[str, Any]:
    """Return the same names, the first with another answer."""
    name, wanted = next(iter(value.items()))
    return {**value, name: shifted(wanted, by)}


def shifted(value: Any, by: Fraction) -> Any:
    """Return an answer that differs: a number moved, or odds that lack some of their sum."""
    if isinstance(value, Fraction | int | float):
        return value + by
    spread = {value: Fraction(1)} if isinstance(value, str) else value
    return {word: odds * (1 - by) for word, odds in spread.items()}


FRAME = ("scenario", "set", "concept", "among", "within")
WRONG: Mapping[str, Callable[[Any, Fraction], Any]] = {
    "path": first_shifted,
    "payoffs": first_shifted,
    "quantities": first_shifted,
    "criteria": first_shifted,
    "plays": lambda plays, by: [{**plays[0], "option": shifted(plays[0]["option"], by)}],
    "beliefs": lambda beliefs, by: [{**beliefs[0], "of": first_shifted(beliefs[0]["of"], by)}],
    "equilibria": lambda count, _: count + 1,
    "holds": lambda condition, _: Unary("not", condition),
    "threshold": lambda claim, by: {**claim, "value": claim["value"] + by},
}


@pytest.mark.parametrize("name", GAMES)
def test_a_wrong_promise_is_found_out(name: str) -> None:
    """Every promise of every file, each made wrong: not one may pass."""
    spec = spec_of(name)
    wrong = [Expected(claims, e.place) for e in spec.expected for claims in mutations(e.claims)]
    assert len(wrong) >= len(spec.expected)
    results = negotiate.check(Model(replace(spec, expected=tuple(wrong))))
    assert len(results) == len(wrong)
    assert [f"{r.expectation}; {r.found}" for r in results if r.ok] == []


@dataclass(frozen=True)
class Known:
    """Equilibria as published: the path of play and the payoffs of each, in any order."""

    game: str
    scenario: str
    concept: str
    source: str
    answers: tuple[tuple[Mapping[str, Any], tuple[Any, ...]], ...]


third, half = Fraction(1, 3), Fraction(1, 2)

LITERATURE = (
    Known(
        "prisoners-dilemma", "", "nash", "Luce and Raiffa 1957, section 5.4",
        (({"Row": "defect", "Column": "defect"}, (1, 1)),),
    ),
    Known(
        "chicken", "", "nash", "Aumann 1974; the mixed one pays 14/3 to each",
        (
            ({"Row": "dare", "Column": "swerve"}, (7, 2)),
            ({"Row": "swerve", "Column": "dare"}, (2, 7)),
            (
                {"Row": {"swerve": 2 * third, "dare": third},
                 "Column": {"swerve": 2 * third, "dare": third}},
                (Fraction(14, 3), Fraction(14, 3)),
            ),
        ),
    ),
    Known(
        "stag-hunt", "", "nash", "Aumann 1990; indifference at 9q = 8q + 7(1 - q)",
        (
            ({"Row": "stag", "Column": "stag"}, (9, 9)),
            ({"Row": "hare", "Column": "hare"}, (7, 7)),
            (
                {"Row": {"stag": Fraction(7, 8), "hare": Fraction(1, 8)},
                 "Column": {"stag": Fraction(7, 8), "hare": Fraction(1, 8)}},
                (Fraction(63, 8), Fraction(63, 8)),
            ),
        ),
    ),
    Known(
        "matching-pennies", "", "nash", "von Neumann 1928",
        (
            (
                {"Even": {"heads": half, "tails": half}, "Odd": {"heads": half, "tails": half}},
                (0, 0),
            ),
        ),
    ),
    Known(
        "battle-of-the-sexes", "", "nash", "Luce and Raiffa 1957, section 5.3",
        (
            ({"Man": "fight", "Woman": "fight"}, (2, 1)),
            ({"Man": "ballet", "Woman": "ballet"}, (1, 2)),
            (
                {"Man": {"fight": Fraction(3, 5), "ballet": Fraction(2, 5)},
                 "Woman": {"fight": Fraction(2, 5), "ballet": Fraction(3, 5)}},
                (Fraction(1, 5), Fraction(1, 5)),
            ),
        ),
    ),
    Known(
        "entry-deterrence", "threat", "spe", "Selten 1978, one town",
        (({"entry": "enter", "reply": "share"}, (2, 2)),),
    ),
    Known(
        "entry-deterrence", "commitment", "spe", "Selten 1978, one town",
        (({"entry": "stay_out", "reply": "none"}, (1, 5)),),
    ),
    Known(
        "chain-store", "paradox", "spe", "Selten 1978, three towns",
        ((dict.fromkeys(("entry_1", "entry_2", "entry_3"), "enter")
          | dict.fromkeys(("reply_1", "reply_2", "reply_3"), "share"), (6, 2, 2, 2)),),
    ),
    Known(
        "ultimatum", "coins_only", "spe", "Güth et al. 1982; the two pure ones",
        (
            ({"offer": "give_0", "answer": "accept"}, (10, 0)),
            ({"offer": "give_1", "answer": "accept"}, (9, 1)),
        ),
    ),
    Known(
        "ultimatum", "envious", "spe", "Fehr and Schmidt 1999, proposition 1: from 1/4 of the pie",
        (({"offer": "give_3", "answer": "accept"}, (7, 1)),),
    ),
    Known(
        "centipede", "", "spe", "Rosenthal 1981; McKelvey and Palfrey 1992",
        (({"First": "take", "Second": "none"}, (Fraction(2, 5), Fraction(1, 10))),),
    ),
    Known(
        "burning-bridges", "matches", "spe", "Schelling 1960, chapter 2",
        (({"fire": "burn", "advance": "stay_away"}, (Fraction(3, 2), 0)),),
    ),
    Known(
        "burning-bridges", "at_night", "spe", "Schelling 1960, chapter 2",
        (({"fire": "keep", "advance": "attack", "stand": "retreat"}, (0, 2)),),
    ),
    Known(
        "asymmetric-deterrence", "hard_likely", "spe", "Zagare and Kilgour 2000, appendix 3",
        (({"demand": "cooperate"}, (2, 3)),),
    ),
    Known(
        "asymmetric-deterrence", "hard_unlikely", "spe", "Zagare and Kilgour 2000, appendix 3",
        (
            (
                {"demand": "defect", "reply": {"defy": Fraction(1, 4), "concede": Fraction(3, 4)}},
                (Fraction(9, 4), Fraction(5, 4)),
            ),
        ),
    ),
    *(
        Known("asymmetric-escalation", scenario, "spe", "Zagare and Kilgour 2000", (answer,))
        for scenario, answer in {
            "all_hard": ({"initiation": "cooperate"}, (5, 7)),
            "tactically_soft": ({"initiation": "defect", "response": "concede"}, (6, 4)),
            "strategically_soft": ({"initiation": "defect", "response": "concede"}, (6, 4)),
            "soft_challenger": ({"initiation": "cooperate"}, (5, 7)),
        }.items()
    ),
)  # fmt: skip


def fits(play: Play, path: Mapping[str, Any], payoffs: tuple[Any, ...]) -> bool:
    """Compare exactly: everything here is a fraction."""
    wanted = {m: {o: Fraction(1)} if isinstance(o, str) else o for m, o in path.items()}
    chosen = {m: {o: p for o, p in play.path[m].items() if p} for m in wanted}
    return chosen == wanted and tuple(play.payoffs.values()) == payoffs


@pytest.mark.parametrize("known", LITERATURE, ids=lambda k: f"{k.game}-{k.scenario}".strip("-"))
def test_classic_has_the_published_equilibria_and_no_others(known: Known) -> None:
    scenarios = [known.scenario] if known.scenario else None
    (report,) = negotiate.compare(
        known.game, scenarios, concept=known.concept, all=True, exact=True, draws=0
    ).scenarios
    assert len(report.plays) == len(known.answers), report.coverage.value
    for path, payoffs in known.answers:
        assert sum(fits(play, path, payoffs) for play in report.plays) == 1, known.source


U, V = (0, 3, 5), (6, 4, 1)
TALKS = (2, 3)


def conditional_aid(k_ua: Fraction, k_ru: Fraction) -> set[tuple[Fraction, ...]]:
    """Return (odds that Ukraine accepts, odds that Russia does, payoffs) of each equilibrium.

    By hand: accepting is optimal against a side that accepts from the threshold of one's own leg
    on, and against a side that refuses always.
    """
    lone = {  # payoffs where one side alone accepts
        "UA": (k_ru * U[2] + (1 - k_ru) * U[1], k_ru * V[2] + (1 - k_ru) * V[1]),
        "RU": (k_ua * U[0] + (1 - k_ua) * U[1], k_ua * V[0] + (1 - k_ua) * V[1]),
    }
    stick = k_ua > Fraction(U[1] - TALKS[0], U[1] - U[0])
    carrot = k_ru > Fraction(V[1] - TALKS[1], V[1] - V[2])
    if stick and carrot:
        return {(Fraction(1), Fraction(1), *map(Fraction, TALKS))}
    if stick or carrot:
        return {(Fraction(stick), Fraction(carrot), *lone["UA" if stick else "RU"])}
    a_u, b_u = lone["RU"][0] - TALKS[0], k_ru * (U[2] - U[1])
    a_r, b_r = lone["UA"][1] - TALKS[1], k_ua * (V[0] - V[1])
    ua, ru = b_r / (a_r + b_r), b_u / (a_u + b_u)
    mixed = (
        ua,
        ru,
        ru * TALKS[0] + (1 - ru) * lone["UA"][0],
        ua * TALKS[1] + (1 - ua) * lone["RU"][1],
    )
    return {
        (Fraction(1), Fraction(0), *lone["UA"]),
        (Fraction(0), Fraction(1), *lone["RU"]),
        mixed,
    }


@pytest.mark.parametrize("k_ua", [Fraction(n, 20) for n in (1, 5, 6, 7, 13, 20)])
@pytest.mark.parametrize("k_ru", [Fraction(n, 20) for n in (1, 5, 6, 7, 13, 20)])
def test_conditional_aid_is_as_worked_out_by_hand(k_ua: Fraction, k_ru: Fraction) -> None:
    (report,) = negotiate.compare(
        "conditional-aid",
        ["both_believed"],
        concept="nash",
        settings={"k_ua": k_ua, "k_ru": k_ru},
        all=True,
        exact=True,
        draws=0,
    ).scenarios
    found = {
        (*(play.path[m].get("accept", 0) for m in ("ua_talks", "ru_talks")), *play.payoffs.values())
        for play in report.plays
    }
    assert found == conditional_aid(k_ua, k_ru)
