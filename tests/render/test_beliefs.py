"""What is believed, in sentences: from answers by hand, and from games whose beliefs are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import negotiate
from negotiate.render.beliefs import write_beliefs, write_standing
from negotiate.render.sheet import Page
from negotiate.render.terminal import comparison_page
from negotiate.results import (
    Comparison,
    Coverage,
    Decision,
    GameInfo,
    Play,
    Proof,
    Refinement,
    ScenarioReport,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

PHRASES = {
    "kind": {"firm": "the sender is firm", "soft": "the sender is soft"},
    "word": {"speak": "speaks", "wait": "waits"},
    "reply": {"yield": "yields", "defy": "defies"},
}
INFO = GameInfo(
    "A word", "", "word.yaml", "", {"S": "the sender", "R": "the receiver"}, {}, 15, 8, 4,
    perfect_information=False,
    owners={"word": "S", "reply": "R"},
    phrases=PHRASES,
)  # fmt: skip


def sender(kind: str, word: str, trembles: Mapping[str, tuple[float, int]]) -> Decision:
    plays = {"speak": float(word == "speak"), "wait": float(word == "wait")}
    return Decision("S", "word", {"kind": kind}, plays, 0.5, {}, 1.0, {}, trembles)


def receiver(word: str, reach: float, firm: float) -> Decision:
    beliefs = {"kind firm": firm, "kind soft": 1 - firm}
    return Decision(
        "R", "reply", {"word": word}, {"yield": 1.0, "defy": 0.0}, reach, {}, 1.0, beliefs,
        {"yield": (1.0, 0), "defy": (1.0, 1)},
    )  # fmt: skip


def told(*decisions: Decision, conditions: tuple[str, ...] = (), consistency: str = "") -> str:
    """Return the sentences about one equilibrium, on one line."""
    play = Play(
        payoffs={"S": 1.0, "R": 1.0},
        path={"kind": {"firm": 0.6, "soft": 0.4}, "word": {"wait": 1.0}, "reply": {"yield": 1.0}},
        quantities={},
        criteria={},
        decisions=decisions,
        proof=Proof("", 0.0, True, "", consistency),
        conditions=conditions,
    )
    report = ScenarioReport("", "", "sequential", "enumeration", Coverage.ALL, (play,))
    page = Page(200)
    write_beliefs(page, Comparison(INFO, "sequential", (report,)))
    return " ".join(page.text().split())


FREE = ({"speak": (0.5, 1), "wait": (1.0, 0)}, {"speak": (1.0, 1), "wait": (1.0, 0)})


def test_a_belief_on_the_path_is_by_bayes_rule() -> None:
    text = told(receiver("wait", 1.0, 1 / 3))
    assert (
        "At reply, after the sender waits, the receiver believes that the sender is firm with"
        " 33.3% (before: 60%), by Bayes' rule." in text
    )


def test_what_is_learnt_may_be_nothing_or_all() -> None:
    assert "is firm with 60% (as before), by Bayes' rule." in told(receiver("wait", 1.0, 0.6))
    sure = "the receiver is sure that the sender is soft (before: 40%), by Bayes' rule."
    assert sure in told(receiver("wait", 1.0, 0.0))


def test_a_belief_that_no_rule_fixes_shows_its_trembles() -> None:
    text = told(
        sender("firm", "wait", FREE[0]), sender("soft", "wait", FREE[1]),
        receiver("speak", 0.0, 0.3 / 0.7),
    )  # fmt: skip
    assert "with 42.9% (before: 60%). No rule fixes this belief" in text
    assert (
        "the sender speaks with odds 0.5 ε where the sender is firm and ε where the sender is soft."
        in text
    )


def test_a_mistake_that_tells_nothing_leaves_bayes_rule_as_it_is() -> None:
    """The receiver's own slip is shared by all that it believes possible."""
    beliefs = {"kind firm": 0.25, "kind soft": 0.75}
    late = Decision(
        "S", "word", {"reply": "defy"}, {"speak": 1.0, "wait": 0.0}, 0.0, {}, 1.0, beliefs,
        {"speak": (1.0, 0), "wait": (1.0, 1)},
    )  # fmt: skip
    first = Decision(
        "R", "reply", {}, {"yield": 1.0, "defy": 0.0}, 1.0, {}, 1.0, {},
        {"yield": (1.0, 0), "defy": (1.0, 1)},
    )  # fmt: skip
    text = told(first, late)
    assert "by Bayes' rule once it happens that the receiver defies." in text
    assert "No rule" not in text


def test_a_belief_held_up_by_rarer_mistakes_is_free() -> None:
    """Sure of one kind, because the other would err more rarely: a choice of trembles."""
    rarer = {"speak": (1.0, 2), "wait": (1.0, 0)}
    text = told(
        sender("firm", "wait", rarer), sender("soft", "wait", FREE[1]), receiver("speak", 0.0, 0.0)
    )
    assert "No rule fixes this belief" in text
    assert "ε^2 where the sender is firm and ε where the sender is soft" in text


def test_nothing_is_told_where_nobody_has_to_guess() -> None:
    assert told(sender("firm", "wait", {})) == ""


def test_a_continuum_is_told_by_its_bounds() -> None:
    bounds = ("Pr(reply: yield) <= 1/4", "either Pr(reply: yield) = 0", "or Pr(reply: yield) <= 1")
    text = told(receiver("wait", 1.0, 0.6), conditions=bounds, consistency="trembles (at 1e-9)")
    assert "all of which meet - Pr(reply: yield) <= 1/4 - and more, told in full by --json" in text
    assert "either" not in text
    assert text.endswith("Why this is consistent: trembles.")


def test_what_falls_and_what_stands() -> None:
    verdict = Verdict("not credible", "after word wait, the receiver would rather choose defy")
    refinements = (
        Refinement("intuitive criterion", survives=False, sentence="firm would speak."),
        Refinement("weak dominance", survives=True, sentence=""),
    )
    play = Play({}, {}, {}, {}, (), Proof("", 0.0, True, ""), verdict=verdict,
                refinements=refinements)  # fmt: skip
    report = ScenarioReport("calm", "", "nash", "vertex", Coverage.ALL, (play, play))
    page = Page(200)
    write_standing(page, Comparison(INFO, "nash", (report,)))
    text = " ".join(page.text().split())
    assert text.startswith("Which of them stand in calm no. 1: not credible: after word wait")
    assert "no. 2 passes weak dominance" in text
    assert "no. 1 falls to the intuitive criterion: firm would speak." in text


@pytest.mark.parametrize(
    ("game", "scenario", "sentence"),
    [
        ("taiwan-signal", "doubt", "the United States is resolute with 66.7% (before: 50%)"),
        ("taiwan-signal", "good_name", "the United States is resolute with 80% (as before)"),
        ("taiwan-signal", "telling", "China is sure that the United States is resolute"),
        ("kellogg-private", "doubted", "the United States is firm with 33.3% (before: 20%)"),
        ("reputation", "fair_name", "with 50% (before: 33.3%), by Bayes' rule once it happens"),
        ("selten-horse", "", "No rule fixes this belief"),
    ],
)
def test_shipped_games_say_what_is_believed(game: str, scenario: str, sentence: str) -> None:
    scenarios = [scenario] if scenario else None
    answer = negotiate.compare(game, scenarios, concept="sequential", all=True, draws=0)
    assert sentence in " ".join(comparison_page(answer, width=200).split())
