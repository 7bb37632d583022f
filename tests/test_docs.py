"""Every command, session, game and link in the documentation works as it is printed.

Blocks are told by their language. ``console``: each ``$`` line is run, and what follows is
compared with what it prints; a line ``...`` stands for any number of lines. ``python``: a session
as doctest reads it. ``yaml``: a whole game is loaded; with ``title="x.yaml"`` behind the language
it is also saved under that name for the blocks below, with ``append="x.yaml"`` it is added to that
file. All blocks of a page share one folder.

``python -m tests.test_docs`` rewrites what commands print, where that has changed: read the
difference before you keep it.
"""

from __future__ import annotations

import doctest
import math
import os
import re
import shlex
import sys
import tempfile
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

import negotiate
from negotiate.cli import _progress, main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(?P<info>\w[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
SAVED = re.compile(r'(?P<how>title|append)="(?P<name>[\w.-]+)"')
ENVIRONMENT = {"COLUMNS": "80", "NO_COLOR": "1"}

# Shown to people, and not run here: they change the machine, or run these very tests.
NOT_RUN = ("pip ", "pytest", "python -m venv", "git ")
GAME_KEYS = ({"players", "moves"}, {"players", "tree"}, {"players", "payoffs"})


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands behind it, and where it begins."""

    language: str
    info: str
    body: str
    line: int
    start: int


@dataclass(frozen=True)
class Command:
    """A command as printed in a page, and what the page says that it prints."""

    text: str
    shown: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    for match in BLOCK.finditer(text):
        language, _, info = match["info"].partition(" ")
        line = text.count("\n", 0, match.start()) + 1
        yield Block(language, info, match["body"], line, match.start("body"))


def commands(body: str) -> list[Command]:
    found: list[Command] = []
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.rstrip().splitlines()
        while lines[0].endswith("\\"):
            lines[0:2] = [lines[0].removesuffix("\\") + lines[1].strip()]
        found.append(Command(lines[0], tuple(line.rstrip() for line in lines[1:])))
    return found


def run(command: str) -> tuple[str, int]:
    """Return what a command prints, and how it ends; a pipe into ``head -N`` is cut here."""
    command, _, head = command.partition(" | head -")
    words = shlex.split(command)
    if words[:3] == ["python", "-m", "negotiate"]:
        words = words[2:]
    assert words[0] == "negotiate", f"this page runs {words[0]}, which no test can follow"
    result = CliRunner().invoke(main, words[1:], env=ENVIRONMENT, prog_name="negotiate")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    lines = [line.rstrip() for line in result.output.rstrip().splitlines()]
    return "\n".join(lines[: int(head)] if head else lines), result.exit_code


def matches(shown: tuple[str, ...], printed: str) -> bool:
    """Tell whether lines are those printed, ``...`` standing for any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n"
        for line in shown
    )  # fmt: skip
    return re.fullmatch(pattern, printed + "\n") is not None


def prepare(folder: Path) -> None:
    (folder / "games").symlink_to(ROOT / "games")


def check_console(block: Block) -> None:
    for command in commands(block.body):
        if command.text.startswith(NOT_RUN):
            continue
        printed, code = run(command.text)
        if not command.shown:
            assert code == 0, f"{command.text}\n{printed}"
        else:
            assert matches(command.shown, printed), f"$ {command.text}\nprints\n{printed}"


def check_python(block: Block, names: dict[str, object], page: Path) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, names, page.name, str(page), block.line)
    assert test.examples, f"{page.name}:{block.line} is no session: write it with >>>"
    test.globs = names
    report: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    doctest.DocTestRunner(optionflags=flags).run(test, out=report.append, clear_globs=False)
    assert not report, "".join(report)


