"""Notebooks: every result shows itself, without scripts; the page of a game is embedded."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from negotiate import compare, load, loads, solve
from negotiate.api import (
    embed,
    explain,
    rationality_path,
    sensitivity,
    sweep,
    thresholds,
    what_it_takes,
)
from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

AID = "conditional-aid"
RESULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "compare": (lambda: compare(AID, draws=0), "Ukraine"),
    "solve": (lambda: solve(AID), "player 1"),
    "thresholds": (lambda: thresholds(AID, "k_ua", "both_believed"), "exactly 1/3"),
    "takes": (lambda: what_it_takes(AID, "both_believed"), "What would it take?"),
    "sweep": (lambda: sweep(AID, 16, ["both_believed"]), "95"),
    "sensitivity": (lambda: sensitivity(AID, "payoff.UA", "both_believed", draws=16), "payoff.UA"),
    "explain": (lambda: explain(AID, "ua_talks", ["both_believed"]), "Ukraine"),
    "rationality": (lambda: rationality_path("textbook/centipede", to=1), "Centipede"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_result_shows_itself_without_scripts(name: str) -> None:
    make, said = RESULTS[name]
    shown = make()._repr_html_()
    assert shown.startswith('<div class="negotiate">')
    assert shown.endswith("</div>")
    assert said in unescape(shown)
    assert "<script" not in shown
    assert ("<svg" in shown) == (name in {"thresholds", "sensitivity"})


def page_in(frame: str) -> str:
    """Return the page inside of an iframe."""
    found = re.search(r'srcdoc="([^"]*)"', frame)
    assert found is not None
    return unescape(found[1])


def test_solution_and_comparison_embed_the_page_of_their_game() -> None:
    model = load("textbook/entry-deterrence")
    alone: Any = solve(model, "threat")
    both: Any = compare(model, draws=0)
    for page in (alone.page(), both.page(height=400), embed(model)):
        frame = page._repr_html_()
        assert frame.startswith("<iframe")
        assert page_in(frame) == page.html
        assert page.html.startswith("<!doctype html>")
    assert "height:400px" in both.page(height=400)._repr_html_()


def test_page_of_a_comparison_starts_from_its_numbers() -> None:
    answer: Any = compare("textbook/ultimatum", settings={"envy": 0.25}, draws=0)
    assert answer.page().html == embed("textbook/ultimatum", settings={"envy": 0.25}).html


def test_page_of_those_who_err_is_as_they_err() -> None:
    game = "textbook/entry-deterrence"
    alone: Any = solve(game, rationality=2.0)
    both: Any = compare(game, rationality=2.0, draws=0)
    assert alone.page().html == embed(game, [load(game).scenarios[0]], rationality=2.0).html
    assert both.page().html == embed(game, rationality=2.0).html
    assert both.page().html != embed(game).html


def test_page_of_what_is_in_no_file_is_refused() -> None:
    game = loads("title: T\nplayers: [A]\ntree: {A: {l: [1], r: [0]}}\n")
    answer: Any = compare(game, draws=0)
    with pytest.raises(UsageError, match="embed"):
        answer.page()
    numbers: Any = solve(game.game())
    with pytest.raises(UsageError, match="embed"):
        numbers.page()
    known: Any = solve(game)
    assert "<!doctype html>" in known.page().html
