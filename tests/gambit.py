"""pygambit as an oracle: always in a process of its own, with a time limit, because it can crash.

Its licence is the GPL: it is a tool of the tests and nothing of it is imported or copied.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest

_SPEC = find_spec("pygambit")

CATALOGUE: Final = Path(_SPEC.origin).parent / "catalog_data" if _SPEC and _SPEC.origin else None
"""The games that pygambit carries, in folders by publication; None where it is not installed."""

needs_gambit = pytest.mark.skipif(CATALOGUE is None, reason="pygambit is not installed")

_RUN: Final = """
import json, sys
import pygambit
found = []
for item in json.load(sys.stdin):
    found.append(answer(item))
json.dump(found, sys.stdout)
"""


def catalogue() -> list[str]:
    """Return the files of the catalogue, as paths inside it."""
    if CATALOGUE is None:
        return []
    files = (path.relative_to(CATALOGUE) for path in CATALOGUE.rglob("*.[en]fg"))
    return sorted(file.as_posix() for file in files)


def ask(answer: str, items: list[Any], seconds: float = 120) -> list[Any]:
    """Return what a function ``answer(item)``, given as source text, says of each item.

    Items and answers are plain data. A crash or a time-out of pygambit fails the test.
    """
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", answer + _RUN],
        input=json.dumps(items),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    answers: list[Any] = json.loads(run.stdout)
    return answers
