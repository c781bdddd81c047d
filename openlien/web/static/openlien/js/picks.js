/** <ol-picks>: a list of boxes to tick. Typing narrows it; closing it applies what was ticked. */
import { announce } from "./announce.js";

class Picks extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("[popover]");
    const search = this.querySelector("[data-picks-search]");
    if (!(list instanceof HTMLElement)) return;
    let changed = false;
    list.addEventListener("change", () => { changed = true; });
    list.addEventListener("toggle", (event) => {
      if (!(event instanceof ToggleEvent)) return;
      if (event.newState === "open" && search instanceof HTMLElement) search.focus();
      if (event.newState === "closed" && changed) this.closest("form")?.requestSubmit();
    });
    if (!(search instanceof HTMLInputElement)) return;
    search.hidden = false;
    search.addEventListener("input", () => this.narrow(search.value));
  }

  /** @param {string} typed */
  narrow(typed) {
    const wanted = typed.trim().toLowerCase();
    let found = 0;
    for (const item of this.querySelectorAll("li")) {
      const fits = (item.textContent ?? "").toLowerCase().includes(wanted);
      item.toggleAttribute("hidden", !fits);
      if (fits) found += 1;
    }
    this.querySelector("[data-picks-none]")?.toggleAttribute("hidden", found > 0);
    announce(found === 1 ? "1 choice" : `${found} choices`);
  }
}

customElements.define("ol-picks", Picks);
