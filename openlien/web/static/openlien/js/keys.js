/**
 * Shortcuts. An element says `data-key="n"`, `"g p"`, `"/"` or `"ctrl+z"`; pressing that clicks it, or focuses it when it is
 * a field. Keys without Ctrl can be switched off (WCAG 2.1.4) and never work while somebody types.
 */

const SEQUENCE_MS = 1200;
let pending = "";
let pendingUntil = 0;

/** @returns {boolean} */
function singleKeysAreOn() {
  return document.body.dataset.singleKeys !== "off";
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

/** The element that a key means here: inside an open dialog only what the dialog holds. @param {string} key */
function elementOf(key) {
  const open = [...document.querySelectorAll("dialog:modal")].at(-1);
  const found = [...(open ?? document).querySelectorAll("[data-key]")].filter((element) => element.getAttribute("data-key") === key);
  return found.find((element) => element instanceof HTMLElement && element.checkVisibility());
}

/** @param {Element} element */
function act(element) {
  if (!(element instanceof HTMLElement)) return;
  if (element.matches("input, textarea, select")) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else {
    element.click();
  }
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) {
    const element = isTyping(event.target) ? undefined : elementOf(`ctrl+${key}`);
    if (element) { event.preventDefault(); act(element); }
    return;
  }
  if (!singleKeysAreOn() || isTyping(event.target) || event.key.length !== 1) return;
  if (event.key === "?") {
    event.preventDefault();
    openKeySheet();
    return;
  }
  const sequence = Date.now() < pendingUntil ? `${pending} ${key}` : key;
  const element = elementOf(sequence) ?? elementOf(key);
  pending = "";
  pendingUntil = 0;
  if (element) {
    event.preventDefault();
    act(element);
  } else if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
    pending = key;
    pendingUntil = Date.now() + SEQUENCE_MS;
  }
}

/** @typedef {{label: string, keys: string[], element: HTMLElement}} Command */

/**
 * The shortcuts that the page declares, in the order of the page.
 * @returns {Command[]}
 */
export function pageKeys() {
  const seen = new Set();
  /** @type {Command[]} */
  const found = [];
  for (const element of document.querySelectorAll("[data-key]")) {
    const key = element.getAttribute("data-key") ?? "";
    if (!(element instanceof HTMLElement) || seen.has(key) || key === "/" || key.startsWith("ctrl+") || !element.checkVisibility()) continue;
    seen.add(key);
    found.push({ label: (key.startsWith("g ") ? "Go to " : "") + labelOf(element), keys: key.toUpperCase().split(" "), element });
  }
  return found;
}

/** @param {HTMLElement} element */
function labelOf(element) {
  const words = element.cloneNode(true);
  if (words instanceof HTMLElement) for (const key of words.querySelectorAll("kbd")) key.remove();
  return element.getAttribute("aria-label") ?? (words.textContent ?? "").trim();
}

function openKeySheet() {
  const sheet = document.getElementById("key-sheet");
  if (!(sheet instanceof HTMLDialogElement) || sheet.open) return;
  sheet.showModal();
}

/** Lists the keys of this page in the sheet, whoever opens it. */
function fillKeySheet() {
  for (const group of document.querySelectorAll("#key-sheet [data-keys-of]")) {
    group.toggleAttribute("hidden", !document.querySelector(group.getAttribute("data-keys-of") ?? ""));
  }
  const group = document.querySelector("#key-sheet [data-page-keys]");
  const list = group?.querySelector("dl");
  if (!group || !list) return;
  list.replaceChildren(...pageKeys().map(({ label, keys }) => {
    const line = document.createElement("div");
    line.className = "key-line";
    const name = document.createElement("dt");
    name.textContent = label;
    const value = document.createElement("dd");
    value.append(...keys.map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
    line.append(name, value);
    return line;
  }));
  group.toggleAttribute("hidden", !list.children.length);
}

document.addEventListener("keydown", pressed);
document.getElementById("key-sheet")?.addEventListener("beforetoggle", fillKeySheet);
