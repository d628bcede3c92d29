/* The page where the code is entered. A link carries the code after the #, which no server sees:
 * it goes into the field, and out of the address bar and the history. Nothing is sent until the
 * elector presses the button. */
(function () {
  "use strict";

  const LEAST = 15; // so that #main, of the link that skips to the text, is none
  const form = document.querySelector("form[data-code]");
  const field = form.querySelector("input[name=code]");

  function takeFromAddress() {
    const code = decoded(location.hash.slice(1));
    if (code.replace(/[^0-9a-z]/gi, "").length < LEAST) {
      return;
    }
    field.value = code;
    history.replaceState(null, "", location.pathname + location.search);
    form.querySelector("button").focus();
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function keepTyped(event) {
    event.currentTarget.hash = field.value ? encodeURIComponent(field.value) : "";
  }

  takeFromAddress();
  window.addEventListener("hashchange", takeFromAddress);
  document.querySelectorAll("a[data-again]").forEach((link) => link.addEventListener("click", keepTyped));
})();
