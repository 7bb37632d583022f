"""What files promise: the shipped games keep it, and no promise can be changed unnoticed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from negotiate.analysis.check import check
from negotiate.analysis.refine import WORDS
from negotiate.api import load, loads
from negotiate.game.model import Model
from negotiate.spec.expression import Unary
from negotiate.spec.library import shipped_games
from negotiate.spec.model import Expected, Moves
from negotiate.spec.read.expected import REFINEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator


DELTA = Fraction(137, 1000)


@pytest.mark.parametrize("name", shipped_games())
def test_a_shipped_game_keeps_its_promises(name: str) -> None:
    results = check(load(name))
    assert [r for r in results if not r.ok] == []
    assert results


def mutations(value: Any) -> Iterator[Any]:
    """Yield a claim with one number or one word changed, each in turn."""
    if isinstance(value, bool):
        return
    if isinstance(value, str):
        yield "nonsense"
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, Fraction):
        yield value + DELTA
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from ({**value, key: other} for other in mutations(part))
            if key == "after":
                yield {**value, "after": {"nonsense": "nonsense"}}
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from ([*value[:i], other, *value[i + 1 :]] for other in mutations(part))
    else:
        yield Unary("not", value)


PROMISES = [
    "path",
    "payoffs",
    "quantities",
    "criteria",
    "plays",
    "beliefs",
    "refinements",
    "equilibria",
    "holds",
    "threshold",
]


def altered(model: Model) -> Iterator[Expected]:
    """Yield every entry with one promise altered, and nothing else promised."""
    for entry in model.spec.expected:
        about = {k: v for k, v in entry.claims.items() if k not in PROMISES}
        for kind in PROMISES:
            if kind in entry.claims:
                for other in mutations(entry.claims[kind]):
                    yield Expected({**about, kind: other}, entry.place)


@pytest.mark.parametrize("name", shipped_games())
def test_an_altered_promise_is_broken(name: str) -> None:
    model = load(name)
    entries = tuple(altered(model))
    assert entries
    assert kept_of(model, entries) == []


def kept_of(model: Model, entries: tuple[Expected, ...]) -> list[Expected]:
    """Return the entries that are kept; all are checked at once, for each promises one thing."""
    model.spec = replace(model.spec, expected=entries)
    results = check(model)
    assert len(results) == len(entries)
    return [entry for entry, result in zip(entries, results, strict=True) if result.ok]


def other_options(model: Model) -> Iterator[Expected]:
    """Yield every path with one option exchanged for another of the same move."""
    body = model.spec.body
    if not isinstance(body, Moves):
        return
    options = {move.name: [o.name for o in move.options] + ["none"] for move in body.moves}
    for entry in model.spec.expected:
        if "path" not in entry.claims or entry.claims.get("among"):
            continue
        about = {k: v for k, v in entry.claims.items() if k not in PROMISES}
        for move, option in entry.claims["path"].items():
            for other in options[move]:
                if isinstance(option, str) and other != option:
                    yield Expected({**about, "path": {move: other}}, entry.place)


@pytest.mark.parametrize("name", shipped_games())
def test_another_option_breaks_the_promise(name: str) -> None:
    model = load(name)
    assert kept_of(model, tuple(other_options(model))) == []


ENTRY = """
title: Entry
players: [Entrant, Incumbent]
parameters: {share: {value: 1, range: [0, 3]}}
tree:
  Entrant:
    out: [0, 2]
    in:
      Incumbent: {fight: [-1, 0], accommodate: [1, share - 1/2]}
expected:
  - claim: it enters
    CLAIM
