// Keying by single keys, and without loading the page between papers. Every step is a plain form
// that works without this script; here it is sent beside, and what comes back takes its place.
// Keys struck while the site answers wait for the next step, so that nothing typed is lost.
const desk = document.querySelector("#keying");
const DOUBTS = { n: "no_mark", i: "identifies", u: "unclear", o: "other" };
const said = document.querySelector("#keying-said"); // outlives the steps, so that it is read out
const waiting = [];
let busy = false;
let replaying = false;

const numberField = () => desk.querySelector("#paper");
const markFields = () => [...desk.querySelectorAll("[data-mark]")];

async function send(form) {
  busy = true;
  try {
    const answer = await ask(form);
    const kind = answer.headers.get("X-Step");
    const text = await answer.text();
    if (!kind) {
      location.assign(answer.url); // signed out, closed, or another page: show that one
      return;
    }
    desk.innerHTML = text;
    if (kind === "whole") waiting.length = 0; // no key that was struck before finishes a batch
    begin();
    said.textContent = `${desk.querySelector("#progress").textContent} ${desk.querySelector("#told").textContent}`;
  } catch {
    say(desk.dataset.lost);
  }
  busy = false;
  replay();
}

function ask(form) {
  const url = new URL(form.action);
  const sent = new URLSearchParams(new FormData(form));
  const headers = { "X-Requested-With": "fetch" };
  if (form.method === "get") {
    url.search = sent;
    return fetch(url, { headers, cache: "no-store" });
  }
  return fetch(url, { method: "POST", headers, body: sent });
}

function say(words) {
  const told = document.createElement("p");
  told.className = "fault";
  told.textContent = words;
  desk.querySelector("#told").replaceChildren(told);
  said.textContent = words;
  waiting.length = 0;
}

function begin() {
  const field = desk.querySelector("[autofocus]");
  field?.focus();
  if (field?.matches("[data-select]")) field.select();
}

function replay() {
  replaying = true;
  while (!busy && waiting.length) press(waiting.shift());
  replaying = false;
}

// What a key does; true if the browser need not do anything itself.
function press(key) {
  const here = document.activeElement;
  if (here === numberField()) return pressNumber(here, key);
  if (here?.matches("[data-mark], [data-next]")) return pressMark(here, key);
  if (key === "Enter" && here?.matches("#keying button")) {
    here.click();
    return true;
  }
  return false;
}

function pressNumber(field, key) {
  if (key === "Enter") {
    send(field.form);
    return true;
  }
  if (key === "Backspace" && field.value === "") {
    const undo = desk.querySelector("[data-undo]");
    if (undo) send(undo);
    return true;
  }
  if (!replaying) return false; // the browser itself types it
  if (key === "Backspace") field.value = field.value.slice(0, -1);
  else field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
  return true;
}

function pressMark(here, key) {
  const fields = markFields();
  const at = fields.indexOf(here); // -1 on the button
  const to = (n) => (fields[n] ?? desk.querySelector("[data-next]")).focus();
  const letter = key.toLowerCase();
  if (key === "Enter") send(here.form);
  else if (key === "Escape") desk.querySelector("[data-back]").click();
  else if (key === "ArrowUp") to(Math.max(0, at === -1 ? fields.length - 1 : at - 1));
  else if (key === "ArrowDown" || key === " " || key === "-") {
    if (at === -1) return key !== " ";
    if (key === "-") here.value = "";
    to(at + 1);
  } else if (key === "Backspace") rub(fields, at);
  else if (letter in DOUBTS) flag(DOUBTS[letter]);
  else if (at === -1) return false;
  else if (/^[0-9]$/.test(key)) figure(fields, at, key, to);
  else if (letter === "x") write(here, "X", at, to);
  else if (key === "/" || letter === "t") write(here, "✓", at, to);
  else if (key === "?") write(here, "?", at, to);
  else return key.length === 1; // any other sign is no mark: write it in the note
  return true;
}

function write(field, mark, at, to) {
  field.value = mark;
  to(at + 1);
}

// A figure moves on as soon as no further figure could make a rank of it.
function figure(fields, at, key, to) {
  const field = fields[at];
  const typed = (/^[0-9]$/.test(field.value) && fields.length > 9 ? field.value : "") + key;
  field.value = typed;
  if (Number(typed) * 10 > fields.length || typed.length > 1) to(at + 1);
}

function rub(fields, at) {
  const field = at === -1 ? fields.at(-1) : fields[at].value ? fields[at] : fields[Math.max(0, at - 1)];
  field.value = "";
  field.focus();
}

function flag(doubt) {
  const choice = desk.querySelector("#doubt");
  choice.value = choice.value === doubt ? "" : doubt;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (busy) {
    if (event.key.length === 1 || event.key === "Enter" || event.key === "Backspace") {
      event.preventDefault();
      waiting.push(event.key);
    }
    return;
  }
  if (press(event.key)) event.preventDefault();
});

desk.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-step]")) return;
  event.preventDefault();
  if (!busy) send(event.target);
});
begin();
