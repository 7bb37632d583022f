// The state in the address, so that a slide can link to the exact case.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const PREFIX = "p.";

  // What the address says; what it says of names that the game does not have is left out.
  page.readFragment = function (board, text) {
    const asked = new URLSearchParams(text.replace(/^#/, ""));
    const index = new Map(board.parameters.map((parameter, k) => [parameter.name, k]));
    const found = { values: new Map(), opened: [], closed: [] };
    const scenario = board.scenarios.findIndex(({ name }) => name === asked.get("s"));
    if (scenario >= 0) found.scenario = scenario;
    for (const [key, value] of asked) {
      const k = key.startsWith(PREFIX) ? index.get(key.slice(PREFIX.length)) : undefined;
      const number = Number(value);
      if (k !== undefined && value.trim() && Number.isFinite(number)) found.values.set(k, number);
    }
    for (const axis of ["x", "y"]) {
      if (index.has(asked.get(axis))) found[axis] = index.get(asked.get(axis));
    }
    for (const key of ["opened", "closed"]) {
      const nodes = (asked.get(key) || "").split(".").filter((word) => /^\d+$/.test(word));
      found[key] = nodes.map(Number);
    }
    return found;
  };

  // What differs from the page as it opens.
  page.writeFragment = function (board, state, start) {
    const said = new URLSearchParams();
    if (state.scenario !== start.scenario) said.set("s", board.scenarios[state.scenario].name);
    board.parameters.forEach(({ name, value }, k) => {
      if (state.theta[k] !== value) said.set(PREFIX + name, String(state.theta[k]));
    });
    for (const axis of ["x", "y"]) {
      if (state[axis] >= 0 && state[axis] !== start[axis]) said.set(axis, board.parameters[state[axis]].name);
    }
    for (const key of ["opened", "closed"]) {
      if (state[key].size) said.set(key, Array.from(state[key]).join("."));
    }
    return said.toString();
  };

  // Puts the state into the address. A page within another may not change its own.
  page.keepFragment = function (text) {
    const bare = location.href.replace(/#.*$/, "");
    if ((location.hash || "").replace(/^#/, "") === text) return;
    try {
      history.replaceState(null, "", text ? `${bare}#${text}` : bare);
    } catch {
      page.fragment = text;
    }
  };
})((negotiate.page = negotiate.page || {}));
