"""A map of two parameters as a picture: regions in colour with letters, and what they mean.

Colours are those of the palette; letters, and dots where there are several answers, say the same
without them.
"""

from __future__ import annotations

from math import dist, floor, log10
from typing import TYPE_CHECKING, Final

from negotiate.record import dataclass
from negotiate.render.palette import LIGHT
from negotiate.render.region_cells import letter, row
from negotiate.render.tree.shapes import Bar, Circle, Line, Picture, Polygon, Words
from negotiate.render.tree.text import width, wrapped
from negotiate.render.words import plain
from negotiate.results.numbers import number, odds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.render.palette import Theme
    from negotiate.render.tree.shapes import Point, Shape
    from negotiate.results.region import Axis, Region, RegionMap, Ring

WIDTH: Final = 1000.0
SIDE: Final = 560.0
"""Of the map itself, in pixels."""

MARGIN: Final = 24.0
LEFT: Final = 92.0
TITLE: Final = 22.0
TEXT: Final = 16.0
SMALL: Final = 14.0
GRAIN: Final = 16.0
"""Pixels between the dots where there are several answers."""

CLEAR: Final = 13.0
"""Room around a letter, in pixels, or it is left out."""

SHOWN: Final = 12
"""Regions that are explained one by one."""

TRIED: Final = 150
"""Points of a region among which the best place for its letter is looked for."""


def picture(answer: RegionMap, theme: Theme = LIGHT) -> Picture:
    """Return a map as shapes.

    Parameters
    ----------
    answer : RegionMap
    theme : Theme
    """
    head, top = _head(answer, theme)
    frame = _Frame(answer, theme, top + 30)
    legend, low = _legend(answer, theme, frame.top)
    bottom = max(frame.top + SIDE + 72, low + 12)
    notes, end = _lines(answer.notes, (MARGIN, bottom + SMALL), WIDTH - 2 * MARGIN, SMALL, theme)
    what = "; ".join(f"{odds(r.share)} {r.name}" for r in answer.regions)
    return Picture(
        width=WIDTH,
        height=end + MARGIN / 2,
        paper=theme.paper,
        title=plain(answer.game.title),
        description=plain(f"{answer.x.parameter} and {answer.y.parameter}: {what}"),
        shapes=(*head, *frame.shapes(), *legend, *notes),
    )


def _head(answer: RegionMap, theme: Theme) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    y = MARGIN
    for line in wrapped(plain(answer.game.title), TITLE, WIDTH - 2 * MARGIN):
        y += TITLE
        shapes.append(Words(MARGIN, y, line, TITLE, theme.ink, bold=True))
        y += 4
    scenario = f"scenario {answer.scenario} · " if answer.scenario else ""
    about = [f"{scenario}concept {answer.concept}"]
    about += [f"Everywhere: {answer.common}."] if answer.common else []
    more, y = _lines(about, (MARGIN, y + 22), WIDTH - 2 * MARGIN, TEXT, theme)
    return shapes + more, y


def _lines(
    texts: Sequence[str], at: Point, widest: float, size: float, theme: Theme
) -> tuple[list[Shape], float]:
    """Return prose from a base line on, and the base line that would come next."""
    x, y = at
    shapes: list[Shape] = []
    for text in texts:
        for line in wrapped(plain(text), size, widest * 0.98):
            shapes.append(Words(x, y, line, size, theme.muted))
            y += size * 1.35
    return shapes, y


