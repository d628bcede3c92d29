/* The ballot paper with a script: candidates are tapped into order and moved by buttons, the answers
 * are checked in the page, and the ballot is sealed here, so that the ranking never leaves the page
 * in the clear. Whatever fails, the form underneath works as it does without a script.
 *
 * After vendor/tweetnacl, vendor/tweetnacl-sealedbox and hustings/seal.js. All words come with the
 * page. */
(function () {
  "use strict";

  const form = document.getElementById("ballot");
  const sealing = JSON.parse(form.dataset.sealing);
  const words = JSON.parse(form.dataset.words);
  const said = form.querySelector("[data-said]");
  const template = document.getElementById("check-part");
  const checkPart = form.querySelector("[data-part=check]");
  const paperParts = document.querySelectorAll("[data-part=paper]");
  const step = document.querySelector(".step");
  const title = document.title;
  const rows = new Map(
    Array.from(form.querySelectorAll("li[data-number]"), (row) => [Number(row.dataset.number), row]),
  );
  let order = []; // the candidates' numbers, first preference first
  let checking = false;
  let envelope = null; // {sealed, nonce} of the answers that are being checked

  // --- sealing and casting ------------------------------------------------------------------------

  function sealed(ranking) {
    const { publicKey, candidates, rotation } = sealing;
    return window.hustings.sealBallot({ publicKey, candidates, ranking, rotation });
  }

  function freshNonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function submitted(event) {
    if (event.submitter && event.submitter.name === "lang") {
      changeLanguage(event.submitter);
    } else if (event.submitter && event.submitter.name === "large") {
      event.preventDefault();
      changeSize(event.submitter);
    } else if (!checking) {
      event.preventDefault();
      history.pushState({ checking: true }, "");
      showCheck();
    } else {
      castSealed();
    }
  }

  function castSealed() {
    try {
      envelope = envelope || { sealed: sealed(order), nonce: freshNonce() };
    } catch {
      return; // the form goes to the server's own check page, as without a script
    }
    setHidden("sealed", envelope.sealed);
    setHidden("nonce", envelope.nonce);
    marks().forEach((mark) => {
      mark.disabled = true; // and so is not sent
    });
    form.action = sealing.castAt;
  }

  function setHidden(name, value) {
    let field = form.querySelector(`input[type=hidden][name=${name}]`);
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(field);
    }
    field.value = value;
  }

  function marks() {
    return form.querySelectorAll("li[data-number] .mark > :is(select, input), input[name=choice]");
  }

  // --- from the paper to the answers and back -----------------------------------------------------

  function showCheck() {
    order = currentOrder();
    envelope = null;
    checkPart.replaceChildren(template.content.cloneNode(true));
    const list = checkPart.querySelector(".answers");
    list.replaceChildren(...order.map((number) => Object.assign(document.createElement("li"), { textContent: nameOf(number) })));
    checkPart.querySelectorAll("[data-some]").forEach((part) => (part.hidden = !order.length));
    checkPart.querySelectorAll("[data-none]").forEach((part) => (part.hidden = order.length > 0));
    const sentence = checkPart.querySelector(".readback");
    if (sentence) {
      sentence.textContent = readback();
    }
    checkPart.querySelectorAll("[data-back]").forEach((button) => button.addEventListener("click", () => history.back()));
    turn(true);
    const heading = checkPart.querySelector("h1");
    document.title = title.replace(/^.*? – /, `${heading.textContent} – `);
    heading.focus();
    window.scrollTo(0, 0);
  }

  function showPaper() {
    turn(false);
    marks().forEach((mark) => {
      mark.disabled = false;
    });
    document.title = title;
    form.querySelector("[data-part=paper] .actions button").focus();
  }

  function turn(toCheck) {
    checking = toCheck;
    paperParts.forEach((part) => (part.hidden = toCheck));
    checkPart.hidden = !toCheck;
    if (step) {
      step.dataset.paper = step.dataset.paper || step.textContent;
      step.textContent = toCheck ? template.dataset.step : step.dataset.paper;
    }
  }

  function currentOrder() {
    if (rankedList) {
      return order;
    }
    const chosen = form.querySelector("input[name=choice]:checked");
    return chosen ? [Number(chosen.value)] : [];
  }

  function nameOf(number) {
    return rows.get(number).dataset.name;
  }

  function readback() {
    const names = order.map((number, index) => `${index + 1} ${nameOf(number)}`).join(", ");
    const left = order.length ? words.left[rows.size - order.length] : "";
    return `${[names || words.nobody, left].filter(Boolean).join("; ")}.`;
  }

  function changeSize(button) {
    const large = document.body.classList.toggle("large");
    setHidden("large", large ? "1" : "0");
    button.value = large ? "0" : "1";
    button.textContent = large ? button.dataset.usual : button.dataset.larger;
  }

  // The order goes on behind the #, which no server sees; the next page takes it out of the address.
  function changeLanguage(button) {
    const ranked = currentOrder();
    marks().forEach((mark) => {
      mark.disabled = true; // and so is not sent
    });
    if (ranked.length) {
      button.formAction = `${button.formAction}#order-${ranked.join("-")}`;
    }
  }

  function orderInAddress() {
    const found = /^#order((?:-\d{1,3})+)$/.exec(location.hash);
    if (!found) {
      return [];
    }
    history.replaceState(null, "", location.pathname);
    return [...new Set(found[1].slice(1).split("-").map(Number))].filter((number) => rows.has(number));
  }

  // --- ranking --------------------------------------------------------------------------------------

  const rankedPart = form.querySelector("[data-ranked]");
  const rankedList = form.querySelector("ol.ranked");
  const listed = form.querySelector("[data-candidates]");
  const listedHeading = form.querySelector("[data-listed]");

  function fill(pattern, values) {
    return pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  }

  function placed() {
    const given = Array.from(rows, ([number, row]) => [number, Number(row.querySelector(".mark > :is(select, input)").value)]);
    return given.filter(([, place]) => place > 0).sort((a, b) => a[1] - b[1]).map(([number]) => number);
  }

  function button(kind, text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind === "choose" ? "second choose" : "second";
    made.dataset.act = kind;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function equip(row) {
    const number = Number(row.dataset.number);
    const move = document.createElement("div");
    move.className = "move";
    move.append(
      button("choose", "", () => choose(number)),
      button("up", words.up, () => shift(number, -1)),
      button("down", words.down, () => shift(number, 1)),
      button("remove", words.remove, () => remove(number)),
    );
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.title = words.drag;
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", (event) => drag(event, row));
    row.querySelector(".mark").hidden = true;
    row.append(move, handle);
  }

  function show() {
    const full = order.length >= words.places.length;
    const after = (previous, row, list) => {
      const next = previous ? previous.nextSibling : list.firstChild;
      if (next !== row) {
        list.insertBefore(row, next);
      }
      return row;
    };
    order.reduce((previous, number) => after(previous, rows.get(number), rankedList), null);
    const others = [...rows.keys()].filter((number) => !order.includes(number));
    others.reduce((previous, number) => after(previous, rows.get(number), listed), null);
    rows.forEach((row, number) => dress(row, number, order.indexOf(number), full));
    rankedPart.querySelector(".none").hidden = order.length > 0;
    listedHeading.hidden = listed.hidden = !others.length;
    const sentence = form.querySelector("[data-readback]");
    sentence.textContent = readback();
    sentence.hidden = !order.length;
  }

  function dress(row, number, index, full) {
    const name = nameOf(number);
    const act = Object.fromEntries(Array.from(row.querySelectorAll(".move button"), (made) => [made.dataset.act, made]));
    const isRanked = index >= 0;
    row.querySelector(".mark > :is(select, input)").value = isRanked ? String(index + 1) : "";
    row.querySelector(".handle").hidden = !isRanked;
    act.choose.hidden = isRanked;
    act.choose.disabled = full;
    if (!full) {
      const place = words.places[order.length];
      act.choose.textContent = place;
      act.choose.setAttribute("aria-label", fill(words.choose, { name, place }));
    }
    for (const kind of ["up", "down", "remove"]) {
      act[kind].hidden = !isRanked;
      act[kind].setAttribute("aria-label", fill(words.of, { act: words[kind], name }));
    }
    setOff(act.up, index === 0);
    setOff(act.down, index === order.length - 1);
  }

  // Keeps the focus, which a disabled button would lose.
  function setOff(made, off) {
    made.setAttribute("aria-disabled", String(off));
  }

  function choose(number) {
    if (order.length >= words.places.length || order.includes(number)) {
      return;
    }
    const waiting = Array.from(listed.children, (row) => Number(row.dataset.number));
    const next = waiting[waiting.indexOf(number) + 1] || waiting[waiting.indexOf(number) - 1];
    order.push(number);
    show();
    const full = order.length >= words.places.length && next !== undefined;
    tell(fill(words.chosen, { name: nameOf(number), place: words.places[order.length - 1] }) + (full ? ` ${words.full}` : ""));
    const following = !full && next !== undefined && rows.get(next).querySelector("[data-act=choose]");
    (following || form.querySelector("[data-part=paper] .actions button")).focus({ preventScroll: true });
  }

  function shift(number, by) {
    const index = order.indexOf(number);
    if (index + by < 0 || index + by >= order.length) {
      return;
    }
    order.splice(index, 1);
    order.splice(index + by, 0, number);
    show();
    tell(fill(words.chosen, { name: nameOf(number), place: words.places[index + by] }));
    rows.get(number).querySelector(by < 0 ? "[data-act=up]" : "[data-act=down]").focus();
  }

  function remove(number) {
    order = order.filter((other) => other !== number);
    show();
    tell(fill(words.removed, { name: nameOf(number) }));
    rows.get(number).querySelector("[data-act=choose]").focus();
  }

  function tell(sentence) {
    said.textContent = sentence;
  }

  // The dragged row stays where it is in the document; its neighbours are put around it.
  function drag(event, row) {
    event.preventDefault();
    row.classList.add("dragged");
    const move = ({ clientY }) => {
      const before = row.previousElementSibling;
      const behind = row.nextElementSibling;
      if (before && clientY < middle(before)) {
        row.after(before);
      } else if (behind && clientY > middle(behind)) {
        row.before(behind);
      }
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      row.classList.remove("dragged");
      order = Array.from(rankedList.children, (other) => Number(other.dataset.number));
      show();
      const number = Number(row.dataset.number);
      tell(fill(words.chosen, { name: nameOf(number), place: words.places[order.indexOf(number)] }));
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  }

  function middle(element) {
    const { top, height } = element.getBoundingClientRect();
    return top + height / 2;
  }

  function tapRow(event) {
    const row = event.target.closest("li[data-number]");
    if (row && !event.target.closest("button, a, details, input, select, label")) {
      choose(Number(row.dataset.number));
    }
  }

  function canSeal() {
    try {
      return sealed([]).length > 0;
    } catch {
      return false;
    }
  }

  function begin() {
    const brought = orderInAddress();
    if (rankedList) {
      order = brought.length ? brought.slice(0, words.places.length) : placed();
      rows.forEach(equip);
      listed.addEventListener("click", tapRow);
      rankedPart.hidden = false;
      form.classList.add("taps");
      show();
    }
    if (!rankedList && brought.length) {
      rows.get(brought[0]).querySelector("input[name=choice]").checked = true;
    }
    form.addEventListener("submit", submitted);
    window.addEventListener("popstate", () => checking && showPaper());
  }

  if (canSeal()) {
    begin(); // else the form stays as it is
  }
})();
