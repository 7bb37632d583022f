"""What the marks of a picture mean: an entry for each that occurs, none for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass
from negotiate.render.tree import marks, text
from negotiate.render.tree.shapes import Words, moved
from negotiate.render.words import plain
from negotiate.results.wording import entry, spaced
from negotiate.types import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.render.palette import Theme
    from negotiate.render.tree.placed import Kind, Placed
    from negotiate.render.tree.shapes import Point, Shape
    from negotiate.results.diagram import Diagram

SIZE: Final = 12.0
LINE: Final = 26.0
SAMPLE: Final = 30.0
"""Length of the piece of line that stands for all of its kind."""

BESIDE: Final = 7.0
BETWEEN: Final = 20.0

LEVEL: Final[tuple[Point, ...]] = ((0.0, 0.0), (SAMPLE, 0.0))


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark, its left end at the origin, and what it says."""

    says: str
    mark: tuple[Shape, ...]
    width: float = SAMPLE


def legend(
    diagram: Diagram, placed: Placed, room: float, theme: Theme
) -> tuple[list[Shape], float, float]:
    """Return the entries on as many lines as they need, how high and how wide they are."""
    shapes: list[Shape] = []
    x, y, widest = 0.0, LINE / 2, 0.0
    for item in (*_players(diagram, placed, theme), *_lines(diagram, placed, theme)):
        words = plain(item.says)
        width = item.width + BESIDE + text.width(words, SIZE, bold=False)
        if x and x + width > room:
            x, y = 0.0, y + LINE
        shapes += moved(item.mark, x, y)
        x += item.width + BESIDE
        shapes.append(Words(x, y + SIZE * marks.MIDDLE, words, SIZE, theme.ink))
        x += width - item.width - BESIDE
        widest = max(widest, x)
        x += BETWEEN
    return shapes, y + LINE / 2, widest


def _players(diagram: Diagram, placed: Placed, theme: Theme) -> Iterator[Entry]:
    """Yield who the circles stand for, and chance's diamond."""
    shown = {node.owner for node in placed.nodes}
    badges = text.badges(diagram.players)
    for player, name in enumerate(diagram.names):
        if player in shown:
            yield Entry(entry(name), _circle(placed, player, theme, badges[player]), _size(placed))
    if CHANCE in shown:
        yield Entry("chance", _circle(placed, CHANCE, theme), _size(placed))


def _lines(diagram: Diagram, placed: Placed, theme: Theme) -> Iterator[Entry]:
    """Yield what lines and rims stand for."""
    says: dict[Kind, str] = {
        "path": f"equilibrium path ({spaced(diagram.concept)})".removesuffix(" ()"),
        "best": "chosen if play gets there",
        "other": "not chosen",
    }
    for kind, words in says.items():
        owners = [branch.owner for branch in placed.branches if branch.kind == kind]
        if owners:
            owner = next((o for o in owners if o != CHANCE), CHANCE)
            yield Entry(words, (marks.branch(LEVEL, kind, owner, theme),))
    if any(branch.band for branch in placed.branches):
        short = marks.band(((6.0, 0.0), (SAMPLE - 6, 0.0)), theme)
        yield Entry(f"path of scenario {spaced(diagram.against)}".rstrip(), (short,))
    if placed.links:
        thirds = ((SAMPLE / 3, 0.0), (SAMPLE * 2 / 3, 0.0))
        points = (LEVEL[0], *thirds, LEVEL[1])
        yield Entry("information set", (marks.dashed(points, placed.links[0].owner, theme),))
    tied = next((node for node in placed.nodes if node.tied), None)
    if tied is not None:
        mark = _circle(placed, tied.owner, theme, tied=True)
        yield Entry("tie: another option is as good", mark, _size(placed))
    if any(node.count for node in placed.nodes):
        yield Entry("nodes folded in", tuple(marks.folded((-3.0, 0.0), "+n", theme)))


def _circle(
    placed: Placed, owner: int, theme: Theme, badge: str = "", *, tied: bool = False
) -> tuple[Shape, ...]:
    radius = placed.radius
    return tuple(
        marks.node((radius, 0.0), radius, owner, theme, badge=badge, path=False, tied=tied)
    )


def _size(placed: Placed) -> float:
    return 2 * placed.radius
