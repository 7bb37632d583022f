// Decisions: what each option is worth, which ones are close, which ones flip between scenarios.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const APART = 1e-6; // odds that differ by less are the same, as analysis/reasons.py has it

  const optionOf = (tree, slot) => tree.actions[tree.slotAction[slot]];

  // The nodes of an information set, in order.
  function nodesOf(tree, infoset) {
    if (!tree.members) {
      tree.members = Array.from(tree.node, () => []);
      tree.infoset.forEach((h, node) => h >= 0 && tree.members[h].push(node));
    }
    return tree.members[infoset];
  }

  // What each option of an information set is worth to its player.
  negotiate.options = function (board, which, solved, infoset) {
    const { tree } = negotiate.scenario(board, which);
    const players = Object.keys(board.players).length;
    const node = tree.node[infoset];
    const owner = tree.owner[node];
    const known = nodesOf(tree, infoset).length === 1;
    return Array.from({ length: tree.kids[node] }, function (_, k) {
      const child = tree.first[node] + k;
      const slot = tree.slot[child];
      const value = known && owner >= 0 ? solved.value[child * players + owner] : NaN;
      const odds = solved.behaviour[slot];
      return { option: optionOf(tree, slot), slot, child, value, odds, chosen: odds > APART };
    });
  };

  // What the player knows at an information set: what all of its histories agree on.
  function known(board, which, infoset) {
    const { tree } = negotiate.scenario(board, which);
    const [first, ...others] = nodesOf(tree, infoset).map((node) =>
      negotiate.history(board, which, node)
    );
    const agrees = (step) => (way) =>
      way.some(({ move, option }) => move === step.move && option === step.option);
    return first.filter((step) => others.every(agrees(step)));
  }

  const keyOf = (move, history) =>
    JSON.stringify([move, history.map(({ move: m, option }) => [m, option]).sort()]);

  // Decisions by what they are about, so that those of other trees can be found again.
  function decisions(board, which) {
    const scenario = negotiate.scenario(board, which);
    const { tree } = scenario;
    if (!tree.decisions) {
      tree.decisions = [];
      for (let h = 0; h < tree.infosetOwner.length; h += 1) {
        if (tree.infosetOwner[h] === negotiate.CHANCE) continue;
        const history = known(board, which, h);
        const move = tree.moves[tree.infosetMove[h]];
        tree.decisions.push({ infoset: h, move, history, key: keyOf(move, history) });
      }
      tree.decisions.sort((a, b) => tree.node[a.infoset] - tree.node[b.infoset]);
    }
    return tree.decisions;
  }

  function byKey(board, which) {
    return new Map(decisions(board, which).map(({ key, infoset }) => [key, infoset]));
  }

  function plays(tree, solved, infoset) {
    const odds = {};
    for (let slot = tree.slotStart[infoset]; slot < tree.slotStart[infoset + 1]; slot += 1) {
      if (solved.behaviour[slot] > 0) odds[optionOf(tree, slot)] = solved.behaviour[slot];
    }
    return odds;
  }

  // Whether both take one and the same option for sure: nearly always, and quick to see.
  function plainlySame(trees, [before, after], [old, fresh]) {
    const [a, b] = [before.choice[old], after.choice[fresh]];
    if (a < 0 || b < 0) return false;
    return trees[0].actions[trees[0].slotAction[a]] === trees[1].actions[trees[1].slotAction[b]];
  }

  function same(left, right) {
    const names = [...Object.keys(left), ...Object.keys(right)];
    return names.every((name) => Math.abs((left[name] || 0) - (right[name] || 0)) <= APART);
  }

  function mixture(odds) {
    const played = Object.entries(odds).filter(([, chance]) => chance > APART);
    if (played.length < 2) return played.length ? played[0][0] : "none";
    return played.map(([option, chance]) => `${option} ${chance.toFixed(2)}`).join(", ");
  }

  function worth(odds, values) {
    let total = 0;
    for (const [option, chance] of Object.entries(odds)) {
      total += option in values ? chance * values[option] : NaN;
    }
    return total;
  }

  function reached(tree, solved, infoset) {
    return nodesOf(tree, infoset).some((node) => solved.reach[node] > 0);
  }

  function flip(board, sides, decision, earlier) {
    const { tree } = negotiate.scenario(board, sides.after.scenario);
    const { infoset } = decision;
    const values = {};
    for (const { option, value } of negotiate.options(
      board,
      sides.after.scenario,
      sides.after,
      infoset
    )) {
      values[option] = value;
    }
    const odds = plays(tree, sides.after, infoset);
    return {
      player: tree.infosetOwner[infoset],
      move: decision.move,
      infoset,
      node: tree.node[infoset],
      history: decision.history,
      before: mixture(earlier),
      after: mixture(odds),
      values,
      gain: worth(odds, values) - worth(earlier, values),
      onPath: reached(tree, sides.after, infoset),
      tied: sides.after.tied[infoset] === 1,
    };
  }

  // Moves that no player decides after the same history in both: compared by how they come out.
  function byOutcome(board, sides, paired) {
    const [old, fresh] = [sides.before, sides.after].map((solved) =>
      negotiate.spreads(negotiate.scenario(board, solved.scenario), solved)
    );
    const found = [];
    for (const { move, infoset } of decisions(board, sides.after.scenario)) {
      if (paired.has(move) || !(move in old)) continue;
      if (found.some((other) => other.move === move)) continue;
      if (same(old[move], fresh[move])) continue;
      const { tree } = negotiate.scenario(board, sides.after.scenario);
      const here = decisions(board, sides.after.scenario).filter(
        (other) => other.move === move && reached(tree, sides.after, other.infoset)
      );
      const gain = here.length === 1 ? sides.after.margin[here[0].infoset] : NaN;
      found.push({
        player: tree.infosetOwner[infoset], move, infoset: -1, node: -1, history: [],
        before: mixture(old[move]), after: mixture(fresh[move]), values: {}, gain,
        onPath: Object.keys(fresh[move]).join() !== "none", tied: false,
      });
    }
    return found;
  }

  // Two solved scenarios side by side.
  negotiate.compare = function (board, before, after) {
    const sides = { before, after };
    const trees = [before, after].map((s) => negotiate.scenario(board, s.scenario).tree);
    const there = trees[0] === trees[1] ? null : byKey(board, before.scenario);
    const paired = new Set();
    const flips = [];
    for (const decision of decisions(board, after.scenario)) {
      const match = there ? there.get(decision.key) : decision.infoset;
      if (match === undefined) continue;
      paired.add(decision.move);
      if (plainlySame(trees, [before, after], [match, decision.infoset])) continue;
      const earlier = plays(trees[0], before, match);
      if (!same(earlier, plays(trees[1], after, decision.infoset))) {
        flips.push(flip(board, sides, decision, earlier));
      }
    }
    flips.push(...byOutcome(board, sides, paired));
    return {
      payoffs: Object.keys(board.players).map((player, p) => ({
        player,
        before: before.payoff[p],
        after: after.payoff[p],
        change: after.payoff[p] - before.payoff[p],
      })),
      flips: [...flips.filter((f) => f.onPath), ...flips.filter((f) => !f.onPath)],
    };
  };

  // Decisions on the path by how close they are: the margin, and what share of the payoff range.
  negotiate.close = function (board, which, solved) {
    const { tree } = negotiate.scenario(board, which);
    const found = [];
    for (const { infoset, move } of decisions(board, which)) {
      const margin = solved.margin[infoset];
      if (!Number.isFinite(margin) || !reached(tree, solved, infoset)) continue;
      const player = tree.infosetOwner[infoset];
      const options = negotiate.options(board, which, solved, infoset);
      const taken = options.find(({ slot }) => slot === solved.choice[infoset]);
      const others = options.filter((other) => other !== taken);
      const next = others.reduce((best, other) => (other.value > best.value ? other : best));
      found.push({
        infoset,
        player,
        move,
        option: taken.option,
        next: next.option,
        margin,
        share: margin / solved.range[player],
      });
    }
    return found.sort((a, b) => a.share - b.share);
  };
})();
