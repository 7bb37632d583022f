"""How an answer looks: it is read here, never solved.

>>> from negotiate.render import html, text

`text` is what the terminal shows, `html` what a notebook shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.results.report import Comparison


def text(comparison: Comparison, width: int = 80) -> str:
    """Return an answer as the terminal shows it, without colours.

    Parameters
    ----------
    comparison : Comparison
    width : int
        Columns.
    """
    from negotiate.render.terminal import comparison_page  # noqa: PLC0415 (rich only on demand)

    return comparison_page(comparison, width=width)


def html(comparison: Comparison) -> str:
    """Return the story and the table of scenarios as HTML, every name escaped.

    Parameters
    ----------
    comparison : Comparison
    """
    from negotiate.render.markup import comparison_html  # noqa: PLC0415 (as in `text`)

    return comparison_html(comparison)
