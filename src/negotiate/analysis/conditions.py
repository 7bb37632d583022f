"""A threshold as an inequality in all parameters that matter. Loads sympy, so import it late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from negotiate.analysis.closed_form import SYMBOLIC
from negotiate.analysis.pinpoint import EXACT, Pinpoint
from negotiate.game.roots import leaf_below

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from negotiate.analysis.branches import Branch
    from negotiate.analysis.piecewise import Ratio
    from negotiate.game.parametric import ParametricGame
    from negotiate.game.tree import Tree


def inequality(
    parametric: ParametricGame,
    player: int,
    options: tuple[Sequence[Branch], Sequence[Branch]],
    values: Mapping[str, Fraction],
    *,
    parameter: str,
    gap: Ratio,
) -> tuple[str, str] | None:
    """Return when one option is at least as good as another, as text and as LaTeX.

    Parameters
    ----------
    player : int
        Whose payoff counts.
    options : pair of sequences of Branch
        What may follow the one, and the other.
    values : mapping of parameter to Fraction
        All but one as they are now, the one beside the threshold: where every comparison,
        ``min`` and ``max`` of the payoffs is settled.
    parameter : str
        The one that the inequality is solved for, if it is linear in it.
    gap : Ratio
        What the one option is worth above the other, as a function of the parameter: the
        inequality must agree with it, or is not given.
    """
    symbols = {name: sympy.Symbol(name, real=True) for name in values}
    settle = Pinpoint(parametric, values, EXACT)
    numbers = Pinpoint(parametric, symbols, SYMBOLIC, decide=settle)
    below = leaf_below(parametric.tree)
    worth = [
        sum((_weighted(numbers, parametric.tree, below, player, b) for b in option), sympy.S.Zero)
        for option in options
    ]
    formula = worth[0] - worth[1]
    if not _agrees(formula, symbols, values, parameter, gap):
        return None
    top, bottom = sympy.fraction(sympy.together(formula))
    here = {symbols[name]: _rational(value) for name, value in values.items()}
    if bottom.subs(here) < 0:
        top = -top
    top = sympy.expand(top)
    left, relation, right = _solved(top, symbols[parameter], here)
    names = {s: rf"\mathrm{{{_escaped(name)}}}" for name, s in symbols.items()}
    latex = [_Latex({"symbol_names": names}).doprint(side) for side in (left, right)]
    text = [_Text().doprint(side) for side in (left, right)]
    mark = r" \ge " if relation == ">=" else r" \le "
    return f" {relation} ".join(text), mark.join(latex)


class _PositiveFirst:
    """Begins no sum with a minus sign that has a term with none: ``a - b`` and not ``-b + a``."""

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        terms: list[Any] = super()._as_ordered_terms(expr, order)  # type: ignore[misc]  # a printer's
        first = next((k for k, t in enumerate(terms) if not t.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]


class _Text(_PositiveFirst, StrPrinter):  # type: ignore[misc]  # sympy is not annotated
    pass


class _Latex(_PositiveFirst, LatexPrinter):  # type: ignore[misc]  # sympy is not annotated
    pass


def _weighted(numbers: Pinpoint, tree: Tree, below: Any, player: int, branch: Branch) -> Any:
    """Return what an outcome adds to the expected payoff."""
    value = numbers.payoff(branch.leaf, player)
    for slot in branch.slots:
        node = int(tree.first_node[tree.slot_infoset[slot]])
        value *= numbers.odds(slot, int(below[node]))
    return value


def _agrees(
    formula: Any,
    symbols: Mapping[str, Any],
    values: Mapping[str, Fraction],
    parameter: str,
    gap: Ratio,
) -> bool:
    """Tell whether a formula is the gap, all other parameters as they are."""
    others = {s: _rational(values[name]) for name, s in symbols.items() if name != parameter}
    x = symbols[parameter]
    expected = _polynomial(gap.top, x) / _polynomial(gap.bottom, x)
    return bool(sympy.cancel(formula.subs(others) - expected) == 0)


def _polynomial(coefficients: Sequence[Fraction], x: Any) -> Any:
    return sum((_rational(a) * x**k for k, a in enumerate(coefficients)), sympy.S.Zero)


def _solved(top: Any, x: Any, here: Mapping[Any, Any]) -> tuple[Any, str, Any]:
    """Return ``top >= 0`` solved for `x` where that is one bound."""
    polynomial = sympy.Poly(top, x)
    if polynomial.degree() == 1:
        slope, rest = polynomial.all_coeffs()
        return x, ">=" if slope.subs(here) > 0 else "<=", _simplest(-rest / slope)
    return _simplest(top), ">=", sympy.Integer(0)


def _simplest(expression: Any) -> Any:
    """Return the shortest of some ways to write an expression."""
    cancelled = sympy.cancel(expression)
    top, bottom = sympy.fraction(cancelled)
    nested = _nested(sympy.expand(top)) / sympy.factor(bottom)
    ways = (cancelled, sympy.factor(cancelled), sympy.expand(expression), nested)
    return min(ways, key=sympy.count_ops)


def _nested(expression: Any) -> Any:
    """Return a sum with what most of its terms share taken out, again and again.

    Horner's scheme in many variables, greedily (Ceberio & Kreinovich 2004).
    """
    expression = sympy.factor_terms(expression)
    if not expression.is_Add:
        parts = [_nested(part) if part.is_Add else part for part in expression.args]
        return expression.func(*parts) if parts else expression
    symbols = sorted(expression.free_symbols, key=str)
    shared = max(symbols, key=lambda x: sum(term.has(x) for term in expression.args))
    inside = [term for term in expression.args if term.has(shared)]
    outside = sympy.Add(*(term for term in expression.args if not term.has(shared)))
    taken = sympy.factor_terms(sympy.Add(*inside))
    if len(inside) < 2:
        return expression
    return (taken if taken.is_Add else _nested(taken)) + _nested(outside)


def _rational(value: Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")
