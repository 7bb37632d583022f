"""What each side believes where, why, and which equilibria fall: sentences for the terminal."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from negotiate.render.verdicts import summary
from negotiate.results.decisions import believing
from negotiate.results.numbers import certain, impossible, number, odds, same
from negotiate.results.wording import Wording, listed, spaced, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiate.render.sheet import Page
    from negotiate.results.report import (
        Comparison,
        Decision,
        Number,
        Play,
        Refinement,
        ScenarioReport,
    )

LISTED: Final = 4
"""Equilibria whose beliefs are told; the rest are in the JSON."""

JUDGED: Final = 12
"""Equilibria of which it is told whether they stand."""

CONDITIONS: Final = 4
"""Conditions of a continuum that are told."""

MOST: Final = 6
"""Histories of one belief that are told."""

Guess: TypeAlias = "tuple[tuple[str, str], ...]"
"""What a player does not know of one course of events: moves and options, in order."""


def write_beliefs(page: Page, comparison: Comparison) -> None:
    """Write what is believed in each equilibrium that has beliefs, and what supports it."""
    words = wording(comparison.game)
    for report in comparison.scenarios:
        told = [_Told(play, words) for play in report.plays[:LISTED]]
        if not any(each.sentences() for each in told):
            continue
        page.heading(f"What each side believes{_in(report)}, and why")
        several = len(report.plays) > 1
        for i, each in enumerate(told):
            if several:
                page.say(f"no. {i + 1}", indent=2)
            for sentence in each.sentences() or ["there is nothing to guess"]:
                page.say(sentence, indent=2 + 2 * several, hang=2)
            for line in _continuum(each.play):
                page.say(line, indent=2 + 2 * several, hang=2)
        if len(report.plays) > LISTED:
            page.say(f"{len(report.plays) - LISTED} more are told by --json", indent=2)
        proofs = (play.proof.consistency for play in report.plays)
        for proof in dict.fromkeys(text.partition(" (at ")[0] for text in proofs if text):
            page.say(f"Why this is consistent: {proof}.", indent=2, hang=2)


def _in(report: ScenarioReport) -> str:
    return f" in {report.name}" if report.name else ""


def _continuum(play: Play) -> Iterator[str]:
    """Say what an equilibrium stands for, if for more than itself."""
    bounds = [each for each in play.conditions if not each.startswith(("either ", "or "))]
    if bounds:
        yield "It stands for a continuum of equilibria, all of which meet"
    for condition in bounds[:CONDITIONS]:
        yield f"- {condition}"
    if len(play.conditions) > min(len(bounds), CONDITIONS):
        yield "- and more, told in full by --json"


def write_standing(page: Page, comparison: Comparison) -> None:
    """Write which equilibria are credible, and which refinement removes which."""
    for report in comparison.scenarios:
        lines = list(_standing(report))
        if lines:
            page.heading(f"Which of them stand{_in(report)}")
        for line in lines:
            page.say(line, indent=2, hang=2)


def _standing(report: ScenarioReport) -> Iterator[str]:
    if len(report.plays) > JUDGED and any(play.verdict for play in report.plays):
        yield from summary(report)
        return
    for i, play in enumerate(report.plays[:JUDGED]):
        which = f"no. {i + 1}" if len(report.plays) > 1 else "it"
        if play.verdict is not None:
            yield f"{which}: {play.verdict.standing}: {play.verdict.sentence}"
        kept = [_called(r) for r in play.refinements if r.survives]
        if kept:
            yield f"{which} passes {listed(kept)}"
        for refinement in play.refinements:
            if refinement.survives is False:
                yield f"{which} falls to {_called(refinement)}: {refinement.sentence}"
    yield from _silent(report)


def _silent(report: ScenarioReport) -> Iterator[str]:
    """Say once which refinements say nothing of the game, and why."""
    said: dict[str, dict[str, None]] = {}
    for refinement in (r for play in report.plays[:JUDGED] for r in play.refinements):
        if refinement.survives is None:
            said.setdefault(refinement.sentence, {})[_called(refinement)] = None
    for sentence, names in said.items():
        yield f"nothing is said by {listed(names)}: {sentence}"


def _called(refinement: Refinement) -> str:
    """Return a refinement's name as it stands in a sentence: criteria have an article."""
    return f"the {refinement.name}" if "criterion" in refinement.name else refinement.name


