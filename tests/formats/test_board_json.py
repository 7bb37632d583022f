"""The page's data: packed small, read back whole by another reader, safe inside a script."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.render.engine import Engine, bits, plain_engine

from negotiate.analysis.board import board
from negotiate.api import load
from negotiate.formats.board import dumps, pack_floats, pack_integers, to_dict
from negotiate.results.board import Board, BoardParameter, RegimeTable, Step

FLAGSHIP_BYTES = 64 * 1024
"""Of a page of at most 400 KB; it was 50 KB when this was written."""


def integers(packed: Any) -> list[int]:
    """Read packed integers by the words of `formats.board`, not by its code."""
    if not isinstance(packed, str):
        return list(packed)
    numbers, value, shift = [], 0, 0
    for byte in base64.b64decode(packed[1:], validate=True):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value // 2 if value % 2 == 0 else -(value + 1) // 2)
            value = shift = 0
    if packed[0] in "rx":
        numbers = [
            n for n, times in zip(numbers[::2], numbers[1::2], strict=True) for _ in range(times)
        ]
    return np.cumsum(numbers).tolist() if packed[0] in "dx" else numbers


def floats(packed: Any) -> np.ndarray[Any, Any]:
    """Read packed floats likewise."""
    if isinstance(packed, str):
        return np.frombuffer(base64.b64decode(packed, validate=True), dtype="<f8")
    if isinstance(packed, dict):
        return np.array([float(packed["of"][k]) for k in integers(packed["at"])])
    return np.array(packed, dtype=np.float64)


WHOLE = st.lists(st.integers(-(2**31), 2**31 - 1) | st.integers(-1, 3), max_size=60)


@given(WHOLE)
def test_integers_come_back(numbers: list[int]) -> None:
    packed = pack_integers(np.array(numbers, dtype=np.int64))
    assert integers(json.loads(json.dumps(packed))) == numbers
    read = plain_engine().run(f"Array.from(negotiate.integers({json.dumps(packed)}))")
    assert read == numbers


@given(arrays.arrays(np.float64, st.integers(0, 40)))
def test_floats_come_back_to_the_last_bit(numbers: np.ndarray[Any, Any]) -> None:
    for values in (numbers, np.tile(numbers, 5)):
        packed = pack_floats(values)
        text = json.dumps(packed, allow_nan=False)
        assert bits(floats(json.loads(text))) == bits(values)
        read = plain_engine().run(f"negotiate.floats({text})")
        same = np.isnan(values) | (read.view(np.int64) == values.view(np.int64))
        assert same.all()
        assert (np.isnan(read) == np.isnan(values)).all()


def test_long_runs_take_no_room() -> None:
    assert len(str(pack_integers(np.zeros(100_000, dtype=np.int64)))) < 12
    assert len(str(pack_integers(np.arange(100_000)))) < 16
    assert len(json.dumps(pack_floats(np.full(100_000, 0.1)))) < 60


def steps_of(written: list[Any]) -> Step:
    op, *rest = written
    if op == "parameter":
        return Step(op, parameter=rest[0])
    if op == "table":
        return Step(op, rest[0], values=floats(rest[1]))
    if op == "select":
        return Step(op, rest[0], tuple(rest[1]), source=np.array(integers(rest[2])))
    return Step(op, rest[0], tuple(rest[1:]))


@pytest.mark.parametrize(
    ("name", "scenarios"),
    [("conditional-aid", ["both_believed", "ukraine_first"]), ("textbook/ultimatum", None)],
)
def test_the_packed_board_is_the_board(name: str, scenarios: list[str] | None) -> None:
    made = board(load(name), scenarios)
    data = json.loads(dumps(made))
    assert data["title"] == made.title
    assert data["players"] == dict(made.players)
    assert [p["name"] for p in data["parameters"]] == [p.name for p in made.parameters]
    for structure, own in zip(made.structures, data["structures"], strict=True):
        for key in ("n_children", "infoset", "infoset_owner", "infoset_move", "slot_action"):
            assert integers(own[key]) == getattr(structure, key).tolist()
        for step, written in zip(structure.steps, own["steps"], strict=True):
            same_step(steps_of(written), step)
    for scenario, told in zip(made.scenarios, data["scenarios"], strict=True):
        assert integers(told["payoffs"]) == scenario.payoffs.tolist()
        assert integers(told.get("odds_steps", [])) == scenario.odds_steps.tolist()
        if scenario.table is not None:
            same_answers(told["table"]["answers"], scenario.table)
            for sheet, packed in zip(scenario.table.sheets, told["table"]["sheets"], strict=True):
                assert integers(packed["cells"]) == sheet.cells.tolist()
                for points, axis in zip(packed["points"], sheet.points, strict=True):
                    assert bits(floats(points)) == bits(axis)


def same_answers(told: list[Any], table: RegimeTable) -> None:
    first = np.array(integers(told[0]["slots"]))
    for own, answer in zip(told, table.answers, strict=True):
        slots = integers(own["slots"]) if "slots" in own else first + integers(own["beside"])
        assert list(slots) == answer.slots.tolist()
    assert any("beside" in own for own in told)


def same_step(read: Step, step: Step) -> None:
    assert (read.op, read.sets, read.args, read.parameter) == (
        step.op, step.sets, step.args, step.parameter,
    )  # fmt: skip
    if step.values is not None:
        assert read.values is not None
        np.testing.assert_array_equal(read.values, step.values)
    if step.source is not None:
        assert read.source is not None
        assert read.source.tolist() == step.source.tolist()


def test_the_trees_of_the_page_are_those_of_python() -> None:
    model = load("kellogg")
    made = board(model, ["surge_first"])
    engine = Engine(made)
    tree = model.parametric("surge_first").tree
    for name, expected in {
        "parent": tree.parent, "owner": tree.owner, "slot": tree.slot, "leaf": tree.leaf,
        "leafRow": tree.leaf_row, "slotStart": tree.slot_start, "node": tree.first_node,
    }.items():  # fmt: skip
        assert engine.run(f"board.scenarios[0].tree.{name}") == expected.tolist()
    states = engine.run("board.scenarios[0].tree.states")
    assert states == model.parametric("surge_first").states.ravel().tolist()


def test_the_flagship_is_small() -> None:
    made = board(load("kellogg"))
    assert len(made.scenarios) == 7
    assert len(made.structures) == 3
    assert len(dumps(made)) < FLAGSHIP_BYTES


HOSTILE = "</script><script>alert(1)</script><!-- & ]]> \u2028\u2029 \u0000 é \\u003c"


def hostile() -> Board:
    """Return a board with text that the reader of game files would refuse, as well."""
    made = board(load("textbook/ultimatum"))
    return replace(
        made,
        about=HOSTILE,
        players=dict.fromkeys(made.players, HOSTILE),
        parameters=(BoardParameter(HOSTILE, 1.0, about=HOSTILE, unit=HOSTILE),),
        phrases={HOSTILE: {HOSTILE: HOSTILE}},
    )


def test_text_of_a_game_file_cannot_leave_its_script_element() -> None:
    text = dumps(hostile())
    assert text.isascii()
    for mark in "<>&":
        assert mark not in text
    engine = Engine(text)
    assert engine.run("board.about") == HOSTILE
    assert engine.run("Object.values(board.players)[0]") == HOSTILE
    assert engine.run("board.parameters[0].name") == HOSTILE
    assert engine.run("board.phrases") == {HOSTILE: {HOSTILE: HOSTILE}}


def test_what_is_empty_is_left_out_and_zero_is_not() -> None:
    data = to_dict(board(load("kellogg"), ["cheap_talk"]))
    (scenario,) = data["scenarios"]
    assert scenario["settings"]["audience_cost"] == 0
    assert "table" not in scenario
    assert "reason" not in scenario
