"""The benchmark of quantal response runs, compares answers, and keeps its lead."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.gambit import needs_gambit

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "qre.py"


def printed(*arguments: str) -> str:
    """Return what the benchmark prints; it ends with an error if answers differ."""
    run = subprocess.run(
        [sys.executable, str(BENCHMARK), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


@needs_gambit
def test_the_benchmark_runs() -> None:
    out = printed("--small", "--games", "1", "--depths", "3")
    assert "15 nodes" in out
    assert "3×3×3: 1 of 1 solved" in out
    assert len(re.findall(r"[\d.]+ × as fast as the peer", out)) == 3


@needs_gambit
@pytest.mark.timed
def test_backward_recursion_leads_by_two_orders() -> None:
    """On 127 nodes of perfect information: 100 times as fast as the peer, for one game too."""
    out = printed("--small", "--games", "1", "--depths", "6", "--seconds", "20")
    one, many = (float(x) for x in re.findall(r"([\d.]+) × as fast as the peer[ ,][^m]", out)[:2])
    assert one > 100
    assert many > one
