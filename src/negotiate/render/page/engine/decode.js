// Makes a board of its JSON: trees as typed arrays, steps with the places of their arguments.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const CHANCE = -1;
  const LEAF = -2;

  // The shape of a game, breadth first: the children of a node are one range of nodes.
  function treeOf(data) {
    const kids = negotiate.integers(data.n_children);
    const infoset = negotiate.integers(data.infoset);
    const infosetOwner = negotiate.integers(data.infoset_owner);
    const n = kids.length;
    const tree = {
      kids,
      infoset,
      infosetOwner,
      infosetMove: negotiate.integers(data.infoset_move),
      slotAction: negotiate.integers(data.slot_action),
      moves: data.moves || [],
      options: data.options || [],
      actions: data.actions || [],
      parent: new Int32Array(n).fill(-1),
      owner: new Int32Array(n).fill(LEAF),
      first: new Int32Array(n),
      slot: new Int32Array(n).fill(-1),
      leafRow: new Int32Array(n).fill(-1),
      node: new Int32Array(infosetOwner.length).fill(-1),
      slotStart: new Int32Array(infosetOwner.length + 1),
    };
    const leaves = [];
    let next = 1;
    for (let i = 0; i < n; i += 1) {
      tree.first[i] = next;
      next += kids[i];
      const h = infoset[i];
      if (h < 0) {
        tree.leafRow[i] = leaves.length;
        leaves.push(i);
      } else {
        tree.owner[i] = infosetOwner[h];
        if (tree.node[h] < 0) tree.node[h] = i;
      }
    }
    for (let h = 0; h < infosetOwner.length; h += 1) {
      tree.slotStart[h + 1] = tree.slotStart[h] + kids[tree.node[h]];
    }
    for (let i = 0; i < n; i += 1) {
      for (let k = 0; k < kids[i]; k += 1) {
        tree.parent[tree.first[i] + k] = i;
        tree.slot[tree.first[i] + k] = tree.slotStart[infoset[i]] + k;
      }
    }
    tree.leaf = Int32Array.from(leaves);
    tree.states = statesOf(tree);
    return tree;
  }

  // How each move came out at each leaf, at z * M + m: an option's code, -1 where not reached.
  function statesOf(tree) {
    const m = tree.moves.length;
    const code = tree.options.map(function (names) {
      const codes = new Map(names.map((name, k) => [name, k]));
      return tree.actions.map((action) => (codes.has(action) ? codes.get(action) : -1));
    });
    const states = new Int16Array(tree.leaf.length * m).fill(-1);
    for (let z = 0; z < tree.leaf.length; z += 1) {
      const seen = new Uint8Array(m);
      for (let i = tree.leaf[z]; i > 0; i = tree.parent[i]) {
        const move = tree.infosetMove[tree.infoset[tree.parent[i]]];
        if (seen[move]) continue; // where a player comes by twice, the later choice counts
        seen[move] = 1;
        states[z * m + move] = code[move][tree.slotAction[tree.slot[i]]];
      }
    }
    return states;
  }

  // Which leaves agree on some moves: a number each, in the order of outcomes, and the first leaf.
  function classesOf(tree, moves) {
    const m = tree.moves.length;
    const z = tree.leaf.length;
    let size = 1;
    const ofLeaf = new Int32Array(z);
    for (const move of moves) {
      const radix = tree.options[move].length + 1;
      const rank = new Int32Array(size * radix);
      for (let k = 0; k < z; k += 1) {
        ofLeaf[k] = ofLeaf[k] * radix + tree.states[k * m + move] + 1;
        rank[ofLeaf[k]] = 1;
      }
      size = 0;
      for (let k = 0; k < rank.length; k += 1) {
        if (rank[k]) rank[k] = size++;
      }
      for (let k = 0; k < z; k += 1) ofLeaf[k] = rank[ofLeaf[k]];
    }
    const first = new Int32Array(size);
    for (let k = z - 1; k >= 0; k -= 1) first[ofLeaf[k]] = k;
    return { ofLeaf, first, size };
  }

  // Where the value of a step stands for each class of another: an index into memory.
  function placesOf(step, classes, own) {
    const places = new Int32Array(classes.size).fill(step.at);
    if (step.size > 1) {
      for (let k = 0; k < places.length; k += 1) places[k] += own.ofLeaf[classes.first[k]];
    }
    return places;
  }

  function stepOf(data, steps, classes, at) {
    const op = data[0];
    if (op === "parameter") return { op, parameter: data[1], sets: 0, size: 1, at, args: [] };
    const sets = data[1];
    const own = classes[sets];
    const step = { op, sets, size: own.size, at, args: [], places: [] };
    if (op === "table") {
      step.values = negotiate.floats(data[2]);
      return step;
    }
    step.args = op === "select" ? data[2] : data.slice(2);
    step.places = step.args.map((arg) => placesOf(steps[arg], own, classes[steps[arg].sets]));
    if (op === "select") {
      const source = negotiate.integers(data[3]);
      step.places = [Int32Array.from(source, (k, row) => step.places[k][row])];
    }
    return step;
  }

  // A tree, and the steps over its histories; each value has a place in one memory.
  function structureOf(data) {
    const tree = treeOf(data);
    const classes = (data.sets || []).map((moves) => classesOf(tree, moves));
    const steps = [];
    let size = 0;
    for (const written of data.steps || []) {
      const step = stepOf(written, steps, classes, size);
      steps.push(step);
      size += step.size;
    }
    return { tree, classes, steps, size };
  }

  function scenarioOf(data, board) {
    const structure = board.structures[data.structure];
    const scenario = Object.assign({ name: "", reason: "", about: "", phrase: "" }, data, {
      settings: data.settings || {},
      quantities: data.quantities || [],
      criteria: data.criteria || [],
      terms: data.terms || {},
      tree: structure.tree,
      program: negotiate.program(structure, data, Object.keys(board.players).length),
    });
    if (data.table) scenario.table = negotiate.table(data.table);
    scenario.fixed = board.parameters.map(function (parameter) {
      const own = Object.prototype.hasOwnProperty.call(scenario.settings, parameter.name);
      return own ? scenario.settings[parameter.name] : null;
    });
    return scenario;
  }

  // The board of the JSON, a text or what JSON.parse made of it.
  negotiate.decode = function (json) {
    const data = typeof json === "string" ? JSON.parse(json) : json;
    const blank = { about: "", file: "", phrases: {}, about_moves: {}, sources: [] };
    const board = Object.assign(blank, data, {
      players: data.players || {},
      parameters: data.parameters || [],
      quantities: data.quantities || [],
      criteria: data.criteria || [],
      structures: (data.structures || []).map(structureOf),
    });
    board.scenarios = (data.scenarios || []).map((scenario) => scenarioOf(scenario, board));
    return board;
  };

  // A scenario by its index or its name.
  negotiate.scenario = function (board, which) {
    if (typeof which === "number") return board.scenarios[which];
    return board.scenarios.find((scenario) => scenario.name === which);
  };

  // The parameters as the file has them, with what the scenario sets.
  negotiate.theta = function (board, which) {
    const fixed = negotiate.scenario(board, which).fixed;
    return Float64Array.from(board.parameters, (p, k) => (fixed[k] === null ? p.value : fixed[k]));
  };

  negotiate.CHANCE = CHANCE;
  negotiate.LEAF = LEAF;
})();
