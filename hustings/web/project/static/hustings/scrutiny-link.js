/* The page where agents come in. A link carries its token after the #, which no server sees: it
 * goes into the field, and out of the address bar and the history. Nothing is sent until the agent
 * presses the button. */
(function () {
  "use strict";

  const LEAST = 20; // so that #main, of the link that skips to the text, is none
  const form = document.querySelector("form[data-link]");

  function takeFromAddress() {
    const token = location.hash.slice(1);
    if (token.length < LEAST) {
      return;
    }
    form.querySelector("input[name=token]").value = token;
    history.replaceState(null, "", location.pathname + location.search);
    form.querySelector("button").focus();
  }

  takeFromAddress();
  window.addEventListener("hashchange", takeFromAddress);
})();
