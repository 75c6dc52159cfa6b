// Warns two minutes before the session ends, and never leaves private data on the screen after it.
(() => {
  "use strict";

  const WARNING = 120;
  // the server notes somebody's presence once a minute, so that its clock may run a minute ahead of ours
  const SLACK = 60;
  const seconds = Number(document.body.dataset.sessionSeconds || 0);
  const dialog = document.getElementById("session");

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload();
    }
  });

  if (!dialog || !seconds) {
    return;
  }

  // Work in one window keeps the other windows of the same person open too.
  const windows = new BroadcastChannel(dialog.dataset.channel);
  let active = Date.now();

  const restart = () => {
    active = Date.now();
    if (dialog.open) {
      dialog.close();
    }
  };

  const wasActive = () => {
    restart();
    windows.postMessage("active");
  };

  document.addEventListener("htmx:after:request", wasActive);
  document.addEventListener("portal:active", wasActive);
  windows.addEventListener("message", restart);
  windows.postMessage("active");

  // The clock is looked at, not counted down: a laptop that slept finds out at once.
  const look = () => {
    const idle = (Date.now() - active) / 1000;
    if (idle > seconds + 5) {
      location.reload();
    } else if (idle > seconds - WARNING - SLACK && !dialog.open) {
      dialog.showModal();
    }
  };
  setInterval(look, 5000);

  // Any page that is asked for keeps the session; an answer from elsewhere means that it was over already.
  dialog.querySelector("[data-stay]").addEventListener("click", async (event) => {
    const answer = await fetch(event.currentTarget.dataset.stay, { cache: "no-store" });
    if (answer.redirected) {
      location.assign(answer.url);
    } else {
      wasActive();
    }
  });
  document.addEventListener("visibilitychange", look);
})();
