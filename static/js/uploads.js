// Uploads: one XMLHttpRequest per file, because fetch reports no progress; at most two at a time.
// The rows on their way belong to the browser (#sending); what has arrived belongs to the server (#uploaded-files).
(() => {
  const AT_ONCE = 2;
  const waiting = [];
  let running = 0;

  const announce = (text) => {
    document.getElementById("announcement").textContent = text;
  };

  const sizeOf = (bytes) => {
    const number = (value, digits) =>
      value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
    return bytes >= 1e6 ? `${number(bytes / 1e6, 1)} MB` : `${number(Math.ceil(bytes / 1e3), 0)} kB`;
  };

  // Confirming waits until nothing is on its way.
  const updateConfirm = () => {
    const button = document.querySelector("[data-confirm]");
    if (!button) return;
    const isBusy = running + waiting.length > 0;
    button.setAttribute("aria-disabled", String(isBusy));
    const why = document.getElementById("confirm-wait");
    if (why) why.hidden = !isBusy;
  };

  const startNext = () => {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      waiting.shift()().finally(() => {
        running -= 1;
        startNext();
      });
    }
    updateConfirm();
  };

  const rowFor = (file) => {
    const row = document.getElementById("sending-row").content.firstElementChild.cloneNode(true);
    row.querySelector(".name").textContent = file.name;
    row.querySelector(".name-again").textContent = ` ${file.name}`;
    row.querySelector(".size").textContent = sizeOf(file.size);
    row.querySelector("progress").setAttribute("aria-label", file.name);
    return row;
  };

  const fail = (row, file, message) => {
    row.className = "is-error";
    row.querySelector("progress").remove();
    const state = row.querySelector(".state");
    state.className = "error";
    state.textContent = message;
    announce(`${file.name}: ${message}`);
  };

  const send = (form, file) =>
    new Promise((finish) => {
      const list = document.getElementById("sending");
      const row = rowFor(file);
      const request = new XMLHttpRequest();
      let isOver = false;
      list.append(row);
      list.hidden = false;

      const remove = () => {
        row.remove();
        list.hidden = !list.children.length;
      };
      const end = (refusal) => {
        isOver = true;
        if (refusal) fail(row, file, refusal);
        else remove();
        finish();
      };
      row.querySelector("[data-cancel]").addEventListener("click", () => {
        if (isOver) return remove();
        request.abort();
        end();
        form.querySelector("[type=file]").focus();
      });
      if (file.size > Number(form.dataset.maxBytes)) return end(form.dataset.tooLarge);

      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.round((100 * event.loaded) / event.total);
        row.querySelector("progress").value = percent;
        row.querySelector(".state").textContent = `${percent}%`;
      });
      request.addEventListener("error", () => end(form.dataset.offline));
      request.addEventListener("timeout", () => end(form.dataset.offline));
      request.addEventListener("load", () => {
        if (request.status === 401) return location.reload();
        if (request.status >= 400) {
          const isText = (request.getResponseHeader("Content-Type") || "").startsWith("text/plain");
          return end(isText ? request.responseText : form.dataset.offline);
        }
        announce(`${file.name}: ${form.dataset.done}`);
        end();
        htmx.trigger("#uploaded-files", "refresh");
      });
      request.open("PUT", `${form.dataset.upload}/${crypto.randomUUID()}`);
      request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrfToken);
      request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      request.send(file);
    });

  const add = (form, files) => {
    for (const file of files) waiting.push(() => send(form, file));
    startNext();
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-upload]");
    if (!form || event.target.type !== "file") return;
    add(form, [...event.target.files]);
    event.target.value = "";
  });

  for (const type of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      const zone = event.target.closest?.(".drop");
      if (!zone) return;
      zone.classList.toggle("is-over", type === "dragover");
      if (type !== "dragleave") event.preventDefault();
      if (type === "drop") add(zone.closest("form"), [...event.dataTransfer.files]);
    });
  }

  document.addEventListener("htmx:after:swap", updateConfirm);
})();
