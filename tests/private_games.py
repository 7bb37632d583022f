"""Games with hidden moves and private types, as texts, with the sources of their answers."""

from __future__ import annotations

HORSE = """
title: Selten's horse
players: [P1, P2, P3]
tree:
  P1:
    R:
      P2:
        R: [1, 1, 1]
        L: {P3: {R: [4, 4, 0], L: [0, 0, 1]}, information: P3}
    L: {P3: {R: [3, 2, 2], L: [0, 0, 0]}, information: P3}
"""
"""Selten 1975, figure 1."""

BEER_QUICHE = """
title: Beer or quiche
players: {S: Sender, R: Receiver}
parameters: {strong: 9/10}
moves:
  - chance: type
    odds: {strong: strong, weak: 1 - strong}
    seen_by: [S]
  - S: meal
    options: [beer, quiche]
  - R: reply
    options: [duel, leave]
payoffs:
  S:
    taste: 1 if (type == strong and meal == beer) or (type == weak and meal == quiche) else 0
    peace: 2 if reply == leave else 0
  R: (1 if reply == duel else 0) if type == weak else (1 if reply == leave else 0)
"""
"""Cho & Kreps 1987, figure I."""

D1 = """
title: Rudimentary asymmetric deterrence
players: {A: Challenger, B: Defender}
parameters: {p: 1/2, aSQ: 2, aDC: 3, aDD: 0, bSQ: 5, bDC: 2, bHard: 3, bSoft: 1}
moves:
  - chance: type
    odds: {hard: p, soft: 1 - p}
    seen_by: [B]
  - A: first
    options: [C, D]
  - B: reply
    when: first == D
    options: [C, D]
payoffs:
  A: aSQ if first == C else (aDC if reply == C else aDD)
  B: bSQ if first == C else (bDC if reply == C else (bHard if type == hard else bSoft))
"""
"""Zagare & Kilgour 2000, appendix 3."""

D2 = """
title: Unilateral deterrence, two-sided uncertainty
players: {Ch: Challenger, Def: Defender}
parameters: {p: 1/2, q: 1/4, cHard: 2, cSoft: 0, cCD: 1, cSQ: 3, cDC: 5,
             dHard: 2, dSoft: 0, dDC: 1, dCD: 4, dSQ: 5}
moves:
  - chance: challenger
    odds: {hard: p, soft: 1 - p}
    seen_by: [Ch]
  - chance: defender
    odds: {hard: q, soft: 1 - q}
    seen_by: [Def]
  - Ch: first
    options: [C, D]
  - Def: reply
    when: first == D
    options: [C, D]
  - Ch: last
    when: reply == D
    options: [C, D]
payoffs:
  Ch:
    all: "cSQ if first == C else cDC if reply == C else cCD if last == C
      else (cHard if challenger == hard else cSoft)"
  Def:
    all: "dSQ if first == C else dDC if reply == C else dCD if last == C
      else (dHard if defender == hard else dSoft)"
"""
"""Kilgour & Zagare 1991."""

D3 = """
title: Mutual deterrence
players: [A, B]
parameters: {p: 1/2, hard: 2, soft: 0, CD: 1, SQ: 3, DC: 4}
moves:
  - chance: typeA
    odds: {hard: p, soft: 1 - p}
    seen_by: [A]
  - chance: typeB
    odds: {hard: p, soft: 1 - p}
    seen_by: [B]
  - A: a
    options: [C, D]
    seen_by: [A]
  - B: b
    options: [C, D]
  - A: a_last
    when: a == C and b == D
    options: [yield, fight]
  - B: b_last
    when: b == C and a == D
    options: [yield, fight]
define:
  DDA: hard if typeA == hard else soft
  DDB: hard if typeB == hard else soft
payoffs:
  A: "SQ if a == C and b == C else DC if b_last == yield else CD if a_last == yield else DDA"
  B: "SQ if a == C and b == C else DC if a_last == yield else CD if b_last == yield else DDB"
"""
"""Kilgour & Zagare 1991; Zagare & Kilgour 2000, chapter 4."""

S4 = """
title: Costly signal
players: {D: Defender, Ch: Challenger}
parameters: {m: 1, q: 1/4, VR: 4, wR: 2, VU: 2, g: 1, k: 1}
moves:
  - chance: type
    odds: {hard: q, soft: 1 - q}
    seen_by: [D]
  - D: signal
    options: [sunk, none_sunk]
  - Ch: act
    options: [challenge, pass]
payoffs:
  D:
    cost: "-m if signal == sunk else 0"
    prize: (VR if act == pass else wR) if type == hard else (VU if act == pass else 0)
  Ch: 0 if act == pass else (-k if type == hard else g)
"""
"""Fearon 1997, the sunk-cost signal with two types."""


def reputation(entrants: int) -> str:
    """Return the chain store with a tough or weak incumbent (Kreps & Wilson 1982).

    Parameters ``p`` (prior of tough), ``b`` (what a yielding incumbent leaves the entrant, over
    1) and ``a`` (what no entry is worth to the incumbent).
    """
    moves, entrants_pay, incumbent = [], [], []
    for n in range(1, entrants + 1):
        moves.append(f"  - E{n}: enter{n}\n    options: [in, out]")
        moves.append(f"  - I: reply{n}\n    when: enter{n} == in\n    options: [fight, yield]")
        stage = f"0 if enter{n} == out else (b - 1 if reply{n} == fight else b)"
        entrants_pay.append(f"  E{n}: {stage}")
        tough = f"(0 if reply{n} == fight else -1)"
        weak = f"(-1 if reply{n} == fight else 0)"
        incumbent.append(
            f"    s{n}: a if enter{n} == out else ({tough} if type == tough else {weak})"
        )
    players = ", ".join([*(f"E{n}" for n in range(1, entrants + 1)), "I"])
    return "\n".join(
        [
            "title: Reputation",
            f"players: [{players}]",
            "parameters: {p: 1/10, a: 2, b: 1/2}",
            "moves:",
            "  - chance: type",
            "    odds: {tough: p, weak: 1 - p}",
            "    seen_by: [I]",
            *moves,
            "payoffs:",
            *entrants_pay,
            "  I:",
            *incumbent,
        ]
    )


W1 = """
title: Bargaining against two costs of war
players: [A, B]
parameters: {q: 1/2, p: 1/2, cA: 1/10, cL: 1/10, cH: 3/10}
moves:
  - chance: cost
    odds: {high: q, low: 1 - q}
    seen_by: [B]
  - A: demand
    options: [safe, risky]
  - B: reply
    options: [accept, war]
define:
  x: "p + cL if demand == safe else p + cH"
  cB: "cH if cost == high else cL"
payoffs:
  A: x if reply == accept else p - cA
  B: 1 - x if reply == accept else 1 - p - cB
"""
"""Fearon 1995, two types; the two demands are the ones that can be best."""
