// What is typed in a form that keeps a draft is saved in every pause, not only when a field is left: so there is nothing
// left to lose when the session ends, or the battery does.
(() => {
  "use strict";

  const PAUSE = 3000; // ms
  let waiting = 0;
  let unsaved = null;

  const save = () => {
    clearTimeout(waiting);
    if (unsaved?.isConnected) {
      unsaved.dispatchEvent(new CustomEvent("refresh"));
    }
    unsaved = null;
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "draft" in form.dataset && !event.target.dataset.filter) {
      unsaved = form;
      clearTimeout(waiting);
      waiting = setTimeout(save, PAUSE);
    }
  });

  // Whatever is sent from the form brings along what was typed.
  document.addEventListener("htmx:before:request", (event) => {
    if (unsaved?.contains(event.target)) {
      clearTimeout(waiting);
    }
  });

  document.addEventListener("htmx:after:request", (event) => {
    if (unsaved?.contains(event.target) && event.detail?.ctx?.response?.status < 400) {
      unsaved = null;
    }
  });

  document.addEventListener("portal:ending", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
})();
