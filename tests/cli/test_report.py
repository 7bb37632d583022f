"""``negotiate report``: a file is written whole or not at all, and says how to write it again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


def test_the_command_in_the_page_makes_the_same_page(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    asked = ("conditional-aid", "-s", "no_threat", "-s", "both_believed", "--set", "k_ua=1/4")
    result = run("report", *asked, "--draws", "30", "--no-thresholds", "-o", str(first))
    assert result.exit_code == 0
    assert result.stdout == f"wrote {first}\n"
    text = first.read_text(encoding="utf-8")
    command = text.partition("<pre><code>")[2].partition("</code>")[0]
    words = shlex.split(command)
    assert words[:2] == ["negotiate", "report"]
    assert words[-2:] == ["-o", "report.html"]
    run(*words[1:-1], str(second))
    assert second.read_text(encoding="utf-8") == text


def test_without_a_name_it_is_called_as_the_game(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("report", "textbook/chicken", "--draws", "0").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["chicken.html"]


def test_the_method_is_kept(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    asked = ("textbook/chicken", "--concept", "nash", "--method", "vertex", "--draws", "0")
    assert run("report", *asked, "-o", target).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert "negotiate report textbook/chicken --concept nash --method vertex --draws 0" in text
    refused = run("report", *asked[:-3], "vertx", "-o", tmp_path / "other.html")
    assert refused.exit_code == 2
    assert "did you mean 'vertex'" in refused.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("textbook/chicken", "-o", "nowhere/page.html"), 2),
        (("textbook/chicken", "-o", "page.pdf"), 2),
        (("textbook/chicken", "-o", "page"), 2),
        (("textbook/chicken", "-s", "nothing", "-o", "page.html"), 2),
        (("conditional-aid", "--set", "nothing=1", "-o", "page.html"), 2),
        (("conditional-aid", "--concept", "nothing", "-o", "page.html"), 2),
        (("no-such-game", "-o", "page.html"), 2),
    ],
)
def test_what_fails_leaves_nothing_behind(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("report", *words)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr
    assert list(tmp_path.iterdir()) == []
