"""``negotiate estimate``, and quantal response by ``solve --lambda``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text("move,option,count\nreply,fight,10\nreply,share,30\n", encoding="utf-8")
    return path


def test_the_page(run: Callable[..., Result], data: Path) -> None:
    """To share is worth 2 more than to fight: λ = log(3) / 2."""
    result = run("estimate", "entry-deterrence", "--data", data)
    assert result.exit_code == 0
    assert "λ = 0.5493 (95% confidence: 0.2" in result.output
    assert "from 40 choices" in result.output
    assert ["share", "30", "75%", "75%"] in [
        line.split()[-4:] for line in result.output.split("\n")
    ]


def test_the_object(run: Callable[..., Result], data: Path) -> None:
    result = run("estimate", "entry-deterrence", "--data", data, "--json", "--level", "0.5")
    found = json.loads(result.output)
    assert (found["format"], found["kind"], found["level"]) == (2, "estimate", 0.5)
    assert found["rationality"] == pytest.approx(0.5493061443340549)
    assert found["decisions"][0]["observed"] == {"fight": 10, "share": 30}


def test_no_upper_end(run: Callable[..., Result], data: Path) -> None:
    data.write_text("move,option\nreply,share\n", encoding="utf-8")
    page = run("estimate", "entry-deterrence", "--data", data).output
    assert "λ = without bound (95% confidence: 0 or more)" in page
    found = json.loads(run("estimate", "entry-deterrence", "--data", data, "--json").output)
    assert found["rationality"] == found["high"] == "inf"


def test_mistakes(run: Callable[..., Result], data: Path) -> None:
    assert run("estimate", "entry-deterrence").exit_code == 2
    assert run("estimate", "entry-deterrence", "--data", data, "-s", "none").exit_code == 2
    data.write_text("move,option\nreply,flight\n", encoding="utf-8")
    result = run("estimate", "entry-deterrence", "--data", data)
    assert result.exit_code == 2
    assert "did you mean 'fight'" in result.output
    data.write_text("nonsense", encoding="utf-8")
    assert run("estimate", "entry-deterrence", "--data", data).exit_code == 3


def test_solve_at_a_rationality(run: Callable[..., Result]) -> None:
    found = json.loads(run("solve", "centipede", "--lambda", "2", "--json").output)
    (scenario,) = found["scenarios"]
    assert scenario["concept"] == "qre"
    assert scenario["stats"]["lambda"] == 2
    first = scenario["equilibria"][0]["strategy"][0]["plays"]
    assert first["take"] == pytest.approx(0.23619, abs=5e-6)  # McKelvey & Palfrey 1998
    assert found["robustness"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--concept", "qre"), "give --lambda"),
        (("--concept", "spe", "--lambda", "1"), "belongs to the concept qre"),
        (("--lambda", "-1"), "0"),
        (("--lambda", "inf"), "finite"),
    ],
)
def test_rationality_and_concept_belong_together(
    run: Callable[..., Result], arguments: tuple[str, ...], said: str
) -> None:
    result = run("solve", "centipede", *arguments)
    assert result.exit_code == 2
    assert said in result.output
