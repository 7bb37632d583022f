"""What the program answers to a question of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.page.endings import solved_by
from negotiate.render.page.safe import safe
from negotiate.render.page.tables import listed
from negotiate.render.story import story

if TYPE_CHECKING:
    from negotiate.results.report import Comparison


def answered(comparison: Comparison) -> str:
    """Return the answer for one scenario as HTML: a sentence, a table, how it was solved."""
    tables = (listed(comparison, report) for report in comparison.scenarios if report.plays)
    return (
        f'<p class="lead">{safe(story(comparison))}</p>{"".join(tables)}'
        f'<ul class="credits">{solved_by(comparison)}</ul>'
    )
