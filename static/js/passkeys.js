// Passkeys: asks the server what to ask the browser, and sends what it answers with the form itself. A form that needs
// a passkey is shown only where the browser knows them.
(() => {
  "use strict";

  const RENEW_AFTER = 240_000; // ms; the server forgets what it asked for after five minutes

  const toBytes = (text) => {
    const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  };

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");

  const asked = async (form) => {
    const headers = { "X-CSRF-Token": document.body.dataset.csrfToken };
    const answer = await fetch(form.dataset.options, { method: "POST", headers, cache: "no-store" });
    if (!answer.ok || answer.redirected) {
      throw new Error(`options: ${answer.status}`);
    }
    const options = await answer.json();
    options.challenge = toBytes(options.challenge);
    for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) {
      known.id = toBytes(known.id);
    }
    if (options.user) {
      options.user.id = toBytes(options.user.id);
    }
    return options;
  };

  const written = (credential) => {
    const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) {
        response[part] = toText(credential.response[part]);
      }
    }
    return JSON.stringify({
      id: credential.id,
      rawId: credential.id,
      type: credential.type,
      clientExtensionResults: {},
      response,
    });
  };

  const tell = (form, text) => {
    form.querySelector("[data-told]").textContent = text;
  };

  const explain = (form, error) => {
    const { away, known, elsewhere, trouble } = form.dataset;
    const told = { NotAllowedError: away, AbortError: "", InvalidStateError: known, SecurityError: elsewhere };
    tell(form, told[error.name] ?? trouble);
  };

  // One at a time: the quiet offer in the field of the address steps aside for a button.
  let waiting = null;

  const get = async (form, how = {}) => {
    waiting?.abort();
    const mine = (waiting = new AbortController());
    const publicKey = await asked(form);
    const request = { publicKey, signal: mine.signal, ...how };
    const isNew = form.dataset.passkey === "create";
    const credential = await (isNew ? navigator.credentials.create(request) : navigator.credentials.get(request));
    form.elements.credential.value = written(credential);
    form.submit();
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.dataset.passkey) {
        event.preventDefault();
        tell(form, form.dataset.busy);
        get(form).catch((error) => explain(form, error));
      }
    },
    true,
  );

  const whenSeen = (act) => {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => whenSeen(act), { once: true });
    } else {
      act();
    }
  };

  // What the browser offers by itself in the field of the e-mail address, where it can.
  const offer = async (form) => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) {
      return;
    }
    const again = setTimeout(() => whenSeen(() => offer(form)), RENEW_AFTER);
    await get(form, { mediation: "conditional" }).catch((error) => {
      if (error.name !== "AbortError") {
        clearTimeout(again);
      }
    });
  };

  const show = () => {
    for (const hint of document.querySelectorAll("[data-no-passkey]")) {
      hint.hidden = true;
    }
    for (const form of document.querySelectorAll("form[data-passkey][hidden]")) {
      form.hidden = false;
      // after a refusal the person chooses: the same again, by itself, would be refused for ever
      if ("offer" in form.dataset && !document.getElementById("errors")) {
        offer(form);
      }
    }
  };

  // Browsers refuse passkeys at an address of numbers.
  const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
  if (window.PublicKeyCredential && navigator.credentials && !isNumber) {
    show();
    document.addEventListener("htmx:after:swap", show);
  }
})();
