// Numbers, names and sentences, as the Python side writes them; and elements made of them.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const NONE = "none";
  const SVG = "http://www.w3.org/2000/svg";
  const COLOURS = 6;
  const MINUS = "\u2212";
  const SLIGHT = 0.01; // per cent

  const spaced = (word) => word.replaceAll("_", " ");

  // A full name as it stands in a list: without its article.
  const entry = (name) => name.replace(/^[Tt]he /, "");

  const opened = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // So many significant digits; a number midway goes to the even one, as Python has it.
  function significant(value, digits) {
    if (value < 0) return -significant(-value, digits);
    const rounded = Number(value.toPrecision(digits));
    const written = value.toPrecision(digits + 40).replace(/e.*/, "").replace(".", "").replace(/^0+/, "");
    const midway = /^50*$/.test(written.slice(digits)) && "02468".includes(written[digits - 1]);
    if (!midway || rounded < value) return rounded;
    const unit = 10 ** (Math.floor(Math.log10(value)) - digits + 1);
    return Number((rounded - unit).toPrecision(digits));
  }

  // Four significant digits, or one decimal from a thousand on.
  function number(value) {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "unknown" : "infinite";
    if (value === 0) return "0";
    const size = Math.abs(value);
    let text;
    if (size >= 1e15 || size < 1e-4) text = significant(value, 4).toExponential();
    else if (size >= 999.95) {
      text = value.toLocaleString("en-US", { maximumFractionDigits: 1 });
    } else text = String(significant(value, 4));
    return text.replace("-", MINUS);
  }

  // Two decimals, as payoffs stand in a column.
  function two(value) {
    const text = Math.abs(value).toLocaleString("en-US", {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    return value < 0 && text !== "0.00" ? MINUS + text : text;
  }

  function signed(value) {
    const text = two(value);
    return value > 0 && text !== "0.00" ? `+${text}` : text;
  }

  // In per cent, to three digits; only what is certain reads 0% or 100%.
  function odds(value) {
    if (value < 1e-12) return "0%";
    if (value > 1 - 1e-9) return "100%";
    const share = 100 * value;
    if (share < SLIGHT || share > 100 - SLIGHT) return value < 0.5 ? "<0.01%" : ">99.99%";
    const text = String(significant(share, 3));
    return `${text === "100" ? significant(share, 4) : text}%`;
  }

  function listed(words, last = "and") {
    if (words.length < 2) return words.join("");
    return `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`;
  }

  // An element with attributes, properties that begin with "on", and children or texts.
  function made(space, name, attributes, children) {
    const node = space ? document.createElementNS(space, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
    return node;
  }

  const el = (name, attributes, ...children) => made("", name, attributes, children);
  const svg = (name, attributes, ...children) => made(SVG, name, attributes, children);

  // The class by which a player has its colour; chance has none.
  const tint = (player) => (player >= 0 ? `p${player % COLOURS}` : "chance");

  function who(board, player, full = false) {
    const key = Object.keys(board.players)[player];
    const text = key === undefined ? "chance" : full ? entry(board.players[key]) : key;
    return el("span", { class: `who ${tint(player)}` }, text);
  }

  // How a move comes out, an option a text: `accept`, `stalemate 66.2%`; none: it is not reached.
  function outcomes(list) {
    const real = list.filter(({ odds: chance }) => chance > 1e-12);
    if (real.every(({ option }) => option === NONE)) return [];
    return real.map(({ option, odds: chance }) => {
      const name = option === NONE ? "not reached" : spaced(option);
      return chance > 1 - 1e-9 ? name : `${name} ${odds(chance)}`;
    });
  }

  // The name of a move behind its player's, unless it is the same.
  function moveName(board, owner, move) {
    const [key, name] = Object.entries(board.players)[owner] || [];
    return move === key || move === name ? "" : ` ${spaced(move)}`;
  }

  // What a player does, as it stands behind its name; which move it is, where there are several.
  function does(board, move, list, several) {
    const known = board.phrases[move] || {};
    const phrased = list.every(({ option }) => option === NONE || option in known);
    const told = list.map(({ option, odds: chance }) => {
      let text = spaced(option);
      if (option === NONE) text = phrased ? "has no choice to make" : "not reached";
      else if (phrased) text = known[option];
      return chance > 1 - 1e-9 ? text : `${text} (${odds(chance)})`;
    });
    const which = several ? ` (${spaced(move)})` : "";
    return phrased ? listed(told, "or") : `chooses ${listed(told, "or")}${which}`;
  }

  // The path in a sentence: who does what, in the order of the moves.
  function sentence(board, scenario, path) {
    const names = Object.values(board.players);
    const clauses = [];
    let before = null;
    for (const { move, owner, outcomes: all } of path) {
      const list = all.filter(({ odds: chance }) => chance > 1e-9);
      if (owner === null || owner < 0 || list.every(({ option }) => option === NONE)) continue;
      const several = path.filter((step) => step.owner === owner).length > 1;
      const text = does(board, move, list, several);
      if (owner === before) clauses[clauses.length - 1].push(text);
      else clauses.push([`${names[owner]} ${text}`]);
      before = owner;
    }
    const lead = scenario.phrase || (scenario.name ? `in ${spaced(scenario.name)}` : "here");
    const told = listed(clauses.map((parts) => listed(parts))) || "nobody has anything to decide";
    return `${opened(lead)}, ${told}.`;
  }

  const title = (scenario) => spaced(scenario.name) || "the game";

  Object.assign(page, {
    NONE, spaced, entry, opened, number, two, signed, odds, listed, el, svg, tint, who, outcomes,
    moveName, does, sentence, title,
  }); // prettier-ignore
})((negotiate.page = negotiate.page || {}));
