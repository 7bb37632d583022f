"""Backward induction keeps its speed; the benchmark runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "backward_induction.py"


def printed(*arguments: str) -> tuple[str, list[float]]:
    """Return what the benchmark printed, and its ratios."""
    run = subprocess.run(
        [sys.executable, str(BENCHMARK), *arguments], capture_output=True, text=True, check=True
    )
    return run.stdout, [float(r) for r in re.findall(r"([\d.]+) ×", run.stdout)]


def test_the_benchmark_runs() -> None:
    out, ratios = printed("--nodes", "300", "--draws", "8")
    assert "draws/s" in out
    assert len(ratios) == 4


@pytest.mark.slow
def test_a_million_nodes_take_seconds_and_draws_far_less_than_solves() -> None:
    """10^6 nodes of four players: under 3 s and 1 GB, and faster than plain recursion."""
    out, (_, recursion, _, single) = printed()
    seconds, megabytes = re.search(r"([\d.]+) s, peak memory (\d+) MB", out).groups()  # type: ignore[union-attr]
    assert float(seconds) < 3
    assert int(megabytes) < 1000
    assert recursion > 1
    assert single > 2
