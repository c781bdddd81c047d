/**
 * Fields that say data-suggest="address" offer what the server finds, in one list that they share: a table of a thousand
 * lines needs no list of its own in each cell. A hidden field right behind takes the value of what was chosen.
 */
import { announce, origin } from "../announce.js";
import { Options } from "../options.js";

const WAIT_MS = 120;
/** @type {HTMLInputElement | null} */
let field = null;
/** @type {Options | null} */
let options = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function list() {
  return document.getElementById("suggestions");
}

/** @param {Event} event */
function suggesting(event) {
  return event.target instanceof HTMLInputElement && event.target.matches("[data-suggest]") ? event.target : null;
}

/** Whether the list of choices is open under this field. @param {EventTarget | null} input */
export function isSuggesting(input) {
  return field !== null && field === input;
}

/** @param {HTMLInputElement} input */
async function search(input) {
  const place = list();
  if (!place) return;
  const found = new Options(input, place);
  options?.request.abort();
  options = found;
  if (!(await found.load(input.dataset.suggest ?? "", input.value)) || document.activeElement !== input || options !== found) return;
  field = input;
  place.showPopover();
  const box = input.getBoundingClientRect();
  const below = innerHeight - box.bottom;
  place.style.left = `${Math.max(8, Math.min(box.left, innerWidth - place.offsetWidth - 8))}px`;
  place.style.minWidth = `${box.width}px`;
  place.style.top = below > place.offsetHeight + 8 || below > box.top ? `${box.bottom + 4}px` : `${box.top - place.offsetHeight - 4}px`;
  input.setAttribute("aria-expanded", "true");
  if (input.value) found.activate(found.all[0]);
  announce(found.all.length === 1 ? "1 choice" : `${found.all.length} choices`);
}

export function closeSuggestions() {
  clearTimeout(timer);
  options?.request.abort();
  options?.activate(undefined);
  if (field) field.setAttribute("aria-expanded", "false");
  field = null;
  const place = list();
  if (place?.matches(":popover-open")) place.hidePopover();
}

/** @param {HTMLElement} option */
function choose(option) {
  const input = field;
  if (!input) return;
  input.value = option.dataset.text ?? "";
  const value = input.nextElementSibling;
  if (value instanceof HTMLInputElement && value.type === "hidden") value.value = option.dataset.value ?? "";
  closeSuggestions();
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Takes the choice that is marked, as Enter and Tab do; tells whether there was one. */
export function takeSuggestion() {
  const active = field && options?.active;
  if (active) choose(active);
  return Boolean(active);
}

document.addEventListener("input", (event) => {
  const input = suggesting(event);
  if (!input) return;
  const value = input.nextElementSibling;
  if (value instanceof HTMLInputElement && value.type === "hidden") value.value = "";
  clearTimeout(timer);
  timer = setTimeout(() => search(input), WAIT_MS);
});

document.addEventListener("keydown", (event) => {
  const input = suggesting(event);
  if (!input || event.isComposing) return;
  const isOpen = isSuggesting(input);
  if (event.key === "ArrowDown" && event.altKey && !isOpen) {
    event.preventDefault();
    search(input);
  } else if (isOpen && !event.altKey && options?.move(event.key)) {
    event.preventDefault();
  } else if (isOpen && event.key === "Enter" && takeSuggestion()) {
    event.preventDefault();
  } else if (event.key === "Tab") {
    takeSuggestion();
    closeSuggestions();
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    event.stopPropagation();
    closeSuggestions();
  }
}, { capture: true });

document.addEventListener("focusout", (event) => {
  if (suggesting(event)) closeSuggestions();
});
document.addEventListener("click", (event) => {
  const input = suggesting(event);
  if (input && !isSuggesting(input)) search(input);
});
document.addEventListener("pointerdown", (event) => {
  if (origin(event, "#suggestions")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = origin(event, "#suggestions [role=option]");
  if (option) choose(option);
});
addEventListener("scroll", (event) => {
  if (field && event.target !== list()) closeSuggestions();
}, { capture: true, passive: true });
