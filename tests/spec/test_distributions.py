"""Distributions and correlations in a file: what they say, and every rule broken once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.spec.files import MOVES, changed, problems_of

from negotiate.errors import UsageError
from negotiate.spec import read_text
from negotiate.spec.copula import Unlikely, cholesky
from negotiate.spec.distribution import Correlation, Distribution
from negotiate.spec.model import Parameter
from negotiate.spec.read.correlations import MAX_CORRELATED, correlations_of
from negotiate.spec.read.distribution import MAX_VALUES, distribution_of

OLD = "{value: 0.5, range: [0, 2], unit: points, about: price of a broken word, source: a guess}"
F = Fraction


def with_distribution(text: str, ends: str = ", range: [0, 2]") -> str:
    return changed(MOVES, OLD, f"{{value: 0.5{ends}, source: a guess, distribution: {text}}}")


def read(text: str, ends: str = ", range: [0, 2]") -> Distribution:
    (parameter,) = read_text(with_distribution(text, ends)).parameters
    assert parameter.distribution is not None
    return parameter.distribution


@pytest.mark.parametrize(
    ("text", "kind", "numbers", "cut"),
    [
        ("uniform", "uniform", (0, 2), False),
        ("{uniform: {low: 1/2}}", "uniform", (F(1, 2), 2), False),
        ("{uniform: }", "uniform", (0, 2), False),
        ("triangular", "triangular", (0, F(1, 2), 2), False),
        ("{triangular: {low: 0.1, mode: 0.2, high: 0.3}}", "triangular",
         (F(1, 10), F(1, 5), F(3, 10)), False),
        ("{normal: {mean: 0.8, sd: 0.2}}", "normal", (F(4, 5), F(1, 5)), True),
        ("{normal: {mean: 0.8, sd: 0.2, truncated: false}}", "normal", (F(4, 5), F(1, 5)), False),
        ("{log-normal: {median: 1, sigma: 0.5}}", "log-normal", (1, F(1, 2)), True),
        ("{beta: {a: 2, b: 5}}", "beta", (2, 5), True),
    ],
)  # fmt: skip
def test_what_a_file_says(
    text: str, kind: str, numbers: tuple[Fraction, ...], *, cut: bool
) -> None:
    found = read(text)
    assert (found.kind, found.numbers) == (kind, numbers)
    assert (found.low, found.high) == ((0, 2) if cut else (None, None))


def test_without_a_range() -> None:
    found = read("{normal: {mean: -5, sd: 3}}", "")
    assert found == Distribution("normal", (F(-5), F(3)), place=found.place)
    found = read("{discrete: {3: 1/3, -1: 2/3, 1e1: 0}}", "")
    assert found.values == ((F(-1), F(2, 3)), (F(3), F(1, 3)), (F(10), F(0)))
    assert read("{uniform: {low: -1, high: 1}}", "").numbers == (F(-1), F(1))
    assert read_text(with_distribution("{discrete: {3: 1}}", "")).parameters[0].uncertain
    assert not Parameter("p", F(1)).uncertain


WRONG = [
    ("nomal", "no such distribution", "nomal", "'normal'"),
    ("{nomal: {mean: 1, sd: 1}}", "no such distribution", "nomal", "'normal'"),
    (
        "{normal: {mean: 1, sd: 1}, beta: {a: 1, b: 1}}",
        "is of one kind",
        "2 keys",
        "kinds: uniform",
    ),
    ("[normal]", "is a word", "a list", ""),
    ("normal", "needs `mean`", "", "{normal: {mean: ..., sd: ...}}"),
    ("{normal: {mean: 1}}", "needs `sd`", "", "sd: ..."),
    ("{normal: {mean: 1, sd: 0}}", "`sd` above 0", "0", ""),
    ("{normal: {mean: 1, sd: -1}}", "`sd` above 0", "-1", ""),
    ("{normal: {mean: .nan, sd: 1}}", "`mean` is a number", ".nan", ""),
    ("{normal: {mean: 1, sd: .inf}}", "`sd` is a number", ".inf", ""),
    ("{normal: {mean: 1, sg: 1, sd: 1}}", "no such key", "sg", "mean"),
    ("{normal: {mean: 1, sd: 1, truncated: maybe}}", "true or false", "maybe", ""),
    ("{normal: {mean: 99, sd: 1}}", "next to nothing in the range, 0 to 2", "", "truncated: false"),
    ("{normal: 3}", "is a mapping", "3", ""),
    ("{log-normal: {median: 0, sigma: 1}}", "`median` above 0", "0", ""),
    ("{log-normal: {median: 1, sigma: 0}}", "`sigma` above 0", "0", ""),
    ("{log-normal: {median: 1e9, sigma: 0.1}}", "next to nothing", "", ""),
    ("{beta: {a: 0, b: 1}}", "`a` above 0", "0", ""),
    ("{beta: {a: 1, b: 1e9}}", "`b` from 1e-06 to 1e+06", "1e9", ""),
    ("{uniform: {low: -1}}", "stays in the parameter's range, 0 to 2", "-1", ""),
    ("{uniform: {low: 1, high: 1}}", "from low to high", "[1, 1]", ""),
    ("{triangular: {mode: 3}}", "mode between its ends", "3", ""),
    ("{triangular: {low: 0, high: 3}}", "stays in the parameter's range", "3", ""),
    ("discrete", "lists values", "", "{discrete: {0: 0.4"),
    ("{discrete: [1, 2]}", "is a mapping", "a list", ""),
    ("{discrete: {0: 0.5, 1: 0.4}}", "sum to 1", "0.9", ""),
    ("{discrete: {0: 1.5, 1: -0.5}}", "is not negative", "-0.5", ""),
    ("{discrete: {0: 0.5, 3: 0.5}}", "stays in the parameter's range", "3", ""),
    ("{discrete: {low: 0.5, 1: 0.5}}", "numbers as values", "low", ""),
    ("{discrete: {1: 0.5, 1.0: 0.5}}", "lists a value once", "1.0", ""),
    ("{discrete: {0: half, 1: 0.5}}", "a probability is a number", "half", ""),
]


@pytest.mark.parametrize(("text", "rule", "value", "hint"), WRONG)
def test_what_is_wrong_is_said(text: str, rule: str, value: str, hint: str) -> None:
    found = [p for p in problems_of(with_distribution(text)) if p.severity == "error"]
    match = next((p for p in found if rule in p.rule), None)
    assert match, found
    assert match.value == value
    assert hint in match.hint
    assert match.place.line == 4
    assert match.place.column > 50


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("triangular", "needs `low`"),
        ("{beta: {a: 1, b: 1}}", "lies on the parameter's range"),
        ("{normal: {mean: 1, sd: 1, truncated: true}}", "cut off at the parameter's range"),
    ],
)
def test_what_needs_a_range(text: str, rule: str) -> None:
    assert any(rule in p.rule for p in problems_of(with_distribution(text, "")))


def test_a_long_list_of_values_is_refused() -> None:
    text = ", ".join(f"{k}: 0" for k in range(MAX_VALUES + 1))
    problems = problems_of(with_distribution(f"{{discrete: {{{text}}}}}", ""))
    assert any(f"at most {MAX_VALUES}" in p.rule for p in problems)


THREE = changed(
    MOVES,
    f"  cost: {OLD}\n",
    "  cost: {value: 0.5, range: [0, 2]}\n  b: {value: 1, distribution: {normal: {mean: 1, sd: 2}}}"
    "\n  c: {value: 1, range: [0, 2]}\n  d: 1\n",
)


def correlated(text: str) -> str:
    return changed(THREE, "moves:\n", f"correlations: {text}\nmoves:\n")


def test_correlations_are_read() -> None:
    found = read_text(correlated("[[cost, b, 0.5], [c, b, -1/3]]")).correlations
    assert [(c.first, c.second, c.rho) for c in found] == [
        ("cost", "b", F(1, 2)), ("c", "b", F(-1, 3)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "value", "hint"),
    [
        ("3", "is a list", "3", ""),
        ("[[cost, b]]", "two parameters and a number", "2 entries", "[one, other, 0.5]"),
        ("[[cost, cst, 0.5]]", "no such parameter", "cst", "'cost'"),
        ("[[cost, d, 0.5]]", "has a range or a distribution", "d", ""),
        ("[[cost, cost, 0.5]]", "with another one", "cost", ""),
        ("[[cost, b, 1]]", "between -1 and 1", "1", ""),
        ("[[cost, b, .nan]]", "is a number", ".nan", ""),
        ("[[cost, b, 0.5], [b, cost, 0.5]]", "stands once", "b, cost", ""),
        (
            "[[cost, b, 0.9], [b, c, 0.9], [cost, c, -0.9]]",
            "not positive definite",
            "cost, c",
            "c ",
        ),
    ],
)
def test_wrong_correlations_are_said(text: str, rule: str, value: str, hint: str) -> None:
    match = next((p for p in problems_of(correlated(text)) if rule in p.rule), None)
    assert match, problems_of(correlated(text))
    assert match.value == value
    assert hint in match.hint
    assert match.place.line == 8


def test_too_many_are_refused() -> None:
    names = {f"p{k}": Parameter(f"p{k}", F(0), F(-1), F(1)) for k in range(MAX_CORRELATED + 2)}
    with pytest.raises(UsageError, match=f"at most {MAX_CORRELATED} parameters"):
        correlations_of([("p0", f"p{k}", "0.01") for k in range(1, len(names))], names)


PARAMETER = Parameter("cost", F(1, 2), F(0), F(2))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("normal(0.5, 0.1)", "normal, mean 0.5, sd 0.1, cut off at 0 and 2"),
        ("normal(mean=0.5, sd=1/10, truncated=false)", "normal, mean 0.5, sd 0.1"),
        ("triangular", "triangular, low 0, mode 0.5, high 2"),
        ("triangular(mode=1)", "triangular, low 0, mode 1, high 2"),
        ("uniform(0.5,1)", "uniform, low 0.5, high 1"),
        (
            "discrete(0: 0.25, 1: 0.75)",
            "discrete, 0 with probability 0.25, 1 with probability 0.75",
        ),
        ("beta(2, 5)", "beta, a 2, b 5, between 0 and 2"),
    ],
)
def test_one_may_be_named_in_a_word(text: str, words: str) -> None:
    assert distribution_of(text, PARAMETER).words() == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nrmal(0.5, 0.1)", "did you mean 'normal'"),
        ("normal(0.5", "write normal"),
        ("normal(0.5, 0.1, 3)", "no such key: number 3"),
        ("normal(0.5, mean=3)", "gives mean twice"),
        ("normal(0.5, 0)", "`sd` above 0: 0"),
        ("normal(nan, 1)", "`mean` is a number"),
        ("discrete", "lists values"),
        ("discrete(1: 0.5)", "sum to 1: 0.5"),
    ],
)
def test_a_wrong_word_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r".") as error:
        distribution_of(text, PARAMETER)
    assert said in str(error.value)


def test_a_matrix_that_is_none() -> None:
    with pytest.raises(Unlikely, match="row 1") as error:
        cholesky([[1.0, 1.0], [1.0, 1.0]])
    assert error.value.row == 1
    found = correlations_of([("a", "b", "0.5")], dict.fromkeys("ab", PARAMETER))
    assert found == (Correlation("a", "b", F(1, 2), found[0].place),)
