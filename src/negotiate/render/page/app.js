// The state of the page, and what happens when it changes: solve, draw, then fill in at leisure.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const REST = 160; // milliseconds without a move until strips and map are computed anew

  function ranged({ value, low, high }) {
    if (low === undefined || low === null || high === undefined || high === null) return null;
    const range = [Math.min(low, value), Math.max(high, value)];
    return range[0] < range[1] ? range : null;
  }

  // The two parameters of the first map: of those that matter the first; where answers are looked
  // up, two that a table was computed over.
  function firstAxes(board, ranges, { fixed, table }) {
    const free = ranges.map((_, k) => k).filter((k) => ranges[k] && fixed[k] === null);
    const sheet = table ? table.sheets.find(({ axes }) => axes.length === 2) : null;
    const asked = (document.body.dataset.axes || "").split(" ");
    const named = asked.map((name) => board.parameters.findIndex((each) => each.name === name));
    const order = [...(sheet ? sheet.axes : []), ...named.filter((k) => free.includes(k)), ...free];
    const [x, y] = Array.from(new Set(order));
    return { x: x === undefined ? -1 : x, y: y === undefined ? -1 : y };
  }

  function makeApp(board) {
    const ranges = board.parameters.map(ranged);
    const named = board.scenarios.findIndex(({ name }) => name === document.body.dataset.scenario);
    const scenario = Math.max(named, 0);
    const axes = firstAxes(board, ranges, board.scenarios[scenario]);
    const start = { scenario, ...axes };
    const app = {
      board, start, against: 0, solved: {}, controls: [], regimes: page.registry(),
      state: {
        ...start, theta: Float64Array.from(board.parameters, ({ value }) => value),
        opened: new Set(), closed: new Set(), node: null,
      },
      range: (k) => ranges[k],
      scenario: () => board.scenarios[app.state.scenario],
      theta() {
        const { fixed } = app.scenario();
        return app.state.theta.map((value, k) => (fixed[k] === null ? value : fixed[k]));
      },
      axes: (s) => firstAxes(board, ranges, board.scenarios[s]),
      folding: () => ({ opened: [...app.state.opened], closed: [...app.state.closed] }),
      changed: () => board.parameters.some(({ value }, k) => app.state.theta[k] !== value),
    }; // prettier-ignore
    return app;
  }

  function apply(app, found) {
    const { state } = app;
    if (found.scenario !== undefined) state.scenario = found.scenario;
    for (const [k, value] of found.values) {
      const range = app.range(k);
      if (range) state.theta[k] = Math.min(range[1], Math.max(range[0], value));
    }
    if (found.x !== undefined && app.range(found.x)) state.x = found.x;
    if (found.y !== undefined && app.range(found.y)) state.y = found.y;
    const size = app.scenario().tree.kids.length;
    for (const key of ["opened", "closed"]) {
      state[key] = new Set(found[key].filter((node) => node < size));
    }
  }

  function solve(app) {
    const { board, state, against } = app;
    const now = negotiate.solve(board, state.scenario, state.theta);
    const before = state.scenario === against ? null : negotiate.solve(board, against, state.theta);
    app.solved = { now, before };
    if (now.valid && now.regime) app.regimes.of(negotiate.regime(board, state.scenario, now));
  }

  function say(id, text) {
    const node = document.getElementById(id);
    if (node.textContent !== text) node.textContent = text;
  }

  function standIn({ cell }, board) {
    if (!cell || !cell.moved.length) return "";
    const told = cell.moved.map((k) => `${page.spaced(board.parameters[k].name)} ${page.number(cell.theta[k])}`);
    return cell.outside
      ? ` No table varies these together: shown is the answer at ${page.listed(told)}.`
      : ` Shown is the nearest point that was computed: ${page.listed(told)}.`;
  }

  function showAnswer(app) {
    const { board, solved: { now } } = app; // prettier-ignore
    const scenario = app.scenario();
    if (!now.valid) say("answer", `No answer at these numbers: ${now.refusal}.`);
    else {
      const tie = now.decided ? "" : " Not the only answer: somebody is indifferent, or there are several.";
      say("answer", page.sentence(board, scenario, negotiate.path(board, app.state.scenario, now)) + tie);
    }
    const mode = document.getElementById("mode");
    mode.classList.toggle("table", scenario.mode !== "live");
    say("mode", scenario.mode === "live"
      ? "solved live in your browser, as the program solves it"
      : `from a table of precomputed regimes. ${scenario.reason}${standIn(now, board)}`); // prettier-ignore
  }

  function showPresets(app) {
    const changed = app.changed();
    document.querySelectorAll("#presets button").forEach(function (button, s) {
      const pressed = s === app.state.scenario;
      button.setAttribute("aria-pressed", String(pressed));
      button.classList.toggle("moved", pressed && changed);
    });
  }

  // Everything that depends on the answer; what has failed is not drawn half.
  function render(app) {
    app.frame = 0;
    solve(app);
    page.showSliders(app);
    showPresets(app);
    showAnswer(app);
    page.drawShifts(app);
    if (app.solved.now.valid && (!app.solved.before || app.solved.before.valid)) {
      page.drawTree(app);
      page.drawNode(app);
      page.drawOutcomes(app);
    }
    page.movePoint(app);
    page.showAxes(app);
    clearTimeout(app.timer);
    app.timer = setTimeout(() => settle(app), REST);
  }

  function settle(app) {
    page.keepFragment(page.writeFragment(app.board, app.state, app.start));
    page.clearStrips(app);
    document.dispatchEvent(new Event("settled"));
    if (!app.solved.now.valid) {
      document.body.dataset.idle = "yes";
      return;
    }
    const strips = page.stripJobs(app, app.moved);
    app.idle.begin([...strips.slice(0, 4), ...page.phaseJobs(app), ...strips.slice(4)]);
  }

  // Something changed: draw in the next frame, however often it changes until then.
  function update(app, moved = null) {
    delete document.body.dataset.idle;
    app.moved = app.moved === undefined || app.moved === moved ? moved : null;
    app.idle.stop();
    if (!app.frame) app.frame = requestAnimationFrame(() => render(app));
  }

  function choose(app, scenario) {
    app.state.scenario = scenario;
    Object.assign(app.state, { opened: new Set(), closed: new Set(), node: null });
    if (!page.mapped(app)) Object.assign(app.state, app.axes(scenario));
    app.regimes = page.registry();
    update(app);
  }

  function open(app, node, yes) {
    const [to, from] = yes ? ["opened", "closed"] : ["closed", "opened"];
    app.state[to].add(node);
    app.state[from].delete(node);
    update(app);
  }

  // Opens the way to a node, and takes it apart.
  function show(app, node) {
    const { tree } = app.scenario();
    for (let i = tree.parent[node]; i >= 0; i = tree.parent[i]) {
      const place = app.placed.nodes.find((each) => each.node === i);
      if (!place || place.hidden) app.state.opened.add(i);
      app.state.closed.delete(i);
    }
    app.state.node = node;
    update(app);
    requestAnimationFrame(() => {
      const knot = document.querySelector(`#picture [data-node="${node}"]`);
      if (knot) knot.scrollIntoView({ block: "center", inline: "center" });
    });
  }

  // What the panels ask for.
  function act(app) {
    return Object.assign(app, {
      move: (k, value) => app.moveTo([[k, value]], k),
      moveTo(pairs, moved = null) {
        for (const [k, value] of pairs) app.state.theta[k] = value;
        update(app, moved);
      },
      reset() {
        app.board.parameters.forEach(({ value }, k) => (app.state.theta[k] = value));
        update(app);
      },
      axis(axis, k) {
        app.state[axis] = k;
        update(app);
      },
      pick(node) {
        app.state.node = app.state.node === node ? null : node;
        update(app);
      },
      choose: (scenario) => choose(app, scenario),
      open: (node, yes) => open(app, node, yes),
      show: (node) => show(app, node),
    });
  }

  function buildPresets(app) {
    const nav = document.getElementById("presets");
    if (app.board.scenarios.length < 2) nav.remove();
    nav.append(...app.board.scenarios.map((scenario, s) =>
      page.el("button", { type: "button", title: scenario.about, onclick: () => app.choose(s) },
        page.title(scenario)))); // prettier-ignore
  }

  function buildTheme() {
    const button = document.getElementById("theme");
    const dark = () => {
      const chosen = document.documentElement.dataset.theme;
      return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    };
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.addEventListener("click", () => {
      document.documentElement.dataset.theme = dark() ? "light" : "dark";
      show();
    });
    show();
  }

  // What is folded on the screen and short enough for paper is opened while it prints.
  function buildPrint() {
    const folded = () => document.querySelectorAll("#equilibria details:not([open]), #credibility > dl details:not([open])");
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = Array.from(folded());
      for (const each of opened) each.open = true;
    });
    addEventListener("afterprint", () => opened.forEach((each) => (each.open = false)));
  }

  // Where neither the browser solves nor a table was computed, the page stays as it was written.
  function still(app) {
    const { mode, table, reason } = app.scenario();
    if (mode === "live" || table) return false;
    document.getElementById("mode").classList.add("table");
    say("mode", `as it was solved; nothing moves. ${reason}`);
    document.body.dataset.idle = "yes";
    return true;
  }

  page.start = function () {
    const board = negotiate.decode(document.getElementById("board-data").textContent);
    const app = act(makeApp(board));
    app.idle = page.idleQueue(() => {
      app.moved = undefined;
      document.body.dataset.idle = "yes";
    });
    apply(app, page.readFragment(board, location.hash));
    negotiate.app = app;
    if (still(app)) return;
    document.body.classList.add("live");
    buildTheme();
    buildPresets(app);
    page.buildSliders(app);
    page.buildTree(app);
    page.buildPhase(app);
    addEventListener("hashchange", () => {
      app.state.theta = Float64Array.from(board.parameters, ({ value }) => value);
      Object.assign(app.state, app.start);
      apply(app, page.readFragment(board, location.hash));
      update(app);
    });
    buildPrint();
    update(app);
  };

  page.start();
})((negotiate.page = negotiate.page || {}));
