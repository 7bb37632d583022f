// Runs the arithmetic of a scenario, in the order and with the rounding that Python has.
//
// Every value has a place in one memory, one for each joint outcome of the moves that it depends
// on. A step runs again only if something under it has changed since.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const TWO = {
    "/": (a, b) => (b === 0 ? NaN : a / b),
    "**": (a, b) => (a === 0 && b < 0 ? NaN : Math.pow(a, b)), // in tables only
    min: (a, b) => (a < b || a !== a ? a : b),
    max: (a, b) => (a > b || a !== a ? a : b),
    "==": (a, b) => truth(a, b, a === b),
    "!=": (a, b) => truth(a, b, a !== b),
    "<": (a, b) => truth(a, b, a < b),
    "<=": (a, b) => truth(a, b, a <= b),
    ">": (a, b) => truth(a, b, a > b),
    ">=": (a, b) => truth(a, b, a >= b),
    and: both,
    or: (a, b) => 1 - both(1 - a, 1 - b),
  };

  const ONE = {
    neg: (a) => -a,
    abs: Math.abs,
    sqrt: Math.sqrt,
    not: (a) => 1 - a,
    exp: Math.exp, // in tables only, as the next
    log: (a) => (a > 0 ? Math.log(a) : NaN),
  };

  // What is undefined stays so: a condition on it is neither true nor false.
  function truth(a, b, holds) {
    return a !== a || b !== b ? NaN : Number(holds);
  }

  function both(a, b) {
    return a === 0 || b === 0 ? 0 : a * b;
  }

  // Written out, for these are nearly all that there is to do.
  function sum(memory, step) {
    const [left, right] = step.places;
    for (let k = 0, to = step.at; k < left.length; k += 1, to += 1) {
      memory[to] = memory[left[k]] + memory[right[k]];
    }
  }

  function difference(memory, step) {
    const [left, right] = step.places;
    for (let k = 0, to = step.at; k < left.length; k += 1, to += 1) {
      memory[to] = memory[left[k]] - memory[right[k]];
    }
  }

  function product(memory, step) {
    const [left, right] = step.places;
    for (let k = 0, to = step.at; k < left.length; k += 1, to += 1) {
      memory[to] = memory[left[k]] * memory[right[k]];
    }
  }

  function loopOfTwo(op) {
    const apply = TWO[op];
    return function (memory, step) {
      const [left, right] = step.places;
      for (let k = 0; k < left.length; k += 1) {
        memory[step.at + k] = apply(memory[left[k]], memory[right[k]]);
      }
    };
  }

  function loopOfOne(op) {
    const apply = ONE[op];
    return function (memory, step) {
      const from = step.places[0];
      for (let k = 0; k < from.length; k += 1) memory[step.at + k] = apply(memory[from[k]]);
    };
  }

  function select(memory, step) {
    const from = step.places[0];
    for (let k = 0; k < from.length; k += 1) memory[step.at + k] = memory[from[k]];
  }

  function where(memory, step) {
    const [condition, then, otherwise] = step.places;
    for (let k = 0; k < condition.length; k += 1) {
      const c = memory[condition[k]];
      const chosen = c !== 0 ? memory[then[k]] : memory[otherwise[k]];
      memory[step.at + k] = c !== c ? NaN : chosen;
    }
  }

  const RUN = { select, where, table: () => {}, parameter: () => {} };
  for (const op of Object.keys(TWO)) RUN[op] = loopOfTwo(op);
  for (const op of Object.keys(ONE)) RUN[op] = loopOfOne(op);
  Object.assign(RUN, { "+": sum, "-": difference, "*": product });

  // The steps that some results need, each after its arguments.
  function needed(steps, wanted) {
    const marked = new Uint8Array(steps.length);
    for (const step of wanted) marked[step] = 1;
    for (let k = steps.length - 1; k >= 0; k -= 1) {
      if (marked[k]) for (const arg of steps[k].args) marked[arg] = 1;
    }
    return Array.from(marked.keys()).filter((k) => marked[k]);
  }

  // Where the values of a step are that leaves take, in memory.
  function placesAtLeaves(structure, step, leaves) {
    const { at, size, sets } = structure.steps[step];
    const ofLeaf = structure.classes[sets].ofLeaf;
    return Int32Array.from(leaves, (leaf) => at + (size > 1 ? ofLeaf[leaf] : 0));
  }

  // Payoffs stand at z * P + p; one step may pay a player everywhere, or there is one an entry.
  function payoffPlaces(structure, payoffs, players) {
    const z = structure.tree.leaf.length;
    return Int32Array.from({ length: z * players }, function (_, k) {
      const step = structure.steps[payoffs.length === players ? payoffs[k % players] : payoffs[k]];
      const row = structure.classes[step.sets].ofLeaf[Math.floor(k / players)];
      return step.at + (step.size > 1 ? row : 0);
    });
  }

  function oddsPlaces(structure, slots, steps) {
    const { tree } = structure;
    const infosetOf = new Int32Array(tree.slotAction.length);
    for (let h = 0; h < tree.infosetOwner.length; h += 1) {
      infosetOf.fill(h, tree.slotStart[h], tree.slotStart[h + 1]);
    }
    return Int32Array.from(slots, function (slot, k) {
      let node = tree.node[infosetOf[slot]];
      while (tree.kids[node]) node = tree.first[node];
      return placesAtLeaves(structure, steps[k], [tree.leafRow[node]])[0];
    });
  }

  // A scenario's part of the steps of its structure, with a memory of its own.
  negotiate.program = function (structure, data, players) {
    const payoffs = negotiate.integers(data.payoffs);
    const slots = negotiate.integers(data.odds_slots);
    const oddsSteps = negotiate.integers(data.odds_steps);
    return {
      structure,
      slots,
      payoffPlaces: payoffPlaces(structure, payoffs, players),
      oddsPlaces: oddsPlaces(structure, slots, oddsSteps),
      order: needed(structure.steps, [...payoffs, ...oddsSteps]),
      memory: null,
      stamps: null, // when each step was last run
      clock: 0,
    };
  };

  // Sets the parameters; what the scenario sets itself stays.
  function supply(program, scenario, theta) {
    const { steps, size } = program.structure;
    if (program.memory === null) {
      program.memory = new Float64Array(size);
      program.stamps = new Int32Array(steps.length).fill(-1);
      for (const step of steps) if (step.op === "table") program.memory.set(step.values, step.at);
    }
    program.clock += 1;
    for (let k = 0; k < steps.length; k += 1) {
      const step = steps[k];
      if (step.op !== "parameter") continue;
      const fixed = scenario.fixed[step.parameter];
      const value = fixed === null ? theta[step.parameter] : fixed;
      if (program.stamps[k] < 0 || !Object.is(program.memory[step.at], value)) {
        program.memory[step.at] = value;
        program.stamps[k] = program.clock;
      }
    }
  }

  // Runs what is out of date of some steps.
  function refresh(program, order) {
    const { steps } = program.structure;
    const { memory, stamps } = program;
    for (let k = 0; k < order.length; k += 1) {
      const step = steps[order[k]];
      let latest = 0;
      for (let a = 0; a < step.args.length; a += 1) {
        if (stamps[step.args[a]] > latest) latest = stamps[step.args[a]];
      }
      if (stamps[order[k]] < latest || stamps[order[k]] < 0) {
        RUN[step.op](memory, step);
        stamps[order[k]] = Math.max(latest, 0);
      }
    }
  }

  // Writes payoffs (Z * P) and the odds of chance (S) at some parameters.
  negotiate.numbers = function (scenario, theta, u, chance) {
    const { program } = scenario;
    supply(program, scenario, theta);
    refresh(program, program.order);
    const { memory, payoffPlaces: paid, oddsPlaces: drawn, slots } = program;
    for (let k = 0; k < paid.length; k += 1) u[k] = memory[paid[k]];
    for (let k = 0; k < slots.length; k += 1) chance[slots[k]] = memory[drawn[k]];
  };

  // The value of a step at some leaves, at some parameters.
  negotiate.atLeaves = function (scenario, theta, step, leaves) {
    const { program } = scenario;
    supply(program, scenario, theta);
    refresh(program, needed(program.structure.steps, [step]));
    const places = placesAtLeaves(program.structure, step, leaves);
    return Float64Array.from(places, (place) => program.memory[place]);
  };
})();
