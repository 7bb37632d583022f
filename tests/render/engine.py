"""The page's engine under QuickJS, and doubles handed over by their bits."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import quickjs

from negotiate.formats.board import dumps
from negotiate.render.page.engine import engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.results.board import Board
    from negotiate.types import FloatArray

HELPERS = """
"use strict";
function toHex(values) {
  const view = new DataView(new ArrayBuffer(8));
  return Array.from(values, function (value) {
    view.setFloat64(0, value);
    const halves = [view.getUint32(0), view.getUint32(4)];
    return halves.map((half) => half.toString(16).padStart(8, "0")).join("");
  }).join("");
}
function fromHex(text) {
  const view = new DataView(new ArrayBuffer(8));
  return Float64Array.from({ length: text.length / 16 }, function (_, k) {
    view.setUint32(0, parseInt(text.slice(16 * k, 16 * k + 8), 16));
    view.setUint32(4, parseInt(text.slice(16 * k + 8, 16 * k + 16), 16));
    return view.getFloat64(0);
  });
}
function told(value) { // floats by their bits, wherever they are
  return JSON.stringify(value, function (key, item) {
    if (item instanceof Float64Array) return { hex: toHex(item) };
    if (typeof item === "number") return { hex: toHex([item]), one: true };
    if (ArrayBuffer.isView(item)) return Array.from(item);
    return item;
  });
}
var board;
"""


class Engine:
    """One board in a JavaScript engine."""

    def __init__(self, board: Board | str) -> None:
        self.context = quickjs.Context()
        self.context.eval(engine())
        self.context.eval(HELPERS)
        text = board if isinstance(board, str) else dumps(board)
        self.context.eval(f"board = negotiate.decode({json.dumps(text)}); 0")

    def run(self, code: str) -> Any:
        """Return the value of an expression, its floats as they are to the last bit."""
        return json.loads(self.context.eval(f"told({code})"), object_hook=_read)

    def solve(self, scenario: str, theta: Sequence[float] | FloatArray) -> Any:
        """Return the solved scenario."""
        return self.run(f"negotiate.solve(board, {json.dumps(scenario)}, {written(theta)})")

    def outcome(self, scenario: str, theta: Sequence[float] | FloatArray) -> Any:
        """Return what the solved scenario leads to."""
        name, at = json.dumps(scenario), written(theta)
        solved = f"negotiate.solve(board, {name}, {at})"
        return self.run(f"negotiate.outcome(board, {name}, {at}, {solved})")


def written(theta: Sequence[float] | FloatArray) -> str:
    """Return numbers as JavaScript that has the same bits."""
    return f'fromHex("{bits(np.asarray(theta, dtype=np.float64))}")'


def bits(values: FloatArray) -> str:
    """Return doubles as hexadecimal digits, the highest first."""
    return np.ascontiguousarray(values, dtype=">f8").tobytes().hex()


def _read(item: dict[str, Any]) -> Any:
    if "hex" not in item:
        return item
    values = np.frombuffer(bytes.fromhex(item["hex"]), dtype=">f8").astype(np.float64)
    return float(values[0]) if item.get("one") else values


@cache
def plain_engine() -> Engine:
    """Return an engine without a game, for what needs none."""
    return Engine('{"players": {}}')
