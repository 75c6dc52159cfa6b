// The reference implementation of ODK XForms, as `portal questionnaire evaluate` would answer.
//
// Reads a line of JSON for each form: {"xform": XML, "media": {NAME: TEXT}, "now": milliseconds, "runs": [[ACTION, …], …]}.
// Writes a line for each: {"runs": [[STATE, …], …]}, a state before the first action and after each, or {"error": TEXT}.
import readline from "node:readline";
import { JSDOM } from "jsdom";

// The engine expects a browser, and its parser of XPath (web-assembly) looks at `process` to tell whether it is in one.
const { window } = new JSDOM("", { url: "http://localhost/" });
globalThis.window = window;
for (const name of ["document", "DOMParser", "XMLSerializer", "Node", "Element", "Text", "Document", "localStorage"]) {
  globalThis[name] = window[name];
}
const { process } = globalThis;
globalThis.process = undefined;
const { loadForm } = await import("@getodk/xforms-engine");
globalThis.process = process;

// Signals that solid would batch are read at once, so that a plain object serves as the client's state.
const config = { stateFactory: (state) => state, preloadProperties: { username: "anna" } };

function* walk(node) {
  for (const child of node.currentState.children ?? []) {
    if (child.currentState.reference.startsWith("/data/meta")) continue;
    // A row is no node of its own: its reference is part of those of its questions.
    if (child.nodeType !== "repeat-instance") yield child;
    yield* walk(child);
  }
}

const rows = (node) => node.currentState.children.filter((child) => child.nodeType === "repeat-instance");

function described(node) {
  const { currentState, validationState, nodeType } = node;
  const violation = validationState.violation ?? null;
  const state = {
    ref: currentState.reference,
    type: nodeType,
    relevant: currentState.relevant,
    required: currentState.required,
    readonly: currentState.readonly,
    value: node.getXPathValue && !currentState.children ? node.getXPathValue() : "",
    error: violation?.condition ?? null,
    message: violation?.message?.asString ?? null,
    label: currentState.label?.asString ?? "",
  };
  if (currentState.valueOptions) {
    state.choices = currentState.valueOptions.map((item) => ({ value: item.value, label: item.label.asString }));
  }
  if (nodeType.startsWith("repeat-range")) state.count = rows(node).length;
  return state;
}

const found = (root, ref) => [...walk(root)].find((node) => node.currentState.reference === ref);

function set(node, value) {
  if (node === undefined || !node.currentState.relevant || node.currentState.readonly) return;
  const words = value.split(/\s+/).filter((word) => word !== "");
  if (node.nodeType === "select") node.selectValues(words);
  else if (node.nodeType === "rank") node.setValues(words);
  else if (node.nodeType === "trigger") node.setValue(value === "OK");
  else if (node.nodeType === "input" || node.nodeType === "range") node.setValue(value);
}

// A repeat whose rows a person may add and remove now; that it is read-only, the engine leaves to its user.
function open(root, ref) {
  const node = found(root, ref);
  const { relevant, readonly } = node?.currentState ?? {};
  return node?.nodeType === "repeat-range:uncontrolled" && relevant && !readonly ? node : undefined;
}

function remove(root, ref) {
  const [, range, place] = /^(.*)\[(\d+)\]$/.exec(ref);
  const node = open(root, range);
  if (node !== undefined && Number(place) <= rows(node).length) node.removeInstances(Number(place) - 1);
}

function act(root, action) {
  if (action.set !== undefined) set(found(root, action.set), action.to);
  else if (action.remove !== undefined) remove(root, action.remove);
  else if (action.add !== undefined) open(root, action.add)?.addInstances();
  else {
    const language = root.languages.find((each) => each.language.endsWith(`(${action.language})`));
    if (language !== undefined) root.setLanguage(language);
  }
}

function run(form, actions) {
  const { root } = form.createInstance(config);
  const states = [[...walk(root)].map(described)];
  for (const action of actions) {
    try {
      act(root, action);
    } catch (error) {
      throw new Error(`${JSON.stringify(action)}: ${error.message}`);
    }
    states.push([...walk(root)].map(described));
  }
  return states;
}

async function answer({ xform, media, now, runs }) {
  Date.now = () => now;
  const fetchFormAttachment = async (url) => {
    const name = decodeURIComponent(url.href.split("/").pop());
    return new Response(media[name], { headers: { "content-type": name.endsWith(".csv") ? "text/csv" : "text/xml" } });
  };
  const form = await loadForm(xform, { fetchFormAttachment });
  if (form.status === "failure") throw form.error;
  return { runs: runs.map((actions) => run(form, actions)) };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let result;
  try {
    result = await answer(JSON.parse(line));
  } catch (error) {
    result = { error: `${error.stack}${error.cause ? ` (${error.cause.stack})` : ""}` };
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
