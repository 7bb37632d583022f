"""Which uncertain parameters go together, and how closely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from negotiate.errors import UsageError
from negotiate.spec.copula import Unlikely, cholesky, normal_correlations
from negotiate.spec.distribution import Correlation
from negotiate.spec.document import Scalar, Sequence
from negotiate.spec.fields import items, number, word, written
from negotiate.spec.problems import Problems, suggest
from negotiate.spec.read.distribution import NOWHERE

if TYPE_CHECKING:
    import collections.abc

    from negotiate.spec.document import Node
    from negotiate.spec.model import Parameter

Parameters: TypeAlias = "collections.abc.Mapping[str, Parameter]"

MAX_CORRELATED: Final = 100
"""Parameters that are correlated with others."""


def read_correlations(
    node: Node | None, parameters: Parameters, problems: Problems
) -> tuple[Correlation, ...]:
    """Return the rank correlations, of which there are only as many as can hold at once."""
    found: dict[frozenset[str], Correlation] = {}
    for entry in items(node, "`correlations`", problems):
        read = _correlation(entry, parameters, problems)
        if read is None:
            continue
        pair = frozenset({read.first, read.second})
        if pair in found:
            said = f"{read.first}, {read.second}"
            problems.error(entry.place, "a pair of parameters stands once", said)
        found[pair] = read
    listed = tuple(found.values())
    check_correlations(listed, problems)
    return listed


def check_correlations(listed: tuple[Correlation, ...], problems: Problems) -> None:
    """Note it if no parameters could be correlated like this."""
    names = dict.fromkeys(name for each in listed for name in (each.first, each.second))
    if len(names) > MAX_CORRELATED:
        rule = f"at most {MAX_CORRELATED} parameters are correlated"
        problems.error(listed[0].place, rule, f"{len(names)} parameters")
        return
    try:
        cholesky(normal_correlations(list(names), listed))
    except Unlikely as error:
        name = list(names)[error.row]
        last = next(each for each in reversed(listed) if name in {each.first, each.second})
        rule = "no parameters are correlated like this: their matrix is not positive definite"
        hint = f"with those before it, those of {name} are too strong, or contradict each other"
        problems.error(last.place, rule, f"{last.first}, {last.second}", hint)


def _correlation(entry: Node, parameters: Parameters, problems: Problems) -> Correlation | None:
    parts = items(entry, "a correlation", problems)
    if len(parts) != 3:
        if parts:
            hint = "write [one, other, 0.5]"
            said = f"{len(parts)} entries"
            problems.error(entry.place, "a correlation is two parameters and a number", said, hint)
        return None
    names = [word(part, "a parameter", problems) for part in parts[:2]]
    for name, part in zip(names, parts, strict=False):
        if not name or not _uncertain(name, part, parameters, problems):
            return None
    rho = number(parts[2], "a rank correlation", problems)
    if rho is None:
        return None
    if not -1 < rho < 1:
        problems.error(
            parts[2].place, "a rank correlation lies between -1 and 1", written(parts[2])
        )
        return None
    if names[0] == names[1]:
        problems.error(parts[1].place, "a parameter is correlated with another one", names[1])
        return None
    return Correlation(names[0], names[1], rho, entry.place)


def _uncertain(name: str, node: Node, parameters: Parameters, problems: Problems) -> bool:
    if name not in parameters:
        hint = suggest(name, parameters)
        problems.error(node.place, "there is no such parameter", name, hint)
        return False
    if not parameters[name].uncertain:
        rule = "a parameter that is correlated has a range or a distribution"
        problems.error(node.place, rule, name)
        return False
    return True


def correlations_of(
    pairs: collections.abc.Sequence[tuple[str, str, str]], parameters: Parameters
) -> tuple[Correlation, ...]:
    """Return the correlations of pairs of parameters, each number as it is written.

    Raises
    ------
    UsageError
        If one is wrong, or all together are.
    """
    problems = Problems()
    entries = [[Scalar(part, NOWHERE, part) for part in pair] for pair in pairs]
    whole = Sequence(NOWHERE, [Sequence(NOWHERE, list(entry)) for entry in entries])
    found = read_correlations(whole, parameters, problems)
    for problem in problems.all:
        raise UsageError(problem.render("").removeprefix(": error: "))
    return found
