"""``negotiate concepts``: nothing is listed by hand, and refusals are the methods' own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import negotiate
from negotiate.analysis.catalogue import catalogue
from negotiate.concepts import concepts
from negotiate.render.terminal_concepts import JUDGED, concepts_page
from negotiate.results.catalogue import ConceptEntry
from negotiate.solvers import methods

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def one_line(page: str) -> str:
    """Return a page without its line breaks, which depend on its width."""
    return " ".join(page.split())


def test_every_concept_is_told_with_its_source_and_methods(run: Run) -> None:
    result = run("concepts", "--width", "100")
    assert result.exit_code == 0
    assert result.stderr == ""
    told = one_line(result.stdout)
    for entry in catalogue():
        assert f"{entry.about} Source: {entry.source}." in told
        for method in entry.methods:
            assert f"- {method.name}: {method.about} Source: {method.source}." in told
            assert method.refusal is None
            assert not method.takes_it
    assert tuple(entry.name for entry in catalogue()) == concepts()


@pytest.mark.parametrize("name", ["textbook/chicken", "selten-horse", "taiwan-signal"])
def test_a_game_is_taken_or_refused_in_the_words_of_the_method(run: Run, name: str) -> None:
    game = negotiate.load(name).game(negotiate.load(name).scenarios[0])
    data = json.loads(run("concepts", name, "--json").stdout)
    assert data["kind"] == "concepts"
    assert data["game"]["title"] == negotiate.load(name).spec.title
    told = one_line(run("concepts", name, "--width", "100").stdout)
    for entry in data["concepts"]:
        served = methods(entry["name"])
        assert [method["name"] for method in entry["methods"]] == list(served)
        for method in entry["methods"]:
            reason = served[method["name"]].refusal(game)
            assert method["refusal"] == (reason or "")
            said = f"does not take it: {reason}" if reason else "takes it"
            assert f"- {method['name']} {said}." in told


def test_scenarios_and_settings_are_heeded(run: Run) -> None:
    def refusal(*words: str) -> str:
        data = json.loads(run("concepts", "burning-bridges", *words, "--json").stdout)
        spe = next(entry for entry in data["concepts"] if entry["name"] == "spe")
        found = next(m for m in spe["methods"] if m["name"] == "backward_induction")
        return str(found["refusal"])

    assert refusal("-s", "matches") == ""
    assert "without knowing" in refusal("-s", "at_night")
    assert run("concepts", "burning-bridges", "--set", "no_such=1").exit_code == 2
    assert run("concepts", "burning-bridges", "-s", "no_such").exit_code == 2
    assert run("concepts", "no-such-game").exit_code == 2


def test_a_concept_without_methods_is_said_to_be_judged_only() -> None:
    assert JUDGED in one_line(concepts_page([ConceptEntry("x", "About.", "Source", ())]))
