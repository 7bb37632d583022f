"""Many draws of the parameters in every scenario: how sure a conclusion is."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from negotiate.api._asked import check_scenarios, concept_of, model_of, numbers_of
from negotiate.api._files import may_write
from negotiate.api._notebook import shown
from negotiate.errors import UsageError, nearest
from negotiate.game.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    import xarray as xr

    from negotiate.analysis.sweep.plan import Plan
    from negotiate.analysis.sweep.tally import Summary
    from negotiate.formats.sweep.store import Store
    from negotiate.results.sweep import Design, Layout, Sweep

Progress: TypeAlias = Callable[[int, int, int], None]
"""Told how many draws are done, of how many, and how many of them were there before; a draw
counts once for every combination of the grid."""


def sweep(
    game: Model | str | Path,
    draws: int = 10_000,
    scenarios: Sequence[str] | None = None,
    *,
    over: Mapping[str, Sequence[float]] | None = None,
    sampling: str = "random",
    seed: int = 0,
    concept: str = "auto",
    method: str = "auto",
    rationality: float | None = None,
    settings: Mapping[str, Fraction | float] | None = None,
    distributions: Mapping[str, str] | None = None,
    correlations: Sequence[tuple[str, str, float | str]] = (),
    moves: bool = False,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Solve every scenario at many draws of the parameters, the same draws for all of them.

    Parameters
    ----------
    game : Model, str or Path
    draws : int
        Where they are not independent they become more: a multiple of the replicates.
    scenarios : sequence of str, optional
        All of the file that are not set aside. The first is what the others are compared to.
    over : mapping of parameter to numbers, optional
        A grid: all combinations of these values are crossed with the draws.
    sampling : str
        ``random``, ``sobol`` or ``latin``.
    seed : int
    concept, method, rationality, settings
        As in `solve`; ``auto`` is subgame perfection in pure strategies where draws can be
        solved at once.
    distributions : mapping of parameter to str, optional
        Instead of those of the file: ``normal(0.5, 0.1)``.
    correlations : sequence of (parameter, parameter, number)
        Besides those of the file, or instead of them where the pair is the same.
    moves : bool
        Keep the odds of every outcome of every move too.
    out : str or Path, optional
        Where all draws are written: ``.nc``, ``.zarr`` or ``.parquet``.
    resume : bool
        Go on with the finished pieces that lie beside `out`.
    force : bool
        Overwrite `out` if it is there; a folder never is.
    workers : int
        Processes. More than one need the caller to be a module, or a script whose own work
        stands under ``if __name__ == "__main__":``.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers then compute.
    progress : callable, optional
        Called with how many draws are done, of how many, and how many were there before.

    Returns
    -------
    Sweep
        Where it was interrupted, of the draws so far, and `finished` says so.

    Raises
    ------
    UsageError
        If a name does not exist, or `out` cannot be written to.

    Examples
    --------
    >>> from negotiate.api import sweep
    >>> answer = sweep("conditional-aid", 500, ["ukraine_first"])
    >>> answer.cells[0].scenarios[0].answered
    500
    """
    from negotiate.analysis.sweep.plan import Sweeper  # noqa: PLC0415 (numpy, where one solves)
    from negotiate.analysis.sweep.tally import Summary  # noqa: PLC0415 (as above)

    model, plan = planned(
        game, draws, scenarios, over=over, sampling=sampling, seed=seed, concept=concept,
        method=method, rationality=rationality, settings=settings, distributions=distributions,
        correlations=correlations, moves=moves,
    )  # fmt: skip
    layout = Sweeper(plan, model).layout()
    if resume and out is None:
        raise UsageError("there is nothing to go on with: --resume needs --out")
    store = None if out is None else _store(Path(out), layout, resume=resume, force=force)
    summary = Summary(plan, model, layout)
    finished = _computed(
        plan, model, summary, store, workers=workers, scheduler=scheduler, progress=progress
    )
    if store is not None and finished:
        from negotiate.formats import sweep as formats  # noqa: PLC0415 (where one writes)

        pieces = range(plan.design.pieces)
        formats.write(store.output, layout, plan.design, ((p, store.get(p)) for p in pieces))
        store.remove()
    return shown(summary.sweep(finished=finished))


def sweep_dataset(game: Model | str | Path, draws: int = 10_000, **how: Any) -> xr.Dataset:
    """Return all draws as an xarray Dataset in memory.

    Parameters
    ----------
    game, draws
        As in `sweep`.
    **how
        Scenarios, grid, sampling, seed, concept, settings, distributions: as in `sweep`.

    Returns
    -------
    xarray.Dataset
        With the dimensions ``scenario``, ``player``, ``quantity``, ``outcome``, ``criterion``,
        ``parameter``, those of the grid, and ``draw``.
    """
    from negotiate.analysis.sweep.plan import Sweeper  # noqa: PLC0415 (as in `sweep`)
    from negotiate.analysis.sweep.run import here  # noqa: PLC0415 (as in `sweep`)
    from negotiate.formats import sweep as formats  # noqa: PLC0415 (as in `sweep`)

    model, plan = planned(game, draws, how.pop("scenarios", None), **how)
    layout = Sweeper(plan, model).layout()
    pieces = here(plan, model, range(plan.design.pieces))
    found: xr.Dataset = formats.load("memory").dataset(layout, plan.design, pieces)
    return found


