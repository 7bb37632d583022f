"""The page of sensitivity: what is said at 80 and 200 columns, in any characters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.sensitivity_games import CHOICE, SURE, TIED

from negotiate.api import loads, sensitivity
from negotiate.render.terminal_sensitivity import sensitivity_page
from negotiate.render.words import carried_by
from negotiate.results.sensitivity import Sensitivity, Shift


@pytest.fixture(scope="module")
def answer() -> Sensitivity:
    return sensitivity(loads(CHOICE), "go == right", draws=32)


def flat(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_keep_to_the_width(answer: Sensitivity, width: int) -> None:
    page = sensitivity_page(answer, width=width)
    assert max(map(len, page.splitlines())) <= max(width, 60)
    assert "\x1b" not in page


def test_intervals_of_both_shares_stand_where_there_is_room(answer: Sensitivity) -> None:
    narrow, wide = (sensitivity_page(answer, width=width) for width in (80, 200))
    assert narrow.count(" to ") < wide.count(" to ")


def test_shares_that_cannot_be_are_shown_at_the_nearest_end_and_said(answer: Sensitivity) -> None:
    """Shares lie between 0 and 1; their estimates need not."""
    first, *others = answer.influences
    odd = replace(
        first,
        first=-0.03,
        first_low=-0.1,
        first_high=0.04,
        total=0.9,
        total_low=0.7,
        total_high=1.1,
    )
    for width, shown in ((80, "0% 90% (70 to 100)"), (200, "0% (0 to 4) 90% (70 to 100)")):
        page = flat(sensitivity_page(replace(answer, influences=(odd, *others)), width=width))
        assert f"{odd.parameter} {shown}" in page
        assert "came out below 0 or above 100%" in page
    sure = tuple(
        replace(row, first=0.3, first_low=0.2, first_high=0.4, total=0.3, total_low=0.2,
                total_high=0.4)
        for row in answer.influences
    )  # fmt: skip
    assert "came out below" not in flat(sensitivity_page(replace(answer, influences=sure)))


def test_wide_numbers_stay_in_one_table_at_80_columns(answer: Sensitivity) -> None:
    wide = tuple(
        replace(row, parameter="independence_value", at_low=-123456.78, at_high=-1234.5678,
                swing=122222.2122, total=0.5, total_low=0.22, total_high=0.91,
                direction="increasing")
        for row in answer.influences
    )  # fmt: skip
    page = sensitivity_page(replace(answer, sort="number", influences=wide), width=80)
    row = "independence_value 50% (22 to 91) -123,500 -1,235 122,200 up"
    lines = [line.split() for line in page.splitlines() if "independence_value" in line]
    assert [" ".join([name, *rest]) for name, _, *rest in lines] == [row] * len(wide)


def test_it_can_be_written_in_ascii_and_in_colour(answer: Sensitivity) -> None:
    carried_by(sensitivity_page(answer), "ascii").encode("ascii")
    assert "\x1b[" in sensitivity_page(answer, colours="256")


def test_the_words_of_the_file_are_told(answer: Sensitivity) -> None:
    case = answer.case
    assert case is not None
    told = Shift("a", "euros", "what left adds", "by hand", 0, 0.5, -1, 1, 0.25)
    page = flat(sensitivity_page(replace(answer, case=replace(case, shifts=(told,)))))
    assert "a: what left adds 0.5 instead of 0 (euros): 25% of its range, -1 to 1" in page
    assert "source of what is assumed now: by hand" in page


def test_many_shifts_are_counted_and_the_largest_named(answer: Sensitivity) -> None:
    case = answer.case
    assert case is not None
    shifts = tuple(Shift(f"p{k}", "", "", "", 0, 1, 0, 2, 0.5) for k in range(11))
    page = flat(sensitivity_page(replace(answer, case=replace(case, shifts=shifts))))
    assert "and besides: p8 1, p9 1 and p10 1." in page


def test_what_is_not_known_is_said(answer: Sensitivity) -> None:
    looked = replace(answer.looked, used=30, several=0.25, complete=False, within=0)
    page = flat(sensitivity_page(replace(answer, looked=looked, notes=("A note.",))))
    assert "Sobol sample of 32 rows, 2 of them without an answer somewhere" in page
    assert "At 25% of the points there are several answers; the first was taken." in page
    assert "ended at its limit; there may be nearer ones" in page
    assert "A note." in page
    assert "nearer by" not in page


def test_a_constant_and_a_tie() -> None:
    constant = flat(sensitivity_page(sensitivity(loads(SURE), "go == left", draws=16)))
    assert "None: the output is constant" in constant
    assert "The strongest case against" not in constant
    tied = flat(sensitivity_page(sensitivity(loads(TIED), "go == left", draws=16)))
    assert "There are several answers now already" in tied


def test_what_was_interrupted_is_said(answer: Sensitivity) -> None:
    looked = replace(answer.looked, lines=0, steps=0, complete=False)
    page = flat(sensitivity_page(replace(answer, unfinished="this", looked=looked)))
    assert "Unfinished: interrupted at this." in page
    assert "Which way it goes was looked at between 32 pairs" in page
    assert "ended at its limit" not in page
    assert "Unfinished" not in sensitivity_page(answer)


@pytest.mark.parametrize(
    ("proved", "said"),
    [
        (
            0.0124,
            "in their ranges, as long as none moves by 1.24% of its range or more, no",
        ),
        (1.0, "Proved: with all parameters anywhere in their ranges, no decision on the path"),
    ],
)
def test_what_is_proved_is_said(answer: Sensitivity, proved: float, said: str) -> None:
    assert said in flat(sensitivity_page(replace(answer, proved=proved)))
    assert "Proved" not in sensitivity_page(replace(answer, proved=0.0))
