"""Game files that the tests of the reader read, change and break."""

from __future__ import annotations

from negotiate.errors import GameFileError, Problem
from negotiate.spec import read_text

MOVES = """\
title: Talks
players: {US: United States, UA: Ukraine}
parameters:
  cost: {value: 0.5, range: [0, 2], unit: points, about: price of a broken word, source: a guess}
moves:
  - UA: talks
    options: [accept, refuse]
  - US: aid
    options: {cut: {}, hold: {}, surge: {when: talks == accept}}
  - chance: front
    when: talks == refuse
    odds: {regain: cost / 2, lose: 1 - cost / 2}
define:
  war: talks == refuse
quantities:
  level: {of: aid, cut: 0, hold: 1, surge: 2}
  timing: {first: [{when: talks == accept, then: now}, {then: later}]}
criteria:
  early: timing == now
payoffs:
  US: {peace: early, aid: -cost * level}
  UA: level - (1 if war else 0)
scenarios:
  calm:
    about: Nobody says anything.
  threat:
    extends: calm
    set: {cost: 1}
    announce:
      - {US: aid, will: cut, when: talks == refuse, breaking_costs: cost}
expected:
  - {scenario: threat, path: {talks: accept}, payoffs: {US: 1}, source: by hand}
"""

TREE = """\
players: [Entrant, Incumbent]
tree:
  Entrant:
    out: [0, 2]
    in:
      Incumbent: {fight: [-1, -1], accommodate: [1, 1]}
"""

TABLE = """\
players: {Row: [up, down], Column: [left, right]}
payoffs:
  up: {left: [3, 3], right: [0, 5]}
  down: {left: [5, 0], right: [1, 1]}
"""


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return all that is wrong with a text, errors and warnings; nothing if it can be read."""
    try:
        return read_text(text).warnings
    except GameFileError as error:
        return error.problems


def changed(text: str, old: str, new: str) -> str:
    """Return `text` with its only `old` replaced, so that a test cannot change nothing."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)
