/** A list of options under a text field: which one is active, moved by the arrow keys (ARIA combobox pattern). */
export class Options {
  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   */
  constructor(input, list) {
    this.input = input;
    this.list = list;
    this.request = new AbortController();
  }

  /** @returns {HTMLElement[]} */
  get all() {
    return [...this.list.querySelectorAll("[role=option]")].filter((option) => option instanceof HTMLElement);
  }

  /** @returns {HTMLElement | undefined} */
  get active() {
    return this.all.find((option) => option.getAttribute("aria-selected") === "true");
  }

  /** @param {HTMLElement | undefined} option */
  activate(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.input.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.id ||= `${this.list.id}-${this.all.indexOf(option)}`;
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /**
   * Moves for an arrow, Home or End key; tells whether the key was one of them.
   * @param {string} key
   */
  move(key) {
    const all = this.all;
    const now = this.active ? all.indexOf(this.active) : -1;
    const last = all.length - 1;
    const next = { ArrowDown: now < last ? now + 1 : 0, ArrowUp: now > 0 ? now - 1 : last, PageDown: Math.min(now + 8, last), PageUp: Math.max(now - 8, 0) }[key];
    if (next === undefined) return false;
    this.activate(all[next]);
    return true;
  }

  /**
   * Replaces the options with the answer of the server. An answer that was overtaken is dropped.
   * @param {string} source
   * @param {string} query
   */
  async load(source, query) {
    this.request.abort();
    this.request = new AbortController();
    const address = new URL(source, location.href);
    address.searchParams.set("q", query);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: this.request.signal });
      if (!answer.ok) return false;
      this.list.innerHTML = await answer.text();
      return true;
    } catch {
      return false;
    }
  }
}
