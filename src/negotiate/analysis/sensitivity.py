"""Which assumption an output hangs on, which way, and what would overturn it."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from negotiate.analysis import sobol
from negotiate.analysis.answer import AUTO
from negotiate.analysis.asked import Asked, ask
from negotiate.analysis.compare import game_info
from negotiate.analysis.counterexample import Effort
from negotiate.analysis.counterexample_told import Solved, Teller, solved
from negotiate.analysis.engines import together
from negotiate.analysis.sampling import thetas
from negotiate.analysis.sensitivity_against import Facts, counterexamples, proved, so_far
from negotiate.analysis.sensitivity_headline import EVEN, bar
from negotiate.analysis.sensitivity_lines import LINES, STEPS, Lines, along
from negotiate.analysis.sensitivity_space import Space, View, ends_of, fixed
from negotiate.errors import NoAnswerError, UsageError
from negotiate.record import dataclass
from negotiate.results.sensitivity import Influence, Looked, Sensitivity
from negotiate.spec.expression import names_in
from negotiate.spec.unparse import decimal
from negotiate.types import one_nan
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiate.analysis.draws import Drawn
    from negotiate.analysis.sensitivity_space import Progress
    from negotiate.game.model import Model
    from negotiate.game.parametric import ParametricGame
    from negotiate.results.sensitivity import Direction
    from negotiate.spec.distribution import Correlation
    from negotiate.spec.model import Parameter

DRAWS: Final = 1024
"""Rows of the Sobol sample where draws are solved together."""

FEWER_DRAWS: Final = 64
"""Rows of it where each is solved by itself."""

MOST_LOOKS: Final = 60_000
"""Points that the search for counter-examples may look at."""

FEWER_LOOKS: Final = 1_500


@dataclass(frozen=True)
class Plan:
    """How much to look at."""

    draws: int
    lines: int
    steps: int
    looks: int
    effort: Effort


def sensitivity(
    model: Model,
    of: str,
    scenario: str | None = None,
    *,
    against: str | None = None,
    instead: str | None = None,
    draws: int | None = None,
    seed: int = 0,
    concept: str = AUTO,
    method: str = AUTO,
    settings: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Return how an output depends on the parameters, and what would overturn it.

    Parameters
    ----------
    model : Model
    of : str
        An expression over results: see `negotiate.spec.read.asked.read_asked`.
    scenario : str, optional
        Of names that say none; the first of the file if left out.
    against : str, optional
        A scenario whose value is taken off.
    instead : str, optional
        What is to hold for the headline to be overturned.
    draws : int, optional
        Rows of the Sobol sample.
    seed : int
    concept, method
        As in `negotiate.analysis.draws.evaluate`.
    settings : mapping of parameter to number, optional
        These parameters stay at their value.
    progress : callable, optional
        Is told what is done, how many points of it, of how many.

    Raises
    ------
    UsageError
        If a name does not exist, nothing varies, or `instead` holds already.
    NoAnswerError
        If a scenario has no answer at the present point.
    """
    model = model.with_settings(settings) if settings else model
    name = model.scenarios[0] if scenario is None else scenario
    for each in filter(None, (name, against)):
        model.spec_of(each)
    asked = ask(model, of, name, against)
    target = ask(model, instead, name) if instead else None
    wanted = {*asked.scenarios, *(target.scenarios if target else ())}
    games = {
        each: _lean(model.parametric(each), filter(None, (asked, target)))
        for each in model.scenarios
        if each in wanted
    }
    space = _space(model.spec.parameters, games, settings or {})
    view = View(
        space, games, asked, lambda _, values: np.zeros(len(values), dtype=bool),
        concept, method, seed, progress or (lambda *_: None),
    )  # fmt: skip
    plain = solved(model, view, {})
    here = np.zeros((len(space.varied), 1))
    present = view.draw(here)
    view.concept, view.method = _engine(view, plain, present)
    present = view.draw(here)
    if not all(drawn.valid[0] for drawn in present.values()):
        raise NoAnswerError(
            f"no one method answers all that '{of}' is about",
            "ask about one scenario, or name a --concept",
        )
    view.by_itself = _single(view, plain)
    plan = _plan(games, view.concept, view.method, draws)
    outcomes = {each: answer.outcome for each, answer in plain.items()}
    limits = bar(asked, target, games, present, outcomes)
    if target is not None and target.values(present)[0] > EVEN:
        raise UsageError(f"'{target.text}' has odds above one half already")
    view.overturns = limits.draws
    return _answered(Study(model, view, plan, Teller(model, view, limits), settings or {}))


