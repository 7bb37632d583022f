// What happens along one parameter, and over two: jobs that go on for as long as they are given.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const OFFSET = 89 / 233; // looks stand at no value that anybody writes
  const EDGE = Math.pow(2, 20); // how much closer to the ends one look more is taken
  const NEAR = Math.pow(2, -24); // of the range: where ties no longer blur a change
  const LAST = Math.pow(2, -52); // of the range: closer, no two numbers differ by much
  const COARSE = 8; // cells that stand for one at first

  const now = () => (globalThis.performance ? globalThis.performance.now() : Date.now());

  // A generator that can be run in slices; it yields the share that is done.
  function job(fields, work) {
    const own = Object.assign(fields, { done: false, share: 0 });
    const run = work(own);
    own.step = function (milliseconds) {
      const until = now() + milliseconds;
      while (!own.done) {
        const { done, value } = run.next();
        own.done = Boolean(done);
        own.share = own.done ? 1 : value;
        if (now() >= until) break;
      }
      return own.done;
    };
    return own;
  }

  // Solves points of one scenario and numbers what happens there.
  function explorer(board, scenario, regimes) {
    const index = new Map();
    const w = negotiate.workspace(board, scenario);
    return function (theta, strict) {
      if (negotiate.induct(board, scenario, theta, strict)) return { regime: -1, decided: false };
      const { key, decided } = negotiate.happensKey(scenario, w);
      if (!index.has(key)) {
        index.set(key, regimes.length);
        regimes.push(negotiate.happens(scenario, w));
      }
      return { regime: index.get(key), decided };
    };
  }

  // The range of a parameter, widened to where it is.
  function rangeOf(board, theta, parameter) {
    const { low, high } = board.parameters[parameter];
    if (low === undefined || high === undefined) return null;
    return { low: Math.min(low, theta[parameter]), high: Math.max(high, theta[parameter]) };
  }

  function looks({ low, high }, n) {
    const share = (high - low) / n;
    const at = [OFFSET / EDGE];
    for (let k = 0; k < n; k += 1) at.push(k + OFFSET);
    at.push(n - OFFSET / EDGE);
    return at.map((step) => low + share * step);
  }

  // Halves an interval with other regimes at its ends until it is narrow; all changes, in order.
  function* halve(look, left, right, width, found) {
    const waiting = [[left, right]];
    while (waiting.length) {
      const [a, b] = waiting.pop();
      if (a.regime === b.regime) continue;
      const middle = a.x + (b.x - a.x) / 2;
      if (b.x - a.x <= width || middle <= a.x || middle >= b.x) {
        found.push([a, b]);
        continue;
      }
      const here = { x: middle, regime: look(middle, false) };
      waiting.push([here, b], [a, here]);
      yield;
    }
  }

  // Where a change is that is known to be near: options are told apart to the last digit there,
  // if that changes nothing a little further away; else where the tie begins or ends.
  function* sharpen(look, [a, b], span) {
    const low = { x: a.x - span * NEAR, regime: a.regime };
    const high = { x: b.x + span * NEAR, regime: b.regime };
    const clear =
      look(low.x, true) === a.regime &&
      look(high.x, true) === b.regime &&
      look(low.x, false) === a.regime &&
      look(high.x, false) === b.regime;
    yield;
    let [from, to] = clear ? [low.x, high.x] : [a.x, b.x];
    for (;;) {
      const middle = from + (to - from) / 2;
      if (middle <= from || middle >= to || to - from <= span * LAST) return to;
      if (look(middle, clear) === a.regime) from = middle;
      else to = middle;
      yield;
    }
  }

  // A shorter number that is as good, if there is one: 3.25 for 3.2500000000000004.
  function neat(x, span) {
    const places = Math.min(100, Math.max(0, 14 - Math.ceil(Math.log10(span))));
    const rounded = Number(x.toFixed(places)) + 0;
    return String(rounded).length + 3 < String(x).length ? rounded : x;
  }

  function* segments(own, look, range, n) {
    const span = range.high - range.low;
    const points = looks(range, n).map((x) => ({ x, regime: null }));
    for (let k = 0; k < points.length; k += 1) {
      points[k].regime = look(points[k].x, false);
      yield (0.5 * k) / points.length;
    }
    const edges = [];
    for (let k = 1; k < points.length; k += 1) {
      const share = 0.5 + (0.5 * k) / points.length;
      const near = [];
      for (const _ of halve(look, points[k - 1], points[k], span * NEAR, near)) yield share;
      for (const pair of near) {
        const work = sharpen(look, pair, span);
        let step = work.next();
        for (; !step.done; step = work.next()) yield share;
        edges.push({ at: neat(step.value, span), regime: pair[1].regime });
      }
      own.segments = segmentsOf(range, points[0].regime, edges);
    }
    own.edges = edges.map(({ at }) => at);
  }

  function segmentsOf({ low, high }, first, edges) {
    const starts = [{ at: low, regime: first }, ...edges];
    return starts.map(({ at, regime }, k) => ({
      from: at,
      to: k + 1 < starts.length ? starts[k + 1].at : high,
      regime,
    }));
  }

  // What happens along one parameter, the others held: sharp ends.
  negotiate.strip = function (board, which, theta, parameter, n) {
    const scenario = negotiate.scenario(board, which);
    if (scenario.mode !== "live") return negotiate.tableStrip(board, scenario, theta, parameter);
    const range = scenario.fixed[parameter] === null && rangeOf(board, theta, parameter);
    const regimes = [];
    const explore = explorer(board, scenario, regimes);
    const at = Float64Array.from(theta);
    const look = function (x, strict) {
      at[parameter] = x;
      return explore(at, strict).regime;
    };
    return job({ segments: [], edges: [], regimes }, function* (own) {
      if (range && range.low < range.high) yield* segments(own, look, range, n);
    });
  };

  function centres({ low, high }, n) {
    return Float64Array.from({ length: n }, (_, k) => low + ((high - low) * (k + 0.5)) / n);
  }

  // Solves cells from coarse to fine; each stands for its neighbours until they are solved.
  function* cells(own, explore, at, [x, y]) {
    const { nx, ny, grid, xs, ys } = own;
    const solved = new Uint8Array(nx * ny);
    let count = 0;
    for (let size = COARSE; size >= 1; size /= 2) {
      for (let j = 0; j < ny; j += size) {
        at[y] = ys[j];
        for (let i = 0; i < nx; i += size) {
          if (solved[j * nx + i]) continue;
          at[x] = xs[i];
          at[y] = ys[j];
          const { regime, decided } = explore(at, false);
          solved[j * nx + i] = 1;
          count += 1;
          for (let b = j; b < Math.min(ny, j + size); b += 1) {
            for (let a = i; a < Math.min(nx, i + size); a += 1) {
              if (solved[b * nx + a] && (a > i || b > j)) continue;
              grid[b * nx + a] = regime;
              own.undecided[b * nx + a] = decided ? 0 : 1;
            }
          }
          yield count / (nx * ny);
        }
      }
    }
  }

  function counts(grid, regimes) {
    const own = regimes.map(() => 0);
    for (const regime of grid) if (regime >= 0) own[regime] += 1;
    return own;
  }

  // What happens over two parameters, the others held.
  negotiate.phase = function (board, which, theta, x, y, nx, ny) {
    const scenario = negotiate.scenario(board, which);
    if (scenario.mode !== "live") return negotiate.tablePhase(board, scenario, theta, x, y);
    const ranges = [x, y].map((k) => scenario.fixed[k] === null && rangeOf(board, theta, k));
    const whole = ranges[0] && ranges[1];
    const regimes = [];
    const fields = {
      nx: whole ? nx : 0,
      ny: whole ? ny : 0,
      xs: whole ? centres(ranges[0], nx) : new Float64Array(0),
      ys: whole ? centres(ranges[1], ny) : new Float64Array(0),
      grid: new Int16Array(whole ? nx * ny : 0).fill(-1),
      undecided: new Uint8Array(whole ? nx * ny : 0),
      regimes,
      get counts() {
        return counts(this.grid, this.regimes);
      },
    };
    const explore = explorer(board, scenario, regimes);
    return job(fields, (own) => cells(own, explore, Float64Array.from(theta), [x, y]));
  };

  negotiate.job = job;
  negotiate.countsOf = counts;
})();
