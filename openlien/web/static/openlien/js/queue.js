/**
 * <ol-queue>: a list beside what it shows. Arrows go through the list and show each entry, Space gives the entry the whole
 * width and back. The links work by themselves; this only spares the page around them.
 */
import { origin } from "./announce.js";

class Queue extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("htmx:afterSwap", (event) => this.shown(event));
  }

  get links() {
    return [...this.querySelectorAll("[data-queue-link]")].filter((link) => link instanceof HTMLAnchorElement);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const link = origin(event, "[data-queue-link]");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") {
      event.preventDefault();
      this.toggleAttribute("data-peek");
      link.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const links = this.links;
    const next = links[links.findIndex((each) => each === link) + step];
    if (!next) return;
    // Until the next entry is there, no key may approve the one that is being left.
    for (const element of document.querySelectorAll("#queue-entry [data-key]")) element.removeAttribute("data-key");
    next.focus();
    next.click();
  }

  /** Marks the entry that is shown. @param {Event} event */
  shown(event) {
    const part = /** @type {CustomEvent<{target: Element}>} */ (event).detail.target;
    if (part?.id !== "queue-entry") return;
    const id = document.querySelector("#queue-entry [data-entry]")?.getAttribute("data-entry");
    for (const link of this.links) {
      if (link.dataset.queueLink === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

customElements.define("ol-queue", Queue);