@dataclass(frozen=True, eq=False)
class Study:
    """A question, ready to be looked into."""

    model: Model
    view: View
    plan: Plan
    teller: Teller
    settings: Mapping[str, Any]


def _answered(study: Study) -> Sensitivity:
    view, plan, limits = study.view, study.plan, study.teller.bar
    sample, found, overturned = _sampled(study)
    lines, facts, unfinished = _further(study)
    constant = found.constant and float(np.nanmax(lines.swings, initial=0.0)) <= limits.slack
    solved_first = next(iter(limits.plain.values()))
    return Sensitivity(
        game=game_info(study.model, solved_first),
        scenarios=limits.asked.scenarios,
        concept=_concept(view),
        of=limits.asked.text,
        instead=limits.instead.text if limits.instead else "",
        sort=limits.asked.sort,
        value=limits.now,
        mean=found.mean,
        deviation=float(np.sqrt(found.variance)),
        low=found.low,
        high=found.high,
        constant=constant,
        influences=_influences(view, found, lines, lines.directions(sample.pairs)),
        headline=limits.headline,
        nearest=facts.nearest,
        euclid=facts.euclid,
        case=facts.case,
        trades=facts.trades,
        proved=facts.proved,
        looked=Looked(
            draws=plan.draws,
            used=found.rows,
            points=view.looked,
            lines=lines.values.shape[1],
            steps=lines.values.shape[2],
            overturned=overturned,
            several=view.several / view.looked,
            within=facts.within,
            complete=facts.complete,
        ),
        seed=view.seed,
        unfinished=unfinished,
        notes=tuple(_notes(study, facts)),
        version=__version__,
    )


def _sampled(study: Study) -> tuple[sobol.Sample, sobol.Indices, float]:
    """Return the sample, the indices it gives, and the share of it that is overturned."""
    view, plan = study.view, study.plan
    count = len(view.space.varied)
    joint = view.space.among(study.model.spec.correlations)
    view.begin("Sobol sample", plan.draws * (count + 2 + bool(joint)))
    sample = sobol.sample(
        lambda cube: view.values(view.space.spread(cube)), count, plan.draws, view.seed
    )
    found = sobol.indices(sample, view.seed)
    overturned = view.hits / view.looked
    if joint:
        found, overturned = _joined(study, found, joint)
    return sample, found, overturned


def _further(study: Study) -> tuple[Lines, Facts, str]:
    """Return lines and counter-examples, and at what it was interrupted, if it was.

    From then on there are the indices, which stand by themselves.
    """
    view, plan = study.view, study.plan
    lines = Lines(np.full((len(view.space.varied), 0, 0), np.nan))
    try:
        lines = along(view, plan.lines, plan.steps)
        facts = counterexamples(view, study.teller, plan.looks, plan.effort)
        return lines, replace(facts, proved=proved(view)), ""
    except KeyboardInterrupt:
        return lines, so_far(view, study.teller), view.stage[0].partition(",")[0]


def _joined(
    study: Study, found: sobol.Indices, correlations: tuple[Correlation, ...]
) -> tuple[sobol.Indices, float]:
    """Return mean and variance, and the share overturned, of draws correlated as stated.

    The indices stay those of independent draws, for which alone they are defined.
    """
    view, draws, hits = study.view, study.plan.draws, study.view.hits
    drawn = thetas(view.space.chosen, draws, view.seed, how="sobol", correlations=correlations)
    values = view.values(view.space.points(drawn))
    known = values[np.isfinite(values)]
    if not known.size:
        return found, (view.hits - hits) / draws
    moments = replace(
        found,
        mean=float(known.mean()),
        variance=float(known.var()),
        low=min(found.low, float(known.min())),
        high=max(found.high, float(known.max())),
    )
    return moments, (view.hits - hits) / draws


def _single(view: View, plain: Mapping[str, Solved]) -> tuple[str, str]:
    """Return a concept and a method that solve every point by itself."""
    concept, method = next(iter(plain.values())).solved_by
    return concept, method if concept == "spe" else view.method


def _engine(
    view: View, plain: Mapping[str, Solved], present: Mapping[str, Drawn]
) -> tuple[str, str]:
    """Return how points are solved: by themselves if the present one has to be.

    Its answer is mixed, then, or one of several.
    """
    if all(drawn.valid[0] for drawn in present.values()):
        return view.concept, view.method
    return _single(view, plain)


