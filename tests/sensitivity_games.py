"""Games whose sensitivity is known in closed form."""

from __future__ import annotations

LINE = """
title: A payoff that is a sum
players: [One]
parameters:
  a: {value: 0.5, range: [0, 1]}
  b: {value: 1, range: [0, 2]}
  c: {value: 0, range: [-1.5, 1.5]}
  idle: {value: 0, range: [0, 9]}
  fixed: 4
moves:
  - One: go
    options: [stay]
payoffs: {One: a + b + c + fixed}
"""
"""Variances 1/12, 4/12, 9/12: shares 1/14, 4/14, 9/14. There is nothing to decide."""

CHOICE = """
title: A choice by a sum
players: [One]
parameters:
  a: {value: 0, range: [-1, 1], unit: euros, about: what left adds, source: by hand}
  b: {value: 0, range: [-2, 2]}
  c: {value: 0, range: [-1, 1]}
moves:
  - One: go
    options: [left, right]
payoffs: {One: "a + b + 0.5 * c if go == left else 1"}
"""
"""Left iff 2 x + 4 y + z > 1 in ranges x, y, z: max norm 1/7, Euclid 1/sqrt 21; with one
parameter 1/4, with two 1/6."""

SURE = """
title: A choice that no number changes
players: [One]
parameters:
  a: {value: 0.5, range: [0, 1]}
moves:
  - One: go
    options: [left, right]
quantities:
  gain: a
payoffs: {One: "a + 2 if go == left else a"}
"""

TIED = """
title: A tie that stays
players: [One]
parameters:
  a: {value: 0.5, range: [0, 1]}
moves:
  - One: go
    options: [left, right]
payoffs: {One: a}
"""

LOTTERY = """
title: Odds that may be those of no game
players: [One]
parameters:
  p: {value: 0.2, range: [0, 1]}
  q: {value: 0.3, range: [0, 1]}
moves:
  - chance: weather
    odds: {sun: p, rain: q, snow: 1 - p - q}
  - One: go
    options: [out, stay]
payoffs: {One: "(1 if weather == sun else -1) if go == out else 0"}
"""
"""Half of all draws have odds that sum to more than 1."""

PENNIES = """
title: Matching pennies, one stake
parameters: {stake: {value: 2, range: [1, 3]}}
players: {Row: [heads, tails], Column: [heads, tails]}
payoffs:
  heads: {heads: [stake, 0], tails: [0, 1]}
  tails: {heads: [0, 1], tails: [1, 0]}
"""
"""Column plays heads with odds 1 / (stake + 1), Row with odds 1/2 whatever the stake."""

BOUND = """
title: Free to choose, and bound
players: [One]
parameters:
  x: {value: 0.25, range: [-1, 1]}
moves:
  - One: go
    options: [left, right]
payoffs: {One: x if go == left else 0}
scenarios:
  free: {}
  bound: {commit: [{One: go, to: right}]}
  high: {set: {x: 1}}
"""
"""Freedom is worth max(x, 0): nothing from x = 0 down, 1/8 of the range from now."""
