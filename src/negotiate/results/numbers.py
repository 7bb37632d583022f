"""Numbers as people read them: short, but never so short that two things look the same."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from negotiate.results.report import Number

LONGEST_FRACTION: Final = 9
"""Characters of the longest fraction that is shown as one; `--json` carries all of them."""

SLIGHT: Final = 0.01
"""Per cent; odds that are less, and not nothing, are no more than that."""


def number(value: Number) -> str:
    """Return a number in four digits or more, exact fractions as such while they are short.

    Examples
    --------
    >>> from fractions import Fraction
    >>> number(31.0), number(0.2143), number(118250.0), number(Fraction(7, 3)), number(1 / 3)
    ('31', '0.2143', '118,250', '7/3', '0.3333')
    """
    if isinstance(value, Fraction):
        longest = max(abs(value.numerator), value.denominator)
        text = str(value) if longest < 10**LONGEST_FRACTION else ""  # Python writes none too long
        return text if 0 < len(text) <= LONGEST_FRACTION else f"~{_decimal(_float(value))}"
    return _decimal(float(value))


def signed(value: Number) -> str:
    """Return a number with its sign, also where it is positive: ``+13.15``, ``-2.5``, ``0``."""
    text = number(value)
    return f"+{text}" if value > 0 else text


def odds(value: Number) -> str:
    """Return a probability in per cent, to three digits; only what is certain reads 0% or 100%.

    Examples
    --------
    >>> from fractions import Fraction
    >>> odds(0.75), odds(1 / 3), odds(1.0), odds(0.9996), odds(1e-7), odds(Fraction(1, 3))
    ('75%', '33.3%', '100%', '99.96%', '<0.01%', '1/3')
    """
    if isinstance(value, Fraction):
        return number(value) if value.denominator > 1 else f"{100 * value}%"
    if impossible(value) or certain(value):
        return "0%" if value < 0.5 else "100%"
    percent = 100 * float(value)
    if percent < SLIGHT or percent > 100 - SLIGHT:
        return f"<{SLIGHT}%" if value < 0.5 else f">{100 - SLIGHT}%"
    text = f"{percent:.3g}"
    return f"{percent:.4g}%" if text == "100" else f"{text}%"


def certain(value: Number) -> bool:
    """Tell whether a probability is 1, up to the rounding of floats."""
    return math.isclose(float(value), 1, rel_tol=1e-9)


def impossible(value: Number) -> bool:
    """Tell whether a probability is 0, up to the rounding of floats."""
    return abs(float(value)) < 1e-12


def same(left: Number, right: Number) -> bool:
    """Tell whether two numbers are shown as one: equal up to the rounding of floats."""
    return left == right or math.isclose(float(left), float(right), rel_tol=1e-9, abs_tol=1e-12)


def count(n: int, noun: str, plural: str = "") -> str:
    """Return ``1 node``, ``1,204 nodes``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def _float(value: Fraction) -> float:
    """Return the nearest float; beyond all of them, infinity."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _decimal(value: float) -> str:
    """Return four significant digits, or one decimal from a thousand on."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "infinite" if value > 0 else "-infinite"
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e15 or size < 1e-4:
        return f"{value:.4g}"
    if size >= 999.95:
        return f"{value:,.1f}".removesuffix(".0")
    return f"{float(f'{value:.4g}'):.10f}".rstrip("0").removesuffix(".")
