"""How far all parameters may move together before a decision on the path could change: a proof.

The tape of payoffs is run in affine forms (de Figueiredo & Stolfi 2004), which hold for every
point of a box at once, and so is backward induction: a choice is safe if it is better than every
other option throughout the box. The largest box in which all choices on the path are safe is
closed in on by halving.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.game.arithmetic import Arithmetic, perform
from negotiate.game.roots import fill, odds_roots, payoff_roots
from negotiate.record import dataclass
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from negotiate.game.parametric import ParametricGame
    from negotiate.types import FloatArray, NumberArray

HALVINGS: Final = 7

MARGIN: Final = 1e-9
"""Share of the largest payoff by which a choice must be better: more than rounding adds up to."""

MOST_LEAVES: Final = 5_000
"""Beyond, a proof takes longer than all else."""


class UnprovedError(Exception):
    """A condition holds in one part of the box and not in another, or a function has no form."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """All numbers ``centre + slopes . e + d`` with every e between -1 and 1 and ``|d| <= slack``.

    Attributes
    ----------
    centre : float
    slopes : FloatArray (V,)
    slack : float
    """

    centre: float
    slopes: FloatArray
    slack: float = 0.0

    @property
    def radius(self) -> float:
        """How far it goes to either side of the centre."""
        return float(np.abs(self.slopes).sum()) + self.slack

    @property
    def low(self) -> float:
        """A lower bound."""
        return self.centre - self.radius

    @property
    def high(self) -> float:
        """An upper bound."""
        return self.centre + self.radius


def _plus(a: Form, b: Form) -> Form:
    return Form(a.centre + b.centre, a.slopes + b.slopes, a.slack + b.slack)


def _negative(a: Form) -> Form:
    return Form(-a.centre, -a.slopes, a.slack)


def _minus(a: Form, b: Form) -> Form:
    return Form(a.centre - b.centre, a.slopes - b.slopes, a.slack + b.slack)


def _times(a: Form, b: Form) -> Form:
    slack = abs(a.centre) * b.slack + abs(b.centre) * a.slack + a.radius * b.radius
    return Form(a.centre * b.centre, a.centre * b.slopes + b.centre * a.slopes, slack)


def _over(a: Form, b: Form) -> Form:
    if b.low > 0:
        return _times(a, _reciprocal(b))
    if b.high < 0:
        return _negative(_times(a, _reciprocal(_negative(b))))
    raise UnprovedError


def _reciprocal(a: Form) -> Form:
    """Return 1 / a of what is positive: a line, and how far the hyperbola is from it."""
    slope = -(a.high**-2)
    above, below = 1 / a.low - slope * a.low, 1 / a.high - slope * a.high
    centre, slack = slope * a.centre + (above + below) / 2, (above - below) / 2
    return Form(centre, slope * a.slopes, slack - slope * a.slack)


def hull(a: Form, b: Form) -> Form:
    """Return a form that holds the numbers of both."""
    gap = _minus(b, a)
    low, high = min(0.0, gap.low), max(0.0, gap.high)
    return Form(a.centre + (low + high) / 2, a.slopes, a.slack + (high - low) / 2)


def _larger(a: Form, b: Form) -> Form:
    gap = _minus(a, b)
    return a if gap.low >= 0 else b if gap.high <= 0 else hull(a, b)


def _monotone(function: Callable[[float], float]) -> Callable[[Form], Form]:
    def image(a: Form) -> Form:
        try:
            low, high = function(a.low), function(a.high)
        except (ValueError, OverflowError) as error:
            raise UnprovedError from error
        return Form((low + high) / 2, 0 * a.slopes, (high - low) / 2)

    return image


def _power(a: Form, b: Form) -> Form:
    if a.radius or b.radius:
        raise UnprovedError
    try:
        return Form(math.pow(a.centre, b.centre), a.slopes)
    except (ValueError, OverflowError) as error:
        raise UnprovedError from error


def _compared(holds: Callable[[Form], bool], fails: Callable[[Form], bool]) -> Any:
    def compare(a: Form, b: Form) -> Form:
        gap = _minus(a, b)
        if holds(gap) == fails(gap):
            raise UnprovedError
        return Form(float(holds(gap)), 0 * a.slopes)

    return compare


def _above(gap: Form) -> bool:
    return gap.low > 0


def _below(gap: Form) -> bool:
    return gap.high < 0


def _not_above(gap: Form) -> bool:
    return gap.high <= 0


def _not_below(gap: Form) -> bool:
    return gap.low >= 0


def _apart(gap: Form) -> bool:
    return gap.low > 0 or gap.high < 0


def _equal(gap: Form) -> bool:
    return gap.low == gap.high == 0


def _where(condition: Form, then: Form, otherwise: Form) -> Form:
    return then if condition.centre else otherwise


OPERATIONS: Final[dict[str, tuple[Callable[..., Form], int]]] = {
    "+": (_plus, 2),
    "-": (_minus, 2),
    "*": (_times, 2),
    "/": (_over, 2),
    "**": (_power, 2),
    "neg": (_negative, 1),
    "max": (_larger, 2),
    "min": (lambda a, b: _negative(_larger(_negative(a), _negative(b))), 2),
    "abs": (lambda a: _larger(a, _negative(a)), 1),
    "exp": (_monotone(math.exp), 1),
    "log": (_monotone(math.log), 1),
    "sqrt": (_monotone(math.sqrt), 1),
    "and": (_times, 2),
    "or": (lambda a, b: _minus(_plus(a, b), _times(a, b)), 2),
    "not": (lambda a: Form(1 - a.centre, a.slopes), 1),
    "where": (_where, 3),
    ">": (_compared(_above, _not_above), 2),
    "<": (_compared(_below, _not_below), 2),
    ">=": (_compared(_not_below, _below), 2),
    "<=": (_compared(_not_above, _above), 2),
    "==": (_compared(_equal, _apart), 2),
    "!=": (_compared(_apart, _equal), 2),
}


def proved_distance(
    game: ParametricGame, names: list[str], low: FloatArray, high: FloatArray
) -> float:
    """Return a distance below which no change of parameters changes a decision on the path.

    Parameters
    ----------
    game : ParametricGame
        Of perfect information; for others, nothing is proved.
    names : list of str
        The parameters that vary (V).
    low, high : FloatArray (V,)
        The ends of their ranges; each holds the present value.

    Returns
    -------
    float
        In shares of the ranges, all parameters moving at once (max norm), rounded down to three
        digits; 0: nothing is proved; 1: no change within the ranges does.
    """
    if not game.tree.perfect_information or game.tree.n_leaves > MOST_LEAVES:
        return 0.0
    if _safe_within(game, names, low, high, 1.0):
        return 1.0
    proved, open_ = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = math.sqrt(max(proved, 1e-4) * open_)
        if _safe_within(game, names, low, high, middle):
            proved = middle
        else:
            open_ = middle
    if not proved:
        return 0.0
    digits = 10.0 ** (2 - math.floor(math.log10(proved)))
    return math.floor(proved * digits) / digits


def _safe_within(
    game: ParametricGame, names: list[str], low: FloatArray, high: FloatArray, reach: float
) -> bool:
    """Return whether no decision on the path changes within so many shares of the ranges."""
    values = {p.name: p.value for p in game.parameters} | dict(game.fixed)
    still = np.zeros(len(names))
    theta = {name: _cell(Form(float(value), still)) for name, value in values.items()}
    for k, name in enumerate(names):
        if name in game.fixed:
            continue
        now, far = float(values[name]), reach * (high[k] - low[k])
        ends = max(low[k], now - far), min(high[k], now + far)
        slopes = still.copy()
        slopes[k] = (ends[1] - ends[0]) / 2
        theta[name] = _cell(Form((ends[0] + ends[1]) / 2, slopes))

    def constant(value: Fraction) -> Form:
        return Form(float(value), still)

    operations = {name: np.frompyfunc(f, n, 1) for name, (f, n) in OPERATIONS.items()}
    try:
        u, chance = _numbers(game, theta, Arithmetic(object, constant, operations))
    except (UnprovedError, OverflowError, ZeroDivisionError):
        return False
    return _path_is_safe(game, u, chance)


def _cell(form: Form) -> NumberArray:
    cell = np.empty((1, 1), dtype=object)
    cell[0, 0] = form
    return cell


def _numbers(
    game: ParametricGame, theta: dict[str, NumberArray], arithmetic: Arithmetic
) -> tuple[NumberArray, NumberArray]:
    """Return payoffs (Z, P) and odds (S,) as forms."""
    known: dict[int, NumberArray] = {}
    for i in game.program.order:
        known[i] = perform(game.program.tape.steps[i], known, arithmetic, theta)
    zero = next(iter(theta.values()))[0, 0]
    nothing = Form(0.0, 0 * zero.slopes)
    u = np.full((game.tree.n_leaves, game.tree.n_players, 1), nothing, dtype=object)
    chance = np.full((game.tree.n_slots, 1), nothing, dtype=object)
    fill(u, payoff_roots(game.spec, game.grown, game.tape), known)
    fill(chance, odds_roots(game.grown, game.tape), known)
    return u[:, :, 0], chance[:, 0]


def _path_is_safe(game: ParametricGame, u: NumberArray, chance: NumberArray) -> bool:
    """Return whether every decision that can be reached is safe."""
    tree = game.tree
    margin = MARGIN * max(max(abs(f.low), abs(f.high)) for f in u.ravel())
    values: list[list[Form]] = [[] for _ in range(tree.n_nodes)]
    safe = np.full(tree.n_nodes, -1)
    for row, node in enumerate(tree.leaf.tolist()):
        values[node] = list(u[row])
    for node in reversed(range(tree.n_nodes)):
        count = int(tree.n_children[node])
        if not count:
            continue
        children = range(int(tree.first_child[node]), int(tree.first_child[node]) + count)
        owner = int(tree.owner[node])
        if owner == CHANCE:
            odds = [chance[tree.slot[child]] for child in children]
            parts = [[_times(o, v) for v in values[c]] for o, c in zip(odds, children, strict=True)]
        else:
            parts = [values[c] for c in _undominated(values, children, owner, margin)]
            if len(parts) == 1:
                safe[node] = next(c for c in children if values[c] is parts[0])
        join = _plus if owner == CHANCE else hull
        values[node] = parts[0]
        for other in parts[1:]:
            values[node] = [join(a, b) for a, b in zip(values[node], other, strict=True)]
    reached = [0]
    while reached:
        node = reached.pop()
        first = int(tree.first_child[node])
        if int(tree.owner[node]) == CHANCE:
            reached += range(first, first + int(tree.n_children[node]))
        elif tree.n_children[node]:
            if safe[node] < 0:
                return False
            reached.append(int(safe[node]))
    return True


def _undominated(values: list[list[Form]], children: range, owner: int, margin: float) -> list[int]:
    """Return the options that may be best somewhere in the box."""
    best = max(children, key=lambda c: values[c][owner].centre)
    return [
        c
        for c in children
        if c == best or not _minus(values[best][owner], values[c][owner]).low > margin
    ]
