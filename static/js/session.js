// Warns two minutes before the session ends, and never leaves private data on the screen after it.
(() => {
  "use strict";

  const WARNING = 120;
  // the server notes somebody's presence once a minute, so that its clock may run a minute ahead of ours
  const SLACK = 60;
  const LOOK_EVERY = 5;
  const TELL_EVERY = 120; // while somebody types: nobody is signed out in the middle of a sentence

  // A GET of this address, also where the page was the answer to a form; whoever is signed out gets the sign-in page.
  const reload = () => location.replace(location.pathname + location.search);

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      reload();
    }
  });

  const dialog = document.getElementById("session");
  if (!dialog) {
    return;
  }

  const idle = Number(dialog.dataset.idle);
  const end = Date.now() + Number(dialog.dataset.left) * 1000;
  // Work in one window keeps the other windows of the same person open too.
  const windows = new BroadcastChannel(dialog.dataset.channel);
  let active = Date.now();

  const margin = Math.min(WARNING + SLACK, idle / 2); // half of it, where an office leaves very little time

  const left = () => Math.min(idle - (Date.now() - active) / 1000, (end - Date.now()) / 1000);

  const restart = () => {
    active = Date.now();
    if (dialog.open && left() > margin) {
      dialog.close();
    }
  };

  const wasActive = () => {
    restart();
    windows.postMessage("active");
  };

  const warn = () => {
    const isTotal = (end - Date.now()) / 1000 < margin;
    dialog.querySelector('[data-why="idle"]').hidden = isTotal;
    dialog.querySelector('[data-why="total"]').hidden = !isTotal;
    dialog.querySelector("[data-stay]").hidden = isTotal;
    if (!dialog.open) {
      document.dispatchEvent(new CustomEvent("portal:ending"));
      dialog.showModal();
    }
  };

  // The clock is looked at, not counted down: a laptop that slept finds out at once.
  let dismissed = 0;
  const look = () => {
    const seconds = left();
    if (seconds < -LOOK_EVERY) {
      reload();
    } else if (seconds < margin && Date.now() - dismissed > WARNING * 1000) {
      warn();
    }
  };

  // The session goes on when the server says so; an answer from elsewhere means that it was over already.
  const stay = async () => {
    const headers = { "X-CSRF-Token": document.body.dataset.csrfToken };
    const answer = await fetch(dialog.dataset.presence, { method: "POST", headers, cache: "no-store" });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      reload();
    } else {
      wasActive();
    }
  };

  // Nobody is kept in a warning: to close it is to stay, as far as that can be.
  const dismiss = () => {
    dismissed = Date.now();
    dialog.close();
    stay().catch(() => {});
  };

  dialog.querySelector("[data-stay]").addEventListener("click", dismiss);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss();
  });
  document.addEventListener("input", () => {
    if (Date.now() - active > TELL_EVERY * 1000) {
      wasActive();
      stay().catch(() => {});
    }
  });
  document.addEventListener("htmx:after:request", wasActive);
  document.addEventListener("portal:active", wasActive);
  document.addEventListener("visibilitychange", look);
  windows.addEventListener("message", restart);
  windows.postMessage("active");
  setInterval(look, LOOK_EVERY * 1000);
})();
