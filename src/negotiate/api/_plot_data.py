"""What each kind of plot is of: a function of that name returns the data, and the seed if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from negotiate.api._asked import check_scenarios, concept_of
from negotiate.api._estimate import rationality_path
from negotiate.api._map import region_map
from negotiate.api._reach import thresholds
from negotiate.api._sensitivity import sensitivity
from negotiate.api._sweep import planned
from negotiate.api._sweep import sweep as swept
from negotiate.api._wanting import parameters_wanted, result_wanted
from negotiate.errors import UsageError, nearest
from negotiate.results.imprint import Imprint
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from negotiate.game.model import Model

    Progress = Callable[[str, int, int], None]

Found: TypeAlias = tuple[Any, int | None]
"""The data, and the seed where something was drawn."""

DRAWS = 2000
FAN_DRAWS = 500
"""At each of `STEPS` values."""

STEPS = 13
"""Values of the parameter along which a fan is drawn."""


def imprint(model: Model, numbers: Mapping[str, Fraction], seed: int | None) -> Imprint:
    """Return what stands on a plot of a game."""
    from negotiate.analysis.compare import info_of  # noqa: PLC0415 (where one plots)
    from negotiate.spec.unparse import decimal  # noqa: PLC0415 (as above)

    return Imprint(
        game=info_of(model, model.scenarios[0]),
        parameter_units={p.name: p.unit for p in model.spec.parameters if p.unit},
        settings={name: decimal(value) for name, value in numbers.items()},
        seed=seed,
        version=__version__,
    )


def payoffs(
    model: Model,
    *,
    scenarios: Sequence[str] | None = None,
    concept: str = "auto",
    method: str = "auto",
    rationality: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Found:
    """Return the scenarios side by side, and their payoffs over draws."""
    from negotiate.analysis import compare  # noqa: PLC0415 (solvers, only where they solve)
    from negotiate.solvers.protocol import Options  # noqa: PLC0415 (as above)

    check_scenarios(model, scenarios or ())
    concept = concept_of(concept, rationality)
    options = Options(all=True, seed=seed, rationality=rationality)
    found = compare.compare(
        model, scenarios, concept=concept, method=method, options=options, draws=0, seed=seed
    )
    if not draws or not any(p.uncertain for p in model.spec.parameters):
        return (found, None), None
    names = [report.name for report in found.scenarios]
    spread = swept(
        model, draws, names, seed=seed, concept=concept, method=method, rationality=rationality
    )
    return (found, spread), seed


def map(  # noqa: A001 (the name of the kind)
    model: Model,
    *,
    x: str = "",
    y: str = "",
    scenario: str | None = None,
    concept: str = "auto",
    method: str = "auto",
    resolution: int | None = None,
    progress: Progress | None = None,
) -> Found:
    """Return the regions of two parameters."""
    if not (x and y):
        raise parameters_wanted(model, "plot {file} map", {"--x": x or None, "--y": y or None})
    found = region_map(
        model, x, y, scenario, concept=concept, method=method, resolution=resolution,
        progress=progress,
    )  # fmt: skip
    return found, None


def strip(
    model: Model,
    *,
    x: Sequence[str] | str = (),
    scenario: str | None = None,
    concept: str = "auto",
    method: str = "auto",
    progress: Progress | None = None,
) -> Found:
    """Return the thresholds of some parameters, or of all that have a range."""
    from negotiate.analysis.strips import strips  # noqa: PLC0415 (as in `payoffs`)

    names = [x] if isinstance(x, str) else list(x)
    names = names or [p.name for p in model.spec.parameters if p.low is not None]
    if not names:
        raise UsageError("no parameter of the game has a range: there is nothing to look along")
    found = []
    for place, name in enumerate(names):
        if progress is not None:
            progress("parameters", place, len(names))
        found.append(thresholds(model, name, scenario, concept=concept, method=method))
    return strips(found), None


def sweep(
    model: Model,
    *,
    of: str = "",
    scenarios: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    concept: str = "auto",
    method: str = "auto",
    rationality: float | None = None,
) -> Found:
    """Return a sweep, and which result of it is shown."""
    of = _result(model, of, criteria=True)
    found = swept(
        model, draws, scenarios, seed=seed, concept=concept, method=method, rationality=rationality
    )
    return (found, of), seed


def tornado(
    model: Model,
    *,
    of: str = "",
    scenario: str | None = None,
    against: str | None = None,
    draws: int | None = None,
    seed: int = 0,
    concept: str = "auto",
    method: str = "auto",
    progress: Progress | None = None,
) -> Found:
    """Return which assumption an output hangs on."""
    if not of:
        raise result_wanted(model, "plot {file} tornado")
    found = sensitivity(
        model, of, scenario, against=against, draws=draws, seed=seed, concept=concept,
        method=method, progress=progress,
    )  # fmt: skip
    return found, seed


def qre(
    model: Model, *, of: str = "", scenario: str | None = None, to: float | None = None
) -> Found:
    """Return the branch of quantal response, of one move if it is named."""
    from dataclasses import replace  # noqa: PLC0415 (where one plots)

    found = rationality_path(model, to, scenario)
    if of:
        moves = list(dict.fromkeys(decision.move for decision in found.decisions))
        if of not in moves:
            raise UsageError(f"no move of a player is called '{of}'; {_hint(of, moves)}")
        kept = tuple(decision for decision in found.decisions if decision.move == of)
        found = replace(found, decisions=kept)
    return found, None


def replies(model: Model, *, scenario: str | None = None) -> Found:
    """Return both players' best replies."""
    from negotiate.analysis.replies import replies as analysis  # noqa: PLC0415 (as in `payoffs`)

    name = model.scenarios[0] if scenario is None else scenario
    check_scenarios(model, [name])
    return analysis(model.game(name), name), None


