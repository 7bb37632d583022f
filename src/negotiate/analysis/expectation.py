"""What to expect of each draw, given where play ends, and how likely.

Sums run over the ends of a draw one after the other, in an order that does not depend on the draws
beside it: they are the same to the last bit in whatever company they are computed.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from negotiate.analysis.walk import Reached
from negotiate.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.analysis.walk import Ends
    from negotiate.game.roots import Measured
    from negotiate.types import BoolArray, FloatArray, IntArray, NumberArray


@dataclass(frozen=True, eq=False)
class OverEnds:
    """Sums over lists of ends.

    Attributes
    ----------
    ends : Ends
    void : IntArray
        Draws without an answer, of which nothing is a number.
    n : int
        Draws, B.
    """

    ends: Ends
    void: IntArray
    n: int

    def mean(self, measured: Measured) -> FloatArray:
        """Return the expectation in each draw (B,)."""
        with np.errstate(invalid="ignore"):  # what is not a number stays none
            weighed = self.ends.odds * measured.at(self.ends.leaf, self.ends.draw)
        return self._total(self.ends.draw, weighed, 1).reshape(self.n)

    def categories(self, measured: Measured, names: Sequence[str]) -> dict[str, FloatArray]:
        """Return the odds of each category in each draw (B,), by name."""
        return self._odds(measured.at(self.ends.leaf, self.ends.draw), names)

    def outcomes(self, codes: IntArray, names: Sequence[str]) -> dict[str, FloatArray]:
        """Return the odds in each draw (B,), by name, of what leaves are by code (Z,)."""
        return self._odds(codes[self.ends.leaf] % len(names), names)

    def _odds(self, codes: NumberArray, names: Sequence[str]) -> dict[str, FloatArray]:
        where = codes.astype(np.int64, copy=False) * self.n + self.ends.draw
        return dict(zip(names, self._total(where, self.ends.odds, len(names)), strict=True))

    def _total(self, where: IntArray, weights: FloatArray, rows: int) -> FloatArray:
        """Add up weights by row and draw (rows, B)."""
        # Of no weights at all the sums are integers.
        sums = np.bincount(where, weights, minlength=rows * self.n).astype(float, copy=False)
        total: FloatArray = sums.reshape(rows, self.n)
        total[:, self.void] = np.nan
        return total


@dataclass(frozen=True, eq=False)
class OverLeaves:
    """Sums over all leaves, for draws in which most are possible; attributes as of `OverEnds`."""

    reached: Reached
    void: IntArray

    def mean(self, measured: Measured) -> FloatArray:
        """Return the expectation in each draw (B,)."""
        with np.errstate(invalid="ignore"):  # as in `OverEnds`
            weighed = self.reached.odds * self._at(measured)
        if self._never is not None:
            weighed[self._never] = 0  # whatever the leaf is
        return self._total(weighed)

    def categories(self, measured: Measured, names: Sequence[str]) -> dict[str, FloatArray]:
        """Return the odds of each category in each draw (B,), by name."""
        codes = self._at(measured)
        if codes.shape[1] == 1:
            return self._odds(np.broadcast_to(codes[:, 0], len(self.reached.leaf)), names)
        each = (np.where(codes == k, self.reached.odds, 0.0) for k in range(len(names)))
        return dict(zip(names, map(self._total, each), strict=True))

    def outcomes(self, codes: IntArray, names: Sequence[str]) -> dict[str, FloatArray]:
        """Return the odds in each draw (B,), by name, of what leaves are by code (Z,)."""
        return self._odds(codes[self.reached.leaf] % len(names), names)

    @cached_property
    def _never(self) -> BoolArray | None:
        """Which ends are impossible, if any are (Z, B)."""
        never: BoolArray = self.reached.odds <= 0
        return never if never.any() else None

    def _at(self, measured: Measured) -> FloatArray:
        """Return a measure at each leaf (Z or 1, B or 1)."""
        if measured.rows is None:
            return measured.values
        return measured.values.take(measured.rows[self.reached.leaf], axis=0)

    def _odds(self, codes: NumberArray, names: Sequence[str]) -> dict[str, FloatArray]:
        each = (self.reached.odds[codes == k] for k in range(len(names)))
        return dict(zip(names, map(self._total, each), strict=True))

    def _total(self, rows: FloatArray) -> FloatArray:
        """Add up rows (n, B), one after the other (B,)."""
        if not len(rows):
            total = np.zeros(rows.shape[1])
        elif rows.shape[1] == 1:  # a lone column numpy would add up in pairs
            total = np.add.accumulate(rows)[-1]
        else:
            total = np.add.reduce(rows)
        total += 0.0  # -0 becomes 0, as in a sum that begins with 0
        total[self.void] = np.nan
        return total


Expectation: TypeAlias = OverEnds | OverLeaves


def expectation(ends: Ends | Reached, valid: BoolArray) -> Expectation:
    """Return what computes expectations over ends; draws that are not valid have none (B,)."""
    void = np.flatnonzero(~valid)
    return OverLeaves(ends, void) if isinstance(ends, Reached) else OverEnds(ends, void, len(valid))
