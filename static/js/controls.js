// Small controls: printing, showing a password, buttons that are off but stay reachable.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  if ("print" in button.dataset) window.print();
  if (button.dataset.togglePassword) {
    const input = document.getElementById(button.dataset.togglePassword);
    const isHidden = input.type === "password";
    input.type = isHidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(isHidden));
  }
});

// What only works with script is shown only with script.
for (const button of document.querySelectorAll("button[data-toggle-password], button[data-print]")) {
  button.hidden = false;
}
document.addEventListener("htmx:after:swap", () => {
  for (const button of document.querySelectorAll("button[data-print]")) button.hidden = false;
});
