"""Why decisions change, whether announcements are credible, how robust it all is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from negotiate.render.page.safe import safe, who
from negotiate.render.story import featured, share_of_draws, untested, words_of
from negotiate.results.numbers import count, number, signed
from negotiate.results.wording import entry, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from negotiate.results.report import Change, Comparison, Credibility, Robustness


def changes(comparison: Comparison) -> str:
    """Return what each scenario changes on the path of play, and why."""
    if len(comparison.scenarios) < 2:
        return ""
    first = comparison.scenarios[0].name
    parts = ['<section class="panel" id="changes"><h2>What changed, and why</h2>']
    for report in comparison.scenarios[1:]:
        made = [c for c in comparison.changes if c.to_scenario == report.name]
        on_path = [c for c in made if c.on_path]
        parts.append(f"<h3>{safe(spaced(first))} → {safe(spaced(report.name))}</h3>")
        if on_path:
            parts.append(f'<ol class="changes">{"".join(_changed(comparison, on_path))}</ol>')
        else:
            parts.append("<p>No decision on the path of play changes.</p>")
        off = len(made) - len(on_path)
        if off:
            verb = "changes" if off == 1 else "change"
            parts.append(f'<p class="note">Off the path, {count(off, "decision")} {verb}.</p>')
        parts += [
            f"<p>{safe(welfare.verdict)}</p>"
            for welfare in comparison.welfare
            if (welfare.against, welfare.scenario) == (first, report.name)
        ]
    return "".join((*parts, "</section>"))


def _changed(comparison: Comparison, made: list[Change]) -> Iterator[str]:
    keys = list(comparison.game.players)
    for change in made:
        name = entry(comparison.game.players[change.player])
        gain = "" if math.isnan(change.gain) else f"({signed(change.gain)})"
        yield (
            f'<li><span class="who {who(keys, change.player)}">{safe(name)}</span>, '
            f"{safe(spaced(change.move))}: {safe(spaced(change.before))} → "
            f'<b>{safe(spaced(change.after))}</b> <span class="gain">{safe(gain)}</span>'
            f"{f'<br>{safe(change.reason)}' if change.reason else ''}</li>"
        )


def credibility(comparison: Comparison) -> str:
    """Return what is announced, what breaking it costs, and the cost from which it is kept."""
    if not comparison.credibility:
        return ""
    keys = list(comparison.game.players)
    columns = ("scenario", "who", "announces", "verdict", "cost", "needed", "otherwise")
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(_announcement(line, keys) for line in comparison.credibility)
    return (
        '<section class="panel" id="credibility"><h2>Credibility of what is announced</h2>'
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Credibility"><table>'
        "<caption>Cost: what breaking the word costs. Needed: from where on it would be kept. "
        "Otherwise: what would be done if breaking it cost nothing.</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{_formulas(comparison)}</section>"
    )


def _announcement(line: Credibility, keys: list[str]) -> str:
    verdict = "credible" if line.credible else "not credible"
    return (
        f'<tr><th scope="row">{safe(spaced(line.scenario))}</th>'
        f'<td><span class="who {who(keys, line.player)}">{safe(line.player)}</span></td>'
        f"<td>{safe(_announced(line))}</td>"
        f'<td class="{verdict.replace(" ", "-")}">{verdict}</td>'
        f'<td class="number">{safe(number(line.value))}</td>'
        f'<td class="number">{safe(number(line.threshold))}</td>'
        f"<td>{safe(spaced(line.without_cost))}</td></tr>"
    )


def _announced(line: Credibility) -> str:
    return f"{spaced(line.name or line.move)}: {spaced(line.option)}"


def _formulas(comparison: Comparison) -> str:
    """Return where announcements are judged: those of the story's scenario open, others folded."""
    told = featured(comparison)
    first = [c for c in comparison.credibility if told is not None and c.scenario == told.name]
    others = [c for c in comparison.credibility if c not in first]
    parts = [_moments(comparison, first)]
    if others:
        title = "where the announcements of the other scenarios are judged"
        body = _moments(comparison, others)
        parts.append(f"<details><summary>{title}</summary>{body}</details>")
    return "".join(parts)


def _moments(comparison: Comparison, lines: Sequence[Credibility]) -> str:
    """Return where each announcement is judged, and its threshold as a formula."""
    words = words_of(comparison)
    told: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        moment = f"judged {words.after(line.history)}"
        if line.moments > 1:
            moment += f", the hardest of {count(line.moments, 'moment')} at which it is judged"
        shown = (_announced(line), line.about, line.parameter, moment, line.closed_form, line.note)
        told.setdefault(shown, []).append(spaced(line.scenario))
    parts = []
    for (what, about, parameter, moment, formula, note), names in told.items():
        title = f"{', '.join(names)} – {what}{f' ({about})' if about else ''}"
        parts.append(f"<div><dt>{safe(title)}</dt><dd>The cost is {safe(spaced(parameter))}; ")
        parts.append(f"{safe(moment)}. {safe(note)}")
        if formula:
            parts.append(
                "<details><summary>the cost needed, in closed form</summary>"
                f'<code class="formula">{safe(formula)}</code></details>'
            )
        parts.append("</dd></div>")
    return f"<dl>{''.join(parts)}</dl>"


def robustness(comparison: Comparison) -> str:
    """Return the share of draws over the parameters' ranges in which each result holds."""
    lines = comparison.robustness
    if not lines:
        return ""
    tested = [line for line in lines if not untested(line)]
    rows = "".join(_tested(line) for line in tested)
    parts = ['<section class="panel" id="robustness"><h2>Robustness</h2>']
    if tested:
        parts.append(
            '<div class="table-scroll" tabindex="0" role="region" aria-label="Robustness"><table>'
            f"<caption>Share of {tested[0].draws:,} draws of the parameters (seed "
            f"{tested[0].seed}; from the distributions and correlations that the file states, "
            "uniform over the range and independent where it states none) in which each result "
            "holds, and each part of it; the line is the 95 % interval.</caption><thead><tr>"
            '<th scope="col">scenario</th><th scope="col">holds in</th>'
            '<th scope="col">what is tested</th></tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
    reasons: dict[str, list[str]] = {}
    for line in lines:
        if untested(line):
            reasons.setdefault(untested(line), []).append(_compared(line))
    parts += [
        f'<p class="note">Not tested: {safe(", ".join(names))}. Reason: {safe(reason)}.</p>'
        for reason, names in reasons.items()
    ]
    return "".join((*parts, "</section>"))


def _compared(line: Robustness) -> str:
    name = spaced(line.scenario)
    return f"{spaced(line.against)} → {name}" if line.against != line.scenario else name


def _tested(line: Robustness) -> str:
    parts = "; ".join(f"{part.says}: {part.share:.1%}" for part in line.parts)
    what = parts if len(line.parts) > 1 else line.headline
    return (
        f'<tr><th scope="row">{safe(_compared(line))}</th>'
        f"<td>{_gauge(line)}<br>{safe(share_of_draws(line))}</td>"
        f'<td class="prose">{safe(what)}</td></tr>'
    )


def _gauge(line: Robustness) -> str:
    low, high, share = (f"{160 * x:.1f}" for x in (line.low, line.high, line.share))
    return (
        '<svg class="gauge" viewBox="0 0 160 14" aria-hidden="true">'
        '<rect class="rail" width="160" height="10" y="2" rx="2"/>'
        f'<rect class="held" width="{share}" height="10" y="2" rx="2"/>'
        f'<path class="interval" d="M{low} 7H{high}"/></svg>'
    )
