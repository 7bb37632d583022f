"""The steps of a tape that some results need, in order, ready to run with numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from negotiate.game.arithmetic import FLOAT, perform
from negotiate.game.distinct import Distinct, distinct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.game.arithmetic import Arithmetic
    from negotiate.game.tape import Tape
    from negotiate.types import FloatArray, NumberArray

KEPT_LEAVES = 10_000
"""The values of a step take a number a leaf at most, and a tape has hundreds of steps."""


class Program:
    """A part of a tape.

    Parameters
    ----------
    tape : Tape
    wanted : sequence of int
        The steps whose values are asked for.

    Attributes
    ----------
    order : tuple of int
        All steps that they need, each after its arguments.
    settled, varying : tuple of int
        Those that depend on moves only, and those that depend on parameters.
    """

    def __init__(self, tape: Tape, wanted: Sequence[int]) -> None:
        self.tape = tape
        self.wanted = tuple(dict.fromkeys(wanted))
        needed = set(self.wanted)
        for i in range(max(needed, default=-1), -1, -1):
            if i in needed:
                needed.update(tape.steps[i].args)
        self.order = tuple(sorted(needed))
        self.settled = tuple(i for i in self.order if not tape.steps[i].varies)
        self.varying = tuple(i for i in self.order if tape.steps[i].varies)
        self._spent = self._last_uses()

    def _last_uses(self) -> dict[int, tuple[int, ...]]:
        """Return, for each varying step, the values that nobody needs after it."""
        last = {arg: i for i in self.varying for arg in self.tape.steps[i].args}
        spent: dict[int, tuple[int, ...]] = {}
        for arg, i in last.items():
            if self.tape.steps[arg].varies and arg not in self.wanted:
                spent[i] = (*spent.get(i, ()), arg)
        return spent

    def run(
        self, parameters: Mapping[str, NumberArray], arithmetic: Arithmetic
    ) -> dict[int, NumberArray]:
        """Return the values of the wanted steps, each (K or 1, B or 1).

        Parameters
        ----------
        parameters : mapping of name to NumberArray (1, B or 1)
        arithmetic : Arithmetic
        """
        steps = self.tape.steps
        values = self._shared(parameters) if arithmetic is FLOAT else {}
        with np.errstate(all="ignore"):
            for i in self.order:
                if i not in values:
                    values[i] = perform(steps[i], values, arithmetic, parameters)
        return {i: values[i] for i in self.wanted}

    def _shared(self, parameters: Mapping[str, NumberArray]) -> dict[int, NumberArray]:
        """Return what programs of the tape have computed and still holds, to add to it.

        Scenarios have most of their steps in common, and other numbers of a parameter matter to
        what depends on it alone. Of a large tree nothing is kept.
        """
        tape = self.tape
        if tape.histories.n_leaves > KEPT_LEAVES:
            return {}
        before, values = tape.shared
        # By their bits: 0 and -0 are equal, and what is computed from them is not.
        numbers = {name: value.tobytes() for name, value in parameters.items()}
        stale: set[int] = set()
        if changed := {n for n in {*before, *numbers} if before.get(n) != numbers.get(n)}:
            for i, step in enumerate(tape.steps):
                if step.parameter in changed or not stale.isdisjoint(step.args):
                    stale.add(i)
        tape.shared = numbers, {i: value for i, value in values.items() if i not in stale}
        return tape.shared[1]

    def constants(self) -> dict[int, FloatArray]:
        """Return the values in floats of the steps that depend on moves only."""
        known = self.tape.floats
        with np.errstate(all="ignore"):
            for i in self.settled:
                if i not in known:
                    known[i] = perform(self.tape.steps[i], known, FLOAT, {})
        return {i: known[i] for i in self.settled}

    @cached_property
    def distinct(self) -> Distinct:
        """The steps without repeated rows, which is what `draw` computes."""
        return distinct(self)

    def draw(self, parameters: Mapping[str, FloatArray]) -> dict[int, FloatArray]:
        """Return the values of the distinct rows of the wanted steps in floats (D, B or 1).

        Parameters
        ----------
        parameters : mapping of name to FloatArray (1, B)
        """
        values = dict(self.distinct.constants)
        with np.errstate(all="ignore"):
            for i, step in self.distinct.steps.items():
                values[i] = perform(step, values, FLOAT, parameters)
                for spent in self._spent.get(i, ()):
                    del values[spent]
        return {i: values[i] for i in self.wanted}
