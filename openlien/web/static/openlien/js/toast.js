/** One message in the header strip; a newer one takes its place. */
import { origin } from "./announce.js";

const SHOWN_MS = 8000;
/** @type {number | undefined} */
let timer;

/**
 * Shows a message. It stays while it is pointed at or holds the focus, and errors stay until they are closed.
 * @param {string} text
 * @param {{error?: boolean, undo?: () => void}} [options] `undo` puts a button beside the message
 */
export function showToast(text, { error = false, undo } = {}) {
  const strip = document.getElementById("toasts");
  if (!strip) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.setAttribute("role", error ? "alert" : "status");
  const words = document.createElement("span");
  words.className = "toast-text";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.dataset.closeToast = "";
  close.setAttribute("aria-label", "Close message");
  close.textContent = "×";
  toast.append(words, ...(undo ? [undoButton(undo)] : []), close);
  strip.replaceChildren(toast);
  watch(strip);
}

/** @param {() => void} undo */
function undoButton(undo) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-undo";
  button.dataset.key = "ctrl+z";
  const key = Object.assign(document.createElement("kbd"), { textContent: "Ctrl Z" });
  key.setAttribute("aria-hidden", "true");
  button.append("Undo ", key);
  button.addEventListener("click", undo, { once: true });
  return button;
}

/** @param {HTMLElement} strip */
function watch(strip) {
  clearTimeout(timer);
  const toast = strip.querySelector("[data-toast]");
  if (!toast || toast.getAttribute("role") === "alert") return;
  timer = setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) watch(strip);
    else toast.remove();
  }, SHOWN_MS);
}

document.addEventListener("click", (event) => {
  if (origin(event, "[data-close-toast]")) origin(event, "[data-toast]")?.remove();
});

// The server may ask for a message with the answer of an htmx request: HX-Trigger {"toast": {"text": …}}.
document.addEventListener("toast", (event) => {
  const detail = /** @type {CustomEvent<{text?: string, value?: string, error?: boolean}>} */ (event).detail;
  showToast(detail.text ?? detail.value ?? "", { error: detail.error });
});

/**
 * Says what a failed request means. Parts that ask by themselves stay silent: they try again.
 * @param {Event} event
 * @param {string} reason
 */
function sayFailure(event, reason) {
  if (origin(event, "[data-live]")) return;
  const { requestConfig } = /** @type {CustomEvent<{requestConfig?: {verb?: string}}>} */ (event).detail;
  const effect = requestConfig?.verb === "get" ? "Not loaded." : "Not saved.";
  showToast(`${effect} ${reason}`, { error: true });
}

document.addEventListener("htmx:sendError", (event) => {
  sayFailure(event, "The server could not be reached; check the connection and try again.");
});
document.addEventListener("htmx:responseError", (event) => {
  sayFailure(event, "Something went wrong on the server; try again, or reload the page.");
});

const strip = document.getElementById("toasts");
if (strip) watch(strip);
