// Sends files one by one with their progress. Without this script the same form sends them all at once.
// An area (`data-upload`: where to, with `{id}` for one of our own) names its list of files on their way and that of files that arrived.
(() => {
  "use strict";

  const AT_ONCE = 2;
  const waiting = [];
  let running = 0;
  let isLeaving = false;

  const announce = (text) => {
    document.getElementById("announcement").textContent = text;
  };

  // What became of the files is said once, when all have settled: a new text cuts the one before it short.
  const outcomes = [];
  const tell = (text) => {
    outcomes.push(text.endsWith(".") ? text : `${text}.`);
  };
  const announceWhenSettled = () => {
    if (running + waiting.length === 0 && outcomes.length > 0) {
      announce(outcomes.splice(0).join(" "));
    }
  };

  const sizeOf = (bytes) => {
    const [amount, unit] = bytes >= 1e6 ? [bytes / 1e6, "MB"] : [Math.ceil(bytes / 1e3), "kB"];
    return `${amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
  };

  // Bevestigen waits for the files that are on their way.
  const updateConfirm = () => {
    const isBusy = running + waiting.length > 0;
    document.querySelectorAll("[data-confirm]").forEach((button) => {
      button.setAttribute("aria-disabled", String(isBusy));
    });
    document.querySelectorAll("#confirm-wait").forEach((text) => {
      text.hidden = !isBusy;
    });
  };

  const startNext = () => {
    while (running < AT_ONCE && waiting.length > 0) {
      running += 1;
      waiting.shift().send(() => {
        running -= 1;
        startNext();
      });
    }
    updateConfirm();
    announceWhenSettled();
  };

  // The row of one file in the browser's own list; the server's list is never edited here.
  class Row {
    constructor(file, area) {
      this.file = file;
      this.list = document.getElementById(area.dataset.sending);
      this.element = document.getElementById("sending-row").content.firstElementChild.cloneNode(true);
      this.bar = this.element.querySelector("progress");
      this.state = this.element.querySelector(".state");
      this.element.querySelector(".name").textContent = file.name;
      this.element.querySelector(".size").textContent = sizeOf(file.size);
      this.bar.setAttribute("aria-label", file.name);
      this.cancel = this.element.querySelector("[data-cancel]");
      this.element.querySelector(".name-again").textContent = ` ${file.name}`;
      this.list.append(this.element);
      this.list.hidden = false;
    }

    progress(sent, total) {
      this.bar.value = (100 * sent) / total;
      this.state.textContent = `${Math.round(this.bar.value)}%`;
    }

    fail(text) {
      this.element.className = "is-error";
      this.bar.remove();
      this.cancel.firstChild.textContent = this.cancel.dataset.remove;
      this.state.textContent = "";
      const error = document.createElement("p");
      error.className = "error";
      error.textContent = text;
      this.element.querySelector(".file-main").append(error);
      tell(text.includes(this.file.name) ? text : `${this.file.name}: ${text}`);
    }

    remove() {
      this.element.remove();
      this.list.hidden = this.list.children.length === 0;
    }
  }

  class Upload {
    constructor(file, area) {
      this.file = file;
      this.area = area;
      this.row = new Row(file, area);
      this.request = new XMLHttpRequest();
      this.row.cancel.addEventListener("click", () => this.cancel());
    }

    send(settled) {
      const { request, row, area } = this;
      this.settled = settled;
      request.open("PUT", area.dataset.upload.replace("{id}", crypto.randomUUID()));
      request.setRequestHeader("Content-Type", this.file.type || "application/octet-stream");
      request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrfToken);
      request.setRequestHeader("X-File-Name", encodeURIComponent(this.file.name));
      request.upload.addEventListener("progress", (event) => row.progress(event.loaded, event.total));
      request.addEventListener("load", () => this.answered());
      request.addEventListener("error", () => row.fail(area.dataset.offline));
      request.addEventListener("loadend", settled);
      request.send(this.file);
    }

    answered() {
      const { request, row, area } = this;
      if (request.status === 401) {
        // the session is gone: this page leads to signing in, and back here
        isLeaving = true;
        location.reload();
      } else if (request.status >= 400) {
        const isText = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
        row.fail(isText && request.responseText ? request.responseText : area.dataset.offline);
      } else {
        row.remove();
        tell(`${this.file.name}: ${area.dataset.done}`);
        document.dispatchEvent(new CustomEvent("portal:active"));
        const list = document.getElementById(area.dataset.uploaded);
        if (list) {
          htmx.trigger(list, "refresh");
        }
      }
    }

    cancel() {
      const place = waiting.indexOf(this);
      if (place >= 0) {
        waiting.splice(place, 1);
      }
      this.request.abort();
      this.row.remove();
      updateConfirm();
      this.area.querySelector('[type="file"]').focus();
    }
  }

  const add = (area, files) => {
    for (const file of files) {
      if (file.size > Number(area.dataset.maxBytes)) {
        const row = new Row(file, area);
        row.cancel.addEventListener("click", () => row.remove());
        row.fail(area.dataset.tooLarge);
      } else {
        waiting.push(new Upload(file, area));
      }
    }
    startNext();
  };

  const take = (input) => {
    const area = input.closest("[data-upload]");
    if (area && input.type === "file" && input.files.length > 0) {
      add(area, input.files);
      input.value = "";
    }
  };
  document.addEventListener("change", (event) => take(event.target));

  // Whoever was quicker than this script has chosen already.
  document.querySelectorAll("[data-upload] input[type=file]").forEach(take);

  const dragging = (event) => {
    const drop = event.target.closest?.("[data-upload] .drop");
    if (!drop) {
      return;
    }
    drop.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "dragleave") {
      return;
    }
    event.preventDefault();
    if (event.type === "drop") {
      add(drop.closest("[data-upload]"), event.dataTransfer.files);
    }
  };
  ["dragover", "dragleave", "drop"].forEach((type) => document.addEventListener(type, dragging));

  document.addEventListener("htmx:after:swap", updateConfirm);
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && running + waiting.length > 0) {
      event.preventDefault();
    }
  });
})();
