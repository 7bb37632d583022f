"""Small games for the tests of the analysis, with answers that can be had by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from negotiate.analysis.compare import solve_scenarios
from negotiate.game.model import Model
from negotiate.spec import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from negotiate.analysis.compare import Solved
    from negotiate.results.report import Number

STICK = """
title: A stick
players: {US: United States, UA: Ukraine}
parameters:
  shame: {value: 3, range: [2, 4]}
  aid_value: 1
moves:
  - UA: talks
    options: [accept, refuse]
  - US: aid
    when: talks == refuse
    options: [cut, hold]
  - chance: front
    when: aid != none
    odds: {loss: 0.75 if aid == cut else 0.25, calm: 0.25 if aid == cut else 0.75}
payoffs:
  US: {alliance: "2 * aid_value if aid == hold else 0", calm: "1 if talks == accept else 0"}
  UA:
    war: -8 if front == loss else 4 if front == calm else 0
    face: -0.5 if talks == accept else 0
quantities:
  aid_level: {of: aid, cut: 0, hold: 1, none: 1}
  ending:
    first:
      - {when: talks == accept, then: talks_now}
      - {when: front == loss, then: lost}
      - {then: war}
criteria: {peace: talks == accept}
scenarios:
  plain: {}
  threat:
    announce: [{US: aid, will: cut, when: talks == refuse, breaking_costs: shame}]
  cheap:
    extends: threat
    set: {shame: 0}
  bound:
    commit: [{US: aid, to: cut}]
"""
"""By hand. Refusing pays Ukraine -8/4 + 4*3/4 = 1 while aid is held, and -8*3/4 + 4/4 = -5 when it
is cut; talks pay it -1/2. Cutting costs the United States 2, so that the threat is kept exactly
from shame = 2 on.
"""

CONDITIONAL_AID = """
title: Conditional aid
players: {UA: Ukraine, RU: Russia}
parameters:
  k_ua: {value: 1/2, range: [0, 1]}
  k_ru: {value: 1/2, range: [0, 1]}
moves:
  - UA: ua
    options: [accept, refuse]
    seen_by: [UA]
  - RU: ru
    options: [accept, refuse]
  - chance: stick
    when: ua == refuse and ru == accept
    odds: {cut: k_ua, bluff: 1 - k_ua}
  - chance: carrot
    when: ua == accept and ru == refuse
    odds: {more: k_ru, bluff: 1 - k_ru}
criteria: {talks: ua == accept and ru == accept}
payoffs:
  UA: 2 if talks else 0 if stick == cut else 5 if carrot == more else 3
  RU: 3 if talks else 6 if stick == cut else 1 if carrot == more else 4
scenarios:
  war: {set: {k_ua: 0, k_ru: 0}}
  both: {}
  ukraine_only: {set: {k_ru: 1/4}}
  russia_only: {set: {k_ua: 1/4}}
  neither: {set: {k_ua: 1/4, k_ru: 1/4}}
  ukraine_first: {extends: neither, reveal: [{move: ua, to: RU}]}
  russia_first: {extends: neither, order: [ru, ua, stick, carrot]}
"""
"""The core of a two-sided threat; its closed forms are derived in docs/explanation."""

CHEAP_WORDS = """
title: Words against words
players: {A: Ann, B: Bob}
parameters: {price: 1, gain: {value: 5, range: [4, 6]}}
moves:
  - A: ask
    options: [yes, no]
  - B: answer
    when: ask == yes
    options: [give, keep, burn]
payoffs:
  A: {got: 3 if answer == give else 0, asking: "-1 if ask == yes else 0"}
  B: gain if answer == keep else 0
scenarios:
  plain: {}
  word: {announce: [{B: answer, will: [give, burn], when: ask == yes, breaking_costs: price}]}
  priced: {extends: word, set: {price: 7}}
"""


def model(text: str) -> Model:
    """Return the model of a game file's text."""
    return Model(read_text(text))


def solved(
    text: str, *names: str, exact: bool = True, settings: Mapping[str, Number] | None = None
) -> dict[str, Solved]:
    """Return solved scenarios by name, all of them by default, exactly by default."""
    found = solve_scenarios(model(text), names or None, settings=settings, exact=exact)
    return {s.name: s for s in found}


def half(numerator: int) -> Fraction:
    """Return so many halves."""
    return Fraction(numerator, 2)
