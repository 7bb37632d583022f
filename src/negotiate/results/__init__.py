"""What was answered: frozen data, no computation, no input or output."""

from negotiate.results.report import (
    Change,
    Comparison,
    Credibility,
    Decision,
    GameInfo,
    Play,
    Proof,
    Robustness,
    ScenarioReport,
    Welfare,
)
from negotiate.results.solution import (
    Answer,
    Candidate,
    Certificate,
    Coverage,
    Deviation,
    Equilibrium,
    Solution,
)

__all__ = [
    "Answer",
    "Candidate",
    "Certificate",
    "Change",
    "Comparison",
    "Coverage",
    "Credibility",
    "Decision",
    "Deviation",
    "Equilibrium",
    "GameInfo",
    "Play",
    "Proof",
    "Robustness",
    "ScenarioReport",
    "Solution",
    "Welfare",
]
