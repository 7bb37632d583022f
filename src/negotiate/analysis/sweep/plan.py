"""What a sweep computes, cut into pieces that are the same whoever computes them."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis.draws import evaluate
from negotiate.analysis.engines import engine_for, together
from negotiate.analysis.sampling import HOW, Block, draw_block
from negotiate.concepts import concept as concept_module
from negotiate.errors import UsageError, nearest
from negotiate.game.model import Model
from negotiate.record import dataclass
from negotiate.results.sweep import Arrays, Design, Layout, Variable
from negotiate.solvers.protocol import Options
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.analysis.draws import Drawn
    from negotiate.spec.model import Spec
    from negotiate.types import BoolArray, FloatArray

LARGEST: Final = 2**13
"""Draws of a piece at most."""

WORK: Final = 2**23
"""Nodes of all draws of a piece: a second or less where draws are solved at once."""

ONE_BY_ONE: Final = 64
"""Draws of a piece where each is solved by itself."""

REPLICATES: Final = 16
"""Independent sequences of draws that are not independent within one (Owen 2023, section 17.4)."""

SAME: Final = 1e-9
"""Payoffs that differ by no more than this share of the larger are the same."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A game, the largest tree that it may have, and a design: all that a worker needs."""

    spec: Spec
    design: Design
    max_nodes: int


