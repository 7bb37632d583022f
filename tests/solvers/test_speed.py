"""Backward induction and draws keep their speed; the benchmarks run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def printed(name: str, *arguments: str) -> tuple[str, list[float]]:
    """Return what a benchmark printed, and its ratios."""
    command = [sys.executable, str(BENCHMARKS / name), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout, [float(r) for r in re.findall(r"([\d.]+) ×", run.stdout)]


def test_the_benchmark_of_backward_induction_runs() -> None:
    out, ratios = printed("backward_induction.py", "--nodes", "300", "--draws", "8")
    assert "draws/s" in out
    assert len(ratios) == 4


@pytest.mark.timed
def test_a_million_nodes_take_seconds_and_draws_far_less_than_solves() -> None:
    """10^6 nodes of four players: under 3 s and 1 GB, and faster than plain recursion."""
    out, (_, recursion, _, single) = printed("backward_induction.py")
    seconds, megabytes = re.search(r"([\d.]+) s, peak memory (\d+) MB", out).groups()  # type: ignore[union-attr]
    assert float(seconds) < 3
    assert int(megabytes) < 1000
    assert recursion > 1
    assert single > 2


def test_the_benchmark_of_sweeps_runs() -> None:
    few = ["--draws", "60", "--seconds", "0", "--nodes", "50", "--series", "20"]
    out, ratios = printed("sweep.py", *few)
    assert out.count("draws/s") == 3
    assert len(ratios) == 2  # to the call, and to the bare method


@pytest.mark.timed
def test_fifty_thousand_draws_of_2443_nodes_take_a_second_on_two_cores() -> None:
    """Payoffs included, in processor time, as others may be at work on the same machine.

    A hundred times as many as calls of `negotiate.solve` in a loop.
    """
    out, (call, bare) = printed("sweep.py", "--seconds", "0", "--nodes", "--series")
    (each,) = re.findall(r"([\d,]+) of one processor", out)
    assert "2,443 nodes" in out
    readme = " ".join((BENCHMARKS.parent / "README.md").read_text(encoding="utf-8").split())
    assert "2,443 nodes, two cores solve more than 50,000 games a second" in readme
    assert 2 * int(each.replace(",", "")) > 50_000
    assert call > 100
    assert bare > 50
