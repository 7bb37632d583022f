"""How the values of an uncertain parameter are distributed."""

from __future__ import annotations

import re
from fractions import Fraction
from math import erfc, log, sqrt
from typing import TYPE_CHECKING, Final

from negotiate.errors import Place, UsageError
from negotiate.spec.distribution import KINDS, UNBOUNDED, Distribution
from negotiate.spec.document import Mapping, Scalar, Sequence, exact
from negotiate.spec.fields import (
    absent,
    choice,
    fields,
    mapping,
    number,
    truth,
    word,
    written,
)
from negotiate.spec.problems import Problems

if TYPE_CHECKING:
    from negotiate.spec.document import Node
    from negotiate.spec.model import Parameter

TOLERANCE: Final = Fraction(1, 10**9)
"""How far probabilities may sum away from 1, and the least of a distribution that a cut leaves."""

LARGEST_SHAPE: Final = 10**6
"""Of a beta distribution: beyond it, and below its inverse, quantiles lose their digits."""

MAX_VALUES: Final = 1000
"""Values of a discrete distribution."""

NOWHERE: Final = Place()

_WRITTEN: Final = re.compile(r"([A-Za-z-]+)(?:\((.*)\))?")


class _Wrong(Exception):  # noqa: N818 (a way out; the problem has been noted)
    """The distribution cannot be used."""


def read_distribution(node: Node, parameter: Parameter, problems: Problems) -> Distribution | None:
    """Return a parameter's distribution; None if it is wrong, which is noted.

    Parameters
    ----------
    node : Node
        A kind, or a kind with its numbers.
    parameter : Parameter
        Its value and range stand in for the mode and the ends that are not written.
    problems : Problems
    """
    what = f"the distribution of `{parameter.name}`"
    try:
        kind, inner = _kind(node, what, problems)
        if kind == "discrete":
            return _discrete(inner, node.place, parameter, problems)
        known = [*KINDS[kind], *(["truncated"] if kind in UNBOUNDED else [])]
        parts = fields(inner, f"{what}, {kind},", known, problems) if inner else {}
        reader = _Reader(kind, parts, node, parameter, problems)
        return reader.unbounded() if kind in UNBOUNDED else reader.bounded()
    except _Wrong:
        return None


def _kind(node: Node, what: str, problems: Problems) -> tuple[str, Node | None]:
    """Return the kind and the node of its numbers."""
    if isinstance(node, Mapping):
        if len(node.items) != 1:
            hint = f"write {{normal: {{mean: ..., sd: ...}}}}; kinds: {', '.join(KINDS)}"
            problems.error(node.place, f"{what} is of one kind", f"{len(node.items)} keys", hint)
            raise _Wrong
        ((kind, inner),) = node.items.items()
        place = node.places[kind]
    else:
        kind, inner, place = word(node, what, problems), None, node.place
    if not kind or not choice(kind, place, "distribution", KINDS, problems):
        raise _Wrong
    return kind, None if absent(inner) else inner


class _Reader:
    """Reads the numbers of one distribution."""

    def __init__(
        self,
        kind: str,
        parts: dict[str, Node],
        node: Node,
        parameter: Parameter,
        problems: Problems,
    ) -> None:
        self.kind, self.parts, self.node = kind, parts, node
        self.parameter, self.problems = parameter, problems

    def wrong(self, rule: str, value: str = "", at: str = "", hint: str = "") -> _Wrong:
        """Note what is wrong, at one of the numbers or at the whole."""
        place = self.parts[at].place if at in self.parts else self.node.place
        rule = f"the {self.kind} distribution of `{self.parameter.name}` {rule}"
        self.problems.error(place, rule, value, hint)
        return _Wrong()

    def number(self, name: str, otherwise: Fraction | None = None) -> Fraction:
        """Return a number, or what stands in for it where it is not written."""
        if name not in self.parts:
            if otherwise is None:
                needed = ", ".join(f"{n}: ..." for n in KINDS[self.kind])
                raise self.wrong(f"needs `{name}`", hint=f"write {{{self.kind}: {{{needed}}}}}")
            return otherwise
        found = number(self.parts[name], f"`{name}`", self.problems)
        if found is None:
            raise _Wrong
        return found

    def positive(self, name: str) -> Fraction:
        """Return a number above 0."""
        found = self.number(name)
        if found <= 0:
            raise self.wrong(f"has `{name}` above 0", written(self.parts[name]), name)
        return found

    def bounded(self) -> Distribution:
        """Return a distribution that has ends of its own."""
        low, high = self.parameter.low, self.parameter.high
        place = self.node.place
        if self.kind == "beta":
            shape = self.positive("a"), self.positive("b")
            if low is None or high is None:
                raise self.wrong("lies on the parameter's range", hint="write `range: [low, high]`")
            for name, size in zip("ab", shape, strict=True):
                if not Fraction(1, LARGEST_SHAPE) <= size <= LARGEST_SHAPE:
                    rule = f"has `{name}` from {1 / LARGEST_SHAPE:g} to {LARGEST_SHAPE:g}"
                    raise self.wrong(rule, written(self.parts[name]), name)
            return Distribution("beta", shape, low, high, place=place)
        low, high = self.number("low", low), self.number("high", high)
        self._inside("low", low)
        self._inside("high", high)
        if low >= high:
            said = f"[{float(low):g}, {float(high):g}]"
            raise self.wrong("goes from low to high, and the two differ", said, "low")
        if self.kind == "uniform":
            return Distribution("uniform", (low, high), place=place)
        mode = self.number("mode", self.parameter.value)
        if not low <= mode <= high:
            rule = f"has its mode between its ends, {float(low):g} and {float(high):g}"
            raise self.wrong(rule, f"{float(mode):g}", "mode")
        return Distribution("triangular", (low, mode, high), place=place)

    def _inside(self, name: str, value: Fraction) -> None:
        low, high = self.parameter.low, self.parameter.high
        if low is not None and high is not None and not low <= value <= high:
            rule = f"stays in the parameter's range, {float(low):g} to {float(high):g}"
            raise self.wrong(rule, f"{float(value):g}", name)

    def unbounded(self) -> Distribution:
        """Return a distribution that is cut off at the range, unless it says otherwise."""
        low, high = self.parameter.low, self.parameter.high
        if self.kind == "normal":
            numbers = self.number("mean"), self.positive("sd")
        else:
            numbers = self.positive("median"), self.positive("sigma")
        cut = low is not None
        if "truncated" in self.parts:
            cut = truth(self.parts["truncated"], "`truncated`", self.problems)
            if cut and low is None:
                hint = "write `range: [low, high]`"
                raise self.wrong("is cut off at the parameter's range", at="truncated", hint=hint)
        if not cut or low is None or high is None:
            return Distribution(self.kind, numbers, place=self.node.place)
        if self._share(numbers, low, high) < TOLERANCE:
            rule = f"has next to nothing in the range, {float(low):g} to {float(high):g}"
            raise self.wrong(rule, hint="change the range, or write `truncated: false`")
        return Distribution(self.kind, numbers, low, high, place=self.node.place)

    def _share(self, numbers: tuple[Fraction, Fraction], low: Fraction, high: Fraction) -> float:
        """Return how much of the distribution lies between two values."""
        middle, width = map(float, numbers)
        ends = [float(low), float(high)]
        if self.kind == "log-normal":
            middle = log(middle)
            ends = [log(end) if end > 0 else -float("inf") for end in ends]
        a, b = ((end - middle) / width for end in ends)
        if a > 0:
            a, b = -b, -a  # in the tail that is computed without loss
        return (erfc(-b / sqrt(2)) - erfc(-a / sqrt(2))) / 2


