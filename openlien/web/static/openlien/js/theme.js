/** Theme and density change at once; the form behind them remembers the choice. */
import { origin } from "./announce.js";

/**
 * Sends a form in the background and keeps the page.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
function remember(form, button) {
  const body = new FormData(form, button);
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => form.submit());
  for (const other of form.elements) {
    if (other.hasAttribute("aria-pressed")) other.setAttribute("aria-pressed", String(other === button));
  }
}

document.addEventListener("submit", (event) => {
  const form = origin(event, "form[data-theme-form], form[data-density-form], form[data-keys-form]");
  const button = /** @type {SubmitEvent} */ (event).submitter;
  if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  remember(form, button);
  if (button.name === "theme") document.documentElement.dataset.theme = button.value;
  if (button.name === "density") {
    for (const grid of document.querySelectorAll("ol-grid, ol-tree")) grid.setAttribute("data-density", button.value);
  }
  if (button.name === "single_keys") switchSingleKeys(form, button);
});

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
function switchSingleKeys(form, button) {
  const now = button.value;
  const next = now === "on" ? "off" : "on";
  document.body.dataset.singleKeys = now;
  button.value = next;
  button.textContent = `Switch them ${next}`;
  const state = form.querySelector("[data-keys-state]");
  if (state) state.textContent = now;
}
