"""Place a tree: time runs from left to right, and each end that is shown has a row of its own.

A node stands midway between its first and its last option, so that nodes of one column are at
least a row apart; a branch runs slanted first and then level, and its words stand on the level
part, which no other branch crosses. Columns are as wide as their words ask for. Nodes that a
player cannot tell apart stand in one column where that can be had.

`render/page/layout.js` is the same code in JavaScript; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.render.tree import links, text
from negotiate.render.tree.fold import Folding, fold
from negotiate.render.tree.placed import Branch, Column, Heading, Node, Placed, Row
from negotiate.results.numbers import odds as in_per_cent
from negotiate.types import CHANCE, LEAF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.render.tree.fold import Folded
    from negotiate.render.tree.placed import Kind, Point
    from negotiate.results.diagram import Diagram

WORDS: Final = 13.0
"""Size of the font on branches and of payoffs."""

BADGE: Final = 11.0
HEADING: Final = 12.0
LINE: Final = 16.0
"""From one line of words to the next."""

LIFT: Final = 6.0
"""From a branch up to the words on it."""

WIDEST: Final = 190.0
"""Words of a branch go on a new line beyond this."""

RADIUS: Final = 12.0
STEP: Final = 24.0
BEND: Final = 22.0
GAP: Final = 12.0
HEAD: Final = 26.0
"""Above the first row: room for headings."""

TITLE: Final = 14.0
"""Base line of the headings."""

TABLE: Final = 30.0
"""Between the last column of the tree and the payoffs."""

BETWEEN: Final = 20.0
PAD: Final = 9.0
"""Between the payoffs and the ends of the bar behind them."""
EXPECTED: Final = "expected payoff"
MARK: Final = 12.0
"""Room of the triangle behind a folded node, before the number of nodes inside."""


def place(diagram: Diagram, folding: Folding | None = None) -> Placed:
    """Return where everything of a tree stands.

    Parameters
    ----------
    diagram : Diagram
    folding : Folding, optional
        How much of it to show.

    Raises
    ------
    UsageError
        If more is to be shown than a picture can hold.
    """
    folded = fold(diagram, folding or Folding())
    words = {node: _words(diagram, node) for node in folded.nodes[1:]}
    badges = text.badges(diagram.players)
    radius = max([RADIUS, *(text.width(badge, BADGE) / 2 + 3 for badge in badges)])
    tallest = max((len(lines) for lines in words.values()), default=1)
    step = max(STEP, 2 * radius + 2, LIFT + LINE * tallest + 4)
    column = links.columns(diagram, folded)
    ys = _ys(folded, HEAD + LINE * (tallest - 1), step)
    linked = links.pairs(diagram, folded, column, ys)
    headings = _headings(diagram, folded, column)
    room = _room(diagram, folded, column, words)
    xs = _xs(room, links.lanes(linked, column), headings, radius)
    at = {node: (xs[column[node]], ys[node]) for node in folded.nodes}
    nodes = tuple(_node(diagram, folded, badges, node, at[node]) for node in folded.nodes)
    right = _right(nodes, [(xs[c], *heading) for c, heading in headings.items()], radius)
    rows = _rows(diagram, at)
    expected = _expected(diagram, rows)
    left, columns = _table(diagram, rows, expected, right)
    last = max(ys.values()) + step * (1 if expected else 0)
    return Placed(
        width=(columns[-1].x if columns else right) + GAP,
        height=last + step / 2,
        radius=radius,
        step=step,
        table=(left, columns[-1].x + PAD if columns else left),
        heading=TITLE,
        last=last,
        nodes=nodes,
        branches=tuple(
            _branch(diagram, at, words[node], node, radius) for node in folded.nodes[1:]
        ),
        links=tuple(links.link(pair, at, radius) for pair in linked),
        rows=rows,
        columns=columns,
        headings=tuple(Heading(xs[c], *headings[c]) for c in sorted(headings)),
        expected=expected,
    )


def _words(diagram: Diagram, node: int) -> tuple[str, ...]:
    """Return what stands on the branch to a node: the option, and its odds if not certain."""
    odds = float(diagram.odds[node])
    label = diagram.label[node]
    mixed = text.NEVER < odds < 1 - text.NEVER
    if diagram.owner[diagram.parent[node]] == CHANCE or mixed:
        label = f"{label} {in_per_cent(odds)}"
    return text.wrapped(label, WORDS, WIDEST)


def _ys(folded: Folded, top: float, step: float) -> dict[int, float]:
    """Return how far down each node stands: ends a row each, others midway between options."""
    ys: dict[int, float] = {}
    stack, row = [0], 0
    while stack:
        node = stack.pop()
        if node in folded.children:
            stack.extend(reversed(folded.children[node]))
        else:
            ys[node] = top + step * (row + 0.5)
            row += 1
    for node in reversed(folded.nodes):
        if node in folded.children:
            children = folded.children[node]
            ys[node] = (ys[children[0]] + ys[children[-1]]) / 2
    return ys


def _headings(
    diagram: Diagram, folded: Folded, column: Mapping[int, int]
) -> dict[int, tuple[str, float]]:
    """Return the decision that all nodes of a column face, where that is one, and its width."""
    faced: dict[int, set[int]] = {}
    for node in folded.nodes:
        if diagram.owner[node] != LEAF:
            faced.setdefault(column[node], set()).add(int(diagram.move[node]))
    found = {c: diagram.moves[moves.pop()] for c, moves in faced.items() if len(moves) == 1}
    told = {*diagram.players, *diagram.names, ""}
    return {
        c: (move, text.width(move, HEADING, bold=False))
        for c, move in found.items()
        if text.unnumbered(move) not in told
    }


def _room(
    diagram: Diagram,
    folded: Folded,
    column: Mapping[int, int],
    words: Mapping[int, tuple[str, ...]],
) -> list[float]:
    """Return how wide the words are before each column."""
    room = [0.0] * (max(column.values()) + 1)
    for node in folded.nodes[1:]:
        here = column[int(diagram.parent[node])] + 1
        room[here] = max([room[here], *(text.width(line, WORDS) for line in words[node])])
    return room


def _xs(
    room: Sequence[float],
    lanes: Mapping[int, int],
    headings: Mapping[int, tuple[str, float]],
    radius: float,
) -> list[float]:
    """Return where each column stands; headings of different columns keep apart."""
    xs: list[float] = []
    free = GAP
    for here, words in enumerate(room):
        lead = xs[-1] + radius + BEND + words + GAP + links.LANE * lanes.get(here, 0) if xs else GAP
        half = headings[here][1] / 2 if here in headings else 0.0
        xs.append(max(lead + radius, free + half if half else 0.0))
        free = xs[-1] + half + GAP if half else free
    return xs


def _node(diagram: Diagram, folded: Folded, badges: Sequence[str], node: int, at: Point) -> Node:
    owner = int(diagram.owner[node])
    hidden = folded.hidden.get(node, 0)
    return Node(
        node,
        *at,
        owner=owner,
        badge=badges[owner] if owner >= 0 else "",
        path=diagram.reach is not None and bool(diagram.reach[node] > text.NEVER),
        tied=diagram.tied is not None and bool(diagram.tied[node]),
        hidden=hidden,
        count=f"+{hidden}" if hidden else "",
    )


def _branch(
    diagram: Diagram,
    at: Mapping[int, Point],
    lines: tuple[str, ...],
    node: int,
    radius: float,
) -> Branch:
    parent = int(diagram.parent[node])
    (x0, y0), (x1, y1) = at[parent], at[node]
    bend = x0 + radius + BEND
    return Branch(
        node,
        int(diagram.owner[parent]),
        _kind(diagram, node, parent),
        odds=float(diagram.odds[node]),
        band=diagram.baseline is not None and bool(diagram.baseline[node] > text.NEVER),
        points=((x0, y0), (bend, y1), (x1, y1)),
        lines=lines,
        at=(bend + 2, y1 - LIFT),
        width=max(text.width(line, WORDS) for line in lines),
    )


def _kind(diagram: Diagram, node: int, parent: int) -> Kind:
    if diagram.reach is None:
        return "bare"
    if diagram.reach[node] > text.NEVER:
        return "path"
    played = diagram.owner[parent] >= 0 and diagram.odds[node] > text.NEVER
    return "best" if played else "other"


def _right(
    nodes: Sequence[Node], headings: Sequence[tuple[float, str, float]], radius: float
) -> float:
    """Return where the tree ends on the right."""
    ends = [x + width / 2 for x, _, width in headings]
    for node in nodes:
        beyond = 0.0 if node.owner == LEAF else radius
        if node.count:
            beyond += MARK + text.width(node.count, WORDS)
        ends.append(node.x + beyond)
    return max(ends)


def _rows(diagram: Diagram, at: Mapping[int, Point]) -> tuple[Row, ...]:
    """Return the ends of the game that are shown, in the tree's order."""
    ends = [node for node in at if diagram.owner[node] == LEAF]
    payoffs = text.columns([diagram.payoffs[diagram.row[node]].tolist() for node in ends])
    return tuple(
        Row(
            node,
            *at[node],
            payoffs=tuple(texts),
            path=diagram.reach is not None and bool(diagram.reach[node] > text.NEVER),
            band=diagram.baseline is not None and bool(diagram.baseline[node] > text.NEVER),
        )
        for node, texts in zip(ends, payoffs, strict=True)
    )


def _expected(diagram: Diagram, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what play is worth, with no fewer decimals than the payoffs above."""
    if diagram.expected is None or not rows:
        return ()
    values = diagram.expected.tolist()
    pairs = zip(values, rows[0].payoffs, strict=True)
    return tuple(text.number(v, max(min(text.decimals([v]), 2), text.places(p))) for v, p in pairs)


def _table(
    diagram: Diagram, rows: Sequence[Row], expected: Sequence[str], right: float
) -> tuple[float, tuple[Column, ...]]:
    """Return where the payoffs begin, and their columns; none where no end is shown."""
    if not rows:
        return right, ()
    x = left = max(right + TABLE, GAP + text.width(EXPECTED, HEADING) + PAD)
    found = []
    for player, key in enumerate(diagram.players):
        texts = [row.payoffs[player] for row in rows]
        texts += [key, *expected[player : player + 1]]
        width = max(text.width(each, WORDS) for each in texts)
        x += (BETWEEN if player else PAD) + width
        found.append(Column(player, x, key, width))
    return left, tuple(found)
