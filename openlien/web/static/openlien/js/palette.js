/** Ctrl K: search, pages, and what this page can do. Esc returns to the exact place. */
import { origin } from "./announce.js";
import { pageKeys } from "./keys.js";
import { Options } from "./options.js";

const WAIT_MS = 60;

/** @param {HTMLDialogElement} dialog */
function startPalette(dialog) {
  const input = dialog.querySelector("input");
  const list = document.getElementById("palette-results");
  if (!input || !list) return;
  const options = new Options(input, list);
  const atStart = list.innerHTML;
  /** @type {import("./keys.js").Command[]} */
  let commands = [];
  /** @type {Element | null} */
  let before = null;
  let timer = 0;

  function open() {
    if (!input || dialog.open) return;
    before = document.activeElement;
    commands = pageKeys();
    input.value = "";
    dialog.showModal();
    show(atStart);
  }

  /** @param {string} [html] what the server found; without it the list stays */
  function show(html) {
    if (!list || !input) return;
    if (html !== undefined) list.innerHTML = html;
    addCommands(list, commands, input.value.trim().toLowerCase());
    options.activate(options.all[0]);
  }

  async function search() {
    if (!input) return;
    const query = input.value.trim();
    if (!query) show(atStart);
    else if (await options.load(dialog.dataset.source ?? "", query)) show();
  }

  /** @param {HTMLElement} option */
  function choose(option) {
    const command = commands[Number(option.dataset.command)];
    const address = option.dataset.href;
    dialog.close();
    if (address) location.assign(address);
    else command?.element.click();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (options.move(event.key)) event.preventDefault();
    if (event.key === "Enter" && options.active) {
      event.preventDefault();
      choose(options.active);
    }
  });
  list.addEventListener("click", (event) => {
    const option = origin(event, "[role=option]");
    if (option) choose(option);
  });
  dialog.addEventListener("close", () => {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (!origin(event, "[data-opens-palette]")) return;
    event.preventDefault();
    open();
  });
}

/**
 * Puts the commands of the page that fit above what the server found, with their keys, so that people learn them.
 * @param {HTMLElement} list
 * @param {import("./keys.js").Command[]} commands
 * @param {string} query
 */
function addCommands(list, commands, query) {
  const addresses = new Set([...list.querySelectorAll("[data-href]")].map((option) => option.getAttribute("data-href")));
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "On this page");
  const heading = Object.assign(document.createElement("div"), { className: "palette-group", textContent: "On this page" });
  heading.setAttribute("aria-hidden", "true");
  group.append(heading);
  commands.forEach((command, place) => {
    if (!command.label.toLowerCase().includes(query) || addresses.has(command.element.getAttribute("href"))) return;
    const option = Object.assign(document.createElement("div"), { className: "option" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.command = String(place);
    const label = Object.assign(document.createElement("span"), { textContent: command.label });
    const note = Object.assign(document.createElement("span"), { className: "option-note" });
    option.append(label, note, ...command.keys.map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
    group.append(option);
  });
  if (group.children.length === 1) return;
  list.querySelector(".option-none")?.remove();
  list.prepend(group);
}

const dialog = document.getElementById("palette");
if (dialog instanceof HTMLDialogElement) startPalette(dialog);
