/* The confirmation can be printed: the button is there only where it works. */
(function () {
  "use strict";
  const actions = document.querySelector("[data-print]");
  actions.hidden = false;
  actions.querySelector("button").addEventListener("click", () => window.print());
})();
