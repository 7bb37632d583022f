// What an equilibrium leads to, in the words of the game file: as analysis/outcome.py tells it.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const NONE = "none";
  const PRESENT = 1e-9; // odds from which on a mixed option counts as played

  function mean(odds, values) {
    return 0 + negotiate.pairwise(odds.map((chance, k) => chance * values[k]));
  }

  // The odds of each name that can come up; code -1 is `none` and stands last.
  function spread(odds, codes, names) {
    const found = Array.from(new Set(codes)).sort((a, b) => (a < 0) - (b < 0) || a - b);
    const told = {};
    for (const code of found) {
      const own = odds.filter((_, k) => codes[k] === code);
      told[code >= 0 ? names[code] : NONE] = 0 + negotiate.pairwise(own);
    }
    return told;
  }

  // The leaves that can happen, and their odds.
  function ends(scenario, solved) {
    const { tree } = scenario;
    const rows = [];
    const odds = [];
    for (let z = 0; z < tree.leaf.length; z += 1) {
      const chance = solved.reach[tree.leaf[z]];
      if (chance > 0) {
        rows.push(z);
        odds.push(chance);
      }
    }
    return { rows, odds };
  }

  function spreads(tree, { rows, odds }) {
    const moves = {};
    tree.moves.forEach(function (move, m) {
      const codes = rows.map((z) => tree.states[z * tree.moves.length + m]);
      moves[move] = spread(odds, codes, tree.options[m]);
    });
    return moves;
  }

  // Expected quantities, odds of categories, criteria and moves, expected terms of payoffs.
  negotiate.outcome = function (board, which, theta, solved) {
    const scenario = negotiate.scenario(board, which);
    const { tree } = scenario;
    const at = solved.cell ? solved.cell.theta : solved.theta;
    const happens = ends(scenario, solved);
    const values = (step) => negotiate.atLeaves(scenario, at, step, happens.rows);
    const told = { quantities: {}, categories: {}, criteria: {}, moves: {}, terms: {} };
    board.quantities.forEach(function ({ name, categories }, k) {
      const here = Array.from(values(scenario.quantities[k]));
      if (categories) told.categories[name] = spread(happens.odds, here, categories);
      else told.quantities[name] = mean(happens.odds, here);
    });
    board.criteria.forEach(function ({ name }, k) {
      told.criteria[name] = mean(happens.odds, values(scenario.criteria[k]));
    });
    for (const player of Object.keys(scenario.terms)) {
      told.terms[player] = {};
      for (const [term, step] of Object.entries(scenario.terms[player])) {
        told.terms[player][term] = mean(happens.odds, values(step));
      }
    }
    told.moves = spreads(tree, happens);
    return told;
  };

  // Who makes each move: a player's index, -1 for chance, null where nobody comes to it.
  function owners(tree) {
    if (!tree.moveOwner) {
      tree.moveOwner = tree.moves.map(() => null);
      for (let h = tree.infosetOwner.length - 1; h >= 0; h -= 1) {
        tree.moveOwner[tree.infosetMove[h]] = tree.infosetOwner[h];
      }
    }
    return tree.moveOwner;
  }

  // How each move comes out, in the order of play.
  negotiate.path = function (board, which, solved) {
    const { tree } = negotiate.scenario(board, which);
    const moves = spreads(tree, ends({ tree }, solved));
    return tree.moves.map((move, m) => ({
      move,
      owner: owners(tree)[m],
      outcomes: Object.entries(moves[move])
        .filter(([, odds]) => odds > 0)
        .map(([option, odds]) => ({ option, odds })),
    }));
  };

  // Marks how the moves can come out on the path; returns whether no tie is met there.
  function walk(scenario, w, enters) {
    const { tree } = scenario;
    const m = tree.moves.length;
    for (const marks of w.happens) marks.fill(0);
    let decided = true;
    let top = 0;
    w.stack[top++] = 0;
    while (top) {
      const node = w.stack[--top];
      const h = tree.infoset[node];
      if (h < 0) {
        const row = tree.leafRow[node] * m;
        for (let k = 0; k < m; k += 1) w.happens[k][tree.states[row + k] + 1] = 1;
        continue;
      }
      if (w.tied[h]) decided = false; // in tables nothing is marked
      const first = tree.first[node];
      for (let k = 0; k < tree.kids[node]; k += 1) {
        if (enters(h, tree.slot[first + k])) w.stack[top++] = first + k;
      }
    }
    return decided;
  }

  // What the marks say of the players' moves, as one text that is equal where they are.
  function keyOf(tree, w) {
    let key = "";
    const owner = owners(tree);
    for (let k = 0; k < owner.length; k += 1) {
      if (owner[k] === null || owner[k] === negotiate.CHANCE) continue;
      key += `${w.happens[k].join("")},`;
    }
    return key;
  }

  function describe(tree, w, decided) {
    const happens = {};
    const label = [];
    owners(tree).forEach(function (owner, m) {
      if (owner === null || owner === negotiate.CHANCE) return;
      const names = tree.options[m].filter((_, k) => w.happens[m][k + 1]);
      if (names.length) label.push(names.join(" or "));
      happens[tree.moves[m]] = w.happens[m][0] ? [...names, NONE] : names;
    });
    return { key: keyOf(tree, w), label: label.join(" › "), happens, decided };
  }

  function entersLive(scenario, w) {
    const { infosetOwner } = scenario.tree;
    return (h, slot) =>
      infosetOwner[h] === negotiate.CHANCE ? w.chance[slot] > 0 : w.choice[h] === slot;
  }

  // What happens in the buffers of a scenario that was just solved.
  negotiate.happens = function (scenario, w) {
    const decided = walk(scenario, w, entersLive(scenario, w));
    return describe(scenario.tree, w, decided);
  };

  // The same where only the key is wanted.
  negotiate.happensKey = function (scenario, w) {
    const decided = walk(scenario, w, entersLive(scenario, w));
    return { key: keyOf(scenario.tree, w), decided };
  };

  // The same under a behaviour that may mix.
  negotiate.happensUnder = function (scenario, w, behaviour) {
    const { infosetOwner } = scenario.tree;
    const least = (h) => (infosetOwner[h] === negotiate.CHANCE ? 0 : PRESENT);
    walk(scenario, w, (h, slot) => behaviour[slot] > least(h));
    return describe(scenario.tree, w, true);
  };

  // What happens in an equilibrium, as maps and strips tell it.
  negotiate.regime = (board, which, solved) => solved.regime;

  // How play gets to a node: what was chosen where.
  negotiate.history = function (board, which, node) {
    const { tree } = negotiate.scenario(board, which);
    const told = [];
    for (let i = node; i > 0; i = tree.parent[i]) {
      const above = tree.parent[i];
      const move = tree.moves[tree.infosetMove[tree.infoset[above]]];
      told.push({ move, option: tree.actions[tree.slotAction[tree.slot[i]]], node: above });
    }
    return told.reverse();
  };

  negotiate.spreads = (scenario, solved) => spreads(scenario.tree, ends(scenario, solved));
})();
