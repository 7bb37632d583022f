"""Write down a negotiation as a game, and learn who does what, why, and what would change it.

>>> import negotiate
>>> print(negotiate.solve("kellogg"))  # doctest: +SKIP

Names are found on first use, so that ``import negotiate`` costs next to nothing: numpy and the
solvers are loaded by the first call that computes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from negotiate.version import __version__

if TYPE_CHECKING:
    from negotiate.api import (
        Model,
        check,
        compare,
        draw,
        embed,
        estimate,
        explain,
        load,
        loads,
        plot,
        rationality_path,
        read_answer,
        region_map,
        report,
        save_map,
        sensitivity,
        solve,
        sweep,
        sweep_dataset,
        thresholds,
        what_it_takes,
        write_answer,
    )
    from negotiate.errors import NegotiateError
    from negotiate.game import Game, ParametricGame
    from negotiate.results import Certificate, Comparison, Coverage, Equilibrium, Solution

__all__ = [
    "Certificate",
    "Comparison",
    "Coverage",
    "Equilibrium",
    "Game",
    "Model",
    "NegotiateError",
    "ParametricGame",
    "Solution",
    "__version__",
    "check",
    "compare",
    "draw",
    "embed",
    "estimate",
    "explain",
    "load",
    "loads",
    "plot",
    "rationality_path",
    "read_answer",
    "region_map",
    "report",
    "save_map",
    "sensitivity",
    "solve",
    "sweep",
    "sweep_dataset",
    "thresholds",
    "what_it_takes",
    "write_answer",
]

_HOME = {
    "Certificate": "results",
    "Comparison": "results",
    "Coverage": "results",
    "Equilibrium": "results",
    "Game": "game",
    "Model": "api",
    "NegotiateError": "errors",
    "ParametricGame": "game",
    "Solution": "results",
    "check": "api",
    "compare": "api",
    "draw": "api",
    "embed": "api",
    "estimate": "api",
    "explain": "api",
    "load": "api",
    "loads": "api",
    "plot": "api",
    "rationality_path": "api",
    "read_answer": "api",
    "region_map": "api",
    "report": "api",
    "save_map": "api",
    "sensitivity": "api",
    "solve": "api",
    "sweep": "api",
    "sweep_dataset": "api",
    "thresholds": "api",
    "what_it_takes": "api",
    "write_answer": "api",
}


if not TYPE_CHECKING:  # a type checker that saw it would take any misspelt name for a public one

    def __getattr__(name: str) -> object:
        """Import a public name from its home when it is first asked for."""
        if name not in _HOME:
            raise AttributeError(f"module 'negotiate' has no attribute '{name}'")
        value = getattr(import_module(f"negotiate.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
