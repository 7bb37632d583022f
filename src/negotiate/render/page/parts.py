"""Styles, scripts and the policy of the page, each as one text."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from negotiate.render.page.engine import engine
from negotiate.render.palette import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES: Final = ("style.css", "report.css")
"""Later ones win: what is for paper comes last."""

SCRIPTS: Final = (
    "letters.js",
    "fold.js",
    "layout.js",
    "diagram.js",
    "words.js",
    "fragment.js",
    "sliders.js",
    "strips.js",
    "tree.js",
    "node.js",
    "shifts.js",
    "phase.js",
    "idle.js",
    "app.js",
)
"""After the engine; each adds functions to one object, the last sets them to work."""

SERVED: Final = ("watch.js", "desk.js")
"""Where a program serves the page; its style is ``desk.css``."""


def style(*, served: bool = False) -> str:
    """Return the styles, the palette first."""
    return _colours() + joined((*STYLES, "desk.css") if served else STYLES)


def script(*, served: bool = False) -> str:
    """Return the scripts, the engine first."""
    return "\n".join((engine(), joined(SCRIPTS + (SERVED if served else ()))))


def _colours() -> str:
    """Return the palette as style: what is shared, a class a player, a class a region."""
    both = {
        name: (getattr(LIGHT, name), getattr(DARK, name))
        for name in ("paper", "ink", "muted", "chance", "line", "leader", "band", "mark")
    }
    root = "".join(f"--{name}:light-dark({a},{b});" for name, (a, b) in both.items())
    rules = [f":root{{{root}}}"]
    for letter, name, light, dark in (
        ("p", "player", LIGHT.players, DARK.players),
        ("r", "region", LIGHT.regions, DARK.regions),
    ):
        rules += [
            f".{letter}{k}{{--{name}:light-dark({a},{b})}}"
            for k, (a, b) in enumerate(zip(light, dark, strict=True))
        ]
    return "\n".join((*rules, ""))


def policy(style: str, script: str, *, served: bool = False) -> str:
    """Return what the page may do: run this script and this style, and reach nothing.

    Where a program serves it, it may ask that program.
    """
    reach = "connect-src 'self'; " if served else ""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; {reach}"
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def joined(names: Sequence[str]) -> str:
    """Return files of this folder as one text."""
    return "\n".join(read(name) for name in names)


def read(name: str) -> str:
    """Return a file of this folder."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
