// After a swap: whoever asked for focus with `autofocus` has it. When the focused element vanished instead, the
// region that was swapped takes over, so that a keyboard never falls back to the top of the page. A list that refreshes
// by itself takes focus from nobody.
(() => {
  "use strict";

  let hadFocus = false;

  // What was done or went wrong the last time is no news once something else is tried.
  document.addEventListener("htmx:before:request", () => {
    document.querySelector("#announcement > :is(.alarm, .done)")?.remove();
  });

  document.addEventListener("htmx:before:swap", (event) => {
    hadFocus = Boolean(event.detail?.ctx?.target?.contains?.(document.activeElement));
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (!hadFocus || (document.activeElement && document.activeElement !== document.body)) {
      return;
    }
    const target = event.detail?.ctx?.target;
    const region = target?.id ? document.getElementById(target.id) : null;
    if (!region) {
      return;
    }
    if (!region.hasAttribute("tabindex")) {
      region.tabIndex = -1;
    }
    region.focus({ preventScroll: true });
  });

  // A link of the error summary: to the control itself, with its label in sight.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('.error-summary a[href^="#"]');
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!control) {
      return;
    }
    event.preventDefault();
    (control.closest(".field") ?? control).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
})();
