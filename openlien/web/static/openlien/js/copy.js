/** Copy buttons: shown only where copying works. */
import { origin } from "./announce.js";
import { showToast } from "./toast.js";

/**
 * Copies text and says so.
 * @param {string} text
 * @param {string} said
 */
export async function copyText(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    showToast(said);
  } catch {
    showToast("Not copied. The browser does not allow it here; select the text and copy it.", { error: true });
  }
}

document.addEventListener("click", (event) => {
  const button = origin(event, "[data-copy]");
  if (button) copyText(button.dataset.copy ?? "", "Copied");
});

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.removeAttribute("hidden");
}
