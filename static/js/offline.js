// A request of HTMX that never got an answer: said where every failure is said, and what was typed stays on the page.
(() => {
  "use strict";

  document.addEventListener("htmx:error", (event) => {
    if (event.detail?.error?.name !== "TypeError" || !event.detail?.ctx) {
      return;
    }
    const alarm = document.createElement("span");
    alarm.className = "alarm";
    alarm.textContent = document.body.dataset.offline;
    document.getElementById("announcement").replaceChildren(alarm);
  });
})();
