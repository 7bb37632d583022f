"""How others read games and answers: one module per format.

A module that defines ``read_text`` and ``write`` is a format of games, and its name is the suffix
of its files.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final, cast

from negotiate.errors import GameFileError, Place, Problem, UsageError
from negotiate.formats.protocol import MAX_NODES
from negotiate.spec import read_file, read_text
from negotiate.spec.digest import sha256

if TYPE_CHECKING:
    from negotiate.formats.protocol import GameFormat
    from negotiate.spec.model import Spec

MAX_BYTES: Final = 64_000_000
UNTITLED: Final = "Untitled game"


def formats() -> tuple[str, ...]:
    """Return the suffixes, without the dot, of the formats of games that can be read and written.

    YAML, in which people write games, is not among them: `negotiate.spec` reads it.
    """
    return tuple(name for name in _modules() if find(name) is not None)


def find(name: str) -> GameFormat | None:
    """Return the module for a suffix without the dot, or None if there is none."""
    if name not in _modules():
        return None
    module = import_module(f"{__name__}.{name}")
    return cast("GameFormat", module) if hasattr(module, "read_text") else None


def read_any(path: Path, max_nodes: int = MAX_NODES) -> Spec:
    """Return the game that a file describes, in the format that its suffix says.

    Parameters
    ----------
    path : Path
        With a suffix of `formats`; any other file is read as YAML.
    max_nodes : int
        The most nodes that are read where a file has them one by one.

    Raises
    ------
    GameFileError
        With what is wrong with the file.
    UsageError
        If the file cannot be opened.
    """
    module = find(path.suffix.lower().removeprefix("."))
    if module is None:
        return read_file(path)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot read the game file '{path}': {reason}") from error
    spec = module.read_text(_decode(data, str(path)), str(path), max_nodes)
    return replace(spec, title=spec.title or path.stem, sha256=sha256(data))


def read_any_text(text: str, file: str = "<text>", max_nodes: int = MAX_NODES) -> Spec:
    """Return the game that a text describes, in the format that its first word says.

    Parameters
    ----------
    text : str
        Where it begins with the name of a format in capitals, such as ``EFG``, it is read as
        that; any other text as YAML.
    file : str
        How errors call it.
    max_nodes : int
        As in `read_any`.

    Raises
    ------
    GameFileError
        With what is wrong with the text.
    """
    first = text[:16].removeprefix("\ufeff").split(maxsplit=1)
    module = find(first[0].lower()) if first and first[0].isupper() else None
    if module is None:
        return read_text(text, file)
    if len(text) > MAX_BYTES:
        raise _too_long(file)
    digest = sha256(text.encode("utf-8", "surrogatepass"))
    spec = module.read_text(text, file, max_nodes)
    return replace(spec, title=spec.title or UNTITLED, sha256=digest)


def _modules() -> list[str]:
    found = (module.name for module in iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if not name.startswith("_"))


def _too_long(file: str) -> GameFileError:
    return GameFileError(file, [Problem(Place(), f"a file has at most {MAX_BYTES:,} bytes")])


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _too_long(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
        line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
        rule, hint = "a game file is a text in UTF-8", "save it again with that encoding"
        problem = Problem(Place(line, column), rule, f"byte {data[at]:#04x}", hint)
        raise GameFileError(file, [problem]) from error
