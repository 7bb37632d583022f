// What a drawing of a tree shows, of what the engine found: results/diagram.py in JavaScript.
// Its contract stands in layout.js.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const LEAF = -2;

  negotiate.diagram = function (board, scenario, solved, before) {
    const { tree } = sceneOf(board, scenario);
    const inner = Array.from(tree.infoset, (h) => h >= 0);
    const words = tree.actions.map(spaced);
    return {
      players: Object.keys(board.players),
      names: Object.values(board.players),
      moves: tree.moves.map(spaced),
      parent: tree.parent,
      owner: tree.owner,
      infoset: tree.infoset,
      move: tree.infoset.map((h) => (h >= 0 ? tree.infosetMove[h] : -1)),
      row: tree.leafRow,
      label: Array.from(tree.slot, (slot) => (slot < 0 ? "" : words[tree.slotAction[slot]])),
      payoffs: solved.u,
      odds: Float64Array.from(tree.slot, (slot) => (slot < 0 ? 1 : solved.behaviour[slot])),
      reach: solved.reach,
      baseline: before ? reachWithin(tree, sceneOf(board, before.scenario).tree, before) : null,
      tied: inner.map((is, node) => is && tree.owner[node] >= 0 && !!solved.tied[tree.infoset[node]]),
      expected: solved.payoff,
    };
  };

  function sceneOf(board, scenario) {
    const found = board.scenarios.find((each) => each.name === scenario);
    return found || board.scenarios[scenario];
  }

  function spaced(word) {
    return word.replaceAll("_", " ");
  }

  // The probability of each node if a tree is played as another scenario's is. The other may ask
  // the same questions in another order, or have other options: its ends are looked for by what
  // was chosen on the way, and a path that leaves this tree ends there.
  function reachWithin(tree, other, solved) {
    if (other === tree) return solved.reach;
    const reach = new Float64Array(tree.parent.length);
    for (let node = 0; node < other.parent.length; node += 1) {
      if (other.owner[node] !== LEAF || !(solved.reach[node] > 0)) continue;
      for (const at of wayOf(tree, historyOf(other, node))) reach[at] += solved.reach[node];
    }
    return reach;
  }

  function historyOf(tree, node) {
    const history = new Map();
    for (let at = node; at > 0; at = tree.parent[at]) {
      const move = tree.moves[tree.infosetMove[tree.infoset[tree.parent[at]]]];
      if (!history.has(move)) history.set(move, optionInto(tree, at));
    }
    return history;
  }

  function wayOf(tree, history) {
    const way = [0];
    for (let node = 0; tree.kids[node]; way.push(node)) {
      const option = history.get(tree.moves[tree.infosetMove[tree.infoset[node]]]);
      let child = tree.first[node];
      const stop = child + tree.kids[node];
      while (child < stop && optionInto(tree, child) !== option) child += 1;
      if (child === stop) return way;
      node = child;
    }
    return way;
  }

  function optionInto(tree, node) {
    return tree.actions[tree.slotAction[tree.slot[node]]];
  }
})();
