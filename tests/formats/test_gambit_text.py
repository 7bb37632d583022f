"""Labels, numbers and places in the text of `.efg` and `.nfg` files."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.errors import GameFileError, Place
from negotiate.formats._gambit_text import Scanner, quote, too_long, unquote

LABELS = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]))


def scanned(text: str) -> Scanner:
    return Scanner(text, "a.efg")


@given(LABELS)
def test_a_label_reads_back_the_same(label: str) -> None:
    scanner = scanned(f"  {quote(label)}{quote(label)}")
    assert [scanner.label("x"), scanner.label("x")] == [label, label]
    assert scanner.ended


@given(st.text(st.sampled_from('\\"ab')))
def test_so_does_one_of_quotes_and_backslashes(label: str) -> None:
    assert scanned(quote(label)).label("x") == label


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (r"a \"b\" c", 'a "b" c'),
        (r"a\\b", r"a\b"),
        (r"\\\\", "\\\\"),  # two backslashes, not the three that Gambit reads
        (r"x\wedge \neg y", r"x\wedge \neg y"),  # a backslash before anything else is itself
        (r"\\\"", '\\"'),
        ("two\nlines", "two\nlines"),
    ],
)
def test_escapes(written: str, label: str) -> None:
    assert unquote(written) == label
    assert scanned(f'"{written}"').label("x") == label


def test_backslashes_are_doubled_only_where_they_must_be() -> None:
    assert quote(r"x\wedge y") == r'"x\wedge y"'
    assert quote("end\\") == r'"end\\"'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", Fraction(7)),
        ("-7", Fraction(-7)),
        ("+7", Fraction(7)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("-.5", Fraction(-1, 2)),
        ("1e3", Fraction(1000)),
        ("1.5E-2", Fraction(3, 200)),
        ("2/4", Fraction(1, 2)),
        ("-1/3", Fraction(-1, 3)),
        ("0.3333333333333333333333", Fraction("0.3333333333333333333333")),
    ],
)
def test_numbers_are_exact(text: str, value: Fraction) -> None:
    assert scanned(text).number("a payoff") == value


LENGTHY = ["1e301", "1e-301", "9" * 301, "9" * 10 + "e299"]


@pytest.mark.parametrize(
    "text",
    ["1..2", "--1", "1/-2", "1.5/2", "1/2/3", "1/0", "0x1", "1_0", "inf", "nan", "-", "1e", "٣", "",
     '"1"', *LENGTHY],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(GameFileError):
        scanned(text).number("a payoff")


@given(st.fractions())
def test_a_number_reads_back_the_same(value: Fraction) -> None:
    assert scanned(str(value)).number("a payoff") == value


def test_only_fractions_that_are_cheap_and_fit_a_float_are_reckoned_with() -> None:
    assert not too_long(Fraction(10**300))
    assert too_long(Fraction(10**310))
    assert too_long(Fraction(1, 10**5000))
    float(Fraction(2**1022))  # the largest that is let through; no OverflowError


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_place_counts_lines_however_they_end(end: str) -> None:
    scanner = scanned(f'"a"{end}{end}  "b" ?')
    scanner.label("x")
    scanner.label("x")
    with pytest.raises(GameFileError) as caught:
        scanner.label("the label")
    assert caught.value.problems[0].place == Place(3, 7)
    assert str(caught.value) == "a.efg:3:7: error: the label stands here, in quotation marks: ?"


def test_a_label_without_an_end_is_reported_where_it_begins() -> None:
    scanner = scanned('{\n "abc\n')
    scanner.mark("{", "opens")
    with pytest.raises(GameFileError, match=r"a.efg:2:2: error: a label ends with a quotation"):
        scanner.label("x")


def test_too_long_a_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negotiate.formats._gambit_text.MAX_CHARACTERS", 3)
    with pytest.raises(GameFileError, match="at most 3 characters: 4"):
        scanned("1234")
