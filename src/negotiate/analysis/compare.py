"""Solve scenarios and set them side by side: what each one changes, for whom, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from negotiate.analysis.answer import AUTO, DEFAULT, concept_for, solve
from negotiate.analysis.changes import changes
from negotiate.analysis.credibility import credibility
from negotiate.analysis.outcome import Outcome
from negotiate.analysis.welfare import welfare
from negotiate.analysis.words import wording_of
from negotiate.errors import NoAnswerError, UsageError, nearest
from negotiate.record import dataclass
from negotiate.results.report import Comparison, GameInfo, ScenarioReport
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.game import Game
    from negotiate.game.model import Model
    from negotiate.game.parametric import ParametricGame
    from negotiate.results.report import Play, Robustness
    from negotiate.results.solution import Solution
    from negotiate.solvers.protocol import Options

DRAWS = 2000


@dataclass(frozen=True, eq=False)
class Solved:
    """One scenario, its solution, and what each of its equilibria leads to."""

    name: str
    about: str
    parametric: ParametricGame
    game: Game
    solution: Solution
    outcomes: tuple[Outcome, ...]
    phrase: str = ""

    def report(self) -> ScenarioReport:
        """Return the scenario as results show it."""
        return ScenarioReport(
            name=self.name,
            about=self.about,
            concept=self.solution.concept,
            method=self.solution.method,
            coverage=self.solution.coverage,
            plays=self._plays(),
            stats=self.solution.stats,
            notes=self.solution.notes,
            nodes=self.game.tree.n_nodes,
            phrase=self.phrase,
        )

    def _plays(self) -> tuple[Play, ...]:
        """Return the equilibria as results show them, with what is to be said of each.

        Of Nash equilibria their credibility, of those with beliefs the refinements they pass.
        """
        plays = tuple(outcome.play for outcome in self.outcomes)
        if any(e.beliefs is not None for e in self.solution.equilibria):
            from negotiate.analysis.refine import refinements  # noqa: PLC0415 (many modules)

            found = map(refinements, self.outcomes)
            return tuple(replace(p, refinements=r) for p, r in zip(plays, found, strict=True))
        if self.solution.concept != "nash":
            return plays
        from negotiate.analysis.verdict import verdicts  # noqa: PLC0415 (many modules)

        pairs = zip(plays, verdicts(self.outcomes), strict=True)
        return tuple(replace(play, verdict=verdict) for play, verdict in pairs)


def compare(
    model: Model,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
    settings: Mapping[str, Any] | None = None,
    exact: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
    closed_form: bool = False,
) -> Comparison:
    """Solve scenarios of a game and compare each with the first.

    Parameters
    ----------
    model : Model
    scenarios : sequence of str, optional
        In the order in which they are shown; all of the file by default. The first is the one
        that the others are compared to.
    concept, method, options
        As in `negotiate.analysis.answer.solve`. An ``auto`` concept is one for all scenarios:
        ``nash`` if it says all that there is to say in each of them, else ``spe``.
    settings : mapping of parameter to number, optional
        What a scenario sets itself stays as it sets it. In the robustness test these
        parameters stay at their value.
    exact : bool
        In fractions instead of floats.
    draws, seed : int
        Of the robustness test; 0 draws leave it out.
    closed_form : bool
        Write thresholds of credibility as expressions in the parameters as well (loads sympy).

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        If a scenario, concept, method or parameter does not exist.
    NoAnswerError
        If a scenario has no answer; the reason names it.
    """
    solved = solve_scenarios(
        model, scenarios, concept=concept, method=method, options=options,
        settings=settings, exact=exact,
    )  # fmt: skip
    answered = {s.name: s.outcomes[0] for s in solved if s.outcomes}
    first = solved[0].name
    pairs = [((first, n), answered[first], o) for n, o in answered.items() if first in answered]
    others = [pair for pair in pairs if pair[0][1] != first]
    if any(outcome.equilibrium.distribution is not None for outcome in answered.values()):
        answered = {}  # a mediator's lottery has no decisions whose reasons could be given
    changed = [change for pair in others if answered for change in changes(*pair)]
    decided = {n: {c.move for c in changed if c.on_path and c.to_scenario == n} for n in answered}
    lines: tuple[Robustness, ...] = ()
    if first in answered and (tested := _tested(draws, options)):
        from negotiate.analysis.robustness import robustness  # noqa: PLC0415 (many modules)

        lines = robustness(answered, tested, seed, fixed=settings or (), changed=decided)
    return Comparison(
        game=game_info(model, solved[0], settings),
        concept=solved[0].solution.concept,
        scenarios=tuple(s.report() for s in solved),
        changes=tuple(changed),
        credibility=tuple(
            entry
            for name, outcome in answered.items()
            for entry in credibility(name, outcome, closed_form=closed_form)
        ),
        welfare=tuple(welfare(*pair) for pair in others),
        robustness=lines,
        seed=seed,
        version=__version__,
    )


def solve_scenarios(
    model: Model,
    scenarios: Sequence[str] | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    options: Options = DEFAULT,
    settings: Mapping[str, Any] | None = None,
    exact: bool = False,
) -> tuple[Solved, ...]:
    """Solve scenarios of a game; parameters, errors as in `compare`."""
    names = _chosen(model, scenarios)
    model = model.with_settings(settings) if settings else model
    games = {name: model.game(name, exact=exact) for name in names}
    if concept == AUTO:
        wanted = {concept_for(game) for game in games.values()}
        concept = wanted.pop() if len(wanted) == 1 else "spe"
    told = {scenario.name: (scenario.about, scenario.phrase) for scenario in model.spec.scenarios}
    found = []
    for name, game in games.items():
        try:
            solution = solve(game, concept, method, options)
        except NoAnswerError as error:
            where = f"scenario {name}: " if name else ""
            raise NoAnswerError(f"{where}{error.reason}", error.next_step) from error
        parametric = model.parametric(name)
        measured = parametric.outcomes(exact=exact)
        outcomes = tuple(Outcome(parametric, game, e, measured) for e in solution.equilibria)
        about, phrase = told.get(name, ("", ""))
        found.append(Solved(name, about, parametric, game, solution, outcomes, phrase))
    return tuple(found)


class Numbered(Protocol):
    """A scenario's game, compiled and with its numbers."""

    @property
    def parametric(self) -> ParametricGame:
        """The game, its numbers to come."""
        ...

    @property
    def game(self) -> Game:
        """The game with them."""
        ...


