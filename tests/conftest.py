"""Settings that all tests share."""

from __future__ import annotations

import math
import os
import signal

import pytest
from hypothesis import settings

from negotiate.cli import _progress

# Every profile draws the same examples on every run: a gate that fails by chance teaches people
# to rerun it.
# `HYPOTHESIS_PROFILE=thorough pytest` looks seven times as far, for whoever changes a solver.
settings.register_profile(
    "default", derandomize=True, deadline=None, max_examples=30, print_blob=True
)
settings.register_profile("thorough", derandomize=True, deadline=None, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


# Whoever starts the tests in the background tells them to ignore Ctrl-C, and all that they start
# would, the commands that are interrupted here too.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep progress out of what commands say on a machine that is busy with other things."""
    monkeypatch.setattr(_progress, "PATIENCE", math.inf)
