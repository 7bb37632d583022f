"""What to say where a question leaves out what it is about: what there is, and a line to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.model import Model
    from negotiate.spec.model import Spec

WIDTH = 80


def parameters_wanted(model: Model, command: str, asked: Mapping[str, str | None]) -> UsageError:
    """Return the error that parameters are not named.

    Parameters
    ----------
    model : Model
    command : str
        Such as ``map {file}``.
    asked : mapping of option to value
        Of those that are left out, None.

    Returns
    -------
    UsageError
        To be raised.
    """
    missing = [flag for flag, value in asked.items() if value is None]
    known = [p for p in model.spec.parameters if p.name not in asked.values()]
    ranged = [p.name for p in known if p.low is not None and p.high is not None]
    names = ranged if len(ranged) >= len(missing) else [p.name for p in known]
    one = "a parameter" if len(missing) == 1 else "parameters"
    said = f"name {one} with {' and '.join(missing)}"
    if len(names) < len(missing):
        return UsageError(f"{said}; the game has {', '.join(names) or 'none'}")
    told = [("with a range" if names is ranged else "parameters", names)]
    filled = iter(names)
    words = [w for flag, value in asked.items() for w in (flag, value or next(filled))]
    return UsageError(_laid_out(said, told, model, command, words))


def result_wanted(model: Model, command: str) -> UsageError:
    """Return the error that no result is named with ``--of``; as `parameters_wanted`."""
    spec = model.spec
    told = [
        ("quantities", [q.name for q in spec.quantities]),
        ("criteria", [c.name for c in spec.criteria]),
        ("payoffs", [f"payoff.{player.key}" for player in spec.players]),
    ]
    said = "name a result with --of, or arithmetic and comparisons of results"
    return UsageError(_laid_out(said, told, model, command, ["--of", _example(spec)]))


def _example(spec: Spec) -> str:
    """Return a result that tells something: a category, a criterion, or a payoff."""
    for quantity in spec.quantities:
        if quantity.categories:
            return f"{quantity.name} == {quantity.categories[0]}"
    named = [*(c.name for c in spec.criteria), *(q.name for q in spec.quantities)]
    return named[0] if named else f"payoff.{spec.players[0].key}"


def _laid_out(
    said: str, told: Sequence[tuple[str, list[str]]], model: Model, command: str, words: list[str]
) -> str:
    from shlex import join, quote  # noqa: PLC0415 (where something is left out)
    from textwrap import fill  # noqa: PLC0415 (as above)

    lines = [
        fill(
            f"{what}: {', '.join(names)}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for what, names in told
        if names
    ]
    file = model.spec.file
    asked = command.format(file="FILE" if file in {"", "<text>"} else quote(file))
    return "\n".join([said, *lines, f"  such as: negotiate {asked} {join(words)}"])
