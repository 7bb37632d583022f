// Places a tree, as render/tree/layout.py and links.py do: to the last bit, a test says.
// Needs letters.js and fold.js; touches no page.
//
// negotiate.diagram(board, scenario, solved, before)
//     What a drawing shows, of what negotiate.solve found; `before`, optional, is the solved
//     scenario that it is compared with. A fresh object, as results/diagram.py describes it:
//     {players, names, moves, parent, owner, infoset, move, row, label, payoffs, odds, reach,
//     baseline, tied, expected}; payoffs flat, row by row (z * P + p); reach null: no answer;
//     baseline null: none.
// negotiate.place(diagram, folding)
//     Where everything stands, as render/tree/placed.py describes it, in px, y downwards:
//     {width, height, radius, step, table: [left, right], heading, last, nodes, branches, links,
//     rows, columns, headings, expected}.
//     nodes     [{node, x, y, owner, badge, path, tied, hidden, count}]
//     branches  [{node, owner, kind: path|best|other|bare, odds, band, points: [[x, y] x 3],
//               lines, at: [x, y], width}]
//     links     [{infoset, owner, points: [start, then control, control, end, ...]}]
//     rows      [{node, x, y, payoffs: [texts], path, band}]
//     columns   [{player, x, text, width}], x the right end of the numbers
//     headings  [{x, text, width}], x the middle
//     folding   {depth: null|n, all: false, opened: [nodes], closed: [nodes]}, all optional:
//               opened shows the options of nodes that would be folded, closed hides them.
//     Sizes of fonts: negotiate.place.sizes {words, badge, heading}; words of kind path are bold.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const CHANCE = -1;
  const LEAF = -2;
  const WORDS = 13;
  const BADGE = 11;
  const HEADING = 12;
  const LINE = 16;
  const LIFT = 6;
  const RADIUS = 12;
  const WIDEST = 190;
  const STEP = 24;
  const BEND = 22;
  const GAP = 12;
  const HEAD = 26;
  const TITLE = 14;
  const TABLE = 30;
  const BETWEEN = 20;
  const PAD = 9;
  const EXPECTED = "expected payoff";
  const MARK = 12;
  const LANE = 8;
  const STRAIGHT = -1;

  const most = (values, least) => values.reduce((a, b) => (b > a ? b : a), least);
  const happens = (odds, node) => !!odds && odds[node] > negotiate.letters.NEVER;

  negotiate.place = function (diagram, folding) {
    const letters = negotiate.letters;
    const folded = negotiate.fold(diagram, folding);
    const inner = folded.nodes.slice(1);
    const words = new Map(inner.map((node) => [node, wordsOf(diagram, node)]));
    const badges = letters.badges(diagram.players);
    const radius = most(badges.map((badge) => letters.width(badge, BADGE) / 2 + 3), RADIUS);
    const tallest = words.size ? most([...words.values()].map((lines) => lines.length), 0) : 1;
    const step = most([2 * radius + 2, LIFT + LINE * tallest + 4], STEP);
    const column = columnsOf(diagram, folded);
    const ys = rowsOf(folded, HEAD + LINE * (tallest - 1), step);
    const pairs = pairsOf(diagram, folded, column, ys);
    const headings = headingsOf(diagram, folded, column);
    const room = roomOf(diagram, folded, column, words);
    const xs = xsOf(room, lanesOf(pairs, column), headings, radius);
    const at = new Map(folded.nodes.map((node) => [node, [xs[column.get(node)], ys.get(node)]]));
    const nodes = folded.nodes.map((node) => nodeOf(diagram, folded, badges, node, at.get(node)));
    const right = rightOf(nodes, headings, xs, radius);
    const rows = endsOf(diagram, at);
    const expected = expectedOf(diagram, rows);
    const { left, columns } = tableOf(diagram, rows, expected, right);
    const edge = columns.length ? columns[columns.length - 1].x : null;
    const last = most([...ys.values()], 0) + step * (expected.length ? 1 : 0);
    return {
      width: (edge === null ? right : edge) + GAP,
      height: last + step / 2,
      radius,
      step,
      table: [left, edge === null ? left : edge + PAD],
      heading: TITLE,
      last,
      nodes,
      branches: inner.map((node) => branchOf(diagram, at, words.get(node), node, radius)),
      links: pairs.map((pair) => linkOf(pair, at, radius)),
      rows,
      columns,
      headings: [...headings.keys()]
        .sort((a, b) => a - b)
        .map((c) => ({ x: xs[c], text: headings.get(c)[0], width: headings.get(c)[1] })),
      expected,
    };
  };

  negotiate.place.sizes = { words: WORDS, badge: BADGE, heading: HEADING };

  function wordsOf(diagram, node) {
    const { NEVER, wrapped } = negotiate.letters;
    const odds = diagram.odds[node];
    const mixed = NEVER < odds && odds < 1 - NEVER;
    const told = diagram.owner[diagram.parent[node]] === CHANCE || mixed;
    return wrapped(diagram.label[node] + (told ? " " + negotiate.page.odds(odds) : ""), WORDS, WIDEST);
  }

  function rowsOf(folded, top, step) {
    const ys = new Map();
    const stack = [0];
    let row = 0;
    while (stack.length) {
      const node = stack.pop();
      const children = folded.children.get(node);
      if (children) {
        for (let k = children.length - 1; k >= 0; k -= 1) stack.push(children[k]);
      } else {
        ys.set(node, top + step * (row + 0.5));
        row += 1;
      }
    }
    for (let i = folded.nodes.length - 1; i >= 0; i -= 1) {
      const children = folded.children.get(folded.nodes[i]);
      if (children) {
        const [a, b] = [children[0], children[children.length - 1]];
        ys.set(folded.nodes[i], (ys.get(a) + ys.get(b)) / 2);
      }
    }
    return ys;
  }

  function headingsOf(diagram, folded, column) {
    const faced = new Map();
    for (const node of folded.nodes) {
      if (diagram.owner[node] === LEAF) continue;
      const here = column.get(node);
      if (!faced.has(here)) faced.set(here, new Set());
      faced.get(here).add(diagram.move[node]);
    }
    const told = new Set([...diagram.players, ...diagram.names, ""]);
    const found = new Map();
    for (const [here, moves] of faced) {
      const move = moves.size === 1 ? diagram.moves[[...moves][0]] : "";
      if (!told.has(negotiate.letters.unnumbered(move))) found.set(here, [move, negotiate.letters.width(move, HEADING, false)]);
    }
    return found;
  }

  function roomOf(diagram, folded, column, words) {
    const room = new Array(most([...column.values()], 0) + 1).fill(0);
    for (const node of folded.nodes.slice(1)) {
      const here = column.get(diagram.parent[node]) + 1;
      const widths = words.get(node).map((line) => negotiate.letters.width(line, WORDS));
      room[here] = most(widths, room[here]);
    }
    return room;
  }

  function xsOf(room, lanes, headings, radius) {
    const xs = [];
    let free = GAP;
    room.forEach((words, here) => {
      const before = xs[xs.length - 1];
      const lane = LANE * (lanes.get(here) || 0);
      const lead = xs.length ? before + radius + BEND + words + GAP + lane : GAP;
      const half = headings.has(here) ? headings.get(here)[1] / 2 : 0;
      xs.push(Math.max(lead + radius, half ? free + half : 0));
      free = half ? xs[xs.length - 1] + half + GAP : free;
    });
    return xs;
  }

  function nodeOf(diagram, folded, badges, node, [x, y]) {
    const owner = diagram.owner[node];
    const hidden = folded.hidden.get(node) || 0;
    return {
      node,
      x,
      y,
      owner,
      badge: owner >= 0 ? badges[owner] : "",
      path: happens(diagram.reach, node),
      tied: !!diagram.tied && !!diagram.tied[node],
      hidden,
      count: hidden ? `+${hidden}` : "",
    };
  }

  function branchOf(diagram, at, lines, node, radius) {
    const parent = diagram.parent[node];
    const [x0, y0] = at.get(parent);
    const [x1, y1] = at.get(node);
    const bend = x0 + radius + BEND;
    return {
      node,
      owner: diagram.owner[parent],
      kind: kindOf(diagram, node, parent),
      odds: diagram.odds[node],
      band: happens(diagram.baseline, node),
      points: [[x0, y0], [bend, y1], [x1, y1]],
      lines,
      at: [bend + 2, y1 - LIFT],
      width: most(lines.map((line) => negotiate.letters.width(line, WORDS)), 0),
    };
  }

  function kindOf(diagram, node, parent) {
    if (!diagram.reach) return "bare";
    if (happens(diagram.reach, node)) return "path";
    return diagram.owner[parent] >= 0 && happens(diagram.odds, node) ? "best" : "other";
  }

  function rightOf(nodes, headings, xs, radius) {
    let right = most([...headings].map(([here, [, width]]) => xs[here] + width / 2), 0);
    for (const node of nodes) {
      let beyond = node.owner === LEAF ? 0 : radius;
      if (node.count) beyond += MARK + negotiate.letters.width(node.count, WORDS);
      right = Math.max(right, node.x + beyond);
    }
    return right;
  }

  function endsOf(diagram, at) {
    const P = diagram.players.length;
    const ends = [...at.keys()].filter((node) => diagram.owner[node] === LEAF);
    const payoffs = negotiate.letters.columns(
      ends.map((node) =>
        diagram.players.map((_, p) => diagram.payoffs[diagram.row[node] * P + p]),
      ),
    );
    return ends.map((node, k) => ({
      node,
      x: at.get(node)[0],
      y: at.get(node)[1],
      payoffs: payoffs[k],
      path: happens(diagram.reach, node),
      band: happens(diagram.baseline, node),
    }));
  }

  function expectedOf(diagram, rows) {
    const { decimals, number, places } = negotiate.letters;
    const values = diagram.expected && rows.length ? Array.from(diagram.expected) : [];
    return values.map((value, p) =>
      number(value, Math.max(Math.min(decimals([value]), 2), places(rows[0].payoffs[p]))),
    );
  }

  function tableOf(diagram, rows, expected, right) {
    if (!rows.length) return { left: right, columns: [] };
    const width = negotiate.letters.width;
    const left = Math.max(right + TABLE, GAP + width(EXPECTED, HEADING) + PAD);
    let x = left;
    const columns = diagram.players.map((key, player) => {
      const texts = rows.map((row) => row.payoffs[player]);
      texts.push(key, ...expected.slice(player, player + 1));
      const widest = most(texts.map((text) => width(text, WORDS)), 0);
      x += (player ? BETWEEN : PAD) + widest;
      return { player, x, text: key, width: widest };
    });
    return { left, columns };
  }

  // --- dashed lines ---

  function setsOf(diagram, folded) {
    const sets = new Map();
    for (const node of folded.nodes) {
      if (diagram.owner[node] < 0) continue;
      const infoset = diagram.infoset[node];
      if (!sets.has(infoset)) sets.set(infoset, []);
      sets.get(infoset).push(node);
    }
    return [...sets].filter(([, nodes]) => nodes.length > 1);
  }

  function columnsOf(diagram, folded) {
    const inner = folded.nodes.slice(1);
    const depth = new Map([[0, 0]]);
    for (const node of inner) depth.set(node, depth.get(diagram.parent[node]) + 1);
    const sets = setsOf(diagram, folded);
    const column = new Map(depth);
    for (let round = most([...depth.values()], 0); round >= 0; round -= 1) {
      let moved = false;
      for (const [, nodes] of sets) {
        const furthest = most(nodes.map((node) => column.get(node)), 0);
        moved = moved || nodes.some((node) => column.get(node) < furthest);
        for (const node of nodes) column.set(node, furthest);
      }
      for (const node of inner) {
        column.set(node, Math.max(column.get(node), column.get(diagram.parent[node]) + 1));
      }
      if (!moved) return column;
    }
    return depth;
  }

  function pairsOf(diagram, folded, column, ys) {
    const found = [];
    for (const [infoset, nodes] of setsOf(diagram, folded)) {
      nodes.sort((a, b) => ys.get(a) - ys.get(b) || a - b);
      for (let k = 1; k < nodes.length; k += 1) found.push([infoset, nodes[k - 1], nodes[k]]);
    }
    found.sort((p, q) => ys.get(p[1]) - ys.get(q[1]) || p[0] - q[0]);
    const standing = new Map();
    for (const node of folded.nodes) {
      if (diagram.owner[node] === LEAF) continue;
      const here = column.get(node);
      if (!standing.has(here)) standing.set(here, []);
      standing.get(here).push(ys.get(node));
    }
    for (const heights of standing.values()) heights.sort((a, b) => a - b);
    const taken = new Map();
    return found.map(([infoset, above, below]) => {
      const here = column.get(above);
      const [y0, y1] = [ys.get(above), ys.get(below)];
      let lane = STRAIGHT;
      if (column.get(below) === here && greater(standing.get(here), y0) < y1) {
        const ends = taken.get(here) || [];
        taken.set(here, ends);
        lane = ends.findIndex((end) => end < y0);
        if (lane < 0) lane = ends.length;
        ends[lane] = y1;
      }
      return { infoset, owner: diagram.owner[above], above, below, lane };
    });
  }

  // The least of some sorted numbers that is greater than a number.
  function greater(sorted, number) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] > number) high = middle;
      else low = middle + 1;
    }
    return sorted[low];
  }

  function lanesOf(pairs, column) {
    const lanes = new Map();
    for (const { above, lane } of pairs) {
      const here = column.get(above);
      if (lane !== STRAIGHT) lanes.set(here, Math.max(lanes.get(here) || 0, lane + 1));
    }
    return lanes;
  }

  function linkOf({ infoset, owner, above, below, lane }, at, radius) {
    const [x0, y0] = at.get(above);
    const [x1, y1] = at.get(below);
    if (lane === STRAIGHT) {
      const [start, end] = [[x0, y0 + radius], [x1, y1 - radius]];
      return { infoset, owner, points: [start, ...straight(start, end)] };
    }
    const side = x0 - radius - LANE / 2 - LANE * lane;
    const start = [x0 - 0.8 * radius, y0 + 0.6 * radius];
    const end = [x1 - 0.8 * radius, y1 - 0.6 * radius];
    const [upper, lower] = [[side, start[1] + LANE], [side, end[1] - LANE]];
    const [away, back] = [[side, start[1]], [side, end[1]]];
    const points = [start, away, away, upper, ...straight(upper, lower), back, back, end];
    return { infoset, owner, points };
  }

  function straight([x0, y0], [x1, y1]) {
    const [dx, dy] = [(x1 - x0) / 3, (y1 - y0) / 3];
    return [[x0 + dx, y0 + dy], [x1 - dx, y1 - dy], [x1, y1]];
  }
})();
