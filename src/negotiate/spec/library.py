"""Where the shipped games lie, and how a name finds one.

An installed package carries them as ``negotiate/games``; in a checkout, and so in an editable
install, they are the folder ``games`` at the top, where authors write them.
"""

from __future__ import annotations

from pathlib import Path

from negotiate.errors import NegotiateError, UsageError, nearest

_PACKAGE = Path(__file__).resolve().parents[1]


def library_root() -> Path:
    """Return the folder of the shipped games.

    Raises
    ------
    NegotiateError
        If the installation has lost it.
    """
    places = (_PACKAGE / "games", _PACKAGE.parents[1] / "games")
    for place in places:
        if place.is_dir():
            return place
    raise NegotiateError(
        f"this installation has no library of games: neither {places[0]} nor {places[1]} exists\n"
        "  reinstall it, or give the path of a game file"
    )


def shipped_games() -> list[str]:
    """Return the names of the shipped games, such as ``textbook/chicken``, sorted."""
    root = library_root()
    files = (path.relative_to(root) for path in root.rglob("*.yaml"))
    return sorted(file.with_suffix("").as_posix() for file in files)


def find_game(name: str) -> Path:
    """Return the file of a game.

    Parameters
    ----------
    name : str
        The path of a file; or the name of a shipped game; or the last part of such a name, where
        only one game ends in it (``chicken`` for ``textbook/chicken``). They are tried in this
        order, so that a reader's own file is never shadowed by a shipped one.

    Raises
    ------
    UsageError
        If there is no such game, or more than one.
    """
    path = Path(name)
    if path.is_file():
        return path
    names = shipped_games()
    if name in names:
        return library_root() / f"{name}.yaml"
    ends = [full for full in names if _stem(full) == name]
    if len(ends) > 1:
        raise UsageError(f"'{name}' could be any of these games: {', '.join(ends)}")
    if ends:
        return library_root() / f"{ends[0]}.yaml"
    raise UsageError(_not_found(path, name, names))


def _stem(name: str) -> str:
    """Return the last part of a game's name."""
    return name.rpartition("/")[2]


def _not_found(path: Path, name: str, names: list[str]) -> str:
    """Say that there is no such game, and which one may have been meant."""
    if path.is_dir():
        return f"'{name}' is a folder, not a game file"
    hint = nearest(name.removesuffix(".yaml"), [*names, *map(_stem, names)])
    lead = f"there is no file '{name}' and no shipped game of that name"
    return f"{lead}; {hint}" if hint else f"{lead}; `negotiate games` lists those"