@dataclass(frozen=True)
class _Frame:
    """The map itself, from its upper edge on."""

    answer: RegionMap
    theme: Theme
    top: float

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a pair of parameters."""
        a, b = self.answer.x, self.answer.y
        right = (x - a.low) / (a.high - a.low) * SIDE
        up = (y - b.low) / (b.high - b.low) * SIDE
        return LEFT + right, self.top + SIDE - up

    def shapes(self) -> Iterator[Shape]:
        """Yield regions, borders, dots, letters, axes, and the present point."""
        theme = self.theme
        outlines = [
            ([self.at(*point) for point in ring], place)
            for place, region in enumerate(self.answer.regions)
            for ring in region.rings
        ]
        # Holes are filled by what lies in them, which is smaller and so comes later.
        outlines.sort(key=lambda pair: -abs(_area(pair[0])))
        for ring, place in outlines:
            if _area(ring) < 0:  # downwards is positive: an outer outline
                fill = _fill(self.answer.regions[place], place, theme)
                yield Polygon(tuple(ring), fill, fill, 0.6)
        for ring, _ in outlines:
            yield Line((*ring, ring[0]), theme.ink, 1.0)
        yield from self._dots()
        yield from self._letters()
        yield from self._axes()
        yield from self._here()

    def _dots(self) -> Iterator[Shape]:
        several = {k for k, region in enumerate(self.answer.regions) if region.answers > 1}
        steps = [(i + 0.5) * GRAIN / SIDE for i in range(round(SIDE / GRAIN))]
        x, y = self.answer.x, self.answer.y
        xs = [x.low + step * (x.high - x.low) for step in steps]
        for step in steps if several else []:
            height = y.low + step * (y.high - y.low)
            for value, place in zip(xs, row(self.answer, xs, height), strict=True):
                if place in several:
                    yield Circle(*self.at(value, height), 1.1, self.theme.ink, self.theme.ink, 0)

    def _letters(self) -> Iterator[Shape]:
        taken = [self.at(self.answer.x.now, self.answer.y.now)] if self.answer.here else []
        borders = [
            self.at(*point)
            for region in self.answer.regions
            for ring in region.rings
            for point in _dense(ring, self.answer)
        ]
        for place, region in enumerate(self.answer.regions[:SHOWN]):
            own = [self.at(x, y) for x, y, k in self.answer.points if k == place]
            own = own[:: max(1, len(own) // TRIED)]
            if not own:
                continue
            room, spot = max((min(dist(p, b) for b in borders + taken), p) for p in own)
            fill = _fill(region, place, self.theme)
            if room < CLEAR:
                start, spot = spot, self._beside(spot, borders, taken)
                if spot == start:
                    continue
                yield Line((start, spot), self.theme.ink, 1.2)
                yield Circle(*start, 2.2, self.theme.ink, self.theme.ink, 0)
                yield Circle(*spot, CLEAR, fill, self.theme.ink, 1.0)
            else:
                yield Circle(*spot, CLEAR, fill, fill, 0)
            taken.append(spot)
            x, y = spot
            yield Words(x, y + 7, letter(place), 20, self.theme.ink, bold=True, anchor="middle")

    def _beside(self, spot: Point, borders: Sequence[Point], taken: Sequence[Point]) -> Point:
        """Return where the letter of a narrow region stands: near it, and in nobody's way."""
        for far in (30, 45, 60, 80, 110):
            for dx, dy in ((1, 0), (0.7, -0.7), (0.7, 0.7), (-1, 0), (-0.7, -0.7), (-0.7, 0.7)):
                x, y = spot[0] + far * dx, spot[1] + far * dy
                inside = (
                    LEFT + 16 < x < LEFT + SIDE - 16 and self.top + 16 < y < self.top + SIDE - 16
                )
                free = all(dist((x, y), other) > 2.5 * CLEAR for other in taken)
                if inside and free and all(dist((x, y), b) > CLEAR for b in borders):
                    return x, y
        return spot

    def _axes(self) -> Iterator[Shape]:
        theme, base = self.theme, self.top + SIDE
        yield Line(
            ((LEFT, self.top), (LEFT + SIDE, self.top), (LEFT + SIDE, base), (LEFT, base),
             (LEFT, self.top)), theme.ink, 1.2,
        )  # fmt: skip
        for value in ticks(self.answer.x):
            x, _ = self.at(value, self.answer.y.low)
            yield Line(((x, base), (x, base + 6)), theme.ink, 1.2)
            yield Words(x, base + 24, number(value), TEXT, theme.ink, anchor="middle")
        for value in ticks(self.answer.y):
            _, y = self.at(self.answer.x.low, value)
            yield Line(((LEFT - 6, y), (LEFT, y)), theme.ink, 1.2)
            yield Words(LEFT - 10, y + 5.5, number(value), TEXT, theme.ink, anchor="end")
        middle = LEFT + SIDE / 2
        text, size = _fitted(_named(self.answer.x), SIDE + LEFT - MARGIN)
        yield Words(middle, base + 50, text, size, theme.ink, bold=True, anchor="middle")
        text, size = _fitted(_named(self.answer.y), SIDE + LEFT - MARGIN)
        yield Words(MARGIN, self.top - 16, text, size, theme.ink, bold=True)

    def _here(self) -> Iterator[Shape]:
        if self.answer.here is None:
            return
        x, y = self.at(self.answer.x.now, self.answer.y.now)
        yield from _mark(x, y, self.theme)