class _Told:
    """The beliefs of one equilibrium in the words of its game."""

    def __init__(self, play: Play, words: Wording) -> None:
        self.play = play
        self.words = words

    @cached_property
    def piece(self) -> dict[str, tuple[str, str]]:
        """What leads back from the words of the file, in which beliefs are, to move and option."""
        options = {move: dict.fromkeys(spread) for move, spread in self.play.path.items()}
        for decision in self.play.decisions:
            options.setdefault(decision.move, {}).update(dict.fromkeys(decision.plays))
        return {
            f"{spaced(move)} {spaced(option)}": (move, option)
            for move, known in options.items()
            for option in known
        }

    def sentences(self) -> list[str]:
        """Return what is believed at each decision with something to guess.

        Where only the player's own type differs, and the belief does not, once.
        """
        found: dict[tuple[object, ...], list[Decision]] = {}
        for d in believing(self.play.decisions):
            if belief := self._belief(d):
                seen = tuple(x for x in d.history.items() if x[0] in self.words.owners)
                found.setdefault((d.move, seen, *belief), []).append(d)
        return [self._sentence(group, *key[2:]) for key, group in found.items()]

    def _sentence(self, alike: list[Decision], *belief: object) -> str:
        said, why = belief
        first = alike[0]
        shared = set(first.history.items()).intersection(*(d.history.items() for d in alike))
        history = {m: o for m, o in first.history.items() if (m, o) in shared}
        moment = f", {self.words.after(history)}" if history else ""
        name = self.words.players.get(first.player, first.player)
        return f"At {spaced(first.move)}{moment}, {name} {said}{why}"

    def _belief(self, decision: Decision) -> tuple[str, str] | None:
        """Return what is believed and why; None where nothing was seen that could tell."""
        held = {self._read(text): p for text, p in decision.beliefs.items()}
        unknown = dict.fromkeys(move for guess in held for move, _ in guess)
        news = [m for m in decision.history if self.words.owners.get(m, "") != decision.player]
        if unknown.keys().isdisjoint(self.words.owners):
            parts = [self._nature(move, held) for move in unknown]
            said = listed(text for text, _ in parts).replace("and believes that", "and that")
            learnt = any(changed for _, changed in parts)
            if not learnt and not any(move in self.words.owners for move in news):
                return None
        else:
            said, learnt = f"believes {self._histories(held)}", True
        if not impossible(decision.reach):
            return said, ", by Bayes' rule."
        return said, self._support(decision, held)

    def _read(self, text: str) -> Guess:
        """Return what is unknown as moves and options; words that are none stand for themselves."""
        return tuple(self.piece.get(part, (part, "")) for part in text.split(", "))

    def _nature(self, move: str, held: Mapping[Guess, Number]) -> tuple[str, bool]:
        """Say what is believed of a move of chance and was before, and whether that differs."""
        belief: dict[str, Number] = {}
        for guess, p in held.items():
            if (option := dict(guess).get(move)) is not None:
                belief[option] = belief.get(option, 0) + p
        prior = {option: self.play.path.get(move, {}).get(option, 0) for option in belief}
        learnt = not all(same(prior[option], p) for option, p in belief.items())
        sure = next((option for option, p in belief.items() if certain(p)), None)
        if sure is not None:
            before = f" (before: {odds(prior[sure])})" if learnt else ""
            return f"is sure that {self.words.happens(move, (sure, ''))}{before}", learnt
        told = belief if len(belief) > 2 else dict(list(belief.items())[:1])
        parts = [
            f"that {self.words.happens(move, (option, ''))} with {odds(p)}"
            f" ({f'before: {odds(prior[option])}' if learnt else 'as before'})"
            for option, p in told.items()
        ]
        return f"believes {listed(parts)}", learnt

    def _histories(self, held: Mapping[Guess, Number]) -> str:
        """Say which course of events is believed how likely."""
        likely = sorted((-float(p), i) for i, p in enumerate(held.values()) if not impossible(p))
        guesses = list(held.items())
        parts = [f"{self._course(guesses[i][0])} ({odds(guesses[i][1])})" for _, i in likely[:MOST]]
        if len(likely) > MOST:
            parts.append(f"one of {len(likely) - MOST} others")
        return "that " + listed(parts, "or")

    def _course(self, guess: Guess) -> str:
        return listed(
            self.words.happens(move, (option, "")) if option else move for move, option in guess
        )

    def _support(self, decision: Decision, held: Mapping[Guess, Number]) -> str:
        """Say why a belief is held where nobody should come.

        If all that is believed possible shares the same mistakes, and all else takes more of
        them, Bayes' rule goes on as if they were part of the plan. If not, the belief is free.
        """
        mistakes = {guess: self._mistakes({**decision.history, **dict(guess)}) for guess in held}
        possible = [mistakes[guess] for guess, p in held.items() if not impossible(p)]
        others = [mistakes[guess] for guess, p in held.items() if impossible(p)]
        common = possible[0].keys()
        if all(each.keys() == common for each in possible) and all(
            each.keys() > common for each in others
        ):
            done = listed(dict.fromkeys(what for what, _ in possible[0].values()))
            return f", by Bayes' rule once it happens that {done}."
        trembles: dict[str, list[str]] = {}
        for what, text in (pair for each in mistakes.values() for pair in each.values()):
            if text not in trembles.setdefault(what, []):
                trembles[what].append(text)
        lead = "No rule fixes this belief, for nobody should come here."
        parts = [f"{what} with odds {listed(texts)}" for what, texts in trembles.items()]
        return f". {lead} It is what mistakes leave as ε vanishes: {listed(parts)}."

    def _mistakes(self, course: Mapping[str, str]) -> dict[int, tuple[str, str]]:
        """Return, by decision, what is done by mistake on a course of events, and how likely."""
        found = {}
        for i, decision in enumerate(self.play.decisions):
            option = course.get(decision.move, "")
            weight, order = decision.trembles.get(option, (0, 0))
            if not order or any(course.get(m) != o for m, o in decision.history.items()):
                continue
            own = {m: o for m, o in decision.history.items() if m not in self.words.owners}
            size = "ε" if order == 1 else f"ε^{order}"
            text = size if same(weight, 1) else f"{number(weight)} {size}"
            where = f" {self.words.after(own)}".replace(" after ", " where ") if own else ""
            found[i] = (self.words.happens(decision.move, (option, "")), f"{text}{where}")
        return found
