"""Every rule of the format, broken once: the place, the value, the rule and the hint."""

# ruff: noqa: E501 (a table reads by rows)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.spec.files import MOVES, TABLE, TREE, changed, problems_of

if TYPE_CHECKING:
    from pathlib import Path

from negotiate.errors import MAX_PRINTED, GameFileError, Place, UsageError
from negotiate.spec import read_file, read_text
from negotiate.spec.problems import MAX_PROBLEMS

PARAMETER = (
    "{value: 0.5, range: [0, 2], unit: points, about: price of a broken word, source: a guess}"
)
UTILITY = "level - (1 if war else 0)"

IN_MOVES = [
    # header
    ("title: Talks", "titel: Talks", "no such key", "titel", "'title'"),
    ("title: Talks", "title: [Talks]", "`title` is a text", "a list", "quote"),
    ("title: Talks", "format: 2", "reads format 1", "2", ""),
    ("title: Talks", "sources: [{a: b}]", "a source is a text", "a mapping", "colon"),
    ("title: Talks", "sources: {a: b}", "`sources` is a list", "a mapping", ""),
    # players
    ("US: United States", "chance: Nature", "means something else", "chance", ""),
    ("US: United States", "U-S: United States", "letters, digits and _", "U-S", ""),
    ("US: United States", "US: {nam: x}", "no such key", "nam", "'name'"),
    # parameters
    (PARAMETER, "high", "is a number", "high", ""),
    (PARAMETER, '"0,5"', "is a number", "0,5", "point"),
    (PARAMETER, "", "has a value", "cost", ""),
    (PARAMETER, "{range: [0, 1]}", "has a value", "cost", "value: ..."),
    (PARAMETER, "{value: 3, range: [0, 2]}", "in its range, 0 to 2", "3", ""),
    (PARAMETER, "{value: 3, range: [4, 2]}", "from low to high", "[4, 2]", ""),
    (PARAMETER, "{value: 3, range: [3, 3]}", "from low to high", "[3, 3]", ""),
    (PARAMETER, "{value: 3, range: [1, 2, 3]}", "[low, high]", "3 entries", ""),
    (PARAMETER, "{value: 3, range: 5}", "is a list", "5", ""),
    (PARAMETER, "{value: 3, range: [a, 4]}", "is a number", "a", ""),
    (PARAMETER, "{value: 1e400}", "is a number", "1e400", ""),
    ("  cost:", "  none: 1\n  cost:", "part of the language", "none", ""),
    ("  early: timing", "  payoff: timing", "part of the language", "payoff", ""),
    ("  cost:", "  c-1: 1\n  cost:", "letters, digits and _", "c-1", ""),
    # moves
    ("  - UA: talks", "  - UAA: talks", "no such player", "UAA", "'UA'"),
    ("  - UA: talks", "  - nobody: talks", "no such player", "nobody", "players: US, UA"),
    ("  - UA: talks", "  - name: talks\n    x: y", "no such key", "x", "options"),
    ("  - UA: talks", "  - UA: cost", "taken by the parameter on line 4", "cost", ""),
    ("  - UA: talks", "  - UA: two words", "is a word", "two words", ""),
    ("  - US: aid", "  - US: talks", "taken by the move on line 6", "talks", ""),
    ("  - US: aid\n", "  - US: aid\n    sen_by: UA\n", "no such key", "sen_by", "'seen_by'"),
    ("  - US: aid\n", "  - US: aid\n    seen_by: [UA, RU]\n", "no such player", "RU", "there are US, UA"),
    ("  - US: aid\n", "  - US: aid\n    odds: {cut: 1}\n", "only chance has odds", "aid", ""),
    ("    options: [accept, refuse]\n", "", "a move has options", "talks", ""),
    ("[accept, refuse]", "[]", "at least one option", "talks", ""),
    ("[accept, refuse]", "[accept, refuse, accept]", "a word stands once", "accept", ""),
    ("[accept, refuse]", "[accept, refuse, none]", "`none` is the value", "", ""),
    ("[accept, refuse]", "[accept, refuse, to yes]", "a word of letters", "to yes", ""),
    ("{cut: {}, hold: {}, ", "{cut: {}, hold: {}, none: {}, ", "`none` is the value", "", ""),
    ("{cut: {}, hold: {}, ", "{cut: {}, hold: {}, a b: {}, ", "a word of letters", "a b", ""),
    ("hold: {}", "hold: {wen: 1}", "no such key", "wen", "'when'"),
    ("when: talks == accept}}", "when: aid == cut}}", "come earlier", "aid", ""),
    ("when: talks == accept}}", "when: front == lose}}", "come earlier", "front", ""),
    ("when: talks == accept}}", "when: cost > 0}}", "never on numbers", "cost", "parameter"),
    ("when: talks == accept}}", "when: level > 0}}", "never on numbers", "level", "quantity"),
    ("when: talks == accept}}", "when: 1 < 2}}", "never on numbers", "1 < 2", ""),
    ("when: talks == accept}}", "when: 1}}", "not a condition", "1", ""),
    ("when: talks == accept}}", "when: era == now}}", "no such name", "era", ""),
    ("  war: talks == refuse", "  war: {of: talks, accept: now, refuse: later}\nscenarios: {a: {commit: [{US: aid, to: cut, when: war == now}]}}\nzz: 1", "never on numbers", "war == now", "definition"),
    ("when: talks == accept}}", "when: rich}}", "no such name", "rich", ""),
    ("when: talks == accept}}", "when: talks == acept}}", "no such option", "acept", "'accept'"),
    ("when: talks == accept}}", "when: talks == 3}}", "no such option", "3", "options: accept"),
    ("when: talks == accept}}", "when: talks < accept}}", "no order", "talks < accept", ""),
    ("when: talks == accept}}", "when: talks}}", "neither a number nor", "talks", "talks == accept"),
    ("when: talks == accept}}", "when: accept}}", "no such name", "accept", "talks == accept"),
    ("when: talks == accept}}", "when: [talks]}}", "is an expression", "a list", ""),
    ("  war: talks == refuse", "  war: cost > 1\n  x: war\nscenarios: {a: {commit: [{US: aid, to: cut, when: x}]}}\nzz: 1", "never on numbers", "x", "not a condition on moves alone"),
    ("    odds: {regain", "    options: [regain, lose, hold]\n    odds: {regain", "every option of chance", "hold", ""),
    ("    odds: {regain", "    options: [regain]\n    odds: {regain", "not there", "lose", "options: regain"),
    ("    odds: {regain", "    options: {regain: {when: talks == accept}, lose: {}}\n    odds: {regain", "no condition", "", ""),
    ("    odds: {regain: cost / 2, lose: 1 - cost / 2}\n", "", "chance move has odds", "front", ""),
    ("regain: cost / 2", "none: cost / 2", "`none` is the value", "", ""),
    ("regain: cost / 2", "regain: level", "parameters, definitions and earlier moves", "level", ""),
    ("regain: cost / 2", "regain: talks", "neither a number nor", "talks", ""),
    ("regain: cost / 2", "regain: [1]", "is an expression", "a list", ""),
    # definitions, quantities, criteria
    ("  war: talks == refuse", "  war:", "has a value", "war", ""),
    ("  war: talks == refuse", "  war: {about: x}", "has a value", "war", "value: ..."),
    ("  war: talks == refuse", "  war: {x: y}", "no such key", "x", ""),
    ("  war: talks == refuse", "  war: not war", "cannot depend on itself", "war -> war", ""),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: ade, cut: 0}", "no such name", "ade", "'aid'"),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: cost, cut: 0}", "names a move or", "cost", ""),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: [aid], cut: 0}", "names a move", "a list", ""),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: aid, cut: 0, hold: 1}", "missing: surge", "aid", ""),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: aid, cut: 0, hold: 1, surg: 2}", "no such option", "surg", "'surge'"),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: aid, cut: [0], hold: 1, surge: 2}", "is an expression", "a list", ""),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: front, regain: 0, lose: 1}", "missing: none", "front", "not reached"),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{of: timing, now: 1, latr: 0}", "no such category", "latr", "'later'"),
    ("{of: aid, cut: 0, hold: 1, surge: 2}", "{cut: 0, x: 1}", "no such key", "cut", ""),
    ("{then: later}", "{when: war, then: later}", "no such key", "when", ""),
    ("{then: later}", "{}", "the last case", "", ""),
    ("[{when: talks == accept, then: now}, {then: later}]", "[]", "the last case", "", ""),
    ("{when: talks == accept, then: now}", "{then: now}", "`when` and `then`", "", ""),
    ("{when: talks == accept, then: now}", "{when: cost, then: now}", "not a condition", "cost", "x > 0"),
    ("[{when: talks == accept, then: now}, {then: later}]}", "[{then: later}], also: 1}", "beside `first`", "also", ""),
    ("timing == now", "timing", "neither a number nor", "timing", "timing == now"),
    ("timing == now", "timing == nw", "no such category", "nw", "'now'"),
    ("timing == now", "level", "a criterion is a condition", "early", ""),
    # payoffs
    (f"  UA: {UTILITY}", "", "missing", "UA", ""),
    (f"  UA: {UTILITY}", "  UA:", "has a value", "", ""),
    (f"  UA: {UTILITY}", f"  UAA: {UTILITY}", "no such player", "UAA", "'UA'"),
    (f"  UA: {UTILITY}", "  UA: {value: 1, whatever: 2}", "no such key", "whatever", ""),
    (f"  UA: {UTILITY}", "  UA: {a b: 2}", "a word of letters", "a b", ""),
    (UTILITY, "aid * 2", "neither a number nor", "aid", "of: aid"),
    (UTILITY, "levl", "no such name", "levl", "'level'"),
    (UTILITY, "true", "no such name", "true", "write 1"),
    (UTILITY, "none", "no such name", "none", "move == none"),
    (UTILITY, "1 if cost else 2", "not a condition", "cost", ""),
    (UTILITY, "not cost", "not a condition", "cost", ""),
    (UTILITY, "level +", "not finished", "", ""),
    # scenarios
    ("extends: calm", "extends: clam", "no such scenario", "clam", "'calm'"),
    ("extends: calm", "extends: threat", "cannot extend itself", "threat -> threat", ""),
    ("  threat:\n", "  thr-eat:\n", "letters, digits", "thr-eat", ""),
    ("set: {cost: 1}", "set: {cots: 1}", "no such parameter", "cots", "'cost'"),
    ("set: {cost: 1}", "set: {cost: one}", "is a number", "one", ""),
    ("set: {cost: 1}", "order: [aid, talks, front]", "on which it depends", "threat", ""),
    ("set: {cost: 1}", "order: [talks, aid]", "lists every move", "front", ""),
    ("set: {cost: 1}", "order: [talks, aid, fornt]", "no such move", "fornt", "'front'"),
    ("set: {cost: 1}", "hide: [{move: talks}]", "`move` and `from`", "", ""),
    ("set: {cost: 1}", "hide: [{move: talks, from: RU}]", "no such player", "RU", ""),
    ("set: {cost: 1}", "hide: [{move: talks, from: UA}]", "what it did itself", "UA", ""),
    ("set: {cost: 1}", "hide: [{move: talks, from: US, until: frnt}]", "no such move", "frnt", "'front'"),
    ("set: {cost: 1}", "hide: [{move: front, from: US, until: aid}]", "hidden until a later one", "front", ""),
    ("set: {cost: 1}", "hide: [{move: aid, from: UA, until: aid}]", "hidden until a later one", "aid", ""),
    ("set: {cost: 1}", "reveal: [{move: aid, to: UA, until: front}]", "no such key", "until", ""),
    ("set: {cost: 1}", "reveal: [{move: tlks, to: UA}]", "no such move", "tlks", "'talks'"),
    ("set: {cost: 1}", "forbid: [{US: aid, option: [cut, hold, surge]}]", "keeps at least one", "aid", ""),
    ("set: {cost: 1}", "commit: [{US: aid}]", "has `to`", "aid", "to: cut"),
    ("set: {cost: 1}", "commit: [{US: aid, to: ct}]", "no such option", "ct", "'cut'"),
    ("set: {cost: 1}", "commit: [{chance: front, to: lose}]", "made by chance", "front", ""),
    ("set: {cost: 1}", "commit: [{UA: aid, to: cut}]", "made by US", "aid", "UA cannot commit"),
    ("set: {cost: 1}", "commit: [{US: aid, to: cut, when: aid == hold}]", "come before", "aid", ""),
    ("set: {cost: 1}", "commit: [{UA: talks, to: accept, when: aid == hold}]", "come before", "talks", "`aid` comes later"),
    ("set: {cost: 1}", "commit: [x]", "begins with", "", ""),
    ("set: {cost: 1}", "commit: [{to: cut}]", "begins with", "", "players: US, UA"),
    ("breaking_costs: cost", "breaking_costs: cost, name: a stick", "a word of letters", "a stick", ""),
    ("when: talks == refuse, breaking_costs: cost", "when: talks == refuse", "what breaking it costs", "aid", "breaking_costs: 0"),
    ("when: talks == refuse, breaking_costs: cost", "when: cost > 1, breaking_costs: cost", "never on numbers", "cost", ""),
    ("when: talks == refuse, breaking_costs: cost", "breaking_costs: csot", "no such name", "csot", "'cost'"),
    # expected
    ("scenario: threat,", "scenario: thread,", "no such scenario", "thread", "'threat'"),
    ("path: {talks: accept}", "pth: {talks: accept}", "no such key", "pth", "'path'"),
    ("path: {talks: accept}", "path: {tlks: accept}", "no such move", "tlks", "'talks'"),
    ("path: {talks: accept}", "path: {talks: acept}", "no such option", "acept", "'accept'"),
    ("path: {talks: accept}", "path: {talks: {accept: 2}}", "a probability", "2", ""),
    ("path: {talks: accept}", "path: {talks: {acept: 1}}", "no such option", "acept", "'accept'"),
    ("payoffs: {US: 1}", "payoffs: {RU: 1}", "no such player", "RU", ""),
    ("payoffs: {US: 1}", "payoffs: {US: a}", "is a number", "a", ""),
    ("payoffs: {US: 1}", "quantities: {levl: 1}", "no such quantity", "levl", "'level'"),
    ("payoffs: {US: 1}", "quantities: {timing: nw}", "no such category", "nw", "'now'"),
    ("payoffs: {US: 1}", "criteria: {erly: 1}", "no such criterion", "erly", "'early'"),
    ("payoffs: {US: 1}", "equilibria: 1.5", "is a count", "1.5", ""),
    ("payoffs: {US: 1}", "within: -1", "not negative", "-1", ""),
    ("payoffs: {US: 1}", "among: maybe", "true or false", "maybe", ""),
    ("payoffs: {US: 1}", "plays: [{option: cut}]", "has a `move`", "", ""),
    ("payoffs: {US: 1}", "plays: [{move: aid}]", "has an `option`", "", ""),
    ("payoffs: {US: 1}", "plays: [{move: aid, after: {x: y}, option: cut}]", "no such move", "x", ""),
    ("payoffs: {US: 1}", "beliefs: [{of: {talks: accept}}]", "has a `move`", "", ""),
    ("payoffs: {US: 1}", "beliefs: [{move: aid}]", "a belief `of`", "", ""),
    ("payoffs: {US: 1}", "beliefs: [{move: aid, of: {talks: x}}]", "no such option", "x", ""),
    ("payoffs: {US: 1}", "refinements: {D2: falls}", "no such refinement", "D2", "D1"),
    ("payoffs: {US: 1}", "refinements: {D1: fails}", "no such verdict of `D1`", "fails", "falls"),
    ("payoffs: {US: 1}", "beliefs: [{move: aid, after: {x: y}, of: {talks: accept}}]", "no such move", "x", ""),
    ("payoffs: {US: 1}", "threshold: {move: aid, option: cut}", "missing", "parameter, value", ""),
    ("payoffs: {US: 1}", "threshold: {move: x, option: cut, parameter: cost, value: 1}", "no such move", "x", ""),
    ("payoffs: {US: 1}", "threshold: {move: aid, option: x, parameter: y, value: 1}", "no such option", "x", ""),
    ("payoffs: {US: 1}", "threshold: {move: aid, option: x, parameter: y, value: 1}", "no such parameter", "y", ""),
    ("payoffs: {US: 1}", "holds: thread.level > 0", "begins with a scenario", "thread.level", "'threat'"),
    ("payoffs: {US: 1}", "holds: threat > 0", "is meant", "threat", "threat.payoff.PLAYER"),
    ("payoffs: {US: 1}", "holds: threat.levl > 0", "no such move, quantity", "threat.levl", "'level'"),
    ("payoffs: {US: 1}", "holds: threat.payoff.RU > 0", "comes a player", "threat.payoff.RU", "US, UA"),
    ("payoffs: {US: 1}", "holds: threat.timing > 0", "comes a category", "threat.timing", ""),
    ("payoffs: {US: 1}", "holds: threat.aid.ct > 0", "comes an option", "threat.aid.ct", "'cut'"),
    ("payoffs: {US: 1}", "holds: threat.level.x > 0", "is one number", "threat.level.x", ""),
    ("payoffs: {US: 1}", "holds: threat.level", "not a condition", "threat.level", "x > 0"),
    ("path: {talks: accept}, payoffs: {US: 1}, ", "", "promises something", "", "write one of"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "value", "hint"), IN_MOVES)
