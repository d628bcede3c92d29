/* The scanning page of a bag: the field keeps the focus, and what is scanned while the site still
 * answers waits its turn. Where the declaration must be looked at, Enter in the empty field says
 * that it is completed, N or a minus that it is not. Without this the same form is sent whole. */
const form = document.querySelector("form[data-scan]");

function begin() {
  const field = form.querySelector("input[name=envelope]");
  const place = form.querySelector("[data-place]");
  const after = form.querySelector("[data-after]");
  const waiting = [];
  let busy = false;
  let asked = "";
  let sound = null;

  form.querySelectorAll("[data-plain]").forEach((button) => button.remove());
  const main = form.querySelector("[data-main]");
  const receive = main.cloneNode(true);
  receive.value = "";
  if (main.value === "complete") {
    location.replace(location.pathname.replace(/scan\/$/, "")); // nothing was recorded
    return;
  }
  main.replaceWith(receive);
  addSound();
  showVerdict();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    const decision = button && button !== receive ? button.value : "";
    if (decision) {
      decide(decision);
    } else {
      take();
    }
  });

  field.addEventListener("keydown", (event) => {
    if (asked && !field.value && (event.key === "n" || event.key === "N" || event.key === "-")) {
      event.preventDefault();
      decide("incomplete");
    }
  });

  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) {
      asked = "";
      place.replaceChildren();
      field.focus();
      next();
    }
  });

  function take() {
    const number = field.value.trim();
    if (asked) {
      if (number) {
        complain();
      } else {
        decide("complete");
      }
    } else if (number) {
      field.value = "";
      waiting.push({ envelope: number, decision: "" });
      next();
    }
  }

  function complain() {
    const words = place.querySelector(".words");
    words.textContent = form.dataset.undecided;
    field.value = "";
    tone(false);
  }

  function decide(decision) {
    const shown = place.querySelector("[data-kind]");
    const envelope = shown ? shown.dataset.typed : field.value;
    asked = "";
    waiting.unshift({ envelope, decision });
    field.value = "";
    field.focus();
    next();
  }

  async function next() {
    if (busy || asked || !waiting.length) {
      return;
    }
    busy = true;
    const sent = new FormData(form);
    for (const [name, value] of Object.entries(waiting[0])) {
      sent.set(name, value);
    }
    sent.set("after", after.value);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: sent,
        headers: { "X-Scan": "verdict" },
        redirect: "error",
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      show(await answer.text());
      waiting.shift();
    } catch {
      waiting.length = 0;
      say(form.dataset.lost);
    }
    busy = false;
    next();
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const verdict = page.querySelector(".verdict");
    place.replaceChildren(...(verdict ? [verdict] : []));
    const alarms = page.querySelector("[data-new-alarms]");
    const standing = page.querySelector("[data-new-standing]");
    document.querySelector("[data-alarms]").replaceChildren(...alarms.childNodes);
    document.querySelector("[data-standing]").replaceChildren(...standing.childNodes);
    after.value = standing.dataset.received;
    showVerdict();
    const kind = verdict ? verdict.dataset.kind : "";
    tone(kind === "accepted" || kind === "asking" || kind === "again");
  }

  function showVerdict() {
    const shown = place.querySelector("[data-kind]");
    asked = shown && shown.dataset.kind === "asking" ? shown.dataset.typed : "";
    place.querySelectorAll("[data-decide]").forEach((part) => { part.hidden = false; });
    field.focus();
  }

  function say(words) {
    const shown = document.createElement("div");
    shown.className = "verdict fault";
    const line = document.createElement("p");
    line.className = "words";
    line.textContent = words;
    shown.append(line);
    place.replaceChildren(shown);
    field.focus();
    tone(false);
  }

  function addSound() {
    const label = document.createElement("label");
    const box = document.createElement("input");
    const choice = document.createElement("div");
    choice.className = "choice";
    box.type = "checkbox";
    box.id = "sound";
    label.htmlFor = "sound";
    label.textContent = form.dataset.sound;
    choice.append(box, label);
    receive.after(choice);
    box.addEventListener("change", () => {
      sound = box.checked ? new AudioContext() : null;
      tone(true);
      field.focus();
    });
  }

  function tone(good) {
    if (!sound) {
      return;
    }
    const wave = sound.createOscillator();
    const volume = sound.createGain();
    wave.frequency.value = good ? 880 : 196;
    volume.gain.value = 0.08;
    wave.connect(volume).connect(sound.destination);
    wave.start();
    wave.stop(sound.currentTime + (good ? 0.08 : 0.4));
  }
}

if (form) {
  begin();
}