def check_yaml(block: Block, folder: Path) -> None:
    document = yaml.safe_load(block.body)
    if saved := SAVED.search(block.info):
        mode = "w" if saved["how"] == "title" else "a"
        with (folder / saved["name"]).open(mode, encoding="utf-8") as file:
            file.write(block.body)
    if isinstance(document, dict) and any(keys <= document.keys() for keys in GAME_KEYS):
        negotiate.loads(block.body)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_blocks_do_what_they_show(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    prepare(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page.read_text(encoding="utf-8")):
        match block.language:
            case "console":
                check_console(block)
            case "python":
                check_python(block, names, page)
            case "yaml":
                check_yaml(block, tmp_path)


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    prose = BLOCK.sub("", text)
    headings = re.findall(r"^#+ +(.+?)\s*$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def broken_links(page: Path) -> list[str]:
    broken = []
    for match in LINK.finditer(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = match["target"].partition("#")
        if "://" in target:
            continue
        path = (page.parent / target).resolve() if target else page
        missing = not path.exists()
        if missing or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(f"{page.relative_to(ROOT)}: {match['target']}")
    return broken


def test_links_lead_somewhere() -> None:
    assert [link for page in PAGES for link in broken_links(page)] == []


def test_every_page_can_be_found_from_the_index() -> None:
    reached, queue = set(), [ROOT / "docs" / "index.md"]
    while queue:
        page = queue.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        targets = (m["target"].partition("#")[0] for m in LINK.finditer(page.read_text("utf-8")))
        queue += [(page.parent / t).resolve() for t in targets if t and "://" not in t]
    assert {page for page in PAGES if page.name != "README.md"} <= reached


def test_thresholds_told_of_the_flagship_stand_in_its_file() -> None:
    """The file proves its numbers, and the page tells them: neither may run away from the other."""
    page = (ROOT / "docs" / "explanation" / "kellogg-model.md").read_text(encoding="utf-8")
    told = page.partition("## Claim by claim")[2].partition("## Where it flips")[0]
    numbers = set(re.findall(r"\d+\.\d+", told))
    file = (ROOT / "games" / "kellogg.yaml").read_text(encoding="utf-8")
    assert len(numbers) >= 8
    assert {n for n in numbers if not re.search(rf"(?<![\d.]){re.escape(n)}(?!\d)", file)} == set()


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("a", "b"), "a\nb", True),
        (("a",), "a\nb", False),
        (("a", "..."), "a\nb\nc", True),
        (("...", "c"), "a\nb\nc", True),
        (("a", "...", "c"), "a\nb", False),
        (("a 1.0",), "a 110", False),
    ],
)
def test_comparison_of_output_can_fail(shown: tuple[str, ...], printed: str, *, same: bool) -> None:
    assert matches(shown, printed) is same


PRINTED = ["title", "", "first", "", "A", "  1", "", "  2", "", "B", "  3"]


@pytest.mark.parametrize(
    ("shown", "renewal"),
    [
        (("old", "", "old", "..."), ["title", "", "first", "..."]),
        (("...", "A", "  old", "..."), ["...", "A", "  1", "", "  2", "..."]),
        (("old", "...", "B"), ["title", "...", "B", "  3"]),
        (("old",), PRINTED),
        ((), []),
    ],
)
def test_output_is_renewed_where_it_was_cut(shown: tuple[str, ...], renewal: list[str]) -> None:
    assert renewed(shown, PRINTED) == renewal


def renewed(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """Return the lines that a page shows, as they are now.

    A page that begins with the first line shows as many paragraphs as before; a part that follows
    a ``...`` is a section, found by its heading, and stays whole.
    """
    if not shown or "..." not in shown:
        return printed if shown else []
    gaps = [i for i, line in enumerate(shown) if line == "..."]
    lead = shown[: gaps[0]]
    lines: list[str] = []
    if lead:
        paragraphs = "\n".join(printed).split("\n\n")[: lead.count("") + 1]
        lines = "\n\n".join(paragraphs).split("\n")
    for gap in gaps:
        lines.append("...")
        if gap + 1 < len(shown):
            lines += section(printed, shown[gap + 1])
    return lines


def section(printed: list[str], heading: str) -> list[str]:
    """Return a section: from its heading to the next line that is not indented."""
    start = printed.index(heading)
    stop = start + 1
    while stop < len(printed) and (not printed[stop] or printed[stop].startswith(" ")):
        stop += 1
    while not printed[stop - 1]:
        stop -= 1
    return printed[start:stop]


def test_what_is_still_true_is_not_renewed(tmp_path: Path) -> None:
    shown = "$ negotiate solve chicken\n...\n    Row               2      • 4.667        • 7\n...\n"
    true, false = (f"```console\n{text}```\n" for text in (shown, shown.replace("4.667", "4.666")))
    assert refreshed(true, tmp_path) == true
    assert "4.666" in false
    with pytest.raises(ValueError, match=r"4\.666"):
        refreshed(false, tmp_path)


def refreshed(text: str, folder: Path) -> str:
    """Return a page with every command's output as it is now, cut where it was cut before."""
    pieces: list[str] = []
    done = 0
    for block in blocks(text):
        if block.language == "yaml":
            check_yaml(block, folder)
        elif block.language == "console":
            pieces += [text[done : block.start], session(commands(block.body))]
            done = block.start + len(block.body)
    return "".join([*pieces, text[done:]])


def session(printed: list[Command]) -> str:
    """Return the body of a console block, its output renewed."""
    lines: list[str] = []
    for command in printed:
        lines.append(f"$ {command.text}")
        if command.shown:
            text, _ = run(command.text)
            kept = matches(command.shown, text)
            lines += command.shown if kept else renewed(command.shown, text.splitlines())
    return "".join(f"{line}\n" for line in lines)


def refresh() -> None:
    """Rewrite the output of commands in every page, where it is no longer what is shown."""
    os.environ.update(ENVIRONMENT)
    _progress.PATIENCE = math.inf  # type: ignore[misc] # progress is no part of an answer
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as name, chdir(name):
            prepare(Path(name))
            changed = refreshed(text, Path(name))
        if changed != text:
            page.write_text(changed, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    refresh()
