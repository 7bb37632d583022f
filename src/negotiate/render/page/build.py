"""Put together the page: one file, with everything that it needs inside."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from negotiate.render.page import controls, endings, reasons, shifts, tables
from negotiate.render.page.safe import safe
from negotiate.render.palette import DARK, LIGHT
from negotiate.render.story import story
from negotiate.render.tree.compose import picture
from negotiate.render.tree.svg import svg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from negotiate.results.board import Board
    from negotiate.results.diagram import Diagram
    from negotiate.results.report import Comparison
    from negotiate.results.thresholds import WhatItTakes

STYLES: Final = ("style.css", "report.css")
"""Later ones win: what is for paper comes last."""

SCRIPTS: Final = (
    "letters.js",
    "fold.js",
    "layout.js",
    "diagram.js",
    "words.js",
    "fragment.js",
    "sliders.js",
    "strips.js",
    "tree.js",
    "node.js",
    "shifts.js",
    "phase.js",
    "idle.js",
    "app.js",
)
"""After the engine; each adds functions to one object, the last sets them to work."""


def page(
    comparison: Comparison,
    board: Board,
    data: str,
    diagram: Diagram,
    *,
    levers: Mapping[str, float] | None = None,
    command: str = "",
    reach: WhatItTakes | None = None,
) -> str:
    """Return the page as HTML: readable as it is, and alive where scripts may run.

    Parameters
    ----------
    comparison : Comparison
    board : Board
        What the page solves with.
    data : str
        The same as JSON that may stand in a script element, as `formats.board` writes it.
    diagram : Diagram
        The tree of the scenario that the story is about.
    levers : mapping of parameter to float, optional
        The order of the sliders: see `controls.parameters`.
    command : str
        What makes the same file again.
    reach : WhatItTakes, optional
        Thresholds of that scenario.
    """
    order = _order(comparison, levers or {})
    style, script = _colours() + _joined(STYLES), _scripts()
    return Template(_read("template.html")).substitute(
        policy=_policy(style, script),
        version=safe(comparison.version),
        scenario=safe(diagram.scenario),
        axes=safe(" ".join(order)),
        title=safe(comparison.game.title or comparison.game.file),
        facts=safe(tables.facts(comparison)),
        answer=safe(story(comparison).split(". ")[0]),
        style=style,
        parameters=controls.parameters(board, order),
        tree=svg(picture(diagram)),
        shifts=shifts.shifts(comparison, _stakes(diagram)),
        story=endings.told(comparison),
        report=_report(comparison, board, command, reach),
        footer=endings.footer(comparison),
        board=data,
        script=script,
    )


def _report(comparison: Comparison, board: Board, command: str, found: WhatItTakes | None) -> str:
    parts: Sequence[str] = (
        tables.scenarios(comparison),
        reasons.changes(comparison),
        reasons.credibility(comparison),
        endings.reach(found),
        reasons.robustness(comparison),
        tables.equilibria(comparison),
        controls.table(board),
        endings.reproduce(comparison, board, command),
    )
    return "\n".join(part for part in parts if part)


def _order(comparison: Comparison, levers: Mapping[str, float]) -> dict[str, float]:
    """Return the order of the sliders: what words cost to break first, then as they are given."""
    costs = [line.parameter for line in comparison.credibility if line.parameter in levers]
    return {name: levers[name] for name in (*costs, *levers)}


def _stakes(diagram: Diagram) -> dict[str, float]:
    """Return the payoff range of each player over the leaves."""
    low, high = diagram.payoffs.min(axis=0), diagram.payoffs.max(axis=0)
    return {key: float(high[i] - low[i]) for i, key in enumerate(diagram.players)}


def _colours() -> str:
    """Return the palette as style: what is shared, a class a player, a class a region."""
    both = {
        name: (getattr(LIGHT, name), getattr(DARK, name))
        for name in ("paper", "ink", "muted", "chance", "line", "leader", "band", "mark")
    }
    root = "".join(f"--{name}:light-dark({a},{b});" for name, (a, b) in both.items())
    rules = [f":root{{{root}}}"]
    for letter, name, light, dark in (
        ("p", "player", LIGHT.players, DARK.players),
        ("r", "region", LIGHT.regions, DARK.regions),
    ):
        rules += [
            f".{letter}{k}{{--{name}:light-dark({a},{b})}}"
            for k, (a, b) in enumerate(zip(light, dark, strict=True))
        ]
    return "\n".join((*rules, ""))


def _policy(style: str, script: str) -> str:
    """Return what the page may do: run this script and this style, and reach nothing."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _scripts() -> str:
    here = files(__package__)
    engine = sorted((f for f in here.joinpath("engine").iterdir()), key=lambda f: f.name)
    parts = [_text(f) for f in engine if f.name.endswith(".js")]
    return "\n".join((*parts, _joined(SCRIPTS)))


def _joined(names: Sequence[str]) -> str:
    return "\n".join(_read(name) for name in names)


def _read(name: str) -> str:
    return _text(files(__package__).joinpath(name))


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
