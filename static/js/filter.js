// A field above a long list of checkboxes: the list shows what matches, and always what is chosen.
(() => {
  "use strict";

  const SILENCE = 400; // ms without a key before a screen reader hears how many are left
  let telling = 0;

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const narrow = (field) => {
    const words = folded(field.value.trim());
    const choices = [...document.getElementById(field.dataset.filter).querySelectorAll(".choice")];
    for (const choice of choices) {
      const isChosen = choice.querySelector("input").checked;
      choice.hidden = !isChosen && !folded(choice.textContent).includes(words);
    }
    return choices;
  };

  const tell = (field, choices) => {
    const place = field.parentElement.querySelector("[data-told]");
    const numbers = {
      shown: choices.filter((choice) => !choice.hidden).length,
      all: choices.length,
      chosen: choices.filter((choice) => choice.querySelector("input").checked).length,
    };
    place.textContent = place.dataset.told.replace(/\{(\w+)\}/g, (_whole, name) => numbers[name]);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset?.filter) {
      const choices = narrow(field);
      clearTimeout(telling);
      telling = setTimeout(() => tell(field, choices), SILENCE);
    }
  });

  // What is searched for is no answer: the form neither saves it, nor goes on with Enter.
  document.addEventListener(
    "change",
    (event) => {
      if (event.target.dataset?.filter) {
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.dataset?.filter) {
      event.preventDefault();
    }
  });

  // A page that the server renewed shows the whole list; what was typed above it still holds.
  document.addEventListener("htmx:after:swap", () => {
    for (const field of document.querySelectorAll("[data-filter]")) {
      narrow(field);
    }
  });

  document.documentElement.classList.add("has-filters");
})();
