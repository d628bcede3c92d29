// What needs a script is hidden until there is one; when a passkey fails, the page says so.
document.querySelectorAll("[data-needs-script]").forEach((part) => {
  part.hidden = false;
});

document.addEventListener("allauth.error", (event) => {
  const box = document.querySelector("[data-passkey-error]");
  if (!box) return;
  event.preventDefault();
  box.hidden = false;
  box.focus();
});
