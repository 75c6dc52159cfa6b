// After a swap: *Error:* stands before the title of the page as long as something on it is wrong, as it does on a page
// that is loaded whole.
(() => {
  "use strict";

  document.addEventListener("htmx:after:swap", () => {
    const word = document.body.dataset.error;
    const title = document.title.startsWith(word) ? document.title.slice(word.length) : document.title;
    const wrong = document.querySelector(".error-summary, [aria-invalid='true']");
    document.title = wrong ? word + title : title;
  });
})();
