"""The shipped games, and whether files keep what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.sheet import Page, Row, cell
from negotiate.render.styled import Text
from negotiate.render.words import plain
from negotiate.results.numbers import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from negotiate.render.styled import Colours
    from negotiate.results.check import CheckResult


def library_page(
    titles: Mapping[str, str], *, width: int = 80, colours: Colours | None = None
) -> str:
    """Return the names and titles of the shipped games.

    Parameters
    ----------
    titles : mapping of name to title
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours)
    rows = [Row([cell(name, style="bold"), cell(title)]) for name, title in titles.items()]
    page.table([cell("name"), cell("title")], rows, labels=2, indent=0, prose=True)
    return page.text()


def check_page(
    file: str,
    results: Sequence[CheckResult],
    *,
    width: int = 80,
    colours: Colours | None = None,
) -> str:
    """Return one line on a file, and what is wrong with each promise that it breaks.

    Parameters
    ----------
    file : str
    results : sequence of CheckResult
    width, colours
        As in `terminal.comparison_page`.
    """
    page = Page(width, colours)
    broken = [result for result in results if not result.ok]
    kept = f"ok, keeps {count(len(results), 'promise')}" if results else "ok, promises nothing"
    said = f"BREAKS {len(broken)} of {count(len(results), 'promise')}" if broken else kept
    page.line(Text(plain(f"{file}: {said}")))
    for result in broken:
        where = f"{file}:{result.place.line}: {result.kind}: {result.claim}"
        page.line(Text(plain(f"  {where}".rstrip(": "))))
        page.say(f"promised  {result.expectation}", indent=4, hang=10)
        page.say(f"found     {result.found}", indent=4, hang=10)
    return page.text()
