// Under each slider: which equilibrium one would get along it. Colours and numbers
// are those of the phase diagram.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const LOOKS = 25;
  const HEIGHT = 13;
  const ROOM = 13; // a number needs as much of a strip
  const APART = 38; // from one value beneath to the next
  const REGIONS = 8;

  // Outcomes that were met, each with its number and its colour; what happens now is the first.
  page.registry = function () {
    const known = new Map();
    return {
      known,
      of(regime) {
        if (!known.has(regime.key)) {
          const area = `r${known.size % REGIONS}`;
          known.set(regime.key, Object.assign({ number: known.size + 1, area }, regime));
        }
        return known.get(regime.key);
      },
    };
  };

  const NOWHERE = { number: "", area: "", label: "no game at these numbers" };

  page.lookUpRegime = (app, regimes, index) =>
    index < 0 ? NOWHERE : app.regimes.of(regimes[index]);

  function segment(app, job, { from, to, regime }, at) {
    const known = page.lookUpRegime(app, job.regimes, regime);
    const x = at(from);
    const width = Math.max(at(to) - x, 0.8);
    const parts = [
      page.svg("title", {}, `${page.number(from)} to ${page.number(to)}: ${known.label}`),
      page.svg("rect", { x: x.toFixed(1), width: width.toFixed(1), height: HEIGHT }),
    ];
    if (width > ROOM) {
      parts.push(page.svg("text", { x: (x + width / 2).toFixed(1), y: 10.5 }, String(known.number)));
    }
    return page.svg("g", { class: known.area }, parts);
  }

  // The values at which it changes, as many as have room, those that are nearest first.
  function edges(job, at, width, value) {
    const taken = [];
    const order = job.edges.slice().sort((a, b) => Math.abs(a - value) - Math.abs(b - value));
    return order.flatMap(function (edge) {
      const x = Math.min(Math.max(at(edge), 16), width - 16);
      if (taken.some((other) => Math.abs(other - x) < APART)) return [];
      taken.push(x);
      return [page.svg("text", { class: "edge", x: x.toFixed(1), y: HEIGHT + 11 }, page.number(edge))];
    });
  }

  function draw(app, k, job) {
    const [low, high] = app.range(k);
    const { strip } = app.controls[k];
    const width = strip.clientWidth || 240;
    const at = (value) => ((value - low) / (high - low)) * width;
    const height = HEIGHT + (job.edges.length ? 13 : 0);
    strip.setAttribute("viewBox", `0 0 ${width} ${height}`);
    strip.setAttribute("height", height);
    const parts = job.segments.map((part) => segment(app, job, part, at));
    strip.replaceChildren(...parts, ...edges(job, at, width, app.state.theta[k]));
    app.controls[k].job = job;
  }

  // One job a slider, those in sight first; the slider that moved has kept its strip.
  page.stripJobs = function (app, moved) {
    const free = app.scenario().fixed;
    const wanted = app.controls
      .map((control, k) => k)
      .filter((k) => app.controls[k] && free[k] === null && k !== moved);
    const inSight = (k) => {
      const box = app.controls[k].strip.getBoundingClientRect();
      return box.bottom > 0 && box.top < innerHeight ? 0 : 1;
    };
    const order = new Map(wanted.map((k) => [k, inSight(k)]));
    wanted.sort((a, b) => order.get(a) - order.get(b) || a - b);
    return wanted.map((k) => ({
      start: () => negotiate.strip(app.board, app.state.scenario, app.theta(), k, LOOKS),
      end: (job) => draw(app, k, job),
    }));
  };

  // The width of the page has changed.
  page.fitStrips = function (app) {
    app.controls.forEach((control, k) => {
      if (control && control.job) draw(app, k, control.job);
    });
  };

  // What a scenario holds has no strip.
  page.clearStrips = function (app) {
    app.scenario().fixed.forEach((held, k) => {
      if (held === null || !app.controls[k]) return;
      app.controls[k].strip.replaceChildren();
      app.controls[k].job = null;
    });
  };
})((negotiate.page = negotiate.page || {}));
