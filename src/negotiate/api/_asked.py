"""What every question needs: the game, its scenarios, numbers for its parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.errors import UsageError, nearest
from negotiate.game.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

MAX_NODES = 10**6


def load(game: str | Path, *, max_nodes: int = MAX_NODES) -> Model:
    """Return the game of a file, or a shipped game by its name.

    Parameters
    ----------
    game : str or Path
        A path, or a name such as ``kellogg`` or ``textbook/chicken``.
    max_nodes : int
        A larger tree is refused, with the size that it would have had.

    Raises
    ------
    GameFileError
        If the file breaks rules; it carries all of them.
    UsageError
        If there is no such game.

    Examples
    --------
    >>> from negotiate import load
    >>> load("textbook/prisoners-dilemma").spec.title
    "Prisoner's dilemma"
    """
    from negotiate.formats import read_any  # noqa: PLC0415 (readers, only where one reads)
    from negotiate.spec.library import find_game  # noqa: PLC0415 (as above)

    # Answers say which game they are about as it was asked for, the same on every machine.
    spec = replace(read_any(find_game(str(game)), max_nodes), file=str(game))
    return Model(spec, max_nodes=max_nodes)


def loads(text: str, *, max_nodes: int = MAX_NODES) -> Model:
    """Return the game that a text describes.

    Parameters
    ----------
    text : str
        What would stand in a game file.
    max_nodes : int
        As in `load`.

    Raises
    ------
    GameFileError
        If the text breaks rules.

    Examples
    --------
    >>> from negotiate import loads, solve
    >>> game = loads('''
    ... title: An ultimatum
    ... players: [Proposer, Responder]
    ... tree:
    ...   Proposer:
    ...     fair: [5, 5]
    ...     unfair:
    ...       Responder: {accept: [8, 2], reject: [0, 0]}
    ... ''')
    >>> solve(game).equilibria[0].payoff.tolist()
    [8.0, 2.0]
    """
    from negotiate.formats import read_any_text  # noqa: PLC0415 (as in `load`)

    return Model(read_any_text(text, max_nodes=max_nodes), max_nodes=max_nodes)


def model_of(game: Model | str | Path) -> Model:
    """Return a model, loaded if only its name is given."""
    return game if isinstance(game, Model) else load(game)


def check_scenarios(model: Model, names: Sequence[str]) -> None:
    """Refuse a scenario that the file does not have, and one that is named twice."""
    for place, name in enumerate(names):
        model.spec_of(name)
        if name in names[:place]:
            raise UsageError(f"scenario '{name}' is named twice")


def numbers_of(
    model: Model, settings: Mapping[str, Fraction | float] | None
) -> dict[str, Fraction] | None:
    """Return settings as exact numbers; a float is the decimal that it prints as."""
    if not settings:
        return None
    known = [parameter.name for parameter in model.spec.parameters]
    found = {}
    for name, value in settings.items():
        if name not in known:
            hint = nearest(name, known) or f"it has {', '.join(known) or 'none'}"
            raise UsageError(f"the game has no parameter '{name}'; {hint}")
        try:
            found[name] = exact(value)
        except (OverflowError, ValueError) as error:
            raise UsageError(f"parameter '{name}' cannot be {value}: not a number") from error
    return found


def concept_of(concept: str, rationality: float | None, objective: str | None = None) -> str:
    """Return the concept that is meant: λ belongs to quantal response equilibrium alone.

    An objective belongs to the concepts with a mediator, of which correlated equilibrium is meant.

    Raises
    ------
    UsageError
        If another concept is asked for as well.
    """
    if concept == "auto" and rationality is not None:
        concept = "qre"
    if rationality is not None and concept != "qre":
        raise UsageError(f"a rationality λ belongs to the concept qre, not to {concept}")
    if objective is not None:
        from negotiate import concepts  # noqa: PLC0415 (only where a concept is looked up)

        concept = "correlated" if concept == "auto" else concept
        if not hasattr(concepts.concept(concept), "certify_distribution"):
            raise UsageError(f"an objective is for a mediator's lottery, and {concept} has none")
    return concept


def not_quantal(concept: str, lacking: str) -> None:
    """Refuse quantal response where it has no answer: whatever the numbers, all may happen.

    Raises
    ------
    UsageError
        That there is no such thing.
    """
    if concept == "qre":
        raise UsageError(f"under qre every option has positive odds everywhere: {lacking}")


def exact(value: Fraction | float) -> Fraction:
    """Return a number as a fraction; a float is the decimal that it prints as."""
    from fractions import Fraction  # noqa: PLC0415 (where a number is read)

    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
