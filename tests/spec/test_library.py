"""Names find games: shipped ones in a checkout and in a wheel, and a reader's own first."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from negotiate.errors import NegotiateError, UsageError
from negotiate.spec import library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a package with its own small library, and work in a folder without games."""
    root = tmp_path / "src" / "negotiate" / "games"
    for name in ("aid", "textbook/chicken", "textbook/entry", "markets/entry"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / f"{name}.yaml").touch()
    (root / "README.md").touch()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(library, "_PACKAGE", root.parent)
    return root


def test_checkout_finds_the_folder_at_the_top() -> None:
    assert library.library_root() == ROOT / "games"


def test_package_finds_the_folder_inside(shelf: Path) -> None:
    assert library.library_root() == shelf


def test_lost_library_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_PACKAGE", tmp_path / "src" / "negotiate")
    with pytest.raises(NegotiateError, match="no library of games"):
        library.library_root()


def test_games_are_named_by_folder_and_stem(shelf: Path) -> None:
    assert shelf.is_dir()
    assert library.shipped_games() == ["aid", "markets/entry", "textbook/chicken", "textbook/entry"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("aid", "aid.yaml"),
        ("textbook/chicken", "textbook/chicken.yaml"),
        ("chicken", "textbook/chicken.yaml"),
        ("markets/entry", "markets/entry.yaml"),
    ],
)
def test_name_finds_shipped_game(shelf: Path, name: str, file: str) -> None:
    assert library.find_game(name) == shelf / file


def test_own_file_comes_before_a_shipped_one(shelf: Path) -> None:
    assert library.find_game("aid") == shelf / "aid.yaml"
    Path("aid").touch()
    assert library.find_game("aid") == Path("aid")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("chiken", "no shipped game of that name; did you mean 'chicken'"),
        ("aid.yaml", "no file 'aid.yaml' and .* did you mean 'aid'"),
        ("zzz", "`negotiate games` lists those"),
        ("entry", "'entry' could be any of these games: markets/entry, textbook/entry"),
        ("entri", "did you mean 'entry'"),
        (".", "'.' is a folder"),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_unknown_name_is_refused_with_the_nearest(name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        library.find_game(name)


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside this environment and return what it prints."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        command, cwd=cwd, env=outside, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.mark.slow
def test_wheel_carries_the_library(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT, cwd=tmp_path)
    wheel = next(tmp_path.glob("*.whl"))
    inside = [n for n in zipfile.ZipFile(wheel).namelist() if n.startswith("negotiate/games/")]
    assert "negotiate/games/kellogg.yaml" in inside

    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", "--no-deps", wheel, cwd=tmp_path)
    code = "from negotiate.spec.library import find_game; print(find_game('kellogg'))"
    found = Path(run(python, "-c", code, cwd=tmp_path))
    assert found.is_relative_to(tmp_path / "venv")
    assert found.read_bytes() == (ROOT / "games" / "kellogg.yaml").read_bytes()
