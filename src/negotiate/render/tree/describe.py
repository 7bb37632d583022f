"""A picture in words: what stands under its title, and what a reader who cannot see it hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.tree import text
from negotiate.render.words import listed
from negotiate.results.numbers import count
from negotiate.results.numbers import odds as in_per_cent
from negotiate.results.wording import entry, spaced
from negotiate.types import LEAF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.render.tree.placed import Placed
    from negotiate.results.diagram import Diagram

MOST_ENDS: Final = 6
"""Ends of the game that a description tells one by one, the likeliest first."""


def subtitle(diagram: Diagram) -> str:
    """Return the scenario, what it is compared with, and which equilibrium this is."""
    parts = [spaced(diagram.scenario), diagram.note]
    if diagram.baseline is not None:
        ends = float(diagram.baseline[diagram.row >= 0].sum())
        leaves = ", whose path leaves this tree" if ends < 1 - text.NEVER else ""
        parts.insert(1, f"against {spaced(diagram.against)}{leaves}")
    return " · ".join(part for part in parts if part)


def description(diagram: Diagram, placed: Placed) -> str:
    """Return what the picture shows, as sentences."""
    players = listed(entry(name) for name in diagram.names)
    size = count(len(diagram.parent), "node")
    shown = count(len(placed.nodes), "node")
    parts = [f"Game tree of {players}: {size}"]
    if len(placed.nodes) < len(diagram.parent):
        parts[0] += f", of which {shown} are shown"
    if diagram.reach is not None:
        parts += _ends(diagram, placed)
    return ". ".join(parts) + "."


def _ends(diagram: Diagram, placed: Placed) -> Iterator[str]:
    """Yield how play ends, by what is chosen on the way."""
    reach = diagram.reach
    assert reach is not None
    reached = [n.node for n in placed.nodes if n.path and (n.owner == LEAF or n.hidden)]
    reached.sort(key=lambda node: (-float(reach[node]), node))
    for node in reached[:MOST_ENDS]:
        way = []
        at = node
        while at > 0:
            way.append(diagram.label[at] or "an option without a name")
            at = int(diagram.parent[at])
        odds = float(reach[node])
        chance = "" if odds >= 1 - text.NEVER else f" ({in_per_cent(odds)})"
        path = ", ".join(reversed(way)) or "nobody moves"
        path += ", and on" if diagram.owner[node] != LEAF else ""
        yield f"Equilibrium path{chance}: {path}"
    if len(reached) > MOST_ENDS:
        yield f"{len(reached) - MOST_ENDS} other ends are reached with less probability"
    if diagram.expected is not None:
        values = diagram.expected.tolist()
        pairs = zip(map(entry, diagram.names), values, strict=True)
        yield "Expected payoffs: " + listed(f"{name} {_told(value)}" for name, value in pairs)


def _told(value: float) -> str:
    return text.number(value, min(text.decimals([value]), 3))
