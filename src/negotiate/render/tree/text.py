"""How wide a text is, without a browser; how labels break; how numbers stand in a picture.

`render/page/layout.js` does the same, sum by sum, so that the page and the picture agree.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Advance widths of the characters from blank to ~ in DejaVu Sans (version 2.37), in thousandths of
# the font's size. It is among the widest of the usual sans faces: what fits in it fits in Arial.
REGULAR: Final = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)  # fmt: skip
BOLD: Final = (
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683,
    683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771,
    724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665,
    343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
)  # fmt: skip
OTHER: Final = 860
"""Of a character that is not in the tables; a letter with an accent is as wide as without."""

SQUARE: Final = 1000
"""Of the characters of East Asia, and of all beyond."""

NEVER: Final = 1e-9
"""Odds up to this are the rounding of floats."""

MINUS: Final = "\u2212"
LARGE: Final = 1e7
"""Numbers from here on are written with a power of ten."""


def width(text: str, size: float, *, bold: bool = True) -> float:
    """Return the width of a text in the unit of `size`.

    Examples
    --------
    >>> width("accept", 10), width("accept", 10, bold=False)
    (37.33, 33.55)
    """
    table = BOLD if bold else REGULAR
    total = 0
    for character in unicodedata.normalize("NFD", text):
        code = ord(character)
        if 32 <= code < 127:
            total += table[code - 32]
        elif code >= 0x2E80:
            total += SQUARE
        elif not 0x300 <= code < 0x370:
            total += OTHER
    return total * size / 1000


def wrapped(text: str, size: float, widest: float) -> tuple[str, ...]:
    """Return a text on lines that are no wider than `widest`, broken at blanks where it can be.

    Examples
    --------
    >>> wrapped("raise the tariff on steel", 10, 80)
    ('raise the', 'tariff on steel')
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= widest:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for character in word:
            if line and width(line + character, size) > widest:
                lines.append(line)
                line = ""
            line += character
    return (*lines, line)


def badges(keys: Sequence[str]) -> tuple[str, ...]:
    """Return what stands inside a player's circles: its key, or as little of it as tells apart.

    Examples
    --------
    >>> badges(["US", "RU"]), badges(["Chain", "E1", "E2"]), badges(["Left1", "Left2"])
    (('US', 'RU'), ('C', 'E1', 'E2'), ('L1', 'L2'))
    >>> badges(["Left10", "Left20"])
    ('1', '2')
    """
    cuts = ((1, 0), (2, 0), (3, 0), (1, 1))
    for first, last in cuts:
        short = [key if len(key) <= 3 else key[:first] + key[len(key) - last :] for key in keys]
        if len(set(short)) == len(keys):
            return tuple(short)
    return tuple(str(place) for place in range(1, len(keys) + 1))


def columns(payoffs: Sequence[Sequence[float]]) -> list[list[str]]:
    """Return payoffs as texts, each player's with as many decimals.

    Parameters
    ----------
    payoffs : sequence of rows of P numbers

    Examples
    --------
    >>> columns([[1, 0.5], [-2, 10.25]])
    [['1', '0.50'], ['−2', '10.25']]
    """
    if not payoffs:
        return []
    digits = [decimals([row[p] for row in payoffs]) for p in range(len(payoffs[0]))]
    return [[number(value, d) for value, d in zip(row, digits, strict=True)] for row in payoffs]


def decimals(values: Sequence[float]) -> int:
    """Return how many decimals show numbers exactly, but no more than are worth reading."""
    largest = max((abs(v) for v in values), default=0.0)
    most = 3 if largest < 10 else 2 if largest < 100 else 1
    while 0 < largest < 0.1 and most < 9:
        largest *= 10
        most += 1
    for digits in range(most):
        scale = 10.0**digits
        if all(abs(v * scale - _nearest(v * scale)) <= 1e-6 for v in values):
            return digits
    return most


def places(shown: str) -> int:
    """Return how many decimals a number is shown with."""
    return len(shown.partition(".")[2])


def unnumbered(name: str) -> str:
    """Return a name without a number behind it.

    >>> unnumbered("Row 2"), unnumbered("Row"), unnumbered("2")
    ('Row', 'Row', '2')
    """
    start, _, end = name.rpartition(" ")
    return start if start and end.isascii() and end.isdigit() else name


def number(value: float, digits: int) -> str:
    """Return a number with so many decimals; a huge one with a power of ten."""
    if abs(value) < LARGE:
        return fixed(value, digits)
    size, power = abs(value), 0
    while size >= 10:
        size /= 10
        power += 1
    return f"{MINUS if value < 0 else ''}{fixed(size, 2)}e{power}"


def fixed(value: float, digits: int) -> str:
    """Return a number with so many decimals, halves rounded away from zero."""
    scaled = int(abs(value) * 10.0**digits + 0.5)
    sign = MINUS if value < 0 and scaled else ""
    text = str(scaled).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)


def _nearest(value: float) -> float:
    """Return the nearest whole number, halves upwards, as JavaScript rounds."""
    return float(int(abs(value) + 0.5)) * (1 if value >= 0 else -1)