def planned(
    game: Model | str | Path,
    draws: int,
    scenarios: Sequence[str] | None = None,
    *,
    over: Mapping[str, Sequence[float]] | None = None,
    settings: Mapping[str, Fraction | float] | None = None,
    distributions: Mapping[str, str] | None = None,
    correlations: Sequence[tuple[str, str, float | str]] = (),
    concept: str = "auto",
    rationality: float | None = None,
    **how: Any,
) -> tuple[Model, Plan]:
    """Return the game and the plan that are asked for."""
    from negotiate.analysis.sweep.plan import plan  # noqa: PLC0415 (as in `sweep`)
    from negotiate.results.sweep import Design  # noqa: PLC0415 (as in `sweep`)

    model = _assuming(model_of(game), distributions or {}, correlations)
    check_scenarios(model, scenarios or ())
    numbers = numbers_of(model, settings) or {}
    design = Design(
        scenarios=tuple(scenarios or model.main_scenarios),
        draws=draws,
        grid={name: tuple(map(float, values)) for name, values in (over or {}).items()},
        settings={name: float(value) for name, value in numbers.items()},
        concept=concept_of(concept, rationality),
        rationality=rationality,
        **how,
    )
    return model, plan(model, design)


def _assuming(
    model: Model,
    distributions: Mapping[str, str],
    correlations: Sequence[tuple[str, str, float | str]],
) -> Model:
    """Return the game with other distributions and correlations of its parameters."""
    if not distributions and not correlations:
        return model
    from dataclasses import replace  # noqa: PLC0415 (seldom needed)

    from negotiate.spec.read.correlations import correlations_of  # noqa: PLC0415 (as above)
    from negotiate.spec.read.distribution import distribution_of  # noqa: PLC0415 (as above)

    spec = model.spec
    known = {parameter.name: parameter for parameter in spec.parameters}
    for name, text in distributions.items():
        if name not in known:
            hint = nearest(name, known) or f"it has {', '.join(known) or 'none'}"
            raise UsageError(f"the game has no parameter '{name}'; {hint}")
        known[name] = replace(known[name], distribution=distribution_of(text, known[name]))
    new = [(a, b, str(rho)) for a, b, rho in correlations]
    pairs = {frozenset(pair[:2]) for pair in new}
    kept = [
        (c.first, c.second, str(c.rho))
        for c in spec.correlations
        if frozenset({c.first, c.second}) not in pairs
    ]
    found = correlations_of([*kept, *new], known)
    spec = replace(spec, parameters=tuple(known.values()), correlations=found)
    return Model(spec, model.max_nodes)


def _store(path: Path, layout: Layout, *, resume: bool, force: bool) -> Store:
    """Return where finished pieces are kept, once it is sure that the rest can be written."""
    from negotiate.formats import sweep as formats  # noqa: PLC0415 (where one writes)
    from negotiate.formats.sweep.store import Store  # noqa: PLC0415 (as above)

    formats.module(path)
    if path.is_dir():
        raise UsageError(f"'{path}' is there already: remove it, or write to another name")
    may_write(path, force=force)
    return Store(path, layout.attributes, resume=resume)


def _computed(
    plan: Plan,
    model: Model,
    summary: Summary,
    store: Store | None,
    *,
    workers: int,
    scheduler: str | None,
    progress: Progress | None,
) -> bool:
    """Compute what is missing, add up all in order; return whether it came to the end."""
    from negotiate.analysis.sweep import run  # noqa: PLC0415 (as in `sweep`)

    design = plan.design
    there = set(store.done(design.pieces)) if store is not None else set()
    todo = [piece for piece in range(design.pieces) if piece not in there]
    kept = summary.kept if store is None else None
    if scheduler is not None:
        source = run.cluster(plan, scheduler, todo, kept)
    elif workers > 1 and len(todo) > 1:
        source = run.processes(plan, min(workers, len(todo)), todo, kept)
    else:
        source = run.here(plan, model, todo, kept)
    old = sum(_draws(design, piece) for piece in there)
    done = 0
    with Interruption() as interruption, closing(source):
        for piece in range(design.pieces):
            if interruption.asked:
                return False
            if store is None:
                summary.add_sums(*next(source))
            elif piece in there:
                summary.add(piece, store.get(piece))
            else:
                _, arrays = next(source)
                store.put(piece, arrays)
                summary.add(piece, arrays)
            done += _draws(design, piece)
            if progress is not None:
                progress(done, design.draws * design.cells, old)
    return True


def _draws(design: Design, piece: int) -> int:
    span = design.span(piece)
    return int(span.stop - span.start)


class Interruption:
    """Takes note of Ctrl-C, so that it comes between two pieces and never in the midst of one.

    A second one is not waited with.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        """Begin to take note; outside the main thread, where signals do not come, do nothing."""
        with suppress(ValueError):
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave Ctrl-C to whoever had it."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
