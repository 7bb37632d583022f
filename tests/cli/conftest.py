"""A way to run the command line in this process, and one to run it in its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from negotiate.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs a command and checks that no traceback comes out."""
    monkeypatch.delenv("NEGOTIATE_DEBUG", raising=False)

    def _run(*arguments: str | Path, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return _run


@pytest.fixture
def shell() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that runs a command as its own process, through a pipe."""

    def _shell(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        bare = {k: v for k, v in os.environ.items() if k not in {"NEGOTIATE_DEBUG", "COLUMNS"}}
        return subprocess.run(
            [sys.executable, "-m", "negotiate", *arguments],
            capture_output=True,
            check=False,
            timeout=60,
            env={**bare, **variables},
        )

    return _shell
