// A button beside a link that copies it. Without this script the field can be selected by hand.
function addButton(box) {
  const field = box.querySelector("input");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = box.dataset.copyAct;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = box.dataset.copyDone;
    } catch {
      said.textContent = box.dataset.copyFailed;
    }
  });
  box.append(button, said);
}

document.querySelectorAll("[data-copy]").forEach(addButton);
