/** Live parts ask again by htmx; this rests while the page is hidden, tries again after a failure, and reads progress out. */
import { announce } from "./announce.js";

const AGAIN_MS = 3000;
/** @type {Map<string, number>} */
const said = new Map();

/** @param {Event} event */
function livePart(event) {
  return event.target instanceof HTMLElement && event.target.matches("[data-live]") ? event.target : null;
}

/** Asks for the next state of a part; its hx-trigger names this event. @param {HTMLElement} part */
function resume(part) {
  if (part.isConnected) part.dispatchEvent(new Event("resume"));
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const part = livePart(event);
  if (!part || !document.hidden) return;
  event.preventDefault();
  document.addEventListener("visibilitychange", () => resume(part), { once: true });
});

for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const part = livePart(event);
    if (part) setTimeout(() => resume(part), AGAIN_MS);
  });
}

document.addEventListener("htmx:load", (event) => {
  const part = /** @type {CustomEvent<{elt: Element}>} */ (event).detail.elt;
  const bar = part.matches?.(".progress") ? part.querySelector("progress") : null;
  if (!bar || !part.id) return;
  const quarter = bar.position < 0 ? 0 : Math.floor(bar.position * 4);
  if (said.get(part.id) === quarter) return;
  said.set(part.id, quarter);
  const words = part.querySelector(".progress-line")?.textContent ?? "";
  announce(words.replace(/\s+/g, " ").trim());
});
