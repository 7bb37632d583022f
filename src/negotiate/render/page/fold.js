// Which nodes of a tree are shown: render/tree/fold.py in JavaScript, where the rule is told.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function () {
  const LIMIT = 300;
  const MOST = 5000;

  // {nodes: those shown, in the tree's order; children: Map node -> nodes; hidden: Map node -> count}
  negotiate.fold = function (diagram, folding) {
    const { depth: asked = null, all = false, opened = [], closed = [] } = folding || {};
    const parent = diagram.parent;
    const { first, count, size } = counted(parent);
    const open = new Set(opened);
    const shut = new Set(closed);
    let depth = asked;
    let kept = () => true;
    if (depth === null && !all && parent.length > LIMIT) {
      if (diagram.reach) kept = (node) => happens(diagram, node);
      depth = deepest(first, count, kept);
    }
    const nodes = [0];
    const level = new Map([[0, 0]]);
    const children = new Map();
    for (const node of nodes) {
      const ends = shut.has(node) || (depth !== null && level.get(node) >= depth) || !kept(node);
      if (!count[node] || (ends && !open.has(node))) continue;
      const below = Array.from({ length: count[node] }, (_, k) => first[node] + k);
      children.set(node, below);
      for (const child of below) {
        nodes.push(child);
        level.set(child, level.get(node) + 1);
      }
      if (nodes.length > MOST) throw new RangeError(`more than ${MOST} nodes cannot be read`);
    }
    const hidden = new Map();
    for (const node of nodes) {
      if (count[node] && !children.has(node)) hidden.set(node, size[node]);
    }
    return { nodes, children, hidden };
  };

  function counted(parent) {
    const first = new Int32Array(parent.length);
    const count = new Int32Array(parent.length);
    const size = new Int32Array(parent.length);
    for (let node = parent.length - 1; node > 0; node -= 1) {
      const above = parent[node];
      first[above] = node;
      count[above] += 1;
      size[above] += size[node] + 1;
    }
    return { first, count, size };
  }

  function happens(diagram, node) {
    const never = negotiate.letters.NEVER;
    return diagram.reach[node] > never || (!!diagram.baseline && diagram.baseline[node] > never);
  }

  function deepest(first, count, kept) {
    let level = [0];
    let shown = 1;
    let depth = 0;
    while (level.length) {
      const next = [];
      for (const node of level) {
        if (!kept(node)) continue;
        for (let k = 0; k < count[node]; k += 1) next.push(first[node] + k);
      }
      level = next;
      shown += level.length;
      if (shown > LIMIT) return Math.max(depth, 1);
      depth += 1;
    }
    return depth;
  }
})();
