"""Weak perfect Bayesian equilibria that are sequential: all, after one message and one reply."""

from __future__ import annotations

from negotiate.solvers.consistent import refusal, solve

__all__ = ["ABOUT", "PRIORITY", "SOURCE", "refusal", "solve"]

ABOUT = (
    "The sequential ones among them, by the methods for these: all there are where trembles"
    " explain any beliefs."
)
SOURCE = "Mas-Colell, Whinston & Green 1995, section 9.C; Kreps & Wilson 1982, section 5"
PRIORITY = 10
