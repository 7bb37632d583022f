"""A threshold as an expression in the parameters. Loads sympy, so import it late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy

from negotiate.analysis.pinpoint import Arithmetic, Pinpoint

if TYPE_CHECKING:
    from fractions import Fraction

    from negotiate.analysis.credibility import Moment, Test


def _rational(value: Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


SYMBOLIC = Arithmetic(_rational, {"exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt})


def threshold_formula(test: Test, moment: Moment) -> str:
    """Return the cost of breaking an announcement from which on it is kept, as a formula.

    Parameters
    ----------
    test : Test
    moment : Moment

    Returns
    -------
    str
        In the parameters' names. It holds as long as the play that follows, and the outcome of
        every comparison, ``min`` and ``max`` in the payoffs, stay what they are at the present
        values. Empty where the threshold is no single expression.
    """
    symbols = {p.name: sympy.Symbol(p.name, real=True) for p in test.outcome.parametric.parameters}
    parametric = test.outcome.parametric
    gap = test.gap(moment, Pinpoint(parametric, symbols, SYMBOLIC, decide=test.pinpoint))
    if gap is None:
        return ""
    expanded = sympy.expand(gap)
    return str(min(expanded, sympy.factor(expanded), key=sympy.count_ops))