def test_a_broken_rule_of_moves(old: str, new: str, rule: str, value: str, hint: str) -> None:
    found = problems_of(changed(MOVES, old, new))
    assert any(rule in p.rule and p.value == value and hint in p.hint for p in found), found
    assert all(p.place.line for p in found)


IN_TREE = [
    ("out: [0, 2]", "out: [0]", "one number for each player", "1 instead of 2", ""),
    ("out: [0, 2]", "out: 0", "decisions and payoffs", "0", "[a, b, ...]"),
    ("out: [0, 2]", "out: {}", "says who moves", "", ""),
    ("out: [0, 2]", "out: [0, x]", "no such name", "x", ""),
    ("out: [0, 2]", "out: [0, Incumbent]", "parameters and definitions", "Incumbent", "move"),
    ("out: [0, 2]", "none: [0, 2]", "`none` is the value", "", ""),
    ("Incumbent: {fight", "Incumbant: {fight", "no such player", "Incumbant", "'Incumbent'"),
    ("Incumbent: {fight: [-1, -1], accommodate: [1, 1]}", "Incumbent: [1, 2]", "a decision has options", "a list", ""),
    ("{fight: [-1, -1]", "{fight: {name: x, information: y, Entrant: {a: [1, 1]}}", "already names", "", "remove"),
    ("{fight: [-1, -1]", "{fight: {name: a b, Entrant: {a: [1, 1]}}", "is a word", "a b", ""),
    ("{fight: [-1, -1]", "{fight: {odds: {a: 1}, Entrant: {a: [1, 1]}}", "only chance", "", ""),
    ("{fight: [-1, -1]", "{fight: {chance: {a: [1, 1]}}", "has `odds:", "", ""),
    ("{fight: [-1, -1]", "{fight: {chance: {a: [1, 1]}, odds: {b: 1}}", "missing", "a", ""),
    ("{fight: [-1, -1]", "{fight: {chance: {a: [1, 1]}, odds: {b: 1}}", "not there", "b", ""),
    ("out: [0, 2]", "out: {name: i, Entrant: {a: [1, 1]}}\n    on: {name: i, Incumbent: {a: [1, 1]}}", "one player's", "Incumbent", ""),
    ("out: [0, 2]", "out: {name: i, Entrant: {a: [1, 1]}}\n    on: {name: i, Entrant: {b: [1, 1]}}", "the same options", "b", ""),
    ("out: [0, 2]", "out: {name: i, Entrant: {a: {name: i, Entrant: {a: [1, 1]}}}}", "passes an information set twice", "i", ""),
    ("tree:\n", "payoffs: {A: 1}\ntree:\n", "stand at its ends", "", ""),
    ("tree:\n", "moves: [{Entrant: m, options: [a]}]\ntree:\n", "written in one way", "moves and tree", ""),
    ("tree:\n", "scenarios: {s: {hide: [{move: Entrant, from: Incumbent}]}}\ntree:\n", "`information` says", "hide", ""),
    ("tree:\n", "scenarios: {s: {commit: [{Entrant: Entrant, to: in, when: Incumbent == fight}]}}\ntree:\n", "come before", "Entrant", "`Incumbent` comes later"),
    ("tree:\n", "scenarios: {s: {order: [Entrant]}}\ntree:\n", "cannot be changed", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "value", "hint"), IN_TREE)
