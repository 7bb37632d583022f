"""How to find an answer: one method a file, solvers/<concept>/<method>.py."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.solvers.protocol import SolverMethod


@cache
def methods(concept: str) -> Mapping[str, SolverMethod]:
    """Return the methods for a concept by name, in the order in which ``auto`` tries them.

    Parameters
    ----------
    concept : str
        A key of `negotiate.concepts.concepts`.

    Returns
    -------
    mapping of name to module
        Every file of ``solvers/<concept>/`` whose name has no leading underscore, lowest
        `PRIORITY` first; empty where no method has been written yet.
    """
    folder = Path(__file__).parent / concept
    names = [m.name for m in iter_modules([str(folder)]) if not m.ispkg and m.name[0] != "_"]
    package = f"{__name__}.{concept}"
    found = {name: cast("SolverMethod", import_module(f"{package}.{name}")) for name in names}
    return dict(sorted(found.items(), key=lambda item: (item[1].PRIORITY, item[0])))
