"""The benchmark of the engines runs, finds what its peers find, and keeps its bars."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "engines.py"


def printed(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, str(BENCHMARK), *arguments], capture_output=True, text=True, check=True
    )
    return run.stdout


@pytest.mark.timed
def test_the_benchmark_runs_and_peers_agree() -> None:
    small = "--sizes", "4", "--games", "2", "--profiles", "3", "--strategies", "2"
    out = printed(*small, "--nodes", "1000")
    assert " failed" not in out
    assert "not installed" not in out
    assert "all equilibria, 4 × 4" in out
    assert "pure equilibria, 81 profiles" in out
    assert "one equilibrium, 2 × 2 × 2 × 2" in out
    assert "Nash certificate, " in out
    for agree, games in re.findall(r"same answers in (\d+) of (\d+)", out):
        assert agree == games


@pytest.mark.timed
def test_all_equilibria_are_listed_no_slower_than_by_quantecon() -> None:
    """Ten by ten and twelve by twelve; half as slow again is what a shared machine may add."""
    pytest.importorskip("quantecon")
    sizes = "--sizes", "10", "12", "--games", "5", "--profiles", "--strategies", "2"
    out = printed(*sizes, "--nodes", "0")
    ratios = re.findall(r"([\d.]+) × as fast as QuantEcon \S+; same answers in 5 of 5", out)
    assert len(ratios) == 2
    assert all(float(ratio) > 0.67 for ratio in ratios)
