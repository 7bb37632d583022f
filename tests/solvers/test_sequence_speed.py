"""Sequences keep their lead over pygambit; the benchmark runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.gambit import needs_gambit

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "sequence.py"


def printed(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, str(BENCHMARK), *arguments], capture_output=True, text=True, check=True
    )
    return run.stdout


@needs_gambit
def test_the_benchmark_runs() -> None:
    out = printed("--nodes", "61", "--seeds", "1", "--seconds", "30")
    assert len(re.findall(r"([\d.]+) ×", out)) == 4


@needs_gambit
@pytest.mark.timed
def test_it_is_exact_at_once_and_far_ahead() -> None:
    """Zero-sum, 2,033 nodes: under 0.5 s, exact. General-sum, 497 nodes: ten times as fast."""
    sizes = "--nodes", "2033", "497"
    out = printed(*sizes, "--kinds", "floats", "--seeds", "2", "--seconds", "12")
    zero_sum = re.search(r"lp 2,033 nodes: ([\d.]+) s exact", out)
    assert zero_sum is not None
    assert float(zero_sum[1]) < 0.5
    general = re.search(r"lcp 497 nodes.*\n.*floats: (> )?([\d.]+) ×", out)
    assert general is not None
    assert float(general[2]) > 10
