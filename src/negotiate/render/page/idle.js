// Work that can wait: done in slices between frames once the sliders rest, dropped when they move.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const SLICE = 12;
  const SHOWN = 150; // milliseconds from one look at unfinished work to the next

  // A queue of {start, during, end}: `start` returns a job with step(ms), `during` and `end` show it.
  page.idleQueue = function (whenDone) {
    let tasks = [];
    let current = null;
    let run = 0;
    let seen = 0;

    function next(turn) {
      if (turn !== run) return;
      if (!current) {
        const task = tasks.shift();
        if (!task) {
          whenDone();
          return;
        }
        current = { task, job: task.start() };
        seen = performance.now();
      }
      const { task, job } = current;
      if (job.done || job.step(SLICE)) {
        current = null;
        task.end(job);
      } else if (task.during && performance.now() - seen > SHOWN) {
        seen = performance.now();
        task.during(job);
      }
      // A message comes after input and painting, and is not slowed down as timers are.
      channel.port2.postMessage(turn);
    }

    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => next(data);
    return {
      begin(list) {
        run += 1;
        tasks = list;
        current = null;
        channel.port2.postMessage(run);
      },
      stop() {
        run += 1;
        tasks = [];
        current = null;
      },
    };
  };
})((negotiate.page = negotiate.page || {}));
