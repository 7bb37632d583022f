"""The reference of concepts: whole, in the words of the code, and no promise that is not kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import negotiate
from negotiate.concepts import concept, concepts
from negotiate.errors import NoAnswerError
from negotiate.forms import normal
from negotiate.solvers import logit, mediator, methods
from negotiate.solvers.sequential import logit as sequential_logit

PAGE = (Path(__file__).resolve().parents[1] / "docs/reference/concepts.md").read_text("utf-8")
PROMISES = {
    "all": negotiate.Coverage.ALL,
    "extreme": negotiate.Coverage.ALL_EXTREME,
    "pure": negotiate.Coverage.ALL_PURE,
    "some": negotiate.Coverage.SOME,
}
GAMES = (
    ("chicken", ""),
    ("matching-pennies", ""),
    ("entry-deterrence", "threat"),
    ("selten-horse", ""),
    ("conditional-aid", "no_threat"),
    ("taiwan-signal", "doubt"),
)
"""Tables and trees, of two players and of three, with ties and without, with a signal."""

METHODS = [(name, method) for name in concepts() for method in methods(name)]


def section(name: str) -> str:
    """Return what the page says of a concept."""
    found = re.search(rf"^## [^\n]*: `{name}`\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


def rows(name: str) -> dict[str, list[str]]:
    """Return the cells of the table of a concept, by method."""
    lines = re.findall(r"^\| `(\w+)` \| (.*) \|$", section(name), re.MULTILINE)
    return {method: rest.split(" | ") for method, rest in lines}


def test_every_concept_stands_in_a_section() -> None:
    assert sorted(re.findall(r"^## .*: `(\w+)`$", PAGE, re.MULTILINE)) == sorted(concepts())


@pytest.mark.parametrize("name", concepts())
def test_a_section_has_the_condition_the_sources_and_the_methods_in_their_order(name: str) -> None:
    module, told = concept(name), " ".join(section(name).split())
    conditions = [getattr(module, key, "") for key in ("CONDITION", "ONE_SHOT", "PER_SUBGAME")]
    assert any(conditions)
    assert all(condition.replace("{:.6g}", "…") in told for condition in conditions)
    assert f"Defined in {module.SOURCE}." in told
    listed = rows(name)
    assert list(listed) == list(methods(name))
    assert {m: cells[2] for m, cells in listed.items()} == {
        m: found.SOURCE for m, found in methods(name).items()
    }


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_a_method_says_of_its_list_what_the_page_promises(name: str, method: str) -> None:
    promised = {PROMISES[word] for word in re.findall(r"\*\*(\w+)\*\*", rows(name)[method][1])}
    rationality = 2.0 if name == "qre" else None
    said = set()
    for game, scenario in GAMES:
        try:
            answer = negotiate.solve(
                game, scenario, concept=name, method=method, rationality=rationality, all=True
            )
        except NoAnswerError:  # it does not take the game, or finds nothing
            continue
        said.add(answer.coverage)
    assert said
    assert said <= promised


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_limits_are_those_of_the_methods(name: str, method: str) -> None:
    """A number in the second column is a limit of the module, or of what it builds on."""
    told = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", rows(name)[method][0])}
    below = {
        "vertex": normal.MAX_CELLS,
        "pure": normal.MAX_CELLS,
        "linear_program": mediator.MAX_CELLS,
        "branch": logit.MAX_SPARSE,
        "logit": logit.MAX_SPARSE if name == "nash" else sequential_logit.MAX_NODES,
    }
    own = {v for k, v in vars(methods(name)[method]).items() if k.startswith("MAX_")}
    assert told <= own | {below.get(method)}


def cited() -> set[tuple[str, str]]:
    """Return an author and the year of what the page cites before its sources."""
    text = PAGE.partition("## Sources")[0]
    pattern = r"((?:van |von )?[A-Z][\w-]+)((?:, (?:van den |von )?[A-Z][\w-]+)*)"
    pattern += r"(?: & (?:von |van )?[A-Z][\w-]+)? ((?:\d{4}, )*\d{4})"
    return {
        (name, year)
        for name, _, years in re.findall(pattern, text)
        for year in years.split(", ")
    }  # fmt: skip


def test_what_is_cited_stands_among_the_sources() -> None:
    sources = PAGE.partition("## Sources")[2].splitlines()
    names = cited()
    assert {("Nash", "1951"), ("von Stengel", "2008"), ("McKelvey", "1998")} <= names
    assert {
        (name, year)
        for name, year in names
        if not any(name in s.partition(f"({year})")[0] for s in sources if f"({year})" in s)
    } == set()
