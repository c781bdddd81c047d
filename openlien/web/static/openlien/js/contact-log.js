/** The buttons of a contact card: open telephone or mail at once, and log the contact in the background. */
import { showToast } from "./toast.js";

/** @param {HTMLFormElement} form */
async function log(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    /** @type {{sentence: string}} */
    const { sentence } = await answer.json();
    showToast(sentence);
  } catch {
    showToast("Not logged. Write it down with Log call.", { error: true });
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.logsContact === undefined) return;
  event.preventDefault();
  location.assign(form.dataset.logsContact);
  void log(form);
});
