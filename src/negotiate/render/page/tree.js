// Draws the game tree where layout.js places it, and lets one walk through it.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const { svg, tint } = page;
  const NARROW = 1180; // pixels of the page up to which the tree stands above the panels
  const SMALLEST = 0.72; // of its size, at which its letters are still read with ease
  const px = (value) => String(Math.round(value * 10) / 10);

  const line = (points) => `M${points.map(([x, y]) => `${px(x)} ${px(y)}`).join("L")}`;

  function curve([start, ...rest]) {
    const parts = [`M${px(start[0])} ${px(start[1])}`];
    for (let k = 0; k < rest.length; k += 3) {
      const three = rest.slice(k, k + 3).map(([x, y]) => `${px(x)} ${px(y)}`);
      parts.push(`C${three.join(" ")}`);
    }
    return parts.join("");
  }

  const TAKEN = { path: " played", best: " chosen", other: "", bare: "" };

  // The path of comparison lies beneath everything, in one piece where it can.
  function bands(placed) {
    return placed.branches
      .filter(({ band }) => band)
      .map(({ points }) => svg("path", { class: "was", d: line(points) }));
  }

  function rowsBehind(placed) {
    const [left, right] = placed.table;
    const height = placed.step - 4;
    return placed.rows
      .filter(({ path, band }) => path || band)
      .map(({ y, path, band }) =>
        svg("rect", {
          class: `row${band ? " was" : ""}${path ? " played" : ""}`,
          x: px(left), y: px(y - height / 2), width: px(right - left), height: px(height), rx: 4,
        }),
      ); // prettier-ignore
  }

  function branches(placed) {
    const rank = { other: 0, bare: 0, best: 1, path: 2 };
    return placed.branches
      .slice()
      .sort((a, b) => rank[a.kind] - rank[b.kind])
      .map(({ kind, owner, points }) =>
        svg("path", { class: `branch ${tint(owner)}${TAKEN[kind]}`, d: line(points) }),
      );
  }

  function labels(placed) {
    return placed.branches.flatMap(({ lines, at: [x, y], kind }) =>
      lines.map((text, k) => {
        const up = (lines.length - 1 - k) * 16;
        return svg("text", { class: `label${TAKEN[kind]}`, x: px(x), y: px(y - up) }, text);
      }),
    );
  }

  function payoffs(placed) {
    const [left] = placed.table;
    const parts = placed.columns.map(({ player, x, text }) =>
      svg("text", { class: `pay head ${tint(player)}`, x: px(x), y: px(placed.heading) }, text),
    );
    for (const { x, y, payoffs: texts, path } of placed.rows) {
      if (x + 6 < left) {
        parts.push(svg("path", { class: "dots", d: line([[x + 6, y], [left - 4, y]]) }));
      }
      texts.forEach((text, k) => {
        const kind = `pay amount ${tint(placed.columns[k].player)}${path ? " played" : ""}`;
        const at = { class: kind, x: px(placed.columns[k].x), y: px(y + 4.5) };
        parts.push(svg("text", at, text));
      });
    }
    return parts;
  }

  function expected(placed) {
    if (!placed.expected.length) return [];
    const y = px(placed.last + 4.5);
    const [left] = placed.table;
    const title = svg("text", { class: "pay", x: px(left), y }, "expected payoff ");
    const cells = placed.expected.map((text, k) => {
      const { player, x } = placed.columns[k];
      return svg("text", { class: `pay amount head ${tint(player)}`, x: px(x), y }, text);
    });
    return [title, ...cells];
  }

  function shape({ owner, x, y }, radius) {
    if (owner === negotiate.CHANCE) {
      const r = radius * 0.95;
      return svg("path", { d: line([[x, y - r], [x + r, y], [x, y + r], [x - r, y]]) + "Z" });
    }
    return svg("circle", { cx: px(x), cy: px(y), r: px(radius) });
  }

  // The triangle behind a folded node, and how many nodes are inside.
  function marker(app, { node, x, y, count }, radius) {
    const left = x + radius + 3;
    const tip = line([[left, y - 5], [left + 8, y], [left, y + 5]]);
    const open = (event) => {
      event.stopPropagation();
      app.open(node, true);
    };
    return svg("g", { class: "fold", onclick: open },
      svg("path", { d: `${tip}Z`, fill: "currentColor" }),
      svg("text", { x: px(left + 11), y: px(y + 4.5) }, count)); // prettier-ignore
  }

  function spoken(app, { node, owner, path, tied, hidden }) {
    const { board } = app;
    const { tree } = app.scenario();
    const mover = owner < 0 ? "chance" : Object.values(board.players)[owner];
    const move = page.spaced(tree.moves[tree.infosetMove[tree.infoset[node]]]);
    const told = [`${mover}, ${move}`];
    if (path) told.push("on the path");
    if (tied) told.push("indifferent");
    if (hidden) told.push(`${hidden} nodes folded`);
    return told.join(", ");
  }

  function knots(app, placed) {
    return placed.nodes
      .filter(({ owner }) => owner !== negotiate.LEAF)
      .map((place) => {
        const { node, owner, x, y, badge, path, tied } = place;
        const kind = `node ${tint(owner)}${path ? " played" : ""}${tied ? " tied" : ""}`;
        const parts = [shape(place, placed.radius)];
        if (badge) parts.push(svg("text", { x: px(x), y: px(y + 4), "font-size": 11 }, badge));
        else if (owner < 0) parts.push(svg("text", { x: px(x), y: px(y + 4), "font-size": 11 }, "?"));
        const knot = svg("g", {
          class: app.state.node === node ? `${kind} picked` : kind,
          "data-node": node, role: "button", tabindex: -1, "aria-label": spoken(app, place),
          onclick: () => app.pick(node),
        }, parts); // prettier-ignore
        return place.count ? svg("g", { class: kind.replace("node ", "") }, knot, marker(app, place, placed.radius)) : knot;
      });
  }

  // All that a drawing shows but for the payoffs: while it stays so, only those are written anew.
  function shapeOf(app, placed) {
    const nodes = placed.nodes.map(({ node, x, y, path, tied, hidden }) => [node, x, y, path, tied, hidden]);
    const branches = placed.branches.map(({ kind, band, lines }) => [kind, band, lines]);
    const rows = placed.rows.map(({ path, band }) => [path, band]);
    const { scenario, node } = app.state;
    return JSON.stringify([scenario, node, nodes, branches, rows, placed.columns, placed.table, placed.last]);
  }

  function retell(picture, placed) {
    const texts = [...placed.rows.flatMap((row) => row.payoffs), ...placed.expected];
    picture.querySelectorAll(".amount").forEach((cell, k) => {
      if (cell.textContent !== texts[k]) cell.textContent = texts[k];
    });
  }

  // Draws the tree anew, and keeps the place of the focus and of the scroll bars.
  page.drawTree = function (app) {
    const { before, now } = app.solved;
    const picture = document.getElementById("picture");
    const diagram = negotiate.diagram(app.board, app.state.scenario, now, before);
    const placed = negotiate.place(diagram, app.folding());
    placed.width = Math.max(placed.width, placed.table[1] + 2);
    const shape = shapeOf(app, placed);
    if (app.drawn === shape) {
      app.placed = placed;
      retell(picture, placed);
      return;
    }
    app.drawn = shape;
    const focused = picture.contains(document.activeElement)
      ? document.activeElement.getAttribute("data-node") : null; // prettier-ignore
    const drawing = svg("svg", {
      class: "live-tree", viewBox: `0 0 ${px(placed.width)} ${px(placed.height)}`,
      width: px(placed.width), height: px(placed.height), role: "group",
      "font-size": negotiate.place.sizes.words, "aria-label": "Game tree; arrow keys walk along it",
    },
      rowsBehind(placed), bands(placed),
      placed.links.map(({ points }) => svg("path", { class: "set", d: curve(points) })),
      branches(placed), labels(placed), payoffs(placed), expected(placed),
      placed.headings.map(({ x, text }) =>
        svg("text", { class: "heading", x: px(x), y: px(placed.heading), "font-size": 12 }, text)),
      knots(app, placed)); // prettier-ignore
    picture.className = "scroll";
    picture.replaceChildren(drawing);
    app.placed = placed;
    showKey(app, diagram);
    if (!app.arranged) arrange(app);
    fit(picture, drawing, placed);
    const first = String(focused === null ? (app.state.node === null ? 0 : app.state.node) : focused);
    const knot = drawing.querySelector(`[data-node="${first}"]`) || drawing.querySelector("[data-node]");
    if (knot) knot.setAttribute("tabindex", "0");
    if (knot && focused !== null) knot.focus({ preventScroll: true });
  };

  // The key tells what is there, and no more.
  function showKey(app, { baseline }) {
    const { placed } = app;
    const hide = (id, gone) => (document.getElementById(id).hidden = gone);
    hide("key-was", !baseline);
    hide("key-set", !placed.links.length);
    hide("key-tie", !placed.nodes.some(({ tied }) => tied));
    hide("key-fold", !placed.nodes.some(({ hidden }) => hidden));
    const against = app.board.scenarios[app.against];
    document.getElementById("key-against").textContent = page.title(against);
  }

  // Beside a wide tree there is room for one column of panels, and not for two.
  function arrange(app) {
    const board = document.querySelector(".board");
    board.classList.remove("wide-tree");
    const room = document.getElementById("picture").clientWidth;
    board.classList.toggle("wide-tree", innerWidth > NARROW && app.placed.width * SMALLEST > room);
    app.arranged = true;
  }

  // As wide as its box where letters stay readable, or else it scrolls.
  function fit(picture, drawing, placed) {
    const scale = Math.min(picture.clientWidth / placed.width, 1.35);
    const shown = Math.max(scale, SMALLEST);
    drawing.setAttribute("width", px(placed.width * shown));
    drawing.setAttribute("height", px(placed.height * shown));
    drawing.style.maxWidth = scale < SMALLEST ? "none" : "";
  }

  // Arrow keys: along the branches, and up and down within a column.
  function neighbour(app, node, key) {
    const { tree } = app.scenario();
    const shown = app.placed.nodes.filter(({ owner }) => owner !== negotiate.LEAF);
    const here = shown.find((place) => place.node === node);
    if (!here) return null;
    if (key === "ArrowLeft") return tree.parent[node];
    if (key === "ArrowRight") {
      const below = shown.filter((place) => tree.parent[place.node] === node);
      return (below.find(({ path }) => path) || below[0] || {}).node;
    }
    const down = key === "ArrowDown";
    const column = shown.filter(({ x, y }) => Math.abs(x - here.x) < 1 && (down ? y > here.y : y < here.y));
    column.sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y));
    return (column[0] || {}).node;
  }

  function onKey(app, event) {
    const knot = event.target.closest("[data-node]");
    if (!knot || event.altKey || event.ctrlKey || event.metaKey) return;
    const node = Number(knot.getAttribute("data-node"));
    if (event.key === "Enter" || event.key === " ") app.pick(node);
    else if (event.key === "+" || event.key === "-") app.open(node, event.key === "+");
    else if (event.key.startsWith("Arrow")) {
      const to = neighbour(app, node, event.key);
      const next = to >= 0 ? document.querySelector(`#picture [data-node="${to}"]`) : null;
      if (next) {
        knot.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      }
    } else return;
    event.preventDefault();
  }

  page.buildTree = function (app) {
    const picture = document.getElementById("picture");
    picture.addEventListener("keydown", (event) => onKey(app, event));
    let width = picture.clientWidth;
    addEventListener("resize", () => {
      if (!app.placed || picture.clientWidth === width) return;
      arrange(app);
      width = picture.clientWidth;
      fit(picture, picture.firstElementChild, app.placed);
      page.fitStrips(app);
    });
  };
})((negotiate.page = negotiate.page || {}));
