/** A look at one case beside the list: P opens it, the arrows move it, Esc closes it; the focus stays in the list. */
import { announce, origin } from "../announce.js";
import { showToast } from "../toast.js";
import { setInAddress } from "./place.js";

const SETTLE_MS = 120;

export class Peek {
  /** @type {number | undefined} */
  timer = undefined;
  /** @type {AbortController | undefined} */
  asked = undefined;

  /** @param {HTMLElement} tree */
  constructor(tree) {
    this.tree = tree;
    const panel = tree.querySelector("#peek");
    if (!(panel instanceof HTMLElement)) return;
    this.panel = panel;
    panel.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || !origin(event, "[data-peek-close]")) return;
      event.preventDefault();
      this.close();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.close()) event.preventDefault();
    });
  }

  /** The number of the case that is shown; empty without one. */
  get shown() {
    return this.panel?.hidden ? "" : this.panel?.querySelector("[data-peeked]")?.getAttribute("data-peeked") ?? "";
  }

  /** @param {string} number */
  async toggle(number) {
    if (this.shown === number) this.close();
    else await this.show(number);
  }

  /** Moves an open look to another case, once the arrows rest. @param {string | undefined} number */
  follow(number) {
    clearTimeout(this.timer);
    if (!number || !this.shown || this.shown === number) return;
    this.timer = setTimeout(() => void this.show(number), SETTLE_MS);
  }

  /** @param {string} number */
  async show(number) {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    const address = (this.tree.dataset.peek ?? "").replace("CASE-0000-00000", number) + location.search;
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal }).catch(() => null);
    if (asked.signal.aborted) return;
    if (!answer?.ok || !this.panel) {
      showToast("This case did not load. Try again.", { error: true });
      return;
    }
    this.panel.innerHTML = await answer.text();
    this.panel.hidden = false;
    this.tree.classList.add("collections-peeking");
    this.mark(number);
    setInAddress("peek", number);
    announce(`Beside the list: ${this.panel.querySelector("h2")?.textContent ?? number}`);
  }

  /** Whether there was something to close. */
  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const number = this.shown;
    if (!number || !this.panel) return false;
    const hadFocus = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    this.tree.classList.remove("collections-peeking");
    this.mark("");
    setInAddress("peek", "");
    const row = this.tree.querySelector(`[data-case="${CSS.escape(number)}"]`);
    if (hadFocus && row instanceof HTMLElement) row.focus();
    return true;
  }

  /** @param {string} number */
  mark(number) {
    for (const row of this.tree.querySelectorAll("tr[data-case]")) {
      row.classList.toggle("tree-peeked", row.getAttribute("data-case") === number);
    }
  }
}
