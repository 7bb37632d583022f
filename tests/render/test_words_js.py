"""Numbers read the same in the page as in the program, ties and tiny ones too."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.render.page.shifts import two
from negotiate.results.numbers import number, odds

quickjs = pytest.importorskip("quickjs", reason="the JavaScript engine is a tool of developers")


@pytest.fixture(scope="module")
def page() -> Any:
    context = quickjs.Context()
    context.eval("var globalThis = this;")
    context.eval(files("negotiate.render.page").joinpath("words.js").read_text(encoding="utf-8"))
    return context


def said(page: Any, call: str) -> str:
    return str(page.eval(f"negotiate.page.{call}"))


@given(
    st.floats(0, 1)
    | st.floats(0, 2e-4)
    | st.floats(0.9998, 1)
    | st.integers(0, 3200).map(lambda k: k / 3200)
)
def test_odds(page: Any, chance: float) -> None:
    assert said(page, f"odds({chance!r})") == odds(chance)


# From a thousand on the browser's own rules put the commas, which this engine does not know.
@given(st.floats(-999, 999) | st.integers(-99999, 99999).map(lambda k: k / 800))
def test_numbers(page: Any, value: float) -> None:
    if 0 < abs(value) < 1e-4 or abs(value) >= 999.95:
        return
    assert said(page, f"number({value!r})") == number(value).replace("-", "−")


@pytest.mark.parametrize("value", [0.0, -0.0, 0.125, -0.375, 66.25, 1e-5, 2.5e17, 12.345])
def test_numbers_at_the_edges(page: Any, value: float) -> None:
    told = said(page, f"number({value!r})").replace("−", "-")
    assert float(told) == pytest.approx(float(number(value)), rel=1e-3)


def test_a_player_does_what_its_phrase_says(page: Any) -> None:
    page.eval(
        "var board = {players: {A: 'the Ants', B: 'Bees'},"
        " phrases: {talks: {yes: 'come to the table', no: 'stay away'}}};"
        "var scenario = {name: 'late_offer', phrase: ''};"
        "var one = (option, odds) => ({option, odds});"
        "var path = ["
        " {move: 'talks', owner: 0, outcomes: [one('yes', 0.25), one('no', 0.75)]},"
        " {move: 'luck', owner: -1, outcomes: [one('good', 1)]},"
        " {move: 'sting', owner: 1, outcomes: [one('not_now', 1)]},"
        " {move: 'end', owner: 1, outcomes: [one('none', 1)]}];"
    )
    assert said(page, "sentence(board, scenario, path)") == (
        "In late offer, the Ants come to the table (25%) or stay away (75%) and"
        " Bees chooses not now (sting)."
    )


def test_two_decimals_have_one_zero(page: Any) -> None:
    assert two(-0.001) == "0.00"
    assert said(page, "signed(0)") in {"0.00", "0"}
