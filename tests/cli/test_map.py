"""``negotiate map``: options, files, refusals and exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from negotiate.api import region_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from negotiate.results.region import RegionMap

    Run = Callable[..., Result]

ASKED = "map", "conditional-aid", "-s", "both_believed", "--x", "k_ua", "--y", "k_ru"
FAST = (*ASKED, "--resolution", "4")


def test_as_text(run: Run) -> None:
    result = run(*FAST, "--width", "60")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "A  44.4%  Ukraine comes to the table and Russia" in result.stdout
    assert "1/4 of a side" in " ".join(result.stdout.split())


def test_as_json_with_other_ranges_and_settings(run: Run) -> None:
    result = run(*FAST, "--x-range", "0:1/2", "--y-range", "1/3:1", "--set", "ua_war=4", "--json")
    data = json.loads(result.stdout)
    assert data["kind"] == "map"
    assert (data["x"]["low"], data["x"]["high"]) == (0, 0.5)
    # Ukraine's threshold is now (4 - 2) / (4 - 0), the end of the range.
    assert [region["share"] for region in data["regions"]] == pytest.approx([1], abs=1e-5)


@pytest.mark.parametrize("kind", ["svg", "csv", "json"])
def test_into_a_file(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"map.{kind}"
    result = run(*FAST, "-o", target)
    assert result.exit_code == 0
    assert result.stdout == f"wrote {target}: 4 regions\n"
    begins = {"svg": "<svg", "csv": "k_ua,k_ru,region,happens\n", "json": "{"}
    assert target.read_text(encoding="utf-8").startswith(begins[kind])
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("-o", "map.gif"), 2, "known are .svg, .png, .pdf, .csv, .json"),
        (("--x-range", "1"), 2, "low:high"),
        (("--x-range", "1:0"), 2, "empty"),
        (("--resolution", "1"), 2, "2<=x<=400"),
        (("--scenario", "both"), 2, "both_believed"),
        (("--concept", "qre"), 2, "no map"),
    ],
)
def test_refusals(run: Run, more: tuple[str, ...], code: int, said: str) -> None:
    result = run(*FAST, *more)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


def test_an_unknown_parameter_is_refused_with_the_nearest(run: Run) -> None:
    result = run("map", "conditional-aid", "--x", "k_ua", "--y", "k_rus")
    assert result.exit_code == 2
    assert "k_ru" in result.stderr


def test_no_folder_to_write_in(run: Run, tmp_path: Path) -> None:
    result = run(*FAST, "-o", tmp_path / "none" / "map.svg")
    assert result.exit_code == 2
    assert "there is no folder" in result.stderr


def test_in_a_plain_locale_without_colours(shell: Callable[..., object]) -> None:
    ended = shell(*FAST, LC_ALL="C", PYTHONIOENCODING="ascii", NO_COLOR="1", FORCE_COLOR="1")
    assert ended.returncode == 0  # type: ignore[attr-defined]
    assert b"\x1b" not in ended.stdout  # type: ignore[attr-defined]
    assert ended.stdout.isascii()  # type: ignore[attr-defined]


def test_point_by_point(run: Run) -> None:
    """By a method for single games: as good as it says, and the bounds are 1/3 (see above)."""
    result = run(*FAST, "--method", "vertex", "--json")
    data = json.loads(result.stdout)
    assert "one by one" in data["notes"][0]
    shares = [(region["share"], region["error"]) for region in data["regions"]]
    for (share, error), exact in zip(shares, (4 / 9, 2 / 9, 2 / 9, 1 / 9), strict=True):
        assert abs(share - exact) <= error < 0.02


@pytest.mark.slow
def test_hidden_moves(run: Run) -> None:
    """China holds back after an end to the war from 5/9 of belief on (games/taiwan-signal.yaml)."""
    asked = "map", "taiwan-signal", "--x", "prior", "--y", "war_wavering", "--concept", "sequential"
    result = run(*asked, "--resolution", "4", "--json")
    regions = json.loads(result.stdout)["regions"]
    assert {region["answers"] for region in regions} == {2, 3}
    doubt = next(r for r in regions if "presses on Taiwan; or" in r["name"])
    assert doubt["share"] == pytest.approx((5 / 9 - 0.2) / 0.7, abs=doubt["error"])


def test_interrupted_it_shows_the_coarser_map(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*args: Any, **how: Any) -> RegionMap:
        return replace(region_map(*args, **how), complete=False)

    monkeypatch.setattr("negotiate.api.region_map", broken_off)
    result = run(*FAST)
    assert result.exit_code == 130
    assert result.stderr == "interrupted: the map is as good as it got\n"
    assert "Ukraine comes to the table" in result.stdout