def test_a_broken_rule_of_trees(old: str, new: str, rule: str, value: str, hint: str) -> None:
    found = problems_of(changed(TREE, old, new))
    assert any(rule in p.rule and p.value == value and hint in p.hint for p in found), found


IN_TABLE = [
    ("right: [1, 1]", "right: [1]", "one number for each player", "1 instead of 2", ""),
    ("right: [1, 1]", "right: 1", "one number for each player", "1", ""),
    ("right: [1, 1]", "rigt: [1, 1]", "no such option", "rigt", "'right'"),
    ("right: [1, 1]", "rigt: [1, 1]", "missing", "right", ""),
    ("  down: {left: [5, 0], right: [1, 1]}", "  down: [5, 0]", "nested by the options", "a list", ""),
    ("  down: {left: [5, 0], right: [1, 1]}", "", "missing", "down", ""),
    ("Column: [left, right]", "Column: The other", "every player lists", "Column", ""),
    ("Column: [left, right]", "Column: []", "at least one option", "Column", ""),
    ("Column: [left, right]", "Column: [none, right]", "`none` is the value", "", ""),
    ("payoffs:\n", "scenarios: {s: {commit: [{Row: Row, to: up, when: Column == left}]}}\npayoffs:\n", "come before", "Row", "`Column` comes later"),
    ("players: {Row", "moves: []\nplayers: {Row", "written in one way", "moves and table", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "value", "hint"), IN_TABLE)
