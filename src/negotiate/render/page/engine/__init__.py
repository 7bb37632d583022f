"""The engine of the page: plain scripts that solve a board, documented in `results.board`."""

from __future__ import annotations

from importlib import resources


def engine() -> str:
    """Return the scripts as one text, to stand in one script element.

    Each fills the one object ``negotiate``; they call each other only when they are used, so
    that their order is free.
    """
    folder = resources.files(__name__)
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".js")), key=lambda f: f.name)
    return "\n".join(script.read_text(encoding="utf-8") for script in scripts)
