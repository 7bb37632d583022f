"""``negotiate plot``: files, refusals and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from negotiate.render.plot import kinds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

MAGIC = {"svg": b"<svg", "pdf": b"%PDF", "png": b"\x89PNG"}


@pytest.mark.parametrize("kind", MAGIC)
def test_into_a_file(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"chicken.{kind}"
    result = run("plot", "textbook/chicken", "replies", "-o", target)
    assert result.exit_code == 0
    assert result.stdout == f"wrote {target}\n"
    assert result.stderr == ""
    assert target.read_bytes().startswith(MAGIC[kind])
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_is_found_for_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ("plot", "conditional-aid", "strip", "--x", "k_ua", "--x", "k_ru")
    assert run(*asked, "-s", "both_believed").stdout == "wrote conditional-aid-strip.svg\n"


def test_one_scenario_several_and_two_players(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "plane.svg"
    asked = ("plot", "conditional-aid", "bargaining", "--players", "RU, UA", "-o", target)
    result = run(*asked, "-s", "no_threat", "-s", "both_believed")
    assert result.exit_code == 0
    assert "payoff of Russia" in target.read_text(encoding="utf-8")


def test_help_lists_every_kind(run: Run) -> None:
    told = run("plot", "--help").stdout
    assert all(f"\n  {kind} " in told for kind in kinds())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("textbook/chicken", "replys"), "did you mean 'replies'"),
        (("textbook/chicken", "replies", "-o", "x.gif"), "known are .svg, .pdf, .png"),
        (("textbook/chicken", "replies", "--x", "a"), "takes no 'x'"),
        (("textbook/chicken", "replies", "-s", "a", "-s", "b"), "takes no 'scenarios'"),
        (("textbook/chicken", "map", "--x", "a", "--x", "b"), "one parameter"),
        (("kellogg", "sweep", "--of", "ceasfire"), "did you mean 'ceasefire'"),
        (("textbook/chickn", "replies"), "did you mean"),
    ],
)
def test_refusals(run: Run, asked: tuple[str, ...], said: str) -> None:
    result = run("plot", *asked)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
