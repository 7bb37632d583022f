"""Arguments and options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from negotiate.game.model import Model

    Function = TypeVar("Function", bound=Callable[..., Any])

STDIN = "-"
MAX_NODES = 10**6


class Setting(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """``name=value``, the value a number such as 0.8, 4/5 or 8e-1."""

    name = "name=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Fraction]:
        """Split and read; whether the parameter exists is for the game to say."""
        from negotiate.spec.document import exact

        if isinstance(value, tuple):
            return value
        name, equals, text = value.partition("=")
        number = exact(text.strip())
        if not equals or not name.strip():
            self.fail(f"'{value}' is not name=value", param, ctx)
        if number is None:
            self.fail(f"'{text}' is not a number; write 0.8, 4/5 or 8e-1", param, ctx)
        return name.strip(), number


class Limits(click.ParamType):  # type: ignore[type-arg]  # as above
    """``low:high``."""

    name = "low:high"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Fraction, Fraction]:
        """Split and read."""
        from negotiate.spec.document import exact

        if isinstance(value, tuple):
            return value
        low, _, high = (exact(text.strip()) for text in value.partition(":"))
        if low is None or high is None:
            self.fail(f"'{value}' is not low:high, such as 0:1 or 1/3:2.5", param, ctx)
        return low, high


def output(about: str) -> Callable[[Function], Function]:
    """Return the option that names the file to write."""
    return click.option(
        "--output",
        "-o",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help=about,
    )


def draws(about: str) -> Callable[[Function], Function]:
    """Return the option that says how many draws of the parameters show how robust a result is."""
    return click.option(
        "--draws",
        metavar="N",
        type=click.IntRange(min=0, max=10**7),
        default=2000,
        show_default=True,
        help=f"Draws of the parameters for the robustness of {about}; 0: none.",
    )


game_file = click.argument("file", metavar="FILE")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object, nothing else.")
width = click.option(
    "--width",
    metavar="N",
    type=click.IntRange(min=40),
    help="Columns; default: those of the terminal.",
)
max_nodes = click.option(
    "--max-nodes",
    metavar="N",
    type=click.IntRange(min=1),
    default=MAX_NODES,
    show_default=True,
    help="Refuse a game whose tree is larger.",
)
scenario = click.option(
    "--scenario", "-s", metavar="SCENARIO", help="Of this scenario; default: the first of the file."
)
scenarios = click.option(
    "--scenario",
    "-s",
    "scenarios",
    metavar="SCENARIO",
    multiple=True,
    help="Only these, in this order.",
)
settings = click.option(
    "--set",
    "settings",
    metavar="PARAMETER=VALUE",
    type=Setting(),
    multiple=True,
    help="Another value for a parameter.",
)
concept = click.option(
    "--concept",
    metavar="CONCEPT",
    default="auto",
    help="Solution concept, such as spe or nash.",
)
method = click.option("--method", metavar="METHOD", default="auto", help="How to find it.")
rationality = click.option(
    "--lambda",
    "rationality",
    metavar="LAMBDA",
    type=click.FloatRange(min=0),
    help="Rationality of quantal response (concept qre), per unit of payoff.",
)
exact = click.option("--exact", is_flag=True, help="Fractions instead of floating point.")
seed = click.option(
    "--seed", metavar="N", type=click.IntRange(min=0), default=0, help="Of all random draws."
)
force = click.option("--force", is_flag=True, help="Overwrite what is there, whatever it is.")

_SOLVING = (
    concept,
    method,
    rationality,
    click.option(
        "--objective",
        metavar="KEY",
        help="Whom a mediator's lottery is best for (concept correlated): a player, or sum.",
    ),
    settings,
    exact,
    click.option("--all", "every", is_flag=True, help="Every equilibrium that can be listed."),
    seed,
    draws("each result"),
    click.option("--closed-form", is_flag=True, help="Credibility thresholds as formulas."),
    max_nodes,
    width,
    as_json,
)


def solving(function: Function) -> Function:
    """Add the options of every command that solves scenarios."""
    for option in reversed(_SOLVING):
        function = option(function)
    return function


def open_model(file: str, max_nodes: int = MAX_NODES) -> Model:
    """Load a game and say on standard error what is odd about it."""
    from negotiate.api import load, loads
    from negotiate.cli._output import warn
    from negotiate.formats import MAX_BYTES

    if file == STDIN:
        model = loads(sys.stdin.read(MAX_BYTES + 1), max_nodes=max_nodes)
    else:
        model = load(file, max_nodes=max_nodes)
    warn(model.spec.file, model.warnings)
    return model


def known_settings(
    model: Model, pairs: Iterable[tuple[str, Fraction]], scenarios: Sequence[str | None] = ()
) -> Mapping[str, Fraction]:
    """Return the settings by name, with remarks on what a reader may not expect of them.

    A value may be out of the parameter's range, or a scenario that is asked for may have a value
    of its own, which stays. By default all scenarios are; None and "" stand for the first one.

    Raises
    ------
    UsageError
        If a parameter is set twice. That there is no such parameter is for the model to say.
    """
    from negotiate.spec.scenario import settings_of
    from negotiate.spec.unparse import decimal

    ranges = {p.name: (p.low, p.high) for p in model.spec.parameters}
    found: dict[str, Fraction] = {}
    for name, value in pairs:
        if name in found:
            raise UsageError(f"--set {name} is given twice")
        found[name] = value
        low, high = ranges.get(name, (None, None))
        if low is not None and high is not None and not low <= value <= high:
            text = (
                f"{decimal(value)} is out of the range of {name}, {decimal(low)} to {decimal(high)}"
            )
            click.echo(f"warning: {text}", err=True)
    for scenario in [name or model.scenarios[0] for name in scenarios] or model.scenarios:
        for name, own in settings_of(model.spec_of(scenario)).items():
            if found.get(name, own) != own:
                text = f"{name} stays {decimal(own)} in scenario {scenario}, which sets it itself"
                click.echo(f"warning: {text}", err=True)
    return found
