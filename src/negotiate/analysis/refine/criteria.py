"""Refinements of equilibria of games of signals: what a message that nobody sends would mean.

Each narrows the beliefs that may follow an unsent message. An equilibrium falls when under all
that are left some type would rather send it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.analysis.words import number, spaced
from negotiate.forms.assessment.naming import known, place
from negotiate.results.report import Refinement
from negotiate.results.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from negotiate.analysis.outcome import Outcome
    from negotiate.analysis.refine.signal import Message

INTUITIVE: Final = "intuitive criterion"
D1: Final = "D1"
DIVINITY: Final = "divinity"

Fall = str | None


def intuitive(outcome: Outcome, message: Message) -> Fall:
    """Return why an equilibrium fails the intuitive criterion, or None (Cho & Kreps 1987).

    A type that could only lose by the message, whatever best reply it meets, is not believed to
    send it. If every best reply to the others then lets some type gain, the equilibrium falls.
    """
    every = [r for r in message.replies(message.types) if _single(r)]
    never = [t for t in message.types if all(message.gain(t, r) < 0 for r in every)]
    others = [t for t in message.types if t not in never]
    if not never or not others:
        return None
    left = [r for r in message.replies(others) if _single(r)]
    for t in others:
        least = min(message.gain(t, r) for r in left)
        if least > 0:
            return (
                f"{_types(outcome, message, never)} could only lose by"
                f" {spaced(message.option)}, so {_receiver(outcome, message)} should think of"
                f" {_types(outcome, message, others)}, and {_types(outcome, message, [t])}"
                f" would gain {number(least)} at least"
            )
    return None


def d1(outcome: Outcome, message: Message) -> Fall:
    """Return why an equilibrium fails D1, or None (Cho & Kreps 1987, section IV).

    A type is not believed to send the message if another one strictly gains by it whenever the
    first does not lose.
    """
    order = keener(message)
    dropped = {t for t, _ in order}
    left = [t for t in message.types if t not in dropped]
    if not dropped or not left or _deterred(message, left, []):
        return None
    return _fallen(outcome, message, order, f"it must be {_types(outcome, message, left)}")


def divinity(outcome: Outcome, message: Message) -> Fall:
    """Return why an equilibrium is not divine, or None (Banks & Sobel 1987).

    A type that gains whenever another one does not lose may not become less likely against it
    than it was before.
    """
    order = keener(message)
    place_of = {t: k for k, t in enumerate(message.types)}
    limits = []
    for t, other in order:
        row = [message.prior[t] * 0] * len(message.types)
        row[place_of[t]], row[place_of[other]] = message.prior[other], -message.prior[t]
        limits.append(row)
    if not order or _deterred(message, message.types, limits):
        return None
    return _fallen(outcome, message, order, "it cannot have become more likely")


TESTS: Final[dict[str, Callable[[Outcome, Message], Fall]]] = {
    INTUITIVE: intuitive,
    D1: d1,
    DIVINITY: divinity,
}


def refined(outcome: Outcome, messages: Sequence[Message]) -> list[Refinement]:
    """Return which refinements of games of signals an equilibrium passes, and why it fails."""
    found = []
    for name, test in TESTS.items():
        falls = [
            f"should {spaced(m.option)} be seen, {fall}"
            for m in messages
            if not m.large and (fall := test(outcome, m))
        ]
        large = [spaced(m.option) for m in messages if m.large]
        if large and not falls:
            sentence = f"there are too many replies to {listed(large)} to go through all beliefs"
            found.append(Refinement(name, survives=None, sentence=sentence))
            continue
        passes = "every message that nobody sends can be met by a belief that the criterion allows"
        if not messages:
            passes = "every message is sent by some type, so that Bayes' rule says it all"
        found.append(Refinement(name, not falls, falls[0] if falls else passes))
    return found


def keener(message: Message) -> list[tuple[int, int]]:
    """Return pairs of types of which the second strictly gains whenever the first does not lose.

    Over all mixtures of replies that are best against some belief; the second must be able to.
    """
    sets = list(message.replies(message.types))
    able = {t for t in message.types for r in sets if _single(r) and message.gain(t, r) > 0}
    return [
        (t, other)
        for t in message.types
        for other in message.types
        if t != other
        and other in able
        and not any(message.can_be(r, least=[t], most=[other]) for r in sets)
    ]


def _deterred(message: Message, types: Sequence[int], limits: Sequence[list[Fraction]]) -> bool:
    """Return whether some belief allows replies by which no type gains."""
    return any(
        message.can_be(replies, most=message.types) for replies in message.replies(types, limits)
    )


def _single(replies: dict[int, tuple[int, ...]]) -> bool:
    return all(len(chosen) == 1 for chosen in replies.values())


def _fallen(outcome: Outcome, message: Message, order: Sequence[tuple[int, int]], so: str) -> str:
    less, more = order[0]
    one, other = (_types(outcome, message, [t]) for t in (less, more))
    return (
        f"whenever {one} would not lose by {spaced(message.option)}, {other} would gain, so for"
        f" {_receiver(outcome, message)} {so if so.startswith('it must') else f'{one} {so[3:]}'};"
        " no reply to that keeps every type from sending it"
    )


def _receiver(outcome: Outcome, message: Message) -> str:
    key = outcome.tree.labels.players[int(outcome.tree.infoset_owner[message.asked[0]])]
    return outcome.wording.players[key]


def _types(outcome: Outcome, message: Message, types: Sequence[int]) -> str:
    """Return types in words: ``Sender with type weak``."""
    tree = outcome.tree
    key = tree.labels.players[int(tree.infoset_owner[message.types[0]])]
    names = []
    for t in types:
        facts = known(tree, t)
        names.append(listed(f"{spaced(m)} {spaced(o)}" for m, o in facts.items()) or place(tree, t))
    return f"{outcome.wording.players[key]} with {listed(names, 'or')}"
