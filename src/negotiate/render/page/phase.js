// Which equilibrium one gets over two parameters: regions with numbers, a legend, and the point
// where one is. A click goes there.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const CELLS = 80;
  const SPOT = { left: 46, top: 8, width: 300, height: 205 };
  const TICKS = 4;
  const { el, svg } = page;

  function ticks(low, high) {
    const rough = (high - low) / TICKS;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.99);
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) {
      found.push(Number((k * step).toPrecision(12)));
    }
    return found;
  }

  function scales(app) {
    const [x0, x1] = app.range(app.state.x);
    const [y0, y1] = app.range(app.state.y);
    return {
      x: (value) => SPOT.left + ((value - x0) / (x1 - x0)) * SPOT.width,
      y: (value) => SPOT.top + SPOT.height - ((value - y0) / (y1 - y0)) * SPOT.height,
      valueX: (place) => x0 + ((place - SPOT.left) / SPOT.width) * (x1 - x0),
      valueY: (place) => y0 + ((SPOT.top + SPOT.height - place) / SPOT.height) * (y1 - y0),
    };
  }

  // Runs of equal cells of a row are one rectangle.
  function cells(app, job) {
    const { nx, ny } = job;
    const [w, h] = [SPOT.width / nx, SPOT.height / ny];
    const parts = [];
    for (let j = 0; j < ny; j += 1) {
      let start = 0;
      for (let i = 1; i <= nx; i += 1) {
        const index = job.grid[j * nx + start];
        if (i < nx && job.grid[j * nx + i] === index) continue;
        const known = page.lookUpRegime(app, job.regimes, index);
        const y = SPOT.top + SPOT.height - (j + 1) * h;
        parts.push(svg("rect", {
          class: `cell ${known.area}`, x: (SPOT.left + start * w).toFixed(2), y: y.toFixed(2),
          width: ((i - start) * w + 0.4).toFixed(2), height: (h + 0.4).toFixed(2),
        })); // prettier-ignore
        start = i;
      }
    }
    return parts;
  }

  // How many cells each is away from another region or the frame; numbers stand farthest inside.
  function depths(grid, nx, ny) {
    const depth = new Int16Array(grid.length);
    const look = (i, j, di, dj) => {
      const [a, b] = [i + di, j + dj];
      if (a < 0 || b < 0 || a >= nx || b >= ny) return 0;
      return grid[b * nx + a] === grid[j * nx + i] ? depth[b * nx + a] : 0;
    };
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) {
        depth[j * nx + i] = 1 + Math.min(look(i, j, -1, 0), look(i, j, 0, -1), look(i, j, -1, -1));
      }
    }
    for (let j = ny - 1; j >= 0; j -= 1) {
      for (let i = nx - 1; i >= 0; i -= 1) {
        const back = 1 + Math.min(look(i, j, 1, 0), look(i, j, 0, 1), look(i, j, 1, 1));
        depth[j * nx + i] = Math.min(depth[j * nx + i], back);
      }
    }
    return depth;
  }

  // Of the cells farthest inside a region the middle one.
  function hearts(job) {
    const depth = depths(job.grid, job.nx, job.ny);
    const found = new Map();
    job.grid.forEach((index, k) => {
      if (index < 0) return;
      const best = found.get(index) || [];
      if (!best.length || depth[k] > depth[best[0]]) found.set(index, [k]);
      else if (depth[k] === depth[best[0]]) best.push(k);
    });
    return new Map(Array.from(found, ([index, best]) => [index, best[best.length >> 1]]));
  }

  function badge(known, middleX, middleY) {
    const inside = (value, from, size) => Math.min(Math.max(value, from + 11), from + size - 11);
    const x = inside(middleX, SPOT.left, SPOT.width);
    const y = inside(middleY, SPOT.top, SPOT.height);
    return svg("g", { class: "badge" },
      svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 9.5 }),
      svg("text", { x: x.toFixed(1), y: (y + 4.2).toFixed(1) }, String(known.number))); // prettier-ignore
  }

  function axes(app, to) {
    const [x0, x1] = app.range(app.state.x);
    const [y0, y1] = app.range(app.state.y);
    const bottom = SPOT.top + SPOT.height;
    const across = ticks(x0, x1).map((value) =>
      svg("text", { x: to.x(value).toFixed(1), y: bottom + 16, "text-anchor": "middle" }, page.number(value)));
    const up = ticks(y0, y1).map((value) =>
      svg("text", { x: SPOT.left - 6, y: (to.y(value) + 4).toFixed(1), "text-anchor": "end" }, page.number(value)));
    const frame = { class: "frame", x: SPOT.left, y: SPOT.top, width: SPOT.width, height: SPOT.height };
    return [...across, ...up, svg("rect", frame)];
  }

  function point(app, to) {
    const theta = app.solved.now.theta;
    return svg("circle", {
      class: "here", r: 5.5, cx: to.x(theta[app.state.x]).toFixed(1), cy: to.y(theta[app.state.y]).toFixed(1),
    }); // prettier-ignore
  }

  // Where an outcome is: the heart of its region.
  function place(job, index) {
    const cell = hearts(job).get(index);
    return [job.xs[cell % job.nx], job.ys[Math.floor(cell / job.nx)]];
  }

  // The moves of an outcome; of those that do not happen now, only what differs.
  function told(app, regime) {
    const now = app.solved.now.regime;
    const path = negotiate.path(app.board, app.state.scenario, app.solved.now);
    const owner = new Map(path.map((step) => [step.move, step.owner]));
    const parts = [];
    for (const [move, options] of Object.entries(regime.happens || {})) {
      const text = options.filter((option) => option !== page.NONE).map(page.spaced).join(" or ");
      const same = String(now.happens[move] || "") === String(options);
      if (!text || (same && regime.key !== now.key)) continue;
      if (parts.length) parts.push(" › ");
      parts.push(page.who(app.board, owner.get(move)), " ", text);
    }
    return parts.length ? parts : ["nobody decides otherwise"];
  }

  function legend(app, job) {
    const list = document.getElementById("legend");
    const total = job.grid.length;
    const now = app.solved.now.regime ? app.solved.now.regime.key : "";
    const order = job.regimes.map((_, index) => index).filter((index) => job.counts[index]);
    order.sort((a, b) => job.counts[b] - job.counts[a]);
    const several = order.length > 1 ? "All but the framed one: what differs from now." : "";
    document.getElementById("legend-note").textContent = several;
    const nowhere = job.grid.reduce((count, index) => count + (index < 0 ? 1 : 0), 0);
    const items = order.map((index) => {
      const known = app.regimes.of(job.regimes[index]);
      const swatch = el("span", { class: `swatch ${known.area}` }, String(known.number));
      const go = () => {
        const [x, y] = place(job, index);
        app.moveTo([[app.state.x, x], [app.state.y, y]]);
      };
      const share = page.odds(Math.round((job.counts[index] / total) * 100) / 100 || 0.004);
      return el("li", { "aria-current": known.key === now ? "true" : null },
        el("button", { type: "button", onclick: go, title: "go to this region" },
          swatch, el("span", {}, told(app, known)),
          el("span", { class: "share" }, share === "0.4%" ? "<1%" : share)));
    });
    if (nowhere) {
      items.push(el("li", { class: "nowhere" }, el("span", { class: "swatch" }, "–"),
        ` ${page.odds(nowhere / total)}: no answer, or none computed`));
    }
    list.replaceChildren(...items);
  } // prettier-ignore

  function note(text) {
    document.getElementById("map").replaceChildren(el("p", { class: "note" }, text));
    document.getElementById("legend").replaceChildren();
    document.getElementById("legend-note").textContent = "";
  }

  function draw(app, job) {
    if (job.outside) {
      note("The table was computed elsewhere: move the other parameters back, or choose other axes.");
      return;
    }
    const to = scales(app);
    const parts = [svg("g", { "shape-rendering": "crispEdges" }, cells(app, job))];
    for (const [index, cell] of hearts(job)) {
      const known = app.regimes.of(job.regimes[index]);
      parts.push(badge(known, to.x(job.xs[cell % job.nx]), to.y(job.ys[Math.floor(cell / job.nx)])));
    }
    const names = [app.state.x, app.state.y].map((k) => page.spaced(app.board.parameters[k].name));
    const map = svg("svg", {
      viewBox: `0 0 ${SPOT.left + SPOT.width + 14} ${SPOT.top + SPOT.height + 24}`, role: "img",
      "aria-label": `Which equilibrium over ${names[0]} (across) and ${names[1]} (up); the list below tells the regions`,
    }, parts, axes(app, to), point(app, to)); // prettier-ignore
    map.addEventListener("click", (event) => {
      const box = map.getBoundingClientRect();
      const scale = map.viewBox.baseVal.width / box.width;
      const x = Math.min(Math.max((event.clientX - box.left) * scale, SPOT.left), SPOT.left + SPOT.width);
      const y = Math.min(Math.max((event.clientY - box.top) * scale, SPOT.top), SPOT.top + SPOT.height);
      const places = [[app.state.x, to.valueX(x)], [app.state.y, to.valueY(y)]];
      // As finely as sliders move: numbers that can be read, and kept in an address.
      app.moveTo(places.map(([k, value]) => [k, app.controls[k].snap(value)]));
    });
    document.getElementById("map").replaceChildren(map);
    legend(app, job);
    app.phase = job;
  }

  // Until the map is computed anew, only the point moves.
  page.movePoint = function (app) {
    const here = document.querySelector("#map .here");
    if (!here || !app.solved.now.valid) return;
    here.replaceWith(point(app, scales(app)));
  };

  // Whether there can be a map over the two parameters that are chosen.
  page.mapped = function (app) {
    const { x, y } = app.state;
    const { fixed, table } = app.scenario();
    if (x === y || x < 0 || y < 0 || fixed[x] !== null || fixed[y] !== null) return false;
    return !table || table.sheets.some(({ axes }) =>
      axes.length === 2 && axes.includes(x) && axes.includes(y));
  }; // prettier-ignore

  page.phaseJobs = function (app) {
    const { x, y } = app.state;
    if (!document.getElementById("phase")) return [];
    if (!page.mapped(app)) {
      const { table } = app.scenario();
      const none = table && table.sheets.every(({ axes }) => axes.length < 2);
      note(x === y ? "Choose two different parameters."
        : none ? "No map was computed of this scenario."
        : "Over these two there is no map: the scenario sets one of them, or no table was computed.");
      return [];
    } // prettier-ignore
    const start = () => negotiate.phase(app.board, app.state.scenario, app.theta(), x, y, CELLS, CELLS);
    return [{ start, during: (job) => draw(app, job), end: (job) => draw(app, job) }];
  };

  page.buildPhase = function (app) {
    const choices = app.board.parameters.map((_, k) => k).filter((k) => app.range(k));
    if (choices.length < 2) {
      document.getElementById("phase").remove();
      return;
    }
    for (const axis of ["x", "y"]) {
      const select = document.getElementById(`phase-${axis}`);
      select.append(...choices.map((k) =>
        el("option", { value: k }, page.spaced(app.board.parameters[k].name))));
      select.addEventListener("change", () => app.axis(axis, Number(select.value)));
    } // prettier-ignore
  };

  page.showAxes = function (app) {
    for (const axis of ["x", "y"]) {
      const select = document.getElementById(`phase-${axis}`);
      if (select && select.value !== String(app.state[axis])) select.value = String(app.state[axis]);
    }
  };
})((negotiate.page = negotiate.page || {}));