def _lean(parametric: ParametricGame, asked: Iterable[Asked]) -> ParametricGame:
    """Return a game that measures only what is asked of it: a third of the time of a draw."""
    heads = {name.split(".")[1] for each in asked for name in names_in(each.expr)}
    spec, lean = parametric.spec, copy(parametric)
    vars(lean).pop("_measures", None)  # what the other measures
    lean.spec = replace(
        spec,
        quantities=tuple(q for q in spec.quantities if q.name in heads),
        criteria=tuple(c for c in spec.criteria if c.name in heads),
    )
    return lean


def _space(
    parameters: tuple[Parameter, ...],
    games: Mapping[str, ParametricGame],
    settings: Mapping[str, Any],
) -> Space:
    """Return the parameters that can vary and are set neither here nor by all scenarios."""
    set_by_all = set.intersection(*(set(game.fixed) for game in games.values()))
    varied = [
        k
        for k, p in enumerate(parameters)
        if not fixed(p) and p.name not in settings and p.name not in set_by_all
    ]
    if not varied:
        raise UsageError(
            "no parameter of the game has a range to vary in; write `range: [low, high]`"
        )
    return Space(parameters, np.array(varied))


def _concept(view: View) -> str:
    """Return the concept that is meant where none was named."""
    if view.concept != AUTO:
        return view.concept
    at_once = all(together(game.tree, AUTO, view.method) for game in view.games.values())
    return "spe" if at_once or view.by_itself is None else view.by_itself[0]


def _plan(
    games: Mapping[str, ParametricGame], concept: str, method: str, draws: int | None
) -> Plan:
    """Return how much to look at: less where each point is solved by itself."""
    if all(together(game.tree, concept, method) for game in games.values()):
        return Plan(draws or DRAWS, LINES, STEPS, MOST_LOOKS, Effort())
    effort = Effort(starts=2, rounds=4, halvings=12, within=64)
    return Plan(draws or FEWER_DRAWS, 3, 9, FEWER_LOOKS, effort)


def _influences(
    view: View, found: sobol.Indices, lines: Lines, directions: tuple[Direction, ...]
) -> tuple[Influence, ...]:
    rows = []
    for k, parameter in enumerate(view.space.chosen):
        low, high = ends_of(parameter)
        rows.append(
            Influence(
                parameter=parameter.name,
                unit=parameter.unit,
                now=parameter.value,
                low=low,
                high=high,
                first=_float(found.first[k]),
                first_low=_float(found.first_interval[0, k]),
                first_high=_float(found.first_interval[1, k]),
                total=_float(found.total[k]),
                total_low=_float(found.total_interval[0, k]),
                total_high=_float(found.total_interval[1, k]),
                at_low=_float(lines.ends[0][k]),
                at_high=_float(lines.ends[1][k]),
                swing=_float(lines.swings[k]),
                direction=directions[k],
            )
        )
    if np.isfinite(found.total).all():
        rows.sort(key=lambda row: (-row.total, -row.swing))
    return tuple(rows)


def _float(number: Any) -> float:
    return one_nan(float(number))


def _notes(study: Study, facts: Facts) -> list[str]:
    """Say what else a reader must know."""
    view, notes = study.view, []
    chosen = {parameter.name for parameter in view.space.chosen}
    others = [p for p in view.space.parameters if p.name not in chosen]
    rangeless = [p.name for p in others if not p.uncertain]
    held = [p.name for p in others if p.uncertain]
    supposed = [p for p in view.space.chosen if p.low is None]
    if supposed:
        ends = (map(decimal, ends_of(p)) for p in supposed)
        said = (f"{p.name} ({' to '.join(pair)})" for p, pair in zip(supposed, ends, strict=True))
        notes.append(
            "Without a range, and so moved between the 0.1% and the 99.9% quantile of its "
            f"distribution: {', '.join(said)}."
        )
    if rangeless:
        notes.append(f"Without a range, and so left where they are: {', '.join(rangeless)}.")
    if held:
        notes.append(f"Set, and so left where they are: {', '.join(held)}.")
    stated = view.space.among(study.model.spec.correlations)
    if stated:
        pairs = ", ".join(f"{c.first} and {c.second} {decimal(c.rho)}" for c in stated)
        notes.append(
            f"The file states rank correlations ({pairs}). The average and the share of draws in "
            "which the headline is overturned respect them; the shares of the variance do not: "
            "they take the parameters as independent, as does the nearest counter-example."
        )
    if not study.teller.bar.settled:
        notes.append("There are several answers now already; the first is meant throughout.")
    if facts.seemed:
        notes.append(
            f"At {facts.seemed:,} of the points looked at it seems to be overturned, but no answer "
            "there could be certified that says so."
        )
    return notes
