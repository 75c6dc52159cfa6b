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

  // Whoever leaves by a link or another form goes as soon as what was typed is saved. When that was refused they stay:
  // the page says why. Without an answer they go all the same.
  const saveFirst = (event, go) => {
    const typed = unsaved;
    event.preventDefault();
    event.stopPropagation();
    const answered = ({ target, detail: { ctx } }) => {
      const isReplaced = ctx.status.startsWith("error: AbortError"); // by a later one, which saves the same
      if (!isReplaced && (target === typed || target === document)) {
        document.removeEventListener("htmx:finally:request", answered);
        clearTimeout(patience);
        if (!(ctx.response?.status >= 400)) {
          go();
        }
      }
    };
    const patience = setTimeout(() => {
      document.removeEventListener("htmx:finally:request", answered);
      go();
    }, PAUSE);
    document.addEventListener("htmx:finally:request", answered);
    save();
  };

  const isLeaving = (link, event) =>
    link && !link.target && !link.hasAttribute("download") && !link.getAttribute("href").startsWith("#")
    && link.protocol.startsWith("http") && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (unsaved && isLeaving(link, event)) {
      saveFirst(event, () => location.assign(link.href));
    }
  }, true);

  document.addEventListener("submit", (event) => {
    if (unsaved && event.target !== unsaved) {
      saveFirst(event, () => event.target.requestSubmit(event.submitter));
    }
  }, true);

  document.addEventListener("portal:ending", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
})();
