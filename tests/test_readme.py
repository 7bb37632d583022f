"""What the README says in its sentences, and no block on it shows, is true."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

import negotiate
from negotiate.cli import main
from negotiate.spec.library import shipped_games
from tests.test_docs import PAGES, ROOT, blocks

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SPANS = sorted(
    {s for page in PAGES for s in re.findall(r"`(negotiate [^`\n]+)`", page.read_text("utf-8"))}
)
PLACEHOLDER = re.compile(r"[A-Z.\[\]]+$")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments, env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("span", SPANS)
def test_a_command_within_a_sentence_could_be_typed(span: str) -> None:
    """It exists, with these options; the game that it names ships with the package."""
    _, name, *words = shlex.split(span.partition(" > ")[0])
    if name == "--help" or PLACEHOLDER.match(name):
        return
    command = main.get_command(click.Context(main), name)
    assert command, span
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
    assert {w for w in words if w.startswith("-")} <= {*known, "--help"}
    first = next(iter(words), "FILE")
    if PLACEHOLDER.match(first) or first.startswith("-") or first.endswith(".yaml"):
        return
    assert negotiate.load(first).spec.title


@pytest.mark.slow
def test_the_page_of_the_flagship_asks_nothing_of_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "`negotiate report kellogg`" in README
    monkeypatch.chdir(tmp_path)
    assert run("report", "kellogg") == "wrote kellogg.html\n"
    page = (tmp_path / "kellogg.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action)\s*=\s*["']?(?!#|data:)[^"' >]+""", page) == []
    assert re.findall(r"url\((?![\"']?data:)|@import|fetch\(\s*[\"']http", page) == []
    policy = re.search(r"""http-equiv="Content-Security-Policy" content="([^"]+)""", page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert 'type="range"' in page


def test_the_answer_goes_on_as_the_readme_says() -> None:
    promised = (
        "the scenarios side by side, what changed and why, whether words would be kept, "
        "and how it was solved"
    )
    assert promised in " ".join(README.split())
    told = run("solve", "kellogg", "--draws", "20")
    headings = [
        "Scenarios side by side",
        "What changed, and why",
        "Credibility of what is",
        "How it was solved",
    ]
    places = [told.index(f"\n{heading}") for heading in headings]
    assert places == sorted(places)


def test_the_map_of_the_river_is_written_as_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "`-o map.svg` writes it" in README
    monkeypatch.chdir(tmp_path)
    river = next(b for b in blocks(README) if 'title="river.yaml"' in b.info)
    (tmp_path / "river.yaml").write_text(river.body, encoding="utf-8")
    asked = re.search(r"^\$ negotiate (map river.yaml .*)$", README, re.MULTILINE)
    assert asked
    told = run(*asked[1].split(), "-o", "map.svg")
    assert told.startswith("wrote map.svg")
    picture = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg ")
    assert all(f"Upstream chooses {choice}" in picture for choice in ("build", "share"))


def test_twelve_classics_ship() -> None:
    assert "with twelve classics that ship with the package" in README
    assert sum(name.startswith("textbook/") for name in shipped_games()) == 12


@pytest.mark.parametrize("name", ["ultimatum", "centipede"])
def test_classics_say_how_often_people_do_otherwise(name: str) -> None:
    assert "`ultimatum` and `centipede` say how often" in README
    assert re.search(r"laboratory\b.* (half|one in \w+)", run("show", name).replace("\n", " "))


def test_it_installs_under_its_name_on_what_it_asks_for() -> None:
    assert f"The distribution is called `{PROJECT['name']}`" in README
    assert PROJECT["requires-python"] == ">=3.11"
    assert "Python 3.11 or later." in README
    assert PROJECT["license"] == "MIT"
    assert README.rstrip().endswith("MIT licence.")
    assert PROJECT["scripts"]["negotiate"] == "negotiate.cli:main"


def test_the_module_is_always_this_program() -> None:
    assert "`python -m negotiate` is always this one" in README
    told = subprocess.run(
        [sys.executable, "-m", "negotiate", "--version"], capture_output=True, text=True, check=True
    )
    assert negotiate.__version__ in told.stdout
