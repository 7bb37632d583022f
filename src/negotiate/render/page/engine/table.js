// Looks answers up in a table that was computed and certified beforehand.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  // The slots of an answer; most are written as how far they are from the first answer's.
  function slotsOf({ slots, beside }, first) {
    if (beside === undefined) return negotiate.integers(slots);
    return negotiate.integers(beside).map((step, k) => first[k] + step);
  }

  // The table of the JSON, its arrays unpacked.
  negotiate.table = function (data) {
    const answers = data.answers || [];
    const first = answers.length ? negotiate.integers(answers[0].slots) : [];
    return {
      theta: negotiate.floats(data.theta),
      here: data.here,
      concept: data.concept || "",
      certified: data.certified || "",
      answers: answers.map((answer) => ({
        slots: slotsOf(answer, first),
        odds: answer.odds === undefined ? null : negotiate.floats(answer.odds),
        beliefs: answer.beliefs || [],
        decided: answer.decided,
      })),
      sheets: (data.sheets || []).map(({ axes, points, cells }) => ({
        axes,
        points: points.map(negotiate.floats),
        cells: negotiate.integers(cells),
      })),
    };
  };

  function nearest(points, value) {
    let best = 0;
    for (let k = 1; k < points.length; k += 1) {
      if (Math.abs(points[k] - value) < Math.abs(points[best] - value)) best = k;
    }
    return best;
  }

  // The sheet that varies most of the parameters that were moved, and no others.
  function sheetFor(table, moved) {
    let best = null;
    for (const sheet of table.sheets) {
      if (!sheet.axes.every((axis) => moved.includes(axis))) continue;
      if (!best || sheet.axes.length > best.axes.length) best = sheet;
    }
    return best;
  }

  // The computed point that stands for some parameters, and the answer there.
  function cellAt(table, theta) {
    const moved = Array.from(theta.keys()).filter((k) => theta[k] !== table.theta[k]);
    const at = Float64Array.from(table.theta);
    const sheet = moved.length ? sheetFor(table, moved) : null;
    const outside = sheet ? sheet.axes.length < moved.length : moved.length > 0;
    if (!sheet) return { answer: table.here, cell: { theta: at, moved, outside } };
    let place = 0;
    let stride = 1;
    sheet.axes.forEach(function (axis, k) {
      const i = nearest(sheet.points[k], theta[axis]);
      at[axis] = sheet.points[k][i];
      place += i * stride;
      stride *= sheet.points[k].length;
    });
    return { answer: sheet.cells[place], cell: { theta: at, moved, outside } };
  }

  // What every node is worth if the players behave so: children first.
  function valuesUnder(tree, w, behaviour) {
    for (let node = tree.kids.length - 1; node >= 0; node -= 1) {
      const row = tree.leafRow[node];
      for (let p = 0; p < w.players; p += 1) {
        const first = tree.first[node];
        let total = row < 0 ? 0 : w.u[row * w.players + p];
        for (let k = 0; k < tree.kids[node]; k += 1) {
          total += w.value[(first + k) * w.players + p] * behaviour[tree.slot[first + k]];
        }
        w.value[node * w.players + p] = total;
      }
    }
    return w.value;
  }

  // The lead of what is played over the next best, where one node tells.
  function leads(tree, w, behaviour) {
    const sizes = new Int32Array(tree.node.length);
    for (const h of tree.infoset) if (h >= 0) sizes[h] += 1;
    return Float64Array.from(tree.node, function (node, h) {
      if (tree.infosetOwner[h] === negotiate.CHANCE || sizes[h] > 1) return NaN;
      let taken = Infinity;
      let next = -Infinity;
      for (let k = 0; k < tree.kids[node]; k += 1) {
        const child = tree.first[node] + k;
        const mine = w.value[child * w.players + tree.owner[node]];
        if (behaviour[tree.slot[child]] > 0) taken = Math.min(taken, mine);
        else next = Math.max(next, mine);
      }
      return taken - next;
    });
  }

  // The slot that each information set plays, -1 where it mixes and at chance.
  function choices(tree, behaviour) {
    return Int32Array.from(tree.node, function (_, h) {
      if (tree.infosetOwner[h] === negotiate.CHANCE) return -1;
      for (let slot = tree.slotStart[h]; slot < tree.slotStart[h + 1]; slot += 1) {
        if (behaviour[slot] === 1) return slot;
      }
      return -1;
    });
  }

  function settle(board, scenario, at, answer) {
    const { tree, table } = scenario;
    if (!table) return { refusal: "there is no table of answers" };
    if (answer < 0) return { refusal: "no answer was computed here" };
    const why = negotiate.evaluate(board, scenario, at);
    if (why) return { refusal: why };
    const w = scenario.workspace;
    const { slots, odds, beliefs, decided } = table.answers[answer];
    const behaviour = w.chance.slice();
    slots.forEach((slot, k) => (behaviour[slot] = odds ? odds[k] : 1));
    const value = valuesUnder(tree, w, behaviour).slice();
    const regime = negotiate.happensUnder(scenario, w, behaviour);
    return {
      valid: true,
      refusal: "",
      decided,
      ties: 0,
      choice: choices(tree, behaviour),
      tied: new Uint8Array(tree.node.length),
      margin: leads(tree, w, behaviour),
      range: w.range.slice(),
      behaviour,
      value,
      reach: negotiate.reach(tree, behaviour),
      payoff: value.slice(0, w.players),
      u: w.u.slice(),
      chance: w.chance.slice(),
      regime: Object.assign(regime, { decided }),
      beliefs,
    };
  }

  // The answer of the computed point that is nearest.
  negotiate.lookUp = function (board, scenario, theta) {
    if (!scenario.table) return { refusal: "there is no table of answers", valid: false };
    const { answer, cell } = cellAt(scenario.table, theta);
    const found = settle(board, scenario, cell.theta, answer);
    return Object.assign({ valid: false }, found, { cell });
  };

  // Numbers what happens in the cells of a sheet.
  function regimesOf(board, scenario, sheet, own) {
    const index = new Map();
    const at = Float64Array.from(scenario.table.theta);
    return function (places) {
      let stride = 1;
      let place = 0;
      sheet.axes.forEach(function (axis, k) {
        at[axis] = sheet.points[k][places[k]];
        place += places[k] * stride;
        stride *= sheet.points[k].length;
      });
      const found = settle(board, scenario, at, sheet.cells[place]);
      if (!found.valid) return { regime: -1, decided: false };
      if (!index.has(found.regime.key)) {
        index.set(found.regime.key, own.regimes.length);
        own.regimes.push(found.regime);
      }
      return { regime: index.get(found.regime.key), decided: found.decided };
    };
  }

  // A sheet speaks for where its other parameters stand; it is no map of anywhere else.
  function sheetOver(table, theta, axes) {
    const held = theta.every((value, k) => axes.includes(k) || value === table.theta[k]);
    const same = (own) => own.length === axes.length && axes.every((axis) => own.includes(axis));
    return held ? table.sheets.find((sheet) => same(sheet.axes)) : undefined;
  }

  function* along(own, sheet, regimeAt) {
    const [points] = sheet.points;
    for (let k = 0; k < points.length; k += 1) {
      const { regime } = regimeAt([k]);
      const last = own.segments[own.segments.length - 1];
      if (!last) own.segments.push({ from: points[0], to: points[0], regime });
      else if (last.regime !== regime) {
        const edge = (points[k - 1] + points[k]) / 2;
        last.to = edge;
        own.segments.push({ from: edge, to: points[k], regime });
        own.edges.push(edge);
      } else last.to = points[k];
      yield (k + 1) / points.length;
    }
  }

  // What happens along one parameter, as far as it was computed.
  negotiate.tableStrip = function (board, scenario, theta, parameter) {
    const sheet = scenario.table && sheetOver(scenario.table, theta, [parameter]);
    const fields = { segments: [], edges: [], regimes: [], outside: !sheet };
    return negotiate.job(fields, function* (own) {
      if (sheet) yield* along(own, sheet, regimesOf(board, scenario, sheet, own));
    });
  };

  // What happens over two parameters, as far as it was computed.
  negotiate.tablePhase = function (board, scenario, theta, x, y) {
    const sheet = scenario.table && sheetOver(scenario.table, theta, [x, y]);
    const turned = Boolean(sheet) && sheet.axes[0] !== x;
    const axes = sheet ? sheet.points : [[], []];
    const [xs, ys] = turned ? [axes[1], axes[0]] : axes;
    const fields = {
      nx: xs.length,
      ny: ys.length,
      xs,
      ys,
      grid: new Int16Array(xs.length * ys.length).fill(-1),
      undecided: new Uint8Array(xs.length * ys.length),
      regimes: [],
      outside: !sheet,
      get counts() {
        return negotiate.countsOf(this.grid, this.regimes);
      },
    };
    return negotiate.job(fields, function* (own) {
      const regimeAt = sheet && regimesOf(board, scenario, sheet, own);
      for (let k = 0; k < own.grid.length; k += 1) {
        const place = [k % own.nx, Math.floor(k / own.nx)];
        const { regime, decided } = regimeAt(turned ? place.reverse() : place);
        own.grid[k] = regime;
        own.undecided[k] = decided ? 0 : 1;
        yield (k + 1) / own.grid.length;
      }
    });
  };
})();
