// Warns two minutes before a session ends, and keeps private pages out of the back button after signing out.
(() => {
  const WARN_SECONDS = 120;
  const dialog = document.getElementById("session");
  const seconds = Number(document.body.dataset.sessionSeconds || 0);
  let timer;

  const arm = () => {
    clearTimeout(timer);
    if (dialog.open) dialog.close();
    timer = setTimeout(() => dialog.showModal(), (seconds - WARN_SECONDS) * 1000);
  };

  if (dialog && seconds) {
    arm();
    document.addEventListener("htmx:after:request", arm);
    dialog.querySelector("[data-stay]").addEventListener("click", async (event) => {
      const answer = await fetch(event.target.dataset.stay, { headers: { "Cache-Control": "no-cache" } });
      if (answer.redirected) location.assign(answer.url);
      else arm();
    });
  }

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
