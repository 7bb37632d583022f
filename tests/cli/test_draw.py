"""``negotiate draw``: files of each kind, folds, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import negotiate
from negotiate.api import draw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

MARKS = {"svg": b"<svg", "tex": b"% ", "pdf": b"%PDF", "png": b"\x89PNG"}
GAME = "title: One\nplayers: [A]\ntree: {A: {go: [1], stay: [0]}}\n"


@pytest.mark.parametrize("kind", MARKS)
def test_the_suffix_says_how_it_is_written(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"tree.{kind}"
    result = run("draw", "textbook/entry-deterrence", "--against", "commitment", "-o", target)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"wrote {target}: 5 nodes\n"
    assert target.read_bytes().startswith(MARKS[kind])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_same_command_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        run("draw", "kellogg", "--against", "baseline", "-s", "kellogg", "-o", tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_folds_are_asked_for(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tree.svg"
    bare = ["draw", "kellogg", "--no-answer", "-o", target]
    assert "2,443 nodes, " in run(*bare).stdout
    assert "2,443 nodes, 4 shown" in run(*bare, "--depth", "1").stdout
    assert run(*bare, "--all").stdout.endswith("2,443 nodes\n")
    assert "equilibrium path" not in target.read_text(encoding="utf-8")
    both = run(*bare, "--all", "--depth", "1")
    assert both.exit_code == 2
    assert "ask for one" in both.stderr


def test_settings_and_equilibrium_reach_the_picture(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tree.svg"
    run("draw", "textbook/battle-of-the-sexes", "--equilibrium", "2", "-o", target)
    assert "equilibrium 2 of 3 found" in target.read_text(encoding="utf-8")
    run("draw", "conditional-aid", "-s", "both_believed", "--set", "k_ua=0.375", "-o", target)
    assert ">cut 37.5%<" in target.read_text(encoding="utf-8")


def test_a_dark_picture_for_slides(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tree.svg"
    run("draw", "textbook/centipede", "--dark", "-o", target)
    assert 'fill="#15191F"' in target.read_text(encoding="utf-8")


def test_standard_input_and_the_name_by_default(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("draw", "-", stdin=GAME).stdout.startswith("wrote tree.svg:")
    assert run("draw", "textbook/centipede").stdout.startswith("wrote centipede.svg:")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["textbook/centipede", "-o", "x.jpg"], "'x.jpg' is no kind of file that a tree"),
        (["textbook/centipede", "-o", "x"], "known are .svg, .pdf, .png, .tex"),
        (["textbook/centipede", "-o", "away/x.svg"], "there is no folder 'away'"),
        (["conditional-aid", "-s", "no_thread"], "did you mean 'no_threat'"),
        (["conditional-aid", "--against", "nothing"], "there is no scenario 'nothing'"),
        (["conditional-aid", "--set", "k_ux=1"], "no parameter 'k_ux'"),
        (["textbook/centipede", "--equilibrium", "7"], "no equilibrium 7 to draw"),
        (["kellogg", "--all", "-o", "x.png"], "let more of the tree fold"),
    ],
)
def test_what_cannot_be_drawn(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("draw", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_shows_itself_and_saves_itself(tmp_path: Path) -> None:
    drawing = draw("textbook/entry-deterrence", "threat", against="commitment")
    assert drawing._repr_svg_() == drawing.svg
    assert drawing.svg.startswith("<svg")
    drawing.save(tmp_path / "tree.tex")
    assert (tmp_path / "tree.tex").read_text(encoding="utf-8") == drawing.tex


def test_a_game_with_numbers_is_drawn_as_it_is() -> None:
    """The prisoner's dilemma: both defect."""
    table = negotiate.Game.from_payoffs([[[3, 0], [4, 1]], [[3, 4], [0, 1]]])
    drawing = draw(table)
    assert drawing.diagram.expected is not None
    assert drawing.diagram.expected.tolist() == [1, 1]
    assert draw(table, answer=False).diagram.reach is None
    with pytest.raises(negotiate.NegotiateError, match="need a Model"):
        draw(table, "threat")


def test_pictures_on_one_page_have_names_of_their_own() -> None:
    tags = [draw("kellogg", name).svg.splitlines()[1] for name in ("baseline", "kellogg")]
    assert len(set(tags)) == 2


def test_svg_and_tikz_load_no_plots(tmp_path: Path) -> None:
    """Matplotlib takes longer to load than the whole command otherwise."""
    script = (
        "import sys; from negotiate.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code\n"
        "print(*{'matplotlib', 'scipy', 'sympy', 'networkx'} & set(sys.modules))"
    )
    for name in ("tree.svg", "tree.tex"):
        command = [sys.executable, "-c", script, "draw", "kellogg", "-o", str(tmp_path / name)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        assert run.stdout.splitlines()[1:] == [""]


def test_missing_letters_are_said_once_and_for_all(run: Run, tmp_path: Path) -> None:
    foreign = GAME.replace("One", "台")
    result = run("draw", "-", "-o", tmp_path / "x.png", stdin=foreign)
    assert result.stderr.startswith("warning: the font has no 台; an .svg takes")
    with pytest.warns(UserWarning, match="the font has no 台"):
        draw(negotiate.loads(foreign)).save(tmp_path / "y.png")
