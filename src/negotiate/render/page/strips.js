// Under each slider: which equilibrium one would get along it. Colours and numbers of outcomes.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const LOOKS = 25;
  const WIDTH = 240;
  const HEIGHT = 13;
  const ROOM = 13; // a number needs as much of a strip

  // Told apart by every kind of colour vision next to each other; the numbers tell all of them.
  const AREAS = [
    "#b9e0b0", "#a9c9ea", "#f5c79b", "#e3b6da", "#f6e59a", "#b5e3e0", "#d3cdeb", "#f2b5ae",
    "#d8dca6", "#c9ced6",
  ]; // prettier-ignore

  // Outcomes that were met, each with its number and its colour; what happens now is the first.
  page.registry = function () {
    const known = new Map();
    return {
      known,
      of(regime) {
        if (!known.has(regime.key)) {
          const colour = AREAS[known.size % AREAS.length];
          known.set(regime.key, Object.assign({ number: known.size + 1, colour }, regime));
        }
        return known.get(regime.key);
      },
    };
  };

  const NOWHERE = { number: "", colour: "#8a8f98", label: "no game at these numbers" };

  page.lookUpRegime = (app, regimes, index) =>
    index < 0 ? NOWHERE : app.regimes.of(regimes[index]);

  function segment(app, job, { from, to, regime }, [low, high]) {
    const known = page.lookUpRegime(app, job.regimes, regime);
    const x = ((from - low) / (high - low)) * WIDTH;
    const width = Math.max(((to - from) / (high - low)) * WIDTH, 0.8);
    const parts = [
      page.svg("title", {}, `${page.number(from)} to ${page.number(to)}: ${known.label}`),
      page.svg("rect", { x: x.toFixed(2), width: width.toFixed(2), height: HEIGHT, fill: known.colour }),
    ];
    if (width > ROOM) {
      parts.push(page.svg("text", { x: (x + width / 2).toFixed(1), y: 10 }, String(known.number)));
    }
    return page.svg("g", {}, parts);
  }

  function draw(app, k, job) {
    const range = app.range(k);
    const { strip } = app.controls[k];
    strip.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    strip.setAttribute("preserveAspectRatio", "none");
    strip.replaceChildren(...job.segments.map((part) => segment(app, job, part, range)));
    app.controls[k].edges = job.edges;
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

  // What a scenario holds has no strip.
  page.clearStrips = function (app) {
    app.scenario().fixed.forEach((held, k) => {
      if (held !== null && app.controls[k]) app.controls[k].strip.replaceChildren();
    });
  };
})((negotiate.page = negotiate.page || {}));
