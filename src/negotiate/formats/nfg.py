"""Strategic games as Gambit writes them (`.nfg`); `docs/reference/gambit-formats.md`."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from negotiate.formats._gambit_games import NULL, Outcome, StrategicFile
from negotiate.formats._gambit_table import from_game, kept_document, to_spec
from negotiate.formats._gambit_text import Scanner, listed, quote
from negotiate.formats.protocol import MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.game.game import Game
    from negotiate.spec.model import Spec

ABOUT = "a strategic game as Gambit writes it"


def read_text(
    text: str,
    file: str = "<text>",
    max_nodes: int = MAX_NODES,  # noqa: ARG001 -- the tree of a table is grown, and counted, later
) -> Spec:
    """Return the game that the text of an `.nfg` file describes, of either version.

    Returns
    -------
    Spec
        Its body is a `Table`. Labels and outcomes are kept in `Spec.origin`.

    Raises
    ------
    GameFileError
        With every rule that the file breaks, unless it cannot be understood beyond the first.
    """
    return to_spec(parse(text, file), file)


def write(spec: Spec, game: Game) -> str:
    """Return a game as the text of an `.nfg` file.

    Parameters
    ----------
    spec : Spec
        Where it was read from an `.nfg` file, the text has the labels of that file.
    game : Game
        The same game with numbers; a tree is written in reduced normal form.

    Raises
    ------
    NoAnswerError
        If a player forgets its own choices, or the normal form is too large.
    """
    return document_text(kept_document(spec) or from_game(game, spec.title, spec.about))


def write_nfg(game: Game, title: str = "") -> str:
    """Return the reduced normal form of any game as the text of an `.nfg` file.

    Raises
    ------
    NoAnswerError
        As `write`.
    NegotiateError
        If a payoff is not a finite number.
    """
    return document_text(from_game(game, title or game.title))


def parse(text: str, file: str = "<text>") -> StrategicFile:
    """Return the content of an `.nfg` file, checked, as it stands there.

    Raises
    ------
    GameFileError
        As `read_text`.
    """
    scanner = Scanner(text, file)
    scanner.word(["NFG"], "a strategic game begins with the word NFG")
    scanner.word(["1"], "only version 1 of the format is known")
    scanner.word(["R", "D"], "the letter R stands here")
    title = scanner.label("the title of the game")
    scanner.mark("{", "opens the list of players")
    if scanner.at("}"):
        scanner.fail("a game has at least one player")
    players = scanner.labels("the label of a player")
    strategies = _strategies(scanner, len(players))
    comment = scanner.label("the comment") if scanner.at_label else ""
    cells = prod(own if isinstance(own, int) else len(own) for own in strategies)
    outcomes: tuple[Outcome, ...] = ()
    entries: tuple[int, ...] = ()
    if scanner.at("{"):
        outcomes = _outcomes(scanner, len(players))
        entries = _entries(scanner, cells, len(outcomes))
        rows = {k: outcome.payoffs for k, outcome in enumerate(outcomes, start=1)}
        rows[NULL] = (Fraction(0),) * len(players)
        payoffs = tuple(rows[entry] for entry in entries)
    else:
        payoffs = _payoffs(scanner, cells, len(players))
    if not scanner.ended:
        scanner.fail(f"nothing follows the {cells:,} entries of the table")
    scanner.finish()
    return StrategicFile(title, comment, players, strategies, payoffs, outcomes, entries)


def _strategies(scanner: Scanner, n_players: int) -> tuple[tuple[str, ...] | int, ...]:
    """Read labels by player, or only how many strategies each has."""
    scanner.mark("{", "opens the strategies of the players")
    found: list[tuple[str, ...] | int] = []
    while not scanner.at("}"):
        if len(found) == n_players:
            scanner.fail(f"there are only {n_players} players to have strategies")
        if scanner.at("{"):
            scanner.advance()
            if scanner.at("}"):
                scanner.fail("a player has at least one strategy")
            found.append(scanner.labels("the label of a strategy"))
        else:
            found.append(scanner.integer("the number of a player's strategies", least=1))
    if len(found) < n_players:
        scanner.fail(f"each of the {n_players} players has its strategies here")
    scanner.advance()
    return tuple(found)


def _outcomes(scanner: Scanner, n_players: int) -> tuple[Outcome, ...]:
    scanner.mark("{", "opens the list of outcomes")
    found = []
    while not scanner.at("}"):
        scanner.mark("{", "opens an outcome")
        offset = scanner.token.offset
        outcome = Outcome(scanner.label("the label of the outcome"), scanner.numbers("a payoff"))
        if len(outcome.payoffs) != n_players:
            rule = f"an outcome has one payoff for each of the {n_players} players"
            scanner.note(offset, rule, listed(outcome.payoffs))
        found.append(outcome)
    scanner.advance()
    return tuple(found)


def _entries(scanner: Scanner, cells: int, n_outcomes: int) -> tuple[int, ...]:
    found: list[int] = []
    while len(found) < cells:
        offset = scanner.token.offset
        entry = scanner.integer(f"the outcome of profile {len(found) + 1:,} of {cells:,}")
        if not 0 <= entry <= n_outcomes:
            rule = f"outcomes are numbered from 1 to {n_outcomes}; 0 is none"
            scanner.note(offset, rule, str(entry))
            entry = NULL
        found.append(entry)
    return tuple(found)


def _payoffs(scanner: Scanner, cells: int, n_players: int) -> tuple[tuple[Fraction, ...], ...]:
    found: list[tuple[Fraction, ...]] = []
    while len(found) < cells:
        what = f"a payoff of profile {len(found) + 1:,} of {cells:,}"
        found.append(tuple(scanner.number(what) for _ in range(n_players)))
    return tuple(found)


def document_text(document: StrategicFile) -> str:
    """Return the text of an `.nfg` file, in the version that it was read in."""
    players = " ".join(map(quote, document.players))
    comment = [quote(document.comment)] if document.comment else []
    head = f"NFG 1 R {quote(document.title)} {{ {players} }}"
    own = (
        str(s) if isinstance(s, int) else f"{{ {' '.join(map(quote, s))} }}"
        for s in document.strategies
    )
    return "\n".join([head, "", f"{{ {' '.join(own)} }}", *comment, "", *_body(document), ""])


def _body(document: StrategicFile) -> Iterator[str]:
    if not document.entries:
        yield from (" ".join(map(str, row)) for row in document.payoffs)
        return
    yield "{"
    for outcome in document.outcomes:
        yield f"{{ {quote(outcome.label)} {', '.join(map(str, outcome.payoffs))} }}"
    yield "}"
    yield " ".join(map(str, document.entries))
