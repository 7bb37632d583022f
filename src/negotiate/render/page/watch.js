// Loads the page anew when the file that it is made of changes.
"use strict";

var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;

(function (page) {
  const EVERY = 1500; // milliseconds from one look to the next

  page.watch = function () {
    let first = null;
    async function look() {
      if (!document.hidden) {
        try {
          const { stamp } = await (await fetch("stamp", { cache: "no-store" })).json();
          if (first !== null && stamp !== first) return location.reload();
          first = stamp;
          document.body.dataset.served = "yes";
        } catch {
          document.body.dataset.served = "gone";
        }
      }
      return setTimeout(look, EVERY);
    }
    look();
  };

  page.watch();
})((negotiate.page = negotiate.page || {}));