"""


def found(claim: str) -> tuple[bool, str]:
    """Return whether one claim is kept, and what was found."""
    (result,) = check(loads(ENTRY.replace("CLAIM", claim)))
    assert result.claim == "it enters"
    assert result.place.line == 11
    return result.ok, result.found


@pytest.mark.parametrize(
    ("claim", "kept", "finding"),
    [
        ("path: {Entrant: in}", True, "Entrant is in"),
        ("path: {Incumbent: none}", False, "Incumbent is accommodate"),
        ("payoffs: {Incumbent: 0.5}", True, "Incumbent is 0.5"),
        ("payoffs: {Incumbent: 0.500002}", False, "Incumbent is 0.5"),
        ("payoffs: {Incumbent: 0.51}\n    within: 0.02", True, "Incumbent is 0.5"),
        ("path: {Entrant: out}\n    set: {share: 1/4}", True, "Entrant is out"),
        ("plays: [{move: Incumbent, after: {Entrant: in}, option: fight}]", False,
         "Incumbent after Entrant in is accommodate"),
        ("plays: [{move: Incumbent, after: {Entrant: out}, option: accommodate}]", False,
         "Incumbent after Entrant out does not occur"),
        ("equilibria: 1", True, "1, all equilibria"),
        ("equilibria: 2", False, "1, all equilibria"),
        ("holds: game.payoff.Entrant > game.payoff.Incumbent", True,
         "game.payoff.Entrant is 1, game.payoff.Incumbent is 0.5"),
        ("holds: game.payoff.Entrant > 1", False, "game.payoff.Entrant is 1"),
        ("holds: game.Entrant.in == 1", True, "game.Entrant.in is 1"),
        ("threshold: {move: Incumbent, option: fight, parameter: share, value: 1/2}", True,
         "at Entrant in it does"),
        ("threshold: {move: Entrant, option: in, parameter: share, value: 1/2}", True,
         "at the start it does"),
        ("threshold: {move: Incumbent, option: fight, parameter: share, value: 0.51}", False,
         "no decision switches: just below and just above the odds are 0"),
    ],
)  # fmt: skip
def test_each_kind_of_claim(claim: str, kept: bool, finding: str) -> None:  # noqa: FBT001
    assert found(claim) == (kept, finding)


def test_what_has_no_answer_is_not_kept() -> None:
    kept, finding = found("path: {Entrant: in}\n    concept: no_such_concept")
    assert not kept
    assert "no_such_concept" in finding


def test_several_promises_of_an_entry_are_judged_one_by_one() -> None:
    text = ENTRY.replace("CLAIM", "path: {Entrant: in}\n    payoffs: {Entrant: 7}")
    assert [(r.kind, r.ok) for r in check(loads(text))] == [("path", True), ("payoffs", False)]


COORDINATION = """
players: {A: [x, y], B: [x, y]}
payoffs:
  x: {x: [2, 2], y: [0, 0]}
  y: {x: [0, 0], y: [1, 1]}
expected:
  - {among: AMONG, path: {A: y}, payoffs: {A: PAYS}}
"""


@pytest.mark.parametrize(
    ("among", "pays", "kept"),
    [("true", 1, [True, True]), ("true", 2, [True, False]), ("false", 1, [False, False])],
)
def test_among_the_equilibria_one_keeps_all_claims_at_once(
    among: str, pays: int, kept: list[bool]
) -> None:
    text = COORDINATION.replace("AMONG", among).replace("PAYS", str(pays))
    results = check(loads(text))
    assert sum(r.ok for r in results) == sum(kept)


def test_a_file_that_promises_nothing_breaks_nothing() -> None:
    assert check(loads(ENTRY.partition("expected:")[0])) == ()


def test_a_promised_verdict_has_to_be_that_of_the_refinement() -> None:
    """Cho & Kreps 1987: the custom of quiche falls, that of beer stands."""
    model = load("deterrence/beer-quiche")
    (beer, *_), wrong = model.spec.expected, {"D1": "falls"}
    entry = Expected({**beer.claims, "refinements": wrong}, beer.place)
    broken = [r for r in check(Model(replace(model.spec, expected=(entry,)))) if not r.ok]
    assert [(r.kind, r.found) for r in broken] == [("refinements", "nearest: D1 passes")]


def test_files_and_refinements_use_the_same_words() -> None:
    assert set(REFINEMENTS) == set(WORDS)
