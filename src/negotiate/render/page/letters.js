// How wide a text is, how labels break, how numbers stand in a tree: render/tree/text.py in
// JavaScript, sum by sum.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  // Advance widths of blank to ~ in DejaVu Sans, in thousandths of the font's size.
  const REGULAR = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ];
  const BOLD = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683,
    683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771,
    724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665,
    343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
  ];
  const OTHER = 860;
  const SQUARE = 1000;
  const NEVER = 1e-9;
  const MINUS = "\u2212";
  const LARGE = 1e7;
  const TENS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

  function width(text, size, bold = true) {
    const table = bold ? BOLD : REGULAR;
    let total = 0;
    for (const character of text.normalize("NFD")) {
      const code = character.codePointAt(0);
      if (code >= 32 && code < 127) total += table[code - 32];
      else if (code >= 0x2e80) total += SQUARE;
      else if (!(code >= 0x300 && code < 0x370)) total += OTHER;
    }
    return (total * size) / 1000;
  }

  function wrapped(text, size, widest) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
      const longer = line ? line + " " + word : word;
      if (width(longer, size) <= widest) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      line = "";
      for (const character of word) {
        if (line && width(line + character, size) > widest) {
          lines.push(line);
          line = "";
        }
        line += character;
      }
    }
    return [...lines, line];
  }

  function badges(keys) {
    for (const [first, last] of [[1, 0], [2, 0], [3, 0], [1, 1]]) {
      const short = keys.map((key) => {
        const characters = Array.from(key);
        const n = characters.length;
        const ends = [...characters.slice(0, first), ...characters.slice(n - last)];
        return n <= 3 ? key : ends.join("");
      });
      if (new Set(short).size === keys.length) return short;
    }
    return keys.map((_, place) => String(place + 1));
  }

  function decimals(values) {
    let largest = 0;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    let most = largest < 10 ? 3 : largest < 100 ? 2 : 1;
    for (let size = largest; size > 0 && size < 0.1 && most < 9; most += 1) size *= 10;
    for (let digits = 0; digits < most; digits += 1) {
      const scale = TENS[digits];
      if (values.every((v) => Math.abs(v * scale - nearest(v * scale)) <= 1e-6)) return digits;
    }
    return most;
  }

  function places(shown) {
    const point = shown.indexOf(".");
    return point < 0 ? 0 : shown.length - point - 1;
  }

  function unnumbered(name) {
    return name.replace(/^(.+) [0-9]+$/, "$1");
  }

  function nearest(value) {
    return Math.floor(Math.abs(value) + 0.5) * (value >= 0 ? 1 : -1);
  }

  function number(value, digits) {
    if (Math.abs(value) < LARGE) return fixed(value, digits);
    let size = Math.abs(value);
    let power = 0;
    for (; size >= 10; power += 1) size /= 10;
    return `${value < 0 ? MINUS : ""}${fixed(size, 2)}e${power}`;
  }

  function fixed(value, digits) {
    const scaled = Math.floor(Math.abs(value) * TENS[digits] + 0.5);
    const text = String(scaled).padStart(digits + 1, "0");
    const point = text.length - digits;
    const sign = value < 0 && scaled ? MINUS : "";
    return sign + (digits ? `${text.slice(0, point)}.${text.slice(point)}` : text);
  }

  // Payoffs as texts, each player's with as many decimals.
  function columns(payoffs) {
    if (!payoffs.length) return [];
    const digits = payoffs[0].map((_, p) => decimals(payoffs.map((row) => row[p])));
    return payoffs.map((row) => row.map((value, p) => number(value, digits[p])));
  }

  negotiate.letters = {
    NEVER, width, wrapped, badges, columns, decimals, number, places, unnumbered,
  }; // prettier-ignore
})();
