"""The library as a user meets it: loading, solving, comparing, and every example in a docstring."""

from __future__ import annotations

import doctest
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.api import explain
from negotiate.errors import GameFileError, NegotiateError, NoAnswerError, UsageError
from negotiate.results import Comparison, Coverage, Solution
from negotiate.spec.library import find_game

SOURCES = Path(negotiate.__file__).parent
ENTRY = "textbook/entry-deterrence"


def with_examples() -> list[str]:
    """Return the modules whose docstrings hold examples."""
    found = (path for path in SOURCES.rglob("*.py") if ">>>" in path.read_text(encoding="utf-8"))
    names = (path.relative_to(SOURCES.parent).with_suffix("") for path in found)
    return sorted(".".join(name.parts).removesuffix(".__init__") for name in names)


@pytest.mark.parametrize("name", with_examples())
def test_examples_in_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert result.failed == 0


def test_a_game_is_loaded_by_name_and_by_path() -> None:
    named = negotiate.load(ENTRY)
    path = find_game(ENTRY)
    assert negotiate.load(path).spec == negotiate.load(str(path)).spec
    assert (named.spec.file, named.spec.sha256) == (ENTRY, negotiate.load(path).spec.sha256)
    assert "Entry deterrence" in repr(named)


def test_solve_takes_the_first_scenario_or_the_one_named() -> None:
    model = negotiate.load(ENTRY)
    first, threat, bound = (
        negotiate.solve(model, scenario) for scenario in (None, "threat", "commitment")
    )
    assert isinstance(first, Solution)
    assert first.equilibria[0].payoff.tolist() == threat.equilibria[0].payoff.tolist() == [2, 2]
    assert bound.equilibria[0].payoff.tolist() == [1, 5]
    assert "spe" in repr(first)


def test_a_game_with_numbers_is_solved_as_it_is() -> None:
    game = negotiate.load(ENTRY).game("commitment")
    assert negotiate.solve(game).equilibria[0].payoff.tolist() == [1, 5]
    wrongs: list[dict[str, Any]] = [{"scenario": "threat"}, {"exact": True}, {"settings": {"x": 1}}]
    for wrong in wrongs:
        with pytest.raises(UsageError, match="need a Model"):
            negotiate.solve(game, **wrong)


def test_settings_are_decimals_as_written() -> None:
    for value in (0.1, Fraction(1, 10)):
        answer = negotiate.compare("ultimatum", settings={"envy": value}, exact=True, draws=0)
        assert answer.game.parameters["envy"] == Fraction(1, 10)


def test_all_and_concept_are_passed_on() -> None:
    assert len(negotiate.solve("battle-of-the-sexes", all=True).equilibria) == 3
    nash = negotiate.solve(ENTRY, concept="nash", all=True)
    assert nash.concept == "nash"
    # The empty threat: staying out because of a fight that would not be fought (Selten 1978).
    assert [1, 5] in [e.payoff.tolist() for e in nash.equilibria]


def test_compare_is_seeded_and_has_a_picture() -> None:
    one, two = (negotiate.compare("asymmetric-deterrence", draws=100, seed=3) for _ in range(2))
    assert isinstance(one, Comparison)
    assert one.robustness == two.robustness
    picture = one._repr_html_()  # type: ignore[attr-defined]
    assert picture.startswith("<div")
    assert "<td" in picture


def test_scenarios_in_the_order_asked() -> None:
    answer = negotiate.compare(ENTRY, ["commitment", "threat"], draws=0)
    assert [report.name for report in answer.scenarios] == ["commitment", "threat"]


def test_explain_and_check() -> None:
    assert explain(ENTRY, "reply").player == "Incumbent"
    assert all(result.ok for result in negotiate.check(ENTRY))


def test_coverage_is_a_sentence() -> None:
    assert negotiate.solve(ENTRY).coverage is Coverage.ALL


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: negotiate.load("textbook/chiken"), "did you mean"),
        (lambda: negotiate.solve(ENTRY, "treat"), "did you mean 'threat'"),
        (lambda: negotiate.compare(ENTRY, ["threat", "threat"]), "named twice"),
        (lambda: negotiate.compare("ultimatum", settings={"envi": 1}), "did you mean 'envy'"),
        (lambda: negotiate.compare("ultimatum", settings={"envy": float("nan")}), "not a number"),
        (lambda: negotiate.compare("ultimatum", settings={"envy": float("inf")}), "not a number"),
        (lambda: explain(ENTRY, "repli"), "did you mean .reply"),
    ],
)
def test_a_wrong_name_or_number_is_a_usage_error(wrong: object, message: str) -> None:
    assert callable(wrong)
    with pytest.raises(UsageError, match=message):
        wrong()


def test_every_error_is_of_one_family() -> None:
    assert {e.exit_code for e in (UsageError, GameFileError, NoAnswerError)} == {2, 3, 4}
    assert all(issubclass(e, NegotiateError) for e in (UsageError, GameFileError, NoAnswerError))
    with pytest.raises(GameFileError) as caught:
        negotiate.loads("players: [A]\nparametrs: {x: 1}\ntree: {A: {a: [1, 2]}}\n")
    assert len(caught.value.problems) >= 2