def test_a_broken_rule_of_tables(old: str, new: str, rule: str, value: str, hint: str) -> None:
    found = problems_of(changed(TABLE, old, new))
    assert any(rule in p.rule and p.value == value and hint in p.hint for p in found), found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("title: nothing else\n", "a game has players"),
        ("title: nothing else\n", "written in one way"),
        ("players: [A]\nmoves: []\npayoffs: {A: 1}\n", "at least one move"),
        ("players: [A]\nmoves: [{A: m, options: [x]}]\n", "what each player is paid"),
        ("players: {A: [x]}\n", "a table has `payoffs`"),
        (
            "players: [A]\nmoves: [{chance: m, odds: {x: 1}}]\npayoffs: {A: 1}\n",
            "somebody decides",
        ),
        ("players: [A]\nmoves: [m]\npayoffs: {A: 1}\n", "begins with `PLAYER: move`"),
        ("players: [A]\ntree: [1]\n", "somebody decides"),
        ("players: [A]\nparameters: 3\ntree: {A: {x: [1]}}\n", "is a mapping"),
    ],
)
def test_what_a_game_needs(text: str, rule: str) -> None:
    assert any(rule in p.rule for p in problems_of(text)), problems_of(text)


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        (changed(MOVES, "UA: Ukraine}", "UA: Ukraine, RU: Russia}"), "never moves", "RU"),
        (
            changed(MOVES, "  cost: {", "  idle: {value: 1, source: x}\n  cost: {"),
            "never used",
            "idle",
        ),
        (changed(MOVES, "  cost: {", "  idle: 1\n  cost: {"), "no source", "idle"),
    ],
)
def test_what_is_odd_but_playable_is_a_warning(text: str, rule: str, value: str) -> None:
    text = text.replace("payoffs:\n", "payoffs:\n  RU: 0\n") if value == "RU" else text
    found = read_text(text).warnings
    assert (rule, value, "warning") in [
        (next(r for r in (rule, p.rule) if r in p.rule), p.value, p.severity) for p in found
    ]


