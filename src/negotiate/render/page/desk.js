// Where a program serves the page: ask it what the browser does not solve.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const { el } = page;
  const LEAST = -2; // the slider of rationality holds powers of ten
  const MOST = 2;
  const UNASKED = "";

  function question(desk) {
    const { board, state } = negotiate.app;
    const moved = board.parameters.filter(({ value }, k) => state.theta[k] !== value);
    const settings = moved.map(({ name }) => [name, state.theta[board.parameters.findIndex((p) => p.name === name)]]);
    const asked = {
      scenario: negotiate.app.scenario().name,
      settings: Object.fromEntries(settings),
      concept: desk.concept.value,
    };
    if (asked.concept === "qre") asked.rationality = rationality(desk);
    return asked;
  } // prettier-ignore

  const rationality = (desk) => Number((10 ** Number(desk.slider.value)).toPrecision(3));

  function show(desk, found) {
    if (found.html === undefined) {
      desk.body.replaceChildren(el("p", { class: "note" }, found.refusal || found.error));
      return;
    }
    desk.body.innerHTML = found.html; // made by the program, every name escaped
    desk.body.append(el("details", {}, el("summary", {}, "As the terminal prints it"),
      el("pre", { class: "printed" }, found.text))); // prettier-ignore
  }

  async function ask(desk) {
    // Where the browser has only a table, the program answers for the numbers as they are.
    const table = negotiate.app.scenario().mode !== "live";
    if (table && desk.concept.value === UNASKED) desk.concept.value = "auto";
    const asked = question(desk);
    const key = JSON.stringify(asked);
    desk.rate.hidden = asked.concept !== "qre";
    desk.told.textContent = page.number(rationality(desk));
    if (asked.concept === UNASKED || key === desk.key) return;
    desk.key = key;
    desk.panel.dataset.state = "asking";
    desk.panel.setAttribute("aria-busy", "true");
    let found;
    try {
      const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: key };
      found = await (await fetch("answer", sent)).json();
    } catch {
      found = { error: "The program does not answer: was it stopped?" };
    }
    if (desk.key !== key) return; // asked again meanwhile
    show(desk, found);
    desk.panel.dataset.state = "answered";
    desk.panel.removeAttribute("aria-busy");
  }

  function build(about) {
    const names = about.concepts.map(({ name, about: says, refusal }) =>
      el("option", { value: name, disabled: refusal !== "", title: refusal || says }, page.spaced(name)));
    const auto = [el("option", { value: UNASKED }, "choose a concept"), el("option", { value: "auto" }, "as the page")];
    const desk = { key: "" };
    desk.concept = el("select", { id: "desk-concept", onchange: () => ask(desk) }, auto, names);
    desk.told = el("output", { id: "desk-lambda-value" });
    desk.slider = el("input", {
      type: "range", id: "desk-lambda", min: LEAST, max: MOST, step: 0.05, value: 0, oninput: () => ask(desk),
    });
    desk.rate = el("div", { class: "rate", hidden: true },
      el("label", { for: "desk-lambda" }, "rationality λ"), desk.slider, desk.told);
    desk.body = el("div", { id: "desk-body", class: "report", "aria-live": "polite" });
    desk.panel = el("section", { class: "panel desk", id: "desk", "aria-labelledby": "desk-title" },
      el("h2", { id: "desk-title" }, "Ask the program"),
      el("div", { class: "axes" }, el("label", { for: "desk-concept" }, "concept"), desk.concept),
      desk.rate, desk.body);
    document.querySelector(".middle").append(desk.panel);
    return desk;
  } // prettier-ignore

  async function open() {
    let about;
    try {
      about = await (await fetch("about")).json();
    } catch {
      return;
    }
    const desk = build(about);
    document.addEventListener("settled", () => ask(desk));
    ask(desk);
  }

  open();
})((negotiate.page = negotiate.page || {}));
