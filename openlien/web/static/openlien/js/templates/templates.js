// Codes beside a template: a click puts one where the cursor was last.

const INTO = "[data-codes-into]";

/** @type {HTMLInputElement | HTMLTextAreaElement | null} */
let last = null;

document.addEventListener("focusin", ({ target }) => {
  if (isField(target)) last = target;
});
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-code]") : null;
  const field = last?.isConnected ? last : document.querySelector('[data-codes-into="first"]');
  if (button instanceof HTMLElement && isField(field)) insert(field, button.dataset.code ?? "");
});
for (const hint of document.querySelectorAll(".codes-click")) hint.removeAttribute("hidden");

/**
 * @param {EventTarget | null} target
 * @returns {target is HTMLInputElement | HTMLTextAreaElement}
 */
function isField(target) {
  return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.matches(INTO);
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} code
 */
function insert(field, code) {
  field.focus();
  field.setRangeText(code, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
