"""Colours are read on their backgrounds and told apart by every kind of colour vision."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from negotiate.render.palette import DARK, LIGHT, TERMINAL, Theme
from negotiate.types import CHANCE

# Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6), table 1, severity 1: on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# IEC 61966-2-1: linear sRGB to XYZ, white D65.
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def linear(colour: str) -> Array:
    part = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(left: str, right: str) -> float:
    """Return the ratio of WCAG 2.1."""
    shades = sorted(float(XYZ[1] @ linear(colour)) for colour in (left, right))
    return (shades[1] + 0.05) / (shades[0] + 0.05)


def lab(rgb: Array) -> Array:
    share = XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def closest(colours: tuple[str, ...]) -> float:
    """Return the least distance (CIE 1976) of two colours, to any kind of vision."""
    return min(
        float(np.linalg.norm(lab(matrix @ linear(a)) - lab(matrix @ linear(b))))
        for matrix in VISION.values()
        for a, b in combinations(colours, 2)
    )


def test_measures_are_those_of_the_standards() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the WCAG's own case
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@THEMES
def test_words_are_read_on_every_background(theme: Theme) -> None:
    for words in (theme.ink, theme.muted, theme.chance, *theme.players):
        assert contrast(words, theme.paper) >= 4.5, words
    for back in (theme.band, theme.mark, *theme.regions):
        assert contrast(theme.ink, back) >= 4.5, back
    for player in theme.players:
        assert contrast(player, theme.mark) >= 3, player  # bold, and ink elsewhere


@THEMES
def test_players_and_regions_are_told_apart(theme: Theme) -> None:
    assert closest(theme.players) >= 18
    assert closest(theme.regions) >= 15


@THEMES
def test_shades_go_from_paper_to_ink(theme: Theme) -> None:
    steps = [theme.paper, theme.leader, theme.line, theme.muted, theme.ink]
    ratios = [contrast(theme.paper, step) for step in steps]
    assert all(a < b for a, b in pairwise(ratios))


@THEMES
def test_colours_come_again(theme: Theme) -> None:
    assert theme.player(CHANCE) == theme.chance
    assert theme.player(len(theme.players)) == theme.player(0)
    assert theme.region(len(theme.regions)) == theme.region(0)


def test_terminal_players_are_told_apart() -> None:
    assert closest(TERMINAL) >= 15
    for colour in TERMINAL:
        assert contrast(colour, "#000000") >= 3
