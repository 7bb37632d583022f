// Backward induction, bit for bit as solvers/spe/backward_induction.py does it.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const BLOCK = 128;

  // The sum of numbers in the order in which numpy adds them (pairwise, eight at a time).
  function pairwise(values, start, count) {
    if (count < 8) {
      let total = -0;
      for (let k = 0; k < count; k += 1) total += values[start + k];
      return total;
    }
    if (count > BLOCK) {
      let half = Math.floor(count / 2);
      half -= half % 8;
      return pairwise(values, start, half) + pairwise(values, start + half, count - half);
    }
    const r = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => values[start + k]);
    const whole = count - (count % 8);
    for (let k = 8; k < whole; k += 8) {
      for (let j = 0; j < 8; j += 1) r[j] += values[start + k + j];
    }
    let total = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
    for (let k = whole; k < count; k += 1) total += values[start + k];
    return total;
  }

  // As numpy's add.reduceat: the first number, and then the sum of the others.
  function segment(values, count) {
    return count > 1 ? values[0] + pairwise(values, 1, count - 1) : values[0];
  }

  // Buffers of one scenario, so that nothing is allocated where many points are solved.
  negotiate.workspace = function (board, scenario) {
    if (!scenario.workspace) {
      const { tree } = scenario;
      const players = Object.keys(board.players).length;
      const widest = tree.kids.reduce((most, n) => Math.max(most, n), 0);
      scenario.workspace = {
        players,
        u: new Float64Array(tree.leaf.length * players),
        chance: new Float64Array(tree.slotAction.length),
        value: new Float64Array(tree.kids.length * players),
        choice: new Int32Array(tree.infosetOwner.length),
        tied: new Uint8Array(tree.infosetOwner.length),
        margin: new Float64Array(tree.infosetOwner.length),
        tolerance: new Float64Array(players),
        range: new Float64Array(players),
        terms: new Float64Array(widest),
        stack: new Int32Array(tree.kids.length),
        happens: tree.moves.map((_, m) => new Uint8Array(tree.options[m].length + 1)),
      };
    }
    return scenario.workspace;
  };

  // Why the numbers are no game's, or an empty text.
  function refusal(board, scenario, w) {
    const { tree } = scenario;
    for (let k = 0; k < w.u.length; k += 1) {
      if (!Number.isFinite(w.u[k])) {
        return `a payoff of ${Object.keys(board.players)[k % w.players]} is not a number`;
      }
    }
    for (let h = 0; h < tree.infosetOwner.length; h += 1) {
      if (tree.infosetOwner[h] !== negotiate.CHANCE) continue;
      const start = tree.slotStart[h];
      const count = tree.slotStart[h + 1] - start;
      const move = tree.moves[tree.infosetMove[h]];
      for (let k = 0; k < count; k += 1) {
        w.terms[k] = w.chance[start + k];
        if (w.terms[k] < 0) return `the chance move ${move} has negative odds`;
      }
      const off = Math.abs(segment(w.terms, count) - 1);
      if (!(off <= board.odds_tolerance)) return `the odds of ${move} do not sum to 1`;
    }
    return "";
  }

  // How far a player's payoffs may differ and still tie.
  function tolerances(board, w) {
    for (let p = 0; p < w.players; p += 1) {
      let low = Infinity;
      let high = -Infinity;
      for (let k = p; k < w.u.length; k += w.players) {
        if (w.u[k] < low) low = w.u[k];
        if (w.u[k] > high) high = w.u[k];
      }
      const largest = Math.max(Math.abs(low), Math.abs(high));
      w.range[p] = high - low;
      w.tolerance[p] = Math.max(board.tie[0] * (high - low), board.tie[1] * largest);
    }
  }

  function average(tree, w, node) {
    const first = tree.first[node];
    const count = tree.kids[node];
    for (let p = 0; p < w.players; p += 1) {
      for (let k = 0; k < count; k += 1) {
        w.terms[k] = w.value[(first + k) * w.players + p] * w.chance[tree.slot[first + k]];
      }
      w.value[node * w.players + p] = segment(w.terms, count);
    }
  }

  // The first option within the tolerance of the best is taken.
  function decide(tree, w, node) {
    const owner = tree.owner[node];
    const h = tree.infoset[node];
    const first = tree.first[node];
    const end = first + tree.kids[node];
    let best = -Infinity;
    for (let child = first; child < end; child += 1) {
      const mine = w.value[child * w.players + owner];
      if (mine > best) best = mine;
    }
    const enough = best - w.tolerance[owner];
    let taken = -1;
    let next = -Infinity;
    let good = 0;
    for (let child = first; child < end; child += 1) {
      const mine = w.value[child * w.players + owner];
      if (mine >= enough) {
        good += 1;
        if (taken < 0) {
          taken = child;
          continue;
        }
      }
      if (mine > next) next = mine;
    }
    w.choice[h] = tree.slot[taken];
    w.tied[h] = good > 1 ? 1 : 0;
    w.margin[h] = good > 1 ? 0 : best - next;
    for (let p = 0; p < w.players; p += 1) {
      w.value[node * w.players + p] = w.value[taken * w.players + p];
    }
  }

  // Payoffs and odds at some parameters, in the buffers; returns why not, or an empty text.
  negotiate.evaluate = function (board, scenario, theta) {
    const w = negotiate.workspace(board, scenario);
    negotiate.numbers(scenario, theta, w.u, w.chance);
    const why = refusal(board, scenario, w);
    if (!why) tolerances(board, w);
    return why;
  };

  // Solves at some parameters, in the buffers; returns why not, or an empty text. Strictly: the
  // slightest lead decides.
  negotiate.induct = function (board, scenario, theta, strict) {
    const why = negotiate.evaluate(board, scenario, theta);
    if (why) return why;
    const { tree, workspace: w } = scenario;
    if (strict) w.tolerance.fill(0);
    w.choice.fill(-1);
    w.tied.fill(0);
    w.margin.fill(NaN);
    for (let node = tree.kids.length - 1; node >= 0; node -= 1) {
      const owner = tree.owner[node];
      if (owner === negotiate.LEAF) {
        const row = tree.leafRow[node] * w.players;
        for (let p = 0; p < w.players; p += 1) w.value[node * w.players + p] = w.u[row + p];
      } else if (owner === negotiate.CHANCE) {
        average(tree, w, node);
      } else {
        decide(tree, w, node);
      }
    }
    return "";
  };

  // The odds of each node under some behaviour.
  negotiate.reach = function (tree, behaviour) {
    const reach = new Float64Array(tree.kids.length).fill(1);
    for (let i = 1; i < reach.length; i += 1) {
      reach[i] = reach[tree.parent[i]] * behaviour[tree.slot[i]];
    }
    return reach;
  };

  function blank(scenario, theta, refused) {
    const exact = scenario.mode === "live";
    const common = { scenario: scenario.name, mode: scenario.mode, exact, theta };
    return Object.assign(common, {
      valid: !refused, refusal: refused, decided: false, ties: 0, cell: null, beliefs: [],
    });
  }

  function live(board, scenario, theta) {
    const { tree } = scenario;
    const why = negotiate.induct(board, scenario, theta);
    const solved = blank(scenario, theta, why);
    if (why) return solved;
    const w = scenario.workspace;
    const behaviour = w.chance.slice();
    for (const slot of w.choice) if (slot >= 0) behaviour[slot] = 1;
    const happens = negotiate.happens(scenario, w);
    return Object.assign(solved, {
      decided: happens.decided,
      ties: w.tied.reduce((count, tie) => count + tie, 0),
      choice: w.choice.slice(),
      tied: w.tied.slice(),
      margin: w.margin.slice(),
      range: w.range.slice(),
      behaviour,
      value: w.value.slice(),
      reach: negotiate.reach(tree, behaviour),
      payoff: w.value.slice(0, w.players),
      u: w.u.slice(),
      chance: w.chance.slice(),
      regime: happens,
    });
  }

  // The equilibrium of a scenario at some parameters.
  negotiate.solve = function (board, which, theta) {
    const scenario = negotiate.scenario(board, which);
    const held = Float64Array.from(theta, (value, k) =>
      scenario.fixed[k] === null ? value : scenario.fixed[k]
    );
    if (scenario.mode === "live") return live(board, scenario, held);
    const found = negotiate.lookUp(board, scenario, held);
    return Object.assign(blank(scenario, held, found.refusal), found);
  };

  negotiate.pairwise = (values) => pairwise(values, 0, values.length);
  negotiate.segment = segment;
})();
