/** Drawers and dialogs are native <dialog> elements; this makes those of the address modal and closes them back into it. */
import { origin } from "./announce.js";

/** @param {HTMLDialogElement} drawer */
function openDrawer(drawer) {
  if (drawer.matches(":modal")) return;
  drawer.close();
  drawer.showModal();
  const first = drawer.querySelector(".drawer-body :is(input:not([type=hidden]), select, textarea):not([disabled])");
  if (first instanceof HTMLElement && !drawer.querySelector("[autofocus]")) first.focus();
  drawer.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(drawer);
  });
}

/**
 * Goes back to the page below: by history when the drawer was opened from it, so that the place on the page is kept.
 * @param {HTMLDialogElement} drawer
 */
function leave(drawer) {
  const target = new URL(drawer.dataset.drawer ?? "", location.href);
  const before = document.referrer ? new URL(document.referrer) : null;
  if (before?.href === target.href && history.length > 1) history.back();
  else location.assign(target);
}

function openDrawers() {
  for (const drawer of document.querySelectorAll("dialog[data-drawer][open]")) {
    if (drawer instanceof HTMLDialogElement) openDrawer(drawer);
  }
}

document.addEventListener("click", (event) => {
  const close = origin(event, "[data-drawer-close]");
  const drawer = close?.closest("dialog");
  if (drawer && !(/** @type {MouseEvent} */ (event).metaKey || /** @type {MouseEvent} */ (event).ctrlKey)) {
    event.preventDefault();
    leave(drawer);
    return;
  }
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && dialog.matches(":modal") && isOutside(dialog, /** @type {MouseEvent} */ (event))) {
    if (dialog.dataset.drawer !== undefined) leave(dialog);
    else dialog.close();
  }
});

/**
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

// Browsers without invoker commands get the two that the templates use.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = origin(event, "button[commandfor]");
    const dialog = document.getElementById(button?.getAttribute("commandfor") ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button?.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  });
}

document.addEventListener("htmx:afterSwap", openDrawers);
openDrawers();
