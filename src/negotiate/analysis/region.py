"""Which equilibrium path for which pair of parameters.

A mesh of points is solved, all at once where that can be done. Between two points with different
answers the boundary is found by halving, to a billionth of a side, and triangles are halved until
what lies between is as good as straight: regions are polygons, and so their areas are known.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from negotiate.analysis.answer import AUTO
from negotiate.analysis.compare import game_info
from negotiate.analysis.region_mesh import Mesh
from negotiate.analysis.region_names import INVALID, UNSOLVED, naming, several
from negotiate.analysis.region_plane import Plane
from negotiate.analysis.region_sketch import Sketch
from negotiate.analysis.region_trace import COARSE, FINEST
from negotiate.analysis.thresholds import ask, require_range
from negotiate.analysis.words import wording_of
from negotiate.errors import NoAnswerError, UsageError, nearest
from negotiate.record import dataclass
from negotiate.results.region import Axis, Here, Region, RegionMap
from negotiate.results.wording import opened
from negotiate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.analysis.region_plane import Label
    from negotiate.analysis.region_sketch import Patch
    from negotiate.analysis.thresholds import Question
    from negotiate.game.model import Model
    from negotiate.spec.model import Parameter

RESOLUTION: Final = 48
"""Squares along each side to begin with."""

SINGLY: Final = 8
"""The same where most points have to be solved one by one."""

FINEST_MESH: Final = 400

NARROWEST: Final = Fraction(1, 10**6)
"""Width of a side, as a share of its larger end, of which floats can tell a billionth."""

Limits: TypeAlias = "tuple[Fraction, Fraction] | None"
Progress: TypeAlias = Callable[[str, int, int], None]


def region_map(
    model: Model,
    x: str,
    y: str,
    scenario: str | None = None,
    *,
    concept: str = AUTO,
    method: str = AUTO,
    settings: Mapping[str, Any] | None = None,
    x_range: Limits = None,
    y_range: Limits = None,
    resolution: int | None = None,
    progress: Progress = lambda _what, _done, _all: None,
) -> RegionMap:
    """Return which equilibrium path is played for which pair of parameters.

    Parameters
    ----------
    model : Model
    x, y : str
        Two parameters. What the scenario sets of them itself is left aside.
    scenario : str, optional
        The first of the file if left out.
    concept, method : str
        As in `negotiate.analysis.answer.solve`.
    settings : mapping of parameter to number, optional
    x_range, y_range : pair of Fraction, optional
        Instead of the ranges that the file gives.
    resolution : int, optional
        Squares along each side to begin with.
    progress : callable
        Told what is done, and how many of how many.

    Returns
    -------
    RegionMap
        An interrupt from the keyboard ends the work; the map is then as good as it got.

    Raises
    ------
    UsageError
        If a name does not exist, there is no range, or the concept lets everything happen.
    NoAnswerError
        If there is no answer anywhere.
    """
    if x == y:
        raise UsageError(f"a map needs two parameters, and both are '{x}'")
    question = ask(model, scenario, concept=concept, method=method, settings=settings)
    if question.concept == "qre":
        raise UsageError("under qre every option has positive odds everywhere: there is no map")
    axes = (_axis(question, x, x_range), _axis(question, y, y_range))
    sides = [(axis.parameter, axis.low, axis.high) for axis in axes]
    plane = Plane(question.parametric, sides, question.concept, question.method, progress)
    n = resolution or (SINGLY if plane.mostly_singly else RESOLUTION)
    if not 2 <= n <= FINEST_MESH:
        raise UsageError(f"the resolution is {n}; it is from 2 to {FINEST_MESH}")
    sketch, n, complete = _drawn(plane, n)
    found = sketch.patches()
    sure = {c: patch for c, patch in found.items() if patch.share > patch.error or not complete}
    if not any(plane.labels[code].paths for code in sure):
        raise NoAnswerError(
            f"there is no answer for any {x} and {y} on this map",
            "see `negotiate solve` for the reason",
        )
    return _Teller(question, plane, axes, sure, sketch, n, complete=complete).answer()


def _axis(question: Question, name: str, asked: Limits) -> Axis:
    known: dict[str, Parameter] = {p.name: p for p in question.model.spec.parameters}
    if name not in known:
        hint = nearest(name, known) or f"it has {', '.join(known) or 'none'}"
        raise UsageError(f"the game has no parameter '{name}'; {hint}")
    parameter = known[name]
    low, high = asked or (parameter.low, parameter.high)
    if low is None or high is None:
        raise UsageError(f"parameter '{name}' has no range; give one as LOW:HIGH")
    require_range(name, low, high, NARROWEST)
    now = float(question.curves.values[name])
    return Axis(name, parameter.unit, parameter.about, float(low), float(high), now)


def _drawn(plane: Plane, resolution: int) -> tuple[Sketch, int, bool]:
    """Return the regions, the squares along a side that were finished, and whether all is."""
    rough = Sketch(Mesh(resolution), {}, plane)
    if plane.at_once:
        rough.look()
        start = resolution
    else:  # coarse first, so that there is something to show when it is interrupted
        start = max(2, resolution // 4)
        rough = Sketch(Mesh(start), {}, plane)
        rough.look()
    kept = rough
    try:
        while start < resolution:
            finer = Sketch(Mesh(min(2 * start, resolution)), {}, plane)
            finer.look()
            start, kept = min(2 * start, resolution), finer
        sharp = Sketch(kept.mesh.copy(), dict(kept.codes), plane)
        sharp.refined()
    except KeyboardInterrupt:
        kept = Sketch(kept.mesh, kept.codes, None)
        kept.cut()
        return kept, start, False
    return sharp, start, True


@dataclass(frozen=True, eq=False)
class _Teller:
    """Puts a map into words.

    Attributes
    ----------
    question : Question
    plane : Plane
    axes : pair of Axis
    patches : mapping of code to Patch
    sketch : Sketch
    resolution : int
    complete : bool
    """

    question: Question
    plane: Plane
    axes: tuple[Axis, Axis]
    patches: Mapping[int, Patch]
    sketch: Sketch
    resolution: int
    complete: bool

    def answer(self) -> RegionMap:
        """Return the map."""
        order = sorted(self.patches, key=self._rank)
        here = self._here_label()
        labels = [self.plane.labels[code] for code in order] + [here] * (here is not None)
        paths = list(dict.fromkeys(path for label in labels if label for path in label.paths))
        words = wording_of(self.question.parametric.spec, self.question.tree)
        names = naming([dict(path) for path in paths], words)
        told = dict(zip(paths, names.each, strict=True))
        place = {code: k for k, code in enumerate(order)}
        return RegionMap(
            game=game_info(self.question.model, self.question),
            scenario=self.question.scenario,
            concept=self.question.concept,
            x=self.axes[0],
            y=self.axes[1],
            common=names.common,
            regions=tuple(self._region(code, told) for code in order),
            here=None if here is None else self._here(here, told, order),
            points=self._points(place),
            smallest=1 / self.resolution,
            complete=self.complete,
            notes=tuple(self._notes()),
            version=__version__,
        )

    def _rank(self, code: int) -> Any:
        """Order regions by their shares; those of one share by what is played."""
        label = self.plane.labels[code]
        order = [self.plane.facts.order(path) for path in label.paths]
        return -round(self.patches[code].share, 6), len(order), order, label.invalid

    def _here_label(self) -> Label | None:
        """Return the answer at the present point, if that is on the map."""
        if not all(axis.low <= axis.now <= axis.high for axis in self.axes):
            return None
        return self.plane.labels[self.plane.at({a.parameter: a.now for a in self.axes})]

    def _here(self, label: Label, told: Mapping[Any, str], order: Sequence[int]) -> Here:
        own = [k for k, code in enumerate(order) if self.plane.labels[code] == label]
        return Here(_name(label, told), own[0] if own else -1, len(label.paths))

    def _region(self, code: int, told: Mapping[Any, str]) -> Region:
        label, patch = self.plane.labels[code], self.patches[code]
        return Region(
            name=_name(label, told),
            answers=len(label.paths),
            paths=tuple(dict(path) for path in label.paths),
            share=patch.share,
            error=patch.error,
            rings=tuple(tuple(self._value(*point) for point in ring) for ring in patch.rings),
        )

    def _value(self, u: float, v: float) -> tuple[float, float]:
        """Return the parameters at a point of the unit square."""
        x, y = self.axes
        return x.low + u * (x.high - x.low), y.low + v * (y.high - y.low)

    def _points(self, place: Mapping[int, int]) -> tuple[tuple[float, float, int], ...]:
        points = self.sketch.mesh.points
        return tuple(
            (*self._value(*points[vertex]), place.get(code, -1))
            for vertex, code in sorted(self.sketch.codes.items())
        )

    def _notes(self) -> list[str]:
        plane, n = self.plane, self.resolution
        solved = "at once" if plane.at_once else "one by one"
        if plane.at_once and plane.singly:
            solved += f", and {plane.singly:,} one by one where that leaves doubt"
        slow = np.count_nonzero(plane.is_slow(np.array(list(self.patches)))) > 1
        exact = COARSE if slow else FINEST
        missed = f"a region narrower than 1/{n} of a side that holds none of them may be missing"
        notes = [f"{len(self.sketch.codes):,} points solved {solved}; {missed}."]
        if self.complete and len(self.patches) > 1:
            off = max(patch.error for patch in self.patches.values())
            areas = f", shares of the map to {off:.0e}" if off else ""
            notes.append(f"Boundaries are known to {exact:.0e} of a side{areas}.")
        if not self.complete:
            notes.append("Interrupted: boundaries lie somewhere between two points.")
        set_here = [a.parameter for a in self.axes if a.parameter in self.question.parametric.fixed]
        if set_here:
            notes.append(f"The scenario itself sets {' and '.join(set_here)}; here it varies.")
        outside = [a for a in self.axes if not a.low <= a.now <= a.high]
        if outside:
            said = " and ".join(f"{a.parameter} is {a.now:g}" for a in outside)
            notes.append(f"Now {said}, outside of this map.")
        if plane.mixed_unseen:
            notes.append(
                "Where one pure equilibrium is strict and alone, mixed ones were not looked for."
            )
        if plane.partial & set(self.patches):
            notes.append("Not at every point can all equilibria be listed: there may be more.")
        return notes


def _name(label: Label, told: Mapping[Any, str]) -> str:
    if not label.paths:
        return INVALID if label.invalid else UNSOLVED
    names = [told[path] for path in label.paths]
    return opened(names[0]) if len(names) == 1 else several(names)


__all__ = ["naming", "region_map"]
