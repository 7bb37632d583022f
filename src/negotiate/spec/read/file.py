"""Reads a whole game file: every part, and every problem of every part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.errors import GameFileError, Place, Problem, UsageError
from negotiate.spec.digest import sha256
from negotiate.spec.document import MAX_BYTES, Mapping, compose
from negotiate.spec.fields import fields, text
from negotiate.spec.model import Moves, Node, Spec, Table
from negotiate.spec.problems import TooManyProblems
from negotiate.spec.read.desk import Desk
from negotiate.spec.read.expected import read_expected
from negotiate.spec.read.header import read_format, read_parameters, read_players, read_sources
from negotiate.spec.read.moves import draft_moves, resolve_moves
from negotiate.spec.read.outcomes import read_outcomes, read_payoffs
from negotiate.spec.read.scenarios import read_scenarios
from negotiate.spec.read.table import declare_table, resolve_table
from negotiate.spec.read.tree import draft_tree, resolve_tree

if TYPE_CHECKING:
    from pathlib import Path

    from negotiate.spec import document
    from negotiate.spec.distribution import Correlation
    from negotiate.spec.model import Body

KEYS = (
    "format",
    "title",
    "about",
    "sources",
    "players",
    "parameters",
    "correlations",
    "define",
    "moves",
    "tree",
    "quantities",
    "criteria",
    "payoffs",
    "scenarios",
    "expected",
)


def read_file(path: Path) -> Spec:
    """Return the game that a file describes.

    Parameters
    ----------
    path : Path
        A text in UTF-8 of at most 2 MB.

    Raises
    ------
    GameFileError
        With all that is wrong with the file.
    UsageError
        If the file cannot be opened.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot read the game file '{path}': {reason}") from error
    try:
        content = data[:MAX_BYTES].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(data) <= MAX_BYTES:
            raise _not_utf8(str(path), data, error.start) from error
        content = ""
    if len(data) > MAX_BYTES:
        raise _too_large(str(path))
    return _read(content, str(path), path.stem, sha256(data))


def read_text(text: str, file: str = "<text>") -> Spec:
    """Return the game that a text describes.

    Parameters
    ----------
    text : str
    file : str
        How errors call it.

    Raises
    ------
    GameFileError
        With all that is wrong with the text.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        raise _too_large(file)
    digest = sha256(data)
    return _read(text.removeprefix("\ufeff"), file, "Untitled game", digest)


def _too_large(file: str) -> GameFileError:
    return GameFileError(file, [Problem(Place(), f"a game file has at most {MAX_BYTES:,} bytes")])


def _not_utf8(file: str, data: bytes, at: int) -> GameFileError:
    line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
    rule = "a game file is a text in UTF-8"
    hint = "save it again with that encoding"
    return GameFileError(file, [Problem(Place(line, column), rule, f"byte {data[at]:#04x}", hint)])


def _read(content: str, file: str, untitled: str, digest: str) -> Spec:
    desk = Desk()
    try:
        root = compose(content, desk.problems)
        spec = _spec(root, desk) if root is not None else None
    except TooManyProblems:
        spec = None
    if spec is None or desk.problems.fatal:
        raise GameFileError(file, desk.problems.all)
    title = spec.title or untitled
    return replace(spec, title=title, file=file, sha256=digest, warnings=desk.problems.all)


def _spec(root: Mapping, desk: Desk) -> Spec:
    """Return what the file says; parts that are wrong are left out, and noted."""
    parts = fields(root, "a game file", KEYS, desk.problems)
    read_format(parts.get("format"), desk)
    options = read_players(parts.get("players"), desk)
    if not desk.players:
        place = root.places.get("players", root.place)
        desk.problems.error(
            place, "a game has players", hint="write `players: {A: First, B: Second}`"
        )
    read_parameters(parts.get("parameters"), desk)
    correlations = _correlations(parts.get("correlations"), desk)
    kind = _kind(root, parts, options, desk)
    if kind == "table":
        declare_table(options, parts["players"], desk)
    moves = draft_moves(parts.get("moves"), desk) if kind == "moves" else []
    tree = draft_tree(parts["tree"], desk) if kind == "tree" else []
    outcomes = read_outcomes(parts, desk)
    body: Body = Node()
    if kind == "moves":
        payoffs_place = root.places.get("payoffs", root.place)
        resolved = resolve_moves(moves, desk)
        body = Moves(resolved, read_payoffs(parts.get("payoffs"), payoffs_place, desk))
    elif kind == "tree":
        body = resolve_tree(tree, desk)
    elif kind == "table":
        body = resolve_table(options, parts.get("payoffs"), desk)
    scenarios = read_scenarios(parts.get("scenarios"), body, desk)
    expected = read_expected(parts.get("expected"), scenarios, desk)
    if kind:
        _check_whole(body, root, desk)
    return Spec(
        text(parts.get("title"), "`title`", desk.problems),
        tuple(desk.players.values()),
        body,
        text(parts.get("about"), "`about`", desk.problems),
        read_sources(parts.get("sources"), desk),
        tuple(desk.parameters.values()),
        outcomes.definitions,
        outcomes.quantities,
        outcomes.criteria,
        scenarios,
        expected,
        correlations=correlations,
    )


def _correlations(node: document.Node | None, desk: Desk) -> tuple[Correlation, ...]:
    if node is None:
        return ()
    from negotiate.spec.read.correlations import read_correlations  # noqa: PLC0415 (seldom needed)

    return read_correlations(node, desk.parameters, desk.problems)


def _kind(
    root: Mapping, parts: dict[str, document.Node], options: dict[str, list[str]], desk: Desk
) -> str:
    """Return how the game is written: moves, tree, table, or nothing if that is not clear."""
    kinds: list[str] = [kind for kind in ("moves", "tree") if kind in parts]
    if options:
        kinds.append("table")
    if len(kinds) == 1:
        kind = kinds[0]
        if kind == "tree" and "payoffs" in parts:
            rule = "the payoffs of a tree stand at its ends"
            desk.problems.error(root.places["payoffs"], rule)
        if kind == "table" and "payoffs" not in parts:
            desk.problems.error(root.place, "a table has `payoffs`, nested by the players' options")
        return kind
    rule = "a game is written in one way"
    if not kinds:
        hint = "write `moves:`, `tree:`, or players with their options"
        desk.problems.error(root.place, rule, "none", hint)
    else:
        place = root.places[next(kind for kind in kinds if kind in parts)]
        desk.problems.error(place, rule, " and ".join(kinds))
    return kinds[0] if kinds else ""


def _check_whole(body: Body, root: Mapping, desk: Desk) -> None:
    """Check what no single part shows: that somebody decides, and that nothing is idle."""
    owners = set(desk.owners.values()) - {None}
    if not owners:
        desk.problems.error(
            root.place, "in a game somebody decides; here only chance moves, or nobody"
        )
    elif not isinstance(body, Table):
        place = root.places.get("players", root.place)
        for key in desk.players:
            if key not in owners:
                desk.problems.warn(place, "this player never moves", key)
    for parameter in desk.parameters.values():
        if parameter.name not in desk.scope.used:
            rule = "this parameter is never used"
            desk.problems.warn(parameter.place, rule, parameter.name)
