// A slider and a number for each parameter.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const STEPS = 200;

  // About a two-hundredth of the range: 1, 2 or 5 times a power of ten.
  function stepOf(low, high) {
    const rough = (high - low) / STEPS;
    const power = 10 ** Math.floor(Math.log10(rough));
    return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  }

  // The nearest multiple of a step, without the noise of binary fractions.
  function rounded(value, step) {
    const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
    return Number((Math.round(value / step) * step).toFixed(digits));
  }

  const KEYS = {
    ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
    Home: -Infinity, End: Infinity,
  }; // prettier-ignore

  function controlsOf(app, parameter, k, row) {
    const [low, high] = app.range(k);
    const step = stepOf(low, high);
    const clip = (value) => Math.min(high, Math.max(low, value));
    const snap = (value) => clip(Math.abs(value - parameter.value) < step / 2
      ? parameter.value : rounded(value, step)); // prettier-ignore
    const about = `name-${k} about-${k}`;
    const slider = page.el("input", {
      type: "range", id: `slider-${k}`, min: low, max: high, step: "any",
      "aria-describedby": `about-${k}`,
      oninput: () => app.move(k, snap(Number(slider.value))),
      onkeydown: (event) => {
        const by = KEYS[event.key];
        if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const to = by === -Infinity ? low : by === Infinity ? high : 0;
        const here = app.state.theta[k];
        const next = Number.isFinite(by) ? rounded(here + by * step, step) : to;
        app.move(k, clip(next));
      },
    }); // prettier-ignore
    const box = page.el("input", {
      type: "number", id: `number-${k}`, min: low, max: high, step: "any",
      "aria-labelledby": about,
      onchange: () => {
        const value = Number(box.value);
        app.move(k, box.value.trim() && Number.isFinite(value) ? clip(value) : parameter.value);
      },
    }); // prettier-ignore
    row.querySelector(".line").append(box);
    row.querySelector(".line").after(slider);
    row.querySelector("summary").id = `about-${k}`;
    const strip = page.svg("svg", { class: "strip", "aria-hidden": "true" });
    slider.after(strip);
    return { slider, box, strip, row, snap };
  }

  // Parameters without a range have no slider: what they are stays as the file says.
  page.buildSliders = function (app) {
    app.controls = app.board.parameters.map(function (parameter, k) {
      const row = document.querySelector(`[data-parameter="${k}"]`);
      return row && app.range(k) ? controlsOf(app, parameter, k, row) : null;
    });
    const reset = document.getElementById("reset");
    if (reset) reset.addEventListener("click", () => app.reset());
  };

  // Shows the values; only those that differ are touched.
  page.showSliders = function (app) {
    const { fixed } = app.scenario();
    app.controls.forEach(function (control, k) {
      if (!control) return;
      const held = fixed[k] !== null;
      const value = held ? fixed[k] : app.state.theta[k];
      const shown = String(value);
      if (control.box.value !== shown) control.box.value = shown;
      if (Number(control.slider.value) !== value) control.slider.value = shown;
      const unit = app.board.parameters[k].unit;
      const spoken = `${page.number(value)}${unit ? ` ${unit}` : ""}${held ? ", set by the scenario" : ""}`;
      control.slider.setAttribute("aria-valuetext", spoken);
      if (control.slider.disabled !== held) {
        control.slider.disabled = held;
        control.box.disabled = held;
        control.row.title = held ? "set by the scenario" : "";
      }
      control.row.classList.toggle("changed", !held && value !== app.board.parameters[k].value);
    });
    const reset = document.getElementById("reset");
    if (reset) reset.disabled = !app.changed();
  };
})((negotiate.page = negotiate.page || {}));