def bargaining(
    model: Model,
    *,
    scenarios: Sequence[str] | None = None,
    scenario: str | None = None,
    against: str | None = None,
    players: Sequence[str] = (),
    concept: str = "auto",
    method: str = "auto",
    rationality: float | None = None,
) -> Found:
    """Return the payoff plane of two players.

    Feasible is what `scenario` allows, by default the one that `against` stands for; equilibria
    are those of `scenarios`.
    """
    from negotiate.analysis import compare  # noqa: PLC0415 (as in `payoffs`)
    from negotiate.analysis.bargaining import bargaining as analysis  # noqa: PLC0415 (as above)
    from negotiate.solvers.protocol import Options  # noqa: PLC0415 (as above)

    names = list(scenarios or model.main_scenarios)
    names = [scenario, *names] if scenario is not None and scenario not in names else names
    rest = names[0] if against is None else against
    names = [rest, *(name for name in names if name != rest)]
    check_scenarios(model, names)
    keys = [player.key for player in model.spec.players]
    pair = list(players) or keys[:2]
    for key in pair:
        if key not in keys:
            raise UsageError(f"the game has no player '{key}'; {_hint(key, keys)}")
    if len(set(pair)) != 2:
        raise UsageError(f"a bargaining plane is of two players; the game has {', '.join(keys)}")
    concept = concept_of(concept, rationality)
    options = Options(all=True, rationality=rationality)
    found = compare.compare(model, names, concept=concept, method=method, options=options, draws=0)
    one, two = pair
    points = {
        report.name: tuple((float(p.payoffs[one]), float(p.payoffs[two])) for p in report.plays)
        for report in found.scenarios
    }
    base = rest if scenario is None else scenario
    plane = analysis(
        model.game(base), (one, two), points, scenario=base, against=rest, concept=found.concept
    )
    return plane, None


def fan(
    model: Model,
    *,
    of: str = "",
    x: str = "",
    scenarios: Sequence[str] | None = None,
    draws: int = FAN_DRAWS,
    seed: int = 0,
    concept: str = "auto",
    method: str = "auto",
    rationality: float | None = None,
    progress: Progress | None = None,
) -> Found:
    """Return the quantiles of a quantity, or the odds of its categories, along a parameter."""
    from negotiate.analysis.fan import fan as analysis  # noqa: PLC0415 (as in `payoffs`)

    of = _result(model, of)
    if not x:
        raise parameters_wanted(model, "plot {file} fan", {"--of": of, "--x": None})
    ready, plan = planned(
        model,
        draws,
        scenarios,
        over={x: _steps(model, x)},
        seed=seed,
        concept=concept,
        method=method,
        rationality=rationality,
    )
    return analysis(plan, ready, of, progress), seed


def _steps(model: Model, name: str) -> list[float]:
    """Return values of a parameter over its range."""
    known = {p.name: p for p in model.spec.parameters}
    if name not in known:
        raise UsageError(f"the game has no parameter '{name}'; {_hint(name, known)}")
    low, high = known[name].low, known[name].high
    if low is None or high is None:
        raise UsageError(f"parameter '{name}' has no range to go along")
    return [float(low + (high - low) * step / (STEPS - 1)) for step in range(STEPS)]


def _result(model: Model, of: str, *, criteria: bool = False) -> str:
    """Return the name of a result; the first that there is where none is asked for."""
    spec = model.spec
    known = [q.name for q in spec.quantities if q.categories]
    known += [q.name for q in spec.quantities if not q.categories]
    known += [c.name for c in spec.criteria] if criteria else []
    known += [f"payoff.{player.key}" for player in spec.players]
    name = of or known[0]
    if name not in known:
        raise UsageError(f"there is no result '{name}' to plot; {_hint(name, known)}")
    return name


def _hint(word: str, known: Iterable[str]) -> str:
    names = list(known)
    return nearest(word, names) or f"there are {', '.join(names) or 'none'}"