def game_info(
    model: Model, solved: Numbered, settings: Mapping[str, Any] | None = None
) -> GameInfo:
    """Return which game was solved, as results carry it."""
    return _info(model, solved.parametric, settings, exact=solved.game.exact)


def info_of(
    model: Model, scenario: str, settings: Mapping[str, Any] | None = None, *, exact: bool = False
) -> GameInfo:
    """Return the same of a scenario that need not have been solved."""
    return _info(model, model.parametric(scenario), settings, exact=exact)


def _info(
    model: Model, parametric: ParametricGame, settings: Mapping[str, Any] | None, *, exact: bool
) -> GameInfo:
    spec = (model.with_settings(settings) if settings else model).spec
    tree = parametric.tree
    words = wording_of(parametric.spec, tree)
    return GameInfo(
        title=spec.title,
        about=spec.about,
        file=spec.file,
        sha256=spec.sha256,
        players={player.key: player.name for player in spec.players},
        parameters={p.name: p.value if exact else float(p.value) for p in spec.parameters},
        nodes=tree.n_nodes,
        leaves=tree.n_leaves,
        information_sets=int(tree.decision.sum()),
        perfect_information=tree.perfect_information,
        owners=words.owners,
        phrases=words.phrases,
        units={q.name: q.unit for q in spec.quantities if q.unit},
        scenarios=tuple(scenario.name for scenario in spec.scenarios),
    )


def bare_info(game: Game) -> GameInfo:
    """Return what a game says of itself that no file has told of."""
    tree = game.tree
    return GameInfo(
        title=game.title,
        about="",
        file="",
        sha256="",
        players={player: player for player in tree.labels.players},
        parameters={},
        nodes=tree.n_nodes,
        leaves=tree.n_leaves,
        information_sets=int(tree.decision.sum()),
        perfect_information=tree.perfect_information,
    )


def _chosen(model: Model, scenarios: Sequence[str] | None) -> tuple[str, ...]:
    """Return the scenarios to solve, each once."""
    if not scenarios:
        return model.main_scenarios
    for name in scenarios:
        if name not in model.scenarios:
            known = [n for n in model.scenarios if n]
            hint = nearest(name, known) or f"there are {', '.join(known) or 'none'}"
            raise UsageError(f"no scenario is called '{name}'; {hint}")
    return tuple(dict.fromkeys(scenarios))


def _tested(draws: int, options: Options) -> int:
    """Return how many draws to test: they are solved for full rationality, another answer at λ."""
    return draws if options.rationality is None else 0
