// One decision, taken apart: what each option is worth to everybody.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const { el } = page;

  function heading(app, node) {
    const { board } = app;
    const { tree } = app.scenario();
    const owner = tree.owner[node];
    const move = tree.moves[tree.infosetMove[tree.infoset[node]]];
    const way = negotiate.history(board, app.state.scenario, node).map(({ option }) => page.spaced(option));
    const about = board.about_moves[move];
    return [
      el("p", {}, page.who(board, owner), " ", el("b", {}, page.spaced(move)),
        way.length ? ` after ${way.join(" › ")}` : " at the start"),
      about ? el("p", { class: "note" }, about) : null,
    ]; // prettier-ignore
  }

  function worths(app, node) {
    const { board } = app;
    const { tree } = app.scenario();
    const { now } = app.solved;
    const keys = Object.keys(board.players);
    const head = keys.map((_, p) => el("th", { scope: "col" }, page.who(board, p)));
    const rows = [];
    for (let k = 0; k < tree.kids[node]; k += 1) {
      const child = tree.first[node] + k;
      const slot = tree.slot[child];
      const chance = now.behaviour[slot];
      const played = chance > 1e-9;
      const mixed = played && chance < 1 - 1e-9;
      const name = page.spaced(tree.actions[tree.slotAction[slot]]);
      const cells = keys.map((_, p) => {
        const value = now.value[child * keys.length + p];
        const own = p === tree.owner[node];
        const text = Number.isNaN(value) ? "–" : page.two(value);
        return el("td", { class: "number" }, own ? el("b", { class: `who ${page.tint(p)}` }, text) : text);
      });
      rows.push(el("tr", { class: played ? "chosen" : "" },
        el("th", { scope: "row" }, name, mixed ? ` ${page.odds(chance)}` : ""), cells)); // prettier-ignore
    }
    return el("table", { class: "worths" },
      el("caption", { class: "unseen" }, "What each option is worth; the shaded one is taken"),
      el("thead", {}, el("tr", {}, el("td", {}), head)), el("tbody", {}, rows)); // prettier-ignore
  }

  page.drawNode = function (app) {
    const box = document.getElementById("node");
    const { node } = app.state;
    const { tree } = app.scenario();
    if (node === null || node >= tree.kids.length || !tree.kids[node]) {
      box.replaceChildren();
      return;
    }
    const place = app.placed.nodes.find((each) => each.node === node);
    const folded = !place || place.hidden > 0;
    const beliefs = (app.solved.now.beliefs || []).map((text) => el("p", { class: "note" }, text));
    box.replaceChildren(
      ...heading(app, node).filter(Boolean),
      worths(app, node),
      ...beliefs,
      el("p", {},
        el("button", { type: "button", class: "quiet", onclick: () => app.open(node, folded) },
          folded ? "Show what follows" : "Fold what follows"), " ",
        el("button", { type: "button", class: "quiet", onclick: () => app.pick(null) }, "Close")),
    ); // prettier-ignore
  };
})((negotiate.page = negotiate.page || {}));
