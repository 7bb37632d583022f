// What the scenario shifts, at the numbers of the sliders: shifts.py, drawn anew.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const OFF_PATH = 12;
  const { el, svg } = page;

  const alike = (left, right) =>
    left.length === right.length &&
    left.every(({ option, odds }, k) => option === right[k].option && Math.abs(odds - right[k].odds) < 1e-9);

  const told = (texts) => (texts.length > 1 ? texts.map((text) => el("div", {}, text)) : texts[0] || "–");

  // How each move comes out, a column a scenario; a move that one of them lacks has a dash.
  function paths(app, sides) {
    const none = [{ option: page.NONE, odds: 1 }];
    const ways = sides.map(({ solved }) => negotiate.path(app.board, solved.scenario, solved));
    const owner = new Map(ways.flat().map((step) => [step.move, step.owner]));
    const found = ways.map((way) => new Map(way.map((step) => [step.move, step.outcomes])));
    const order = ways[ways.length - 1].map(({ move }) => move);
    for (const { move } of ways[0]) if (!order.includes(move)) order.push(move);
    let moved = false;
    const reached = (way, move) => page.outcomes(way.get(move) || none).length > 0;
    const rows = order.filter((move) => found.some((way) => reached(way, move))).map((move) => {
      const cells = found.map((way) => way.get(move) || none);
      const differs = !alike(cells[0], cells[cells.length - 1]);
      moved = moved || differs;
      return el("tr", { class: differs ? "differs" : "" },
        el("th", { scope: "row" }, page.who(app.board, owner.get(move)), page.moveName(app.board, owner.get(move), move)),
        cells.map((list) => el("td", {}, told(page.outcomes(list))))); // prettier-ignore
    });
    const heads = sides.map(({ name }, k) =>
      el("th", { scope: "col", class: k || sides.length === 1 ? "now" : "then" }, name));
    const table = el("table", { class: "paths" },
      el("caption", { class: "unseen" }, "Path of play"),
      el("thead", {}, el("tr", {}, el("td", {}), heads)), el("tbody", {}, rows)); // prettier-ignore
    return { table, moved };
  }

  // To the right a gain, to the left a loss; -1 to 1.
  function bar(share) {
    const width = Math.abs(share) * 37;
    return svg("svg", { class: "bars", viewBox: "0 0 76 14", "aria-hidden": "true" },
      svg("rect", { x: (share < 0 ? 38 - width : 38).toFixed(1), y: 2, width: width.toFixed(1), height: 10 }),
      svg("line", { x1: 38, x2: 38, y1: 0, y2: 14 })); // prettier-ignore
  }

  // A player's payoff range: points of different players are never compared.
  function stake(solved, player, players) {
    let [low, high] = [Infinity, -Infinity];
    for (let k = player; k < solved.u.length; k += players) {
      if (solved.u[k] < low) low = solved.u[k];
      if (solved.u[k] > high) high = solved.u[k];
    }
    return high - low;
  }

  function payoffs(app, sides) {
    const names = Object.values(app.board.players);
    const last = sides[sides.length - 1].solved;
    const change = names.map((_, p) => last.payoff[p] - sides[0].solved.payoff[p]);
    const share = change.map((by, p) => by / (stake(last, p, names.length) || 1));
    const longest = Math.max(...share.map(Math.abs)) || 1;
    const both = sides.length > 1;
    const rows = names.map((_, p) => {
      const cells = sides.map(({ solved }) => el("td", { class: "number" }, page.two(solved.payoff[p])));
      if (both) {
        cells.push(el("td", { class: "number" }, page.signed(change[p])));
        cells.push(el("td", { class: `bar-cell ${page.tint(p)}` }, bar(share[p] / longest)));
      }
      return el("tr", {}, el("th", { scope: "row" }, page.who(app.board, p, true)), cells);
    });
    const heads = (both ? ["without", "with", "change"] : ["payoff"]).map((text) =>
      el("th", { scope: "col" }, text));
    if (both) heads.push(el("td", { class: "bar-cell" }));
    return el("table", { class: "payoffs" },
      el("caption", { class: "unseen" },
        "Payoffs; a bar is the change as a share of the player's own payoff range"),
      el("thead", {}, el("tr", {}, el("td", {}), heads)), el("tbody", {}, rows)); // prettier-ignore
  }

  // What each option is worth where the player cannot tell some nodes apart: their mean, by the
  // odds of each; unknown where play does not come there.
  function meanWorth(app, { infoset, player }) {
    const { tree } = app.scenario();
    const { value, reach } = app.solved.now;
    const players = Object.keys(app.board.players).length;
    const worth = {};
    let total = 0;
    tree.infoset.forEach((h, node) => {
      if (h !== infoset) return;
      total += reach[node];
      for (let child = tree.first[node]; child < tree.first[node] + tree.kids[node]; child += 1) {
        const option = tree.actions[tree.slotAction[tree.slot[child]]];
        worth[option] = (worth[option] || 0) + reach[node] * value[child * players + player];
      }
    });
    for (const option of Object.keys(worth)) worth[option] /= total;
    return worth;
  }

  function why(app, found) {
    const { before, after, tied } = found;
    const known = Number.isNaN(found.gain) && found.infoset >= 0 ? meanWorth(app, found) : found.values;
    const [fresh, old] = [known[after], known[before]];
    if (!Number.isFinite(fresh) || !Number.isFinite(old)) return "";
    return ` (${page.two(fresh)} ${tied ? "=" : ">"} ${page.two(old)})`;
  }

  function flip(app, found) {
    const way = found.history.map(({ option }) => page.spaced(option)).join(" › ");
    const where = way && !found.onPath ? [" after ", el("i", {}, way)] : [];
    const parts = [
      page.who(app.board, found.player), page.moveName(app.board, found.player, found.move), ...where,
      `: ${page.spaced(found.before)} → `, el("b", {}, page.spaced(found.after)),
      el("span", { class: "why" }, why(app, found)),
    ]; // prettier-ignore
    const inside = found.node >= 0
      ? el("button", { type: "button", title: "show in the tree", onclick: () => app.show(found.node) }, parts)
      : parts; // prettier-ignore
    return el("li", { class: found.onPath ? "" : "off" }, inside);
  }

  function flips(app, found) {
    const onPath = found.filter((each) => each.onPath);
    const off = found.filter((each) => !each.onPath);
    const parts = found.length ? [el("h3", {}, "Decisions that flip")] : [];
    if (onPath.length) parts.push(el("ol", { class: "flips" }, onPath.map((each) => flip(app, each))));
    if (off.length) {
      const open = document.querySelector("#shifts-body details.more[open]") !== null;
      const rest = off.length - OFF_PATH;
      parts.push(el("details", { class: "more", open },
        el("summary", {}, `${off.length} ${off.length === 1 ? "decision" : "decisions"} off the path`),
        el("ol", { class: "flips" }, off.slice(0, OFF_PATH).map((each) => flip(app, each))),
        rest > 0 ? el("p", { class: "note" }, `and ${rest} more`) : null)); // prettier-ignore
    }
    return parts;
  }

  const measured = (found, name) => {
    if (name in found.quantities) return page.number(found.quantities[name]);
    if (name in found.categories) {
      const spread = Object.entries(found.categories[name]);
      return page.outcomes(spread.map(([option, odds]) => ({ option, odds }))).join(", ") || "–";
    }
    const odds = found.criteria[name];
    if (odds < 1e-12) return "fails";
    return odds > 1 - 1e-9 ? "holds" : page.odds(odds);
  };

  // Quantities and criteria, without and with: `never → now`.
  page.drawOutcomes = function (app) {
    const { board } = app;
    const { before, now } = app.solved;
    const body = document.getElementById("outcomes-body");
    const all = [...board.quantities, ...board.criteria];
    document.getElementById("outcomes").hidden = !all.length;
    if (!all.length) return;
    const found = [before, now].filter(Boolean).map((solved) =>
      negotiate.outcome(board, solved.scenario, solved.theta, solved));
    body.replaceChildren(el("dl", { class: "measures" }, all.map(({ name, about, unit }) => {
      const texts = found.map((each) => measured(each, name));
      const differs = texts[0] !== texts[texts.length - 1];
      return el("div", { class: differs ? "differs" : "", title: [about, unit].filter(Boolean).join("; ") },
        el("dt", {}, page.spaced(name)),
        el("dd", {}, differs ? el("span", { class: "old" }, `${texts[0]} → `) : null,
          el("span", { class: "new" }, texts[texts.length - 1])));
    })));
  }; // prettier-ignore

  page.drawShifts = function (app) {
    const { before, now } = app.solved;
    const scenario = app.scenario();
    const sides = [{ name: page.title(scenario), solved: now }];
    if (before) sides.unshift({ name: page.title(app.board.scenarios[app.against]), solved: before });
    const title = before ? `What ${page.title(scenario)} shifts` : "The answer";
    document.getElementById("shifts-title").textContent = title;
    const body = document.getElementById("shifts-body");
    if (!now.valid || (before && !before.valid)) {
      const refusal = now.refusal || before.refusal;
      body.replaceChildren(el("p", { class: "verdict shifts" }, `No answer at these numbers: ${refusal}.`));
      return;
    }
    const { table, moved } = paths(app, sides);
    const parts = [];
    if (before) {
      parts.push(el("p", { class: moved ? "verdict shifts" : "verdict" },
        moved ? "It shifts the equilibrium." : "It shifts nothing on the path of play.")); // prettier-ignore
    }
    parts.push(table, payoffs(app, sides));
    if (before) parts.push(...flips(app, negotiate.compare(app.board, before, now).flips));
    body.replaceChildren(...parts);
  };
})((negotiate.page = negotiate.page || {}));