def test_a_cycle_is_told_once_and_what_uses_it_is_left_alone() -> None:
    cycle = "define:\n  a: b + 1\n  b: c\n  c: a\n  d: a * 2\n"
    found = problems_of(changed(MOVES, "define:\n", cycle))
    assert [(p.rule, p.value) for p in found] == [
        ("a value cannot depend on itself", "a -> b -> c -> a")
    ]


def test_all_problems_come_at_once_in_the_order_of_the_text() -> None:
    text = changed(MOVES, "title: Talks", "titel: Talks")
    text = changed(text, "scenario: threat,", "scenario: thread,")
    text = changed(text, UTILITY, "levl + aid")
    found = problems_of(text)
    assert [(p.place, p.value) for p in found] == [
        (Place(1, 1), "titel"),
        (Place(22, 7), "levl"),
        (Place(22, 14), "aid"),
        (Place(32, 16), "thread"),
    ]


def test_places_in_folded_texts_are_exact() -> None:
    text = changed(MOVES, f"UA: {UTILITY}", "UA: >-\n    level -\n      levl\n")
    assert [p.place for p in problems_of(text)] == [Place(24, 7)]


def test_an_error_reads_as_one_line() -> None:
    with pytest.raises(GameFileError) as caught:
        read_text(changed(MOVES, UTILITY, "levl"), "talks.yaml")
    assert str(caught.value) == (
        "talks.yaml:22:7: error: there is no such name: levl (did you mean 'level'?)"
    )
    assert caught.value.exit_code == 3


