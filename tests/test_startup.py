"""What it costs to start: which packages each command loads, and how long against its peers."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HEAVY = {"matplotlib", "nashpy", "networkx", "numpy", "pandas", "scipy", "sympy"}
SOLVERS = HEAVY - {"numpy"}

COMMAND = """
import sys
from negotiate.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""
REPORT = """
import json, sys
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


def loaded(code: str, *arguments: str) -> set[str]:
    """Return the top-level packages in memory after `code` has run in a fresh interpreter."""
    run = subprocess.run(
        [sys.executable, "-c", code + REPORT, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stderr.splitlines()[-1]))


def cpu_seconds(*arguments: str) -> float:
    """Return the processor time of one run of this interpreter, which must succeed."""
    child = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{arguments} failed"
    return usage.ru_utime + usage.ru_stime


def cpu_ratio(ours: list[str], peer: list[str], rounds: int = 7) -> float:
    """Return our least processor time over the peer's, taken turn by turn."""
    pairs = [(cpu_seconds(*ours), cpu_seconds(*peer)) for _ in range(rounds)]
    return min(a for a, _ in pairs) / min(b for _, b in pairs)


def test_import_loads_nothing_heavy() -> None:
    assert loaded("import negotiate") & (HEAVY | {"click", "rich", "yaml"}) == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded(COMMAND, "--help") & (HEAVY | {"rich", "yaml"}) == set()


def test_solving_loads_only_what_it_needs() -> None:
    assert loaded(COMMAND, "solve", "kellogg") & SOLVERS == set()


@pytest.mark.slow
def test_help_is_about_as_quick_as_click() -> None:
    assert cpu_ratio(["-m", "negotiate", "--help"], ["-c", "import click"]) < 2


@pytest.mark.slow
def test_solving_is_about_as_quick_as_numpy_and_rich() -> None:
    ours = ["-m", "negotiate", "solve", "kellogg"]
    assert cpu_ratio(ours, ["-c", "import numpy, rich"]) < 2.5