def _mark(x: float, y: float, theme: Theme) -> tuple[Shape, ...]:
    """Return the mark of the present point."""
    return (
        Circle(x, y, 7.5, theme.paper, theme.ink, 2),
        Line(((x - 4, y), (x + 4, y)), theme.ink, 2),
        Line(((x, y - 4), (x, y + 4)), theme.ink, 2),
    )


def _fill(region: Region, place: int, theme: Theme) -> str:
    return theme.region(place) if region.answers else theme.paper


def _named(axis: Axis) -> str:
    return plain(f"{axis.parameter} ({axis.unit})" if axis.unit else axis.parameter)


def _fitted(text: str, room: float) -> tuple[str, float]:
    """Return a text with the size at which it fits; one that never does is shortened."""
    size = min(TEXT, TEXT * room / max(width(text, TEXT), 1))
    while size < 11 and len(text) > 8:
        text = f"{text[:-2].rstrip()}…"
        size = min(TEXT, TEXT * room / width(text, TEXT))
    return text, size


def _area(ring: Sequence[Point]) -> float:
    after = [*ring[1:], ring[0]]
    return sum(xa * yb - xb * ya for (xa, ya), (xb, yb) in zip(ring, after, strict=True)) / 2


def _dense(ring: Ring, answer: RegionMap) -> Iterator[Point]:
    """Yield points along an outline, no two of them far apart."""
    wide, high = answer.x.high - answer.x.low, answer.y.high - answer.y.low
    for (xa, ya), (xb, yb) in zip(ring, (*ring[1:], ring[0]), strict=True):
        parts = 1 + floor(60 * max(abs(xb - xa) / wide, abs(yb - ya) / high))
        for k in range(parts):
            yield xa + k / parts * (xb - xa), ya + k / parts * (yb - ya)


def ticks(axis: Axis) -> list[float]:
    """Return some four to seven round values within an axis.

    >>> from negotiate.results.region import Axis
    >>> ticks(Axis("p", "", "", 0.0, 1.0, 0.5))
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    power = 10.0 ** floor(log10((axis.high - axis.low) / 4))
    step = next(m * power for m in (1, 2, 5, 10) if (axis.high - axis.low) / (m * power) <= 6)
    first, last = -floor(1e-9 - axis.low / step), floor(axis.high / step + 1e-9)
    return [float(f"{k * step:.12g}") for k in range(first, last + 1)]


def _legend(answer: RegionMap, theme: Theme, top: float) -> tuple[list[Shape], float]:
    """Return what the letters mean, and where that ends."""
    left = LEFT + SIDE + 32
    room = WIDTH - left - 38 - MARGIN
    shapes: list[Shape] = []
    y = top
    for place, region in enumerate(answer.regions[:SHOWN]):
        shapes.append(Bar(left, y, 28, 28, theme.line))
        shapes.append(Bar(left + 1, y + 1, 26, 26, _fill(region, place, theme)))
        if region.answers > 1:
            shapes += [
                Circle(left + 5 + dx, y + 5 + dy, 1.1, theme.ink, theme.ink, 0)
                for dx, dy in ((0, 0), (18, 0), (0, 18), (18, 18))
            ]
        shapes.append(
            Words(left + 14, y + 20.5, letter(place), 17, theme.ink, bold=True, anchor="middle")
        )
        shapes.append(Words(left + 38, y + 13, odds(region.share), TEXT, theme.ink, bold=True))
        y += 13 + TEXT * 1.25
        for line in wrapped(plain(region.name), SMALL, room):
            shapes.append(Words(left + 38, y, line, SMALL, theme.ink))
            y += SMALL * 1.3
        y += 6
    if len(answer.regions) > SHOWN:
        rest = answer.regions[SHOWN:]
        share = odds(sum(region.share for region in rest))
        shapes.append(Words(left, y + 14, f"{len(rest)} more regions: {share}", SMALL, theme.ink))
        y += 30
    if answer.here is not None:
        shapes += _mark(left + 14, y + 14, theme)
        where = answer.here
        told = f"now: {letter(where.region)}" if where.region >= 0 else f"now: {where.name}"
        for line in wrapped(plain(told), SMALL, room):
            shapes.append(Words(left + 38, y + 19, line, SMALL, theme.ink))
            y += SMALL * 1.3
        y += 14
    return shapes, y
