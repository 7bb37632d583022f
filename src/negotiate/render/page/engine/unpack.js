// Reads the packed arrays of a board's JSON: see formats/board.py for how they are written.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const DIGIT = new Uint8Array(128);
  for (let k = 0; k < DIGITS.length; k += 1) DIGIT[DIGITS.charCodeAt(k)] = k;

  // Bytes of base64; atob is not to be had everywhere that the engine runs.
  function bytes(text) {
    let length = text.length;
    while (length && text[length - 1] === "=") length -= 1;
    const out = new Uint8Array(Math.floor((length * 3) / 4));
    let bits = 0;
    let held = 0;
    let at = 0;
    for (let k = 0; k < length; k += 1) {
      held = ((held << 6) | DIGIT[text.charCodeAt(k)]) & 0xffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out[at] = (held >> bits) & 255;
        at += 1;
      }
    }
    return out;
  }

  // Signed numbers of variable length.
  function varying(data) {
    const out = [];
    let value = 0;
    let scale = 1;
    for (let k = 0; k < data.length; k += 1) {
      value += (data[k] & 127) * scale;
      scale *= 128;
      if (data[k] < 128) {
        out.push(value % 2 ? -(value + 1) / 2 : value / 2);
        value = 0;
        scale = 1;
      }
    }
    return out;
  }

  function repeated(pairs) {
    const out = [];
    for (let k = 0; k < pairs.length; k += 2) {
      for (let n = pairs[k + 1]; n > 0; n -= 1) out.push(pairs[k]);
    }
    return out;
  }

  function summed(steps) {
    let total = 0;
    return steps.map(function (step) {
      total += step;
      return total;
    });
  }

  const WAYS = {
    v: (numbers) => numbers,
    d: summed,
    r: repeated,
    x: (pairs) => summed(repeated(pairs)),
  };

  // Integers: a list, or a text whose first letter says how they are packed.
  negotiate.integers = function (packed) {
    if (packed === undefined) return new Int32Array(0);
    if (typeof packed !== "string") return Int32Array.from(packed);
    return Int32Array.from(WAYS[packed[0]](varying(bytes(packed.slice(1)))));
  };

  // Floats: a list, distinct values and where each stands, or the doubles themselves.
  negotiate.floats = function (packed) {
    if (packed === undefined) return new Float64Array(0);
    if (Array.isArray(packed)) return Float64Array.from(packed);
    if (typeof packed !== "string") {
      return Float64Array.from(negotiate.integers(packed.at), (k) => packed.of[k]);
    }
    const data = bytes(packed);
    const view = new DataView(data.buffer);
    const out = new Float64Array(data.length / 8);
    for (let k = 0; k < out.length; k += 1) out[k] = view.getFloat64(8 * k, true);
    return out;
  };
})();
