"""Draw a placed tree in shapes: bands beneath, then branches, dashed lines, circles and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.palette import LIGHT
from negotiate.render.tree import marks, text
from negotiate.render.tree.describe import description, subtitle
from negotiate.render.tree.layout import EXPECTED, GAP, HEADING, LINE, PAD, WORDS, place
from negotiate.render.tree.legend import legend
from negotiate.render.tree.shapes import Bar, Line, Picture, Words, moved
from negotiate.render.words import plain
from negotiate.types import LEAF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.render.palette import Theme
    from negotiate.render.tree.fold import Folding
    from negotiate.render.tree.placed import Branch, Placed, Row
    from negotiate.render.tree.shapes import Shape
    from negotiate.results.diagram import Diagram

TITLE: Final = 17.0
SUBTITLE: Final = 12.0
MARGIN: Final = 14.0
NARROWEST: Final = 340.0
"""So that title and legend need not break at every word."""

DRAWN_FIRST: Final = ("bare", "other", "best", "path")


def picture(diagram: Diagram, folding: Folding | None = None, theme: Theme = LIGHT) -> Picture:
    """Return the picture of a tree, with its title and legend.

    Parameters
    ----------
    diagram : Diagram
    folding : Folding, optional
        How much of the tree to show.
    theme : Theme

    Raises
    ------
    UsageError
        If more is to be shown than a picture can hold.
    """
    placed = place(diagram, folding)
    room = max(placed.width, NARROWEST)
    head, top = _head(diagram, room, theme)
    tree = [*_tree(placed, diagram, theme)]
    below, height, widest = legend(diagram, placed, room, theme)
    width = max(room, widest) + 2 * MARGIN
    shapes = [
        *moved(head, MARGIN, MARGIN),
        *moved(tree, MARGIN, MARGIN + top),
        *moved(below, MARGIN, MARGIN + top + placed.height + GAP),
    ]
    return Picture(
        width=width,
        height=2 * MARGIN + top + placed.height + GAP + height,
        paper=theme.paper,
        title=plain(diagram.title) or "Game tree",
        description=plain(description(diagram, placed)),
        shapes=tuple(shapes),
    )


def _head(diagram: Diagram, room: float, theme: Theme) -> tuple[list[Shape], float]:
    """Return title and subtitle, and how high they are."""
    shapes: list[Shape] = []
    y = 0.0
    for words, size, colour in (
        (plain(diagram.title), TITLE, theme.ink),
        (plain(subtitle(diagram)), SUBTITLE, theme.muted),
    ):
        for line in text.wrapped(words, size, room) if words else ():
            y += size + 4
            shapes.append(Words(0, y, line, size, colour, bold=size == TITLE))
    return shapes, y + (GAP + 6 if shapes else 0)


def _tree(placed: Placed, diagram: Diagram, theme: Theme) -> Iterator[Shape]:
    """Yield the shapes of the tree itself, the lowest first."""
    for row in placed.rows:
        yield from _behind(row, placed, theme)
    for branch in placed.branches:
        if branch.band:
            yield marks.band(branch.points, theme)
    for branch in sorted(placed.branches, key=lambda b: DRAWN_FIRST.index(b.kind)):
        yield marks.branch(branch.points, branch.kind, branch.owner, theme, branch.odds)
    for link in placed.links:
        yield marks.dashed(link.points, link.owner, theme)
    for node in placed.nodes:
        if node.owner != LEAF:
            yield from marks.node(
                (node.x, node.y), placed.radius, node.owner, theme,
                badge=node.badge, path=node.path, tied=node.tied,
            )  # fmt: skip
        if node.count:
            yield from marks.folded((node.x + placed.radius, node.y), node.count, theme)
    for branch in placed.branches:
        yield from _words(branch, theme)
    for heading in placed.headings:
        yield Words(
            heading.x, placed.heading, plain(heading.text), HEADING, theme.muted,
            italic=True, anchor="middle",
        )  # fmt: skip
    yield from _table(placed, theme)
    if placed.expected and diagram.expected is not None:
        yield from _expected(placed, theme)


def _behind(row: Row, placed: Placed, theme: Theme) -> Iterator[Shape]:
    """Yield the bar behind an end that is reached, or else the thin line to its payoffs."""
    left, right = placed.table
    if row.x + 8 < left:
        yield Line(((row.x + 6, row.y), (left - 4, row.y)), theme.leader, 1.0, (1.0, 3.0))
    if row.path or row.band:
        height = placed.step - 3
        fill = theme.mark if row.path else theme.band
        yield Bar(left, row.y - height / 2, right - left, height, fill)


def _words(branch: Branch, theme: Theme) -> Iterator[Shape]:
    """Yield what is chosen, bold on the path; what is not chosen steps back."""
    x, y = branch.at
    stepped_back = branch.kind == "other" and not branch.band
    colour = theme.muted if stepped_back else theme.ink
    for up, line in enumerate(reversed(branch.lines)):
        if line:
            yield Words(x, y - LINE * up, plain(line), WORDS, colour, bold=branch.kind == "path")


def _table(placed: Placed, theme: Theme) -> Iterator[Shape]:
    for column in placed.columns:
        yield Words(
            column.x, placed.heading, plain(column.text), WORDS, theme.player(column.player),
            bold=True, anchor="end",
        )  # fmt: skip
    for row in placed.rows:
        y = row.y + WORDS * marks.MIDDLE
        for column, payoff in zip(placed.columns, row.payoffs, strict=True):
            colour = theme.player(column.player) if row.path else theme.ink
            colour = colour if row.path or row.band else theme.muted
            yield Words(column.x, y, payoff, WORDS, colour, bold=row.path, anchor="end")


def _expected(placed: Placed, theme: Theme) -> Iterator[Shape]:
    """Yield what play is worth, below a line."""
    left, right = placed.table
    rule, y = placed.last - placed.step / 2 + 2, placed.last + WORDS * marks.MIDDLE
    yield Line(((left, rule), (right, rule)), theme.line, 1.0)
    yield Words(left - PAD, y, EXPECTED, HEADING, theme.muted, italic=True, anchor="end")
    for column, payoff in zip(placed.columns, placed.expected, strict=True):
        colour = theme.player(column.player)
        yield Words(column.x, y, payoff, WORDS, colour, bold=True, anchor="end")