def plan(model: Model, design: Design, *, max_block: int | None = None) -> Plan:
    """Return the plan of a sweep: its design complete, its parameters checked.

    Parameters
    ----------
    model : Model
    design : Design
        `block` and `replicates` are worked out here, and `draws` may become more: where they
        are not independent, all replicates have equally many. Where only the grid varies, one
        is enough.
    max_block : int, optional
        Draws of a piece at most.

    Raises
    ------
    UsageError
        If a name does not exist, or nothing is drawn.
    """
    _check(model, design)
    if not drawn_parameters(model.spec, design):
        design = replace(design, draws=1, sampling="random")  # all draws would be the same
    tree = max((model.parametric(name).tree for name in design.scenarios), key=lambda t: t.n_nodes)
    if together(tree, design.concept, design.method):
        most = min(LARGEST, max(1, WORK // tree.n_nodes))
    else:
        most = ONE_BY_ONE
    most = min(most, max_block or most)
    if design.sampling == "random":
        design = replace(design, block=min(most, design.draws), replicates=1)
    else:
        each = -(-design.draws // REPLICATES)
        block = 1
        while block * 2 <= most and block < each:
            block *= 2
        rounds = -(-each // block)
        draws = rounds * block * REPLICATES
        design = replace(design, block=block, replicates=REPLICATES, draws=draws)
    return Plan(model.spec, design, model.max_nodes)


def _check(model: Model, design: Design) -> None:
    if design.sampling not in HOW:
        hint = nearest(design.sampling, HOW) or f"there are {', '.join(HOW)}"
        raise UsageError(f"draws cannot be made by '{design.sampling}'; {hint}")
    concept_module("spe" if design.concept == "auto" else design.concept)
    for name in design.scenarios:
        options = Options(rationality=design.rationality)
        engine_for(model.parametric(name).tree, design.concept, design.method, options)
    if design.draws < 1:
        raise UsageError("a sweep has at least one draw")
    known = {p.name: p for p in model.spec.parameters}
    for name in (*design.grid, *design.settings):
        if name not in known:
            hint = nearest(name, known) or f"it has {', '.join(known) or 'none'}"
            raise UsageError(f"the game has no parameter '{name}'; {hint}")
    for name, values in design.grid.items():
        if name in design.settings:
            raise UsageError(f"'{name}' cannot both be set and swept over")
        if not values or len(set(values)) < len(values) or not all(map(isfinite, values)):
            raise UsageError(f"the values of '{name}' are finite, different, and at least one")
    free = {p.name for p in model.spec.parameters if p.uncertain}
    if not free.difference(design.settings, design.grid) and not design.grid:
        raise UsageError(
            "no parameter of the game has a range or a distribution: there is nothing to draw"
        )


def drawn_parameters(spec: Spec, design: Design) -> tuple[str, ...]:
    """Return the parameters that are drawn."""
    fixed = {*design.grid, *design.settings}
    return tuple(p.name for p in spec.parameters if p.uncertain and p.name not in fixed)


class Sweeper:
    """Computes the pieces of a plan.

    Parameters
    ----------
    plan : Plan
    model : Model, optional
        Of the same game, if it is compiled already.
    """

    def __init__(self, plan: Plan, model: Model | None = None) -> None:
        self.plan = plan
        self.design = plan.design
        self.model = model or Model(plan.spec, plan.max_nodes)
        self.options = Options(seed=plan.design.seed, rationality=plan.design.rationality)

    def thetas(self, piece: int) -> FloatArray:
        """Return the parameters of a piece (K, B)."""
        design, spec = self.design, self.plan.spec
        number, cell = design.place(piece)
        span = design.span(piece)
        size = span.stop - span.start
        if design.sampling == "random":
            block = Block(span.start, size)
        elif design.sampling == "latin":
            block = Block(0, size, number)
        else:
            turn, replicate = divmod(number, design.replicates)
            block = Block(turn * design.block, size, replicate)
        fixed = {**design.settings, **design.at(cell)}
        rows = draw_block(
            spec.parameters,
            block,
            design.seed,
            how=design.sampling,
            fixed=fixed,
            correlations=spec.correlations,
        )
        for k, parameter in enumerate(spec.parameters):
            if parameter.name in fixed:
                rows[k] = fixed[parameter.name]
        return rows

    def piece(self, piece: int) -> Arrays:
        """Return the variables of one piece, the draw axis last."""
        design = self.design
        rows = self.thetas(piece)
        drawn = [
            evaluate(
                self.model.parametric(name),
                rows,
                concept=design.concept,
                method=design.method,
                options=self.options,
            )
            for name in design.scenarios
        ]
        free = drawn_parameters(self.plan.spec, design)
        names = [p.name for p in self.plan.spec.parameters]
        found: Arrays = {
            "input": rows[[names.index(name) for name in free]],
            "payoff": np.stack([d.payoffs for d in drawn]),
            "value": _stacked([list(d.quantities.values()) for d in drawn], rows.shape[1]),
            "odds": _stacked([_flat(d.categories) for d in drawn], rows.shape[1]),
            "holds": _stacked([list(d.criteria.values()) for d in drawn], rows.shape[1]),
            "decided": np.stack([d.decided for d in drawn]),
            "valid": np.stack([d.valid for d in drawn]),
            "changes": np.stack([self._changes(drawn[0], d) for d in drawn]),
        }
        if design.moves:
            found["move_odds"] = _stacked([self._move_odds(d) for d in drawn], rows.shape[1])
        return found

    def _changes(self, first: Drawn, other: Drawn) -> BoolArray:
        """Return where players' moves come out otherwise than in the first scenario (B,)."""
        return ~first.same_as(other, self.player_moves)

    @property
    def player_moves(self) -> list[str]:
        """Moves of players in the first scenario."""
        tree = self.model.parametric(self.design.scenarios[0]).tree
        moves = [tree.labels.move_of(h) for h in np.flatnonzero(tree.decision).tolist()]
        return list(dict.fromkeys(moves))

    def _move_odds(self, drawn: Drawn) -> list[FloatArray]:
        nothing = np.zeros(len(drawn.decided))
        return [drawn.moves.get(m, {}).get(o, nothing) for m, o in self.move_outcomes]

    @property
    def move_outcomes(self) -> list[tuple[str, str]]:
        """Every outcome of every move in any scenario."""
        found: dict[tuple[str, str], None] = {}
        for name in self.design.scenarios:
            game = self.model.parametric(name)
            for move, options in zip(game.move_names, game.option_names, strict=True):
                found |= dict.fromkeys((move, option) for option in (*options, "none"))
        return list(found)

    def layout(self) -> Layout:
        """Return the shape of the whole result."""
        design, spec = self.design, self.plan.spec
        numbers = [q.name for q in spec.quantities if not q.categories]
        outcomes = [f"{q.name}={c}" for q in spec.quantities for c in q.categories]
        labels: dict[str, tuple[Any, ...]] = {
            "scenario": design.scenarios,
            "player": tuple(p.key for p in spec.players),
            "quantity": tuple(numbers),
            "outcome": tuple(outcomes),
            "criterion": tuple(c.name for c in spec.criteria),
            "parameter": drawn_parameters(spec, design),
        }
        if design.moves:
            labels["move"] = tuple(f"{m}={o}" for m, o in self.move_outcomes)
        labels = {name: own for name, own in labels.items() if own} | dict(design.grid)
        grid = tuple(design.grid)
        axes = (*grid, "draw")
        variables = {
            "input": Variable(("parameter", "draw"), "f8", "what was drawn of each parameter"),
            "payoff": Variable(("scenario", "player", *axes), "f8", "expected payoff"),
            "value": Variable(("scenario", "quantity", *axes), "f8", "expected value"),
            "odds": Variable(("scenario", "outcome", *axes), "f8", "odds of a category"),
            "holds": Variable(("scenario", "criterion", *axes), "f8", "odds that it holds"),
            "decided": Variable(("scenario", *axes), "?", "whether the answer is unique"),
            "valid": Variable(("scenario", *axes), "?", "whether the numbers are those of a game"),
            "changes": Variable(("scenario", *axes), "?", "whether players' moves on the path come "
                                "out otherwise than in the first scenario"),
        }  # fmt: skip
        if design.moves:
            variables["move_odds"] = Variable(
                ("scenario", "move", *axes), "f8", "odds of an outcome"
            )
        known = {*labels, "draw"}
        variables = {n: v for n, v in variables.items() if known.issuperset(v.dims)}
        return Layout(
            sizes={name: len(own) for name, own in labels.items()} | {"draw": design.draws},
            labels=labels,
            variables=variables,
            grid=grid,
            attributes=attributes(self.plan),
        )


def units(spec: Spec) -> dict[str, str]:
    """Return the units of quantities and parameters that have one."""
    return {q.name: q.unit for q in spec.quantities if q.unit} | {
        p.name: p.unit for p in spec.parameters if p.unit
    }


def attributes(plan: Plan) -> dict[str, Any]:
    """Return what identifies a sweep: the same attributes, the same numbers."""
    design, spec = plan.design, plan.spec
    found: dict[str, Any] = {
        "title": spec.title,
        "game": spec.file,
        "game_sha256": spec.sha256,
        "program": "negotiate",
        "version": __version__,
        "seed": design.seed,
        "sampling": design.sampling,
        "draws": design.draws,
        "replicates": design.replicates,
        "block": design.block,
        "concept": design.concept,
        "method": design.method,
        "scenarios": ", ".join(design.scenarios),
        "moves": int(design.moves),
        "settings": ", ".join(f"{k}={v!r}" for k, v in sorted(design.settings.items())),
        "grid": "; ".join(f"{k}: {', '.join(map(repr, v))}" for k, v in design.grid.items()),
        "distributions": "; ".join(f"{k}: {v}" for k, v in distributions(plan).items()),
        "correlations": "; ".join(correlations(spec)),
        "units": "; ".join(f"{k}: {v}" for k, v in units(spec).items()),
    }
    if design.rationality is not None:
        found["rationality"] = design.rationality
    return found


def remarks(model: Model, design: Design) -> tuple[str, ...]:
    """Return what a reader of the result must know of what was asked."""
    found = [
        f"{scenario} sets {name} itself, so that the values of the grid change nothing there."
        for name in design.grid
        for scenario in design.scenarios
        if name in model.parametric(scenario).fixed
    ]
    if not drawn_parameters(model.spec, design):
        found.append(
            "Nothing is drawn: every answer is that of one game, and intervals have no width."
        )
    return tuple(found)


def distributions(plan: Plan) -> dict[str, str]:
    """Return each parameter that is drawn, and from what, in words."""
    free = drawn_parameters(plan.spec, plan.design)
    found = {}
    for p in plan.spec.parameters:
        if p.name in free:
            plain = f"uniform, {float(p.low or 0):g} to {float(p.high or 0):g}"
            found[p.name] = p.distribution.words() if p.distribution else plain
    return found


def correlations(spec: Spec) -> tuple[str, ...]:
    """Return the rank correlations in words."""
    return tuple(f"{c.first}, {c.second}: {float(c.rho):g}" for c in spec.correlations)


def _flat(nested: Any) -> list[FloatArray]:
    return [row for inner in nested.values() for row in inner.values()]


def _stacked(rows: Sequence[Sequence[FloatArray]], width: int) -> FloatArray:
    """Return one array of a list of rows a scenario (S, n, B), n perhaps 0."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1 if rows[0] else 0, width)
