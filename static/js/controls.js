// Small things that only a script can do. Where they are needed for the work, the page has another way as well.
(() => {
  "use strict";

  const togglePassword = (button) => {
    const input = document.getElementById(button.dataset.togglePassword);
    const isShown = input.type === "password";
    input.type = isShown ? "text" : "password";
    button.querySelector("[data-label]").textContent = isShown ? button.dataset.hide : button.dataset.show;
  };

  const copy = async (button) => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    document.getElementById("announcement").textContent = button.dataset.copied;
    button.querySelector("[data-label]").textContent = button.dataset.copied;
  };

  // A question before something goes: on the page itself, instead of on a page of its own.
  const ask = (event, button) => {
    const dialog = document.getElementById(button.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      event.stopImmediatePropagation();
      dialog.showModal();
    }
  };

  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button, a");
      if (!button) {
        return;
      }
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if ("print" in button.dataset) {
        window.print();
      } else if (button.dataset.togglePassword) {
        togglePassword(button);
      } else if (button.dataset.copy) {
        copy(button);
      } else if (button.dataset.dialog) {
        ask(event, button);
      } else if ("close" in button.dataset) {
        button.closest("dialog").close();
      }
    },
    true,
  );

  // A form that is being sent is not sent twice by a nervous finger.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
})();
