"""Settings that all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# Both draw the same examples on every run: a gate that fails by chance teaches people to rerun it.
settings.register_profile("default", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=200, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
