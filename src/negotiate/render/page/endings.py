"""What the report begins and ends with: the story, thresholds, and how to get the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.page.safe import linked, safe
from negotiate.render.story import story
from negotiate.render.words import NONE, listed
from negotiate.results.numbers import count, number
from negotiate.results.wording import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiate.results.board import Board
    from negotiate.results.report import Comparison
    from negotiate.results.thresholds import Nearest, Threshold, WhatItTakes


def told(comparison: Comparison) -> str:
    """Return the story, and what the game is about."""
    about = comparison.game.about
    return (
        '<section class="panel story" id="story"><h2>The story</h2>'
        f'<p class="lead">{safe(story(comparison))}</p>'
        f"{f'<p>{safe(about)}</p>' if about else ''}</section>"
    )


def reach(found: WhatItTakes | None) -> str:
    """Return, parameter by parameter, the nearest values at which the path of play changes."""
    if found is None or not found.rows:
        return ""
    columns = ("parameter", "now", "range", "below", "above", "what changes first")
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(_nearest(found, row) for row in found.rows)
    formulas = "".join(_conditions(found))
    where = f" in {safe(spaced(found.scenario))}" if found.scenario else ""
    notes = "".join(f'<p class="note">{safe(note)}</p>' for note in found.notes)
    return (
        '<section class="panel" id="thresholds"><h2>What it would take</h2>'
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Thresholds"><table>'
        f"<caption>The nearest values of each parameter at which the path of play{where} "
        "changes, all others as they are; the closest first, in shares of the range.</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{f'<dl>{formulas}</dl>' if formulas else ''}{notes}</section>"
    )


def _nearest(found: WhatItTakes, row: Nearest) -> str:
    sides = [(s, t) for s, t in ((row.share_below, row.below), (row.share_above, row.above)) if t]
    nearest = min(sides, key=lambda side: side[0] or 0.0)[1] if sides else None
    return (
        f'<tr><th scope="row">{safe(spaced(row.parameter))}</th>'
        f'<td class="number">{safe(number(row.now))}</td>'
        f"<td>{safe(f'{number(row.low)} to {number(row.high)}')}</td>"
        f'<td class="number">{_side(row.below, row.share_below)}</td>'
        f'<td class="number">{_side(row.above, row.share_above)}</td>'
        f'<td class="prose">{safe(_first(found, nearest)) if nearest else "nothing"}</td></tr>'
    )


def _side(threshold: Threshold | None, share: float | None) -> str:
    if threshold is None or share is None:
        return "–"
    return safe(f"{number(threshold.at.value)} ({share:.0%})")


def _first(found: WhatItTakes, threshold: Threshold) -> str:
    """Say what a player decides otherwise, not what is no longer reached."""
    if threshold.no_answer:
        return "no answer beyond it"
    decided = [turn.move for turn in threshold.turns if turn.on_path]
    shifts = [s for s in threshold.shifts if s.move in decided] or list(threshold.shifts)
    if not shifts:
        return "other combinations of what can happen"
    shift, more = shifts[0], len(threshold.shifts) - 1
    new = shift.before if found.path.get(shift.move) == shift.after else shift.after
    names = listed((("not reached" if o == NONE else spaced(o) for o in new)), "or")
    return f"{spaced(shift.move)}: {names}{f' (+{more})' if more else ''}"


def _conditions(found: WhatItTakes) -> Iterator[str]:
    """Yield the thresholds that have a closed form, as inequalities in all parameters."""
    seen: set[str] = set()
    for row in found.rows:
        for threshold in (row.below, row.above):
            condition = threshold.condition if threshold else None
            if condition and condition.text not in seen:
                seen.add(condition.text)
                does = f"{condition.player} {spaced(condition.move)}: {spaced(condition.option)}"
                yield (
                    f"<div><dt>{safe(does)} exactly where</dt>"
                    f'<dd><code class="formula">{safe(condition.text)}</code></dd></div>'
                )


def solved_by(comparison: Comparison) -> str:
    """Return how each scenario was solved, what is certified, and what was not looked at."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    notes: dict[str, None] = {}
    proofs = [play.proof for report in comparison.scenarios for play in report.plays]
    for report in comparison.scenarios:
        key = (report.concept, report.method, report.coverage.value)
        groups.setdefault(key, []).append(report.name or "the game")
        notes |= dict.fromkeys(report.notes)
    items = [
        f"<li>{safe(', '.join(names))}: concept {safe(concept)}, method {safe(method)}; "
        f"{safe(covers)}.</li>"
        for (concept, method, covers), names in groups.items()
    ]
    for condition in dict.fromkeys(proof.condition for proof in proofs):
        same = [proof for proof in proofs if proof.condition == condition]
        holds = sum(proof.holds for proof in same)
        worst = max(proof.max_regret for proof in same)
        items.append(
            f"<li>Certificate: {safe(condition)}: holds for {holds:,} of "
            f"{count(len(same), 'equilibrium', 'equilibria')}; largest regret {worst:.2g} of the "
            "payoff range, recomputed on the original game by code that no solver shares.</li>"
        )
    items += [f"<li>{safe(note)}</li>" for note in notes]
    left = [name for name in comparison.game.scenarios if name not in _names(comparison)]
    if left:
        items.append(
            f"<li>Scenarios of the file that were not solved: {safe(', '.join(left))}.</li>"
        )
    items.append(
        "<li>Not looked at: other concepts, other rules of the game, and payoffs that the file "
        "does not state.</li>"
    )
    return "".join(items)


def _names(comparison: Comparison) -> set[str]:
    return {report.name for report in comparison.scenarios}


def reproduce(comparison: Comparison, board: Board, command: str) -> str:
    """Return how it was solved, the command, the version, the game's hash, and its sources."""
    sources = "".join(f"<li>{linked(source)}</li>" for source in board.sources)
    shown = f"<pre><code>{safe(command)}</code></pre>" if command else ""
    return (
        '<section class="panel" id="reproduce"><h2>How it was solved, and how to reproduce it</h2>'
        f'<ul class="credits">{solved_by(comparison)}</ul>{shown}'
        f"<p>negotiate {safe(comparison.version)}, seed {comparison.seed}, game "
        f'<span class="hash">{safe(comparison.game.file)} sha256 '
        f"<code>{safe(comparison.game.sha256)}</code></span></p>"
        f"{f'<h3>Sources of the game</h3><ul class=credits>{sources}</ul>' if sources else ''}"
        "</section>"
    )


def footer(comparison: Comparison) -> str:
    """Return the last line of the page."""
    return (
        f"negotiate {safe(comparison.version)} · self-contained page, no network · game sha256 "
        f'<span class="hash">{safe(comparison.game.sha256[:12])}</span> · payoffs are assumptions; '
        "the page argues for no policy"
    )
