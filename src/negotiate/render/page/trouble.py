"""The page of a game file that cannot be read: what is wrong with it, until it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.render.page import parts
from negotiate.render.page.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence


def trouble(file: str, problems: Sequence[str]) -> str:
    """Return a page that says what is wrong, and makes way when the file changes."""
    style, script = parts.style(served=True), parts.joined(["watch.js"])
    items = "".join(f"<li>{safe(problem)}</li>" for problem in problems)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f'content="{parts.policy(style, script, served=True)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{safe(file)}: no game yet</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header class="bar"><h1>{safe(file)}</h1></header>\n'
        '<main><section class="panel trouble" role="alert"><h2>This file is no game yet</h2>'
        f'<ul class="credits">{items}</ul><p class="note">Mend it and save: the page follows.</p>'
        f"</section></main>\n<script>{script}</script>\n</body>\n</html>\n"
    )
