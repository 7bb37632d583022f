"""Games whose thresholds are published, or follow from a published condition."""

from __future__ import annotations

DETERRENCE = """
title: Rudimentary asymmetric deterrence
sources: ["Zagare, F. C. and Kilgour, D. M. (2000). Perfect Deterrence. Cambridge, appendix 3"]
players: [A, B]
parameters:
  p: {value: 0.5, range: [0, 1]}
  aSQ: 2
  aDC: 3
  aDD: 0
moves:
  - chance: type
    odds: {hard: p, soft: 1 - p}
    seen_by: [B]
  - A: challenge
    options: [C, D]
  - B: reply
    when: challenge == D
    options: [C, D]
payoffs:
  A: aSQ if challenge == C else aDD if reply == D else aDC
  B: 3 if challenge == C else (2 if type == hard else 0) if reply == D else 1
"""
"""D1: hard B fights, soft B yields; A is deterred iff p > (aDC - aSQ) / (aDC - aDD)."""

DEMAND = """
title: A demand in the shadow of war
sources: ["Fearon, J. D. (1995). Rationalist explanations for war. IO 49 (3)"]
players: [A, B]
parameters:
  q: {value: 0.5, range: [0, 1]}
  win: 0.5
  cost_a: 0.1
  cost_low: 0.05
  cost_high: 0.3
moves:
  - chance: type
    odds: {high: q, low: 1 - q}
    seen_by: [B]
  - A: demand
    options: [safe, risky]
  - B: reply
    options: [accept, fight]
define:
  asked: win + (cost_low if demand == safe else cost_high)
  cost_b: cost_high if type == high else cost_low
payoffs:
  A: asked if reply == accept else win - cost_a
  B: 1 - asked + 0.000001 if reply == accept else 1 - win - cost_b
"""
"""W1 with two types of B: the risky demand iff q > (cL + cA) / (cH + cA). A demand leaves B
indifferent, and a crumb makes it accept, which moves A's threshold by nothing."""

CONTINUOUS = """
title: A demand, and a cost of war that only the other side knows
sources: ["Fearon, J. D. (1995). Rationalist explanations for war. IO 49 (3)"]
players: [A]
parameters:
  asked: {value: 0.6, range: [0.51, 0.89]}
  step: 0.01
  win: 0.5
  cost_a: {value: 0.1, range: [0, 0.3]}
  low: {value: 0, range: [0, 0.2]}
  high: {value: 0.4, range: [0.3, 0.5]}
moves:
  - A: demand
    options: [this, more]
  - chance: reply
    odds: {accept: 1 - refused, fight: refused}
define:
  x: asked if demand == this else asked + step
  refused: "0 if x <= win + low else (1 if x >= win + high else (x - win - low) / (high - low))"
payoffs:
  A: x if reply == accept else win - cost_a
"""
"""W1 with B's cost uniform from low to high: what A gets from a demand is concave between, with
its top at x* = win + (high - cost_a) / 2; so a little more than x is better iff x is below x* by
more than half the step. B's reply is worked out: it fights iff its cost is below x - win."""

PREVENTION = """
title: Preventive war
sources: ["Fearon, J. D. (1995), the section on commitment problems"]
players: [Declining, Rising]
parameters:
  discount: {value: 0.9, range: [0.5, 0.99]}
  now: 0.3
  later: 0.6
  cost: 2
moves:
  - Declining: choice
    options: [wait, war]
payoffs:
  Declining: >-
    (1 - now) / (1 - discount) - cost if choice == war
    else 1 + discount * (1 - later - cost * (1 - discount)) / (1 - discount)
  Rising: 0
"""
"""W2 in its stationary form: the declining side fights at once, or takes all of today's pie and
from tomorrow on what war would then bring it. War iff d p2 - p1 > c (1 - d)^2."""

OFFER = """
title: Alternating offers
sources: ["Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50"]
players: [Proposer, Responder]
parameters:
  asked: {value: 0.5, range: [0, 1]}
  d1: 0.9
  d2: 0.8
moves:
  - Responder: answer
    options: [accept, reject]
define:
  counter: (1 - d1) / (1 - d1 * d2)
payoffs:
  Proposer: asked if answer == accept else d1 * (1 - counter)
  Responder: 1 - asked if answer == accept else d2 * counter
"""
"""R1 in its stationary form: after a rejection the responder proposes, and asks what it gets as a
proposer. It accepts iff the other asks no more than (1 - d2) / (1 - d1 d2)."""

GRIM = """
title: Grim trigger
sources: ["Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. REStud 38"]
players: [One, Other]
parameters:
  discount: {value: 0.5, range: [0.1, 0.9]}
  T: 5
  R: 3
  P: 1
moves:
  - One: choice
    options: [defect, cooperate]
payoffs:
  One: R / (1 - discount) if choice == cooperate else T + discount * P / (1 - discount)
  Other: 0
"""
"""T1 in its stationary form: one deviation from cooperation, punished for ever. Cooperation is
sustained iff d >= (T - R) / (T - P)."""

SQUARE = """
title: An irrational threshold
players: [One, Two]
parameters:
  x: {value: 1, range: [0, 2]}
moves:
  - One: first
    options: [out, in]
  - Two: second
    when: first == in
    options: [left, right]
payoffs:
  One: 1 if first == out else 3 if second == right else 0
  Two: 0 if first == out else x ** 2 if second == right else 2
"""
"""Two turns at the square root of 2, and One follows."""