def _discrete(
    node: Node | None, whole: Place, parameter: Parameter, problems: Problems
) -> Distribution:
    """Return a distribution over listed values."""
    name = parameter.name
    what = f"the discrete distribution of `{name}`"
    found = mapping(node, what, problems)
    if isinstance(node, Scalar | Sequence):
        raise _Wrong
    if not found or not found.items:
        problems.error(whole, f"{what} lists values", hint="write {discrete: {0: 0.4, 1: 0.6}}")
        raise _Wrong
    if len(found.items) > MAX_VALUES:
        rule = f"{what} has at most {MAX_VALUES} values"
        problems.error(whole, rule, f"{len(found.items)} values")
        raise _Wrong
    values: dict[Fraction, Fraction] = {}
    low, high = parameter.low, parameter.high
    for key, item in found.items.items():
        value, place = exact(key), found.places[key]
        odds = number(item, "a probability", problems)
        if value is None:
            problems.error(place, f"{what} has numbers as values", key)
        elif value in values:
            problems.error(place, f"{what} lists a value once", key)
        elif low is not None and high is not None and not low <= value <= high:
            rule = f"{what} stays in the parameter's range, {float(low):g} to {float(high):g}"
            problems.error(place, rule, key)
        elif odds is not None and odds < 0:
            problems.error(item.place, "a probability is not negative", written(item))
        elif odds is not None:
            values[value] = odds
            continue
        raise _Wrong
    total = sum(values.values(), Fraction(0))
    if abs(total - 1) > TOLERANCE:
        rule = f"the probabilities of {what} sum to 1"
        problems.error(whole, rule, f"{float(total):.10g}")
        raise _Wrong
    return Distribution("discrete", values=tuple(sorted(values.items())), place=whole)


def distribution_of(text: str, parameter: Parameter) -> Distribution:
    """Return the distribution that a word of the command line names.

    Parameters
    ----------
    text : str
        A kind with its numbers in parentheses, in the order of `KINDS` or by name:
        ``normal(0.5, 0.1)``, ``triangular(mode=1)``, ``discrete(0: 0.4, 1: 0.6)``.
    parameter : Parameter

    Raises
    ------
    UsageError
        If it is none.
    """
    problems = Problems()
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        hint = "write normal(0.5, 0.1), or another of " + ", ".join(KINDS)
        raise UsageError(f"the distribution of `{parameter.name}` cannot be '{text}'; {hint}")
    kind, inside = found[1], (found[2] or "").strip()
    names = KINDS.get(kind, ())
    numbers = Mapping(NOWHERE)
    for place, part in enumerate(inside.split(",") if inside else ()):
        key, sign, value = part.partition(":" if kind == "discrete" else "=")
        if not sign:
            key, value = names[place] if place < len(names) else f"number {place + 1}", part
        if key.strip() in numbers.items:
            raise UsageError(f"the distribution '{text}' gives {key.strip()} twice")
        numbers.items[key.strip()] = _scalar(value)
        numbers.places[key.strip()] = NOWHERE
    whole = Mapping(NOWHERE, {kind: numbers if inside else _scalar("")}, {kind: NOWHERE})
    read = read_distribution(whole, parameter, problems)
    for problem in problems.all:
        raise UsageError(problem.render("--dist").removeprefix("--dist: error: "))
    assert read is not None
    return read


def _scalar(text: str) -> Scalar:
    return Scalar(text.strip(), NOWHERE, text)
