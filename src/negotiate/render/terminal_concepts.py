"""The concepts and their methods, one paragraph each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.sheet import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.render.styled import Colours
    from negotiate.results.catalogue import ConceptEntry, MethodEntry

JUDGED = "no method finds these yet; a promise or a profile can be held against it"


def concepts_page(
    entries: Sequence[ConceptEntry],
    game: str = "",
    *,
    width: int = 80,
    colours: Colours | None = None,
) -> str:
    """Return every concept with its methods, and whether each method takes a game.

    Parameters
    ----------
    entries : sequence of ConceptEntry
    game : str
        The title of the game in question; empty if there is none.
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours)
    if game:
        page.say(f"Which methods take {game}, and why others do not")
    for entry in entries:
        page.heading(entry.name)
        page.say(f"{entry.about} Source: {entry.source}.", indent=2)
        for method in entry.methods:
            page.say(_line(method), indent=2, hang=4)
        if not entry.methods:
            page.say(f"- {JUDGED}", indent=2, hang=4)
    return page.text()


def _line(method: MethodEntry) -> str:
    """Say what a method does, or, where there is a game, whether it takes it."""
    if method.refusal is None:
        return f"- {method.name}: {method.about} Source: {method.source}."
    if method.takes_it:
        return f"- {method.name} takes it."
    return f"- {method.name} does not take it: {method.refusal.rstrip('.')}."