def test_hundreds_of_problems_are_counted_not_printed() -> None:
    wrong = "".join(f"  x{i}: nothing\n" for i in range(MAX_PRINTED + 10))
    with pytest.raises(GameFileError) as caught:
        read_text(changed(MOVES, "quantities:\n", f"quantities:\n{wrong}"))
    assert len(caught.value.problems) == MAX_PRINTED + 10
    assert str(caught.value).endswith("... and 10 more problems")
    assert len(str(caught.value).splitlines()) == MAX_PRINTED + 1
    wrong = "".join(f"  x{i}: nothing\n" for i in range(MAX_PROBLEMS + 10))
    found = problems_of(changed(MOVES, "quantities:\n", f"quantities:\n{wrong}"))
    assert len(found) == MAX_PROBLEMS


def test_what_an_error_echoes_cannot_steer_a_terminal() -> None:
    with pytest.raises(GameFileError) as caught:
        read_text('"\\e[31mred\\a": 1\n', "bad\x1bname.yaml")
    assert str(caught.value).replace("\n", "").isprintable()


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(TREE, encoding="utf-8-sig")
    spec = read_file(path)
    assert (spec.title, spec.file) == ("talks", str(path))
    path.write_bytes(TREE.encode() + b"title: caf\xe9\n")
    with pytest.raises(GameFileError, match="7:11: error: a game file is a text in UTF-8"):
        read_file(path)
    path.write_bytes(b"#" * 2_000_001)
    with pytest.raises(GameFileError, match="at most 2,000,000 bytes"):
        read_file(path)
    path.write_bytes(b"\xff" * 2_000_001)
    with pytest.raises(GameFileError, match="at most 2,000,000 bytes"):
        read_file(path)
    with pytest.raises(UsageError, match="cannot read the game file"):
        read_file(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="cannot read the game file"):
        read_file(tmp_path)
