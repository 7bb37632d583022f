"""The scripts in `examples/` run, are short, and print what they are there to show."""

from __future__ import annotations

import runpy
from fractions import Fraction
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "examples"
SCRIPTS = sorted(FOLDER.glob("*.py"))
MAX_LINES = 40

SHOWS = {
    "build_a_game": ["towns 6", "the chain earns 12"],
    "compare_scenarios": ["no_matches → matches", "oath against no_matches"],
    "json_there_and_back": ["read back the same: True"],
    "solve_a_game": ["commitment", "stay_out", "largest regret 0"],
    "sweep_a_parameter": ["from envy 0.0", "from envy 0.5: give_3", "from envy 1.0: give_4"],
}


def test_every_script_is_tested() -> None:
    assert {script.stem for script in SCRIPTS} == SHOWS.keys()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda s: s.stem)
def test_script_shows_what_it_is_for(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(script), run_name="__main__")
    printed = capsys.readouterr().out
    assert [words for words in SHOWS[script.stem] if words not in printed] == [], printed


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda s: s.stem)
def test_script_is_short(script: Path) -> None:
    assert len(script.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_envy_is_bought_off(capsys: pytest.CaptureFixture[str]) -> None:
    """Fehr & Schmidt 1999, proposition 1: accepted from a share of envy / (1 + 2 envy) on."""
    runpy.run_path(str(FOLDER / "sweep_a_parameter.py"), run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 5
    for line in lines:
        envy = Fraction(line.split()[2].rstrip(":"))
        given = next(k for k in range(6) if Fraction(k, 10) >= envy / (1 + 2 * envy))
        assert f": give_{given}," in line
