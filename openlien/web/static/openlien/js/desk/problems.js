/** What could not be saved: marked in its cell with what was typed, explained in a bubble above the row. F8 goes through them. */

/** @typedef {import("./server.js").Problem} Problem */

export class Problems {
  /** @type {Map<string, Problem>} */
  all = new Map();
  /** @type {HTMLTableRowElement | undefined} */
  shown = undefined;

  /**
   * @param {HTMLElement} desk
   * @param {(row: HTMLTableRowElement, isMine: boolean) => void} decide
   */
  constructor(desk, decide) {
    this.decide = decide;
    this.bubble = document.createElement("div");
    this.bubble.className = "cell-bubble";
    this.bubble.popover = "manual";
    this.bubble.setAttribute("role", "alert");
    desk.append(this.bubble);
    this.bubble.addEventListener("click", (event) => this.clicked(event));
    this.bubble.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.back();
    });
    desk.querySelector(".grid-scroll")?.addEventListener("scroll", () => this.place());
    addEventListener("scroll", () => this.place(), { passive: true });
    addEventListener("resize", () => this.place());
  }

  /** @param {HTMLTableRowElement} row */
  of(row) {
    return this.all.get(row.id.slice(4));
  }

  /** @param {HTMLTableRowElement} row @param {HTMLElement} cell @param {Problem} problem */
  mark(row, cell, problem) {
    this.all.set(problem.bill, problem);
    cell.replaceChildren(problem.entry || "—");
    cell.classList.add("problem");
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-description", problem.sentence);
    this.show(row);
  }

  /** @param {HTMLTableRowElement} row @param {HTMLElement} cell */
  clear(row, cell) {
    this.all.delete(row.id.slice(4));
    cell.classList.remove("problem");
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-description");
    if (this.shown === row) this.hide();
  }

  hide() {
    this.shown = undefined;
    if (this.bubble.matches(":popover-open")) this.bubble.hidePopover();
  }

  /** @param {HTMLTableRowElement} row */
  show(row) {
    const problem = this.of(row);
    if (!problem) return;
    this.shown = row;
    const words = Object.assign(document.createElement("p"), { textContent: problem.sentence });
    const choices = problem.stale ? [choice("Keep mine", "mine"), choice("Take theirs", "theirs")] : [];
    this.bubble.classList.toggle("bubble-text", !problem.stale);
    this.bubble.replaceChildren(words, ...choices);
    if (!this.bubble.matches(":popover-open")) this.bubble.showPopover();
    this.place();
  }

  /** Above the row, so that the cells in which one goes on typing stay free. */
  place() {
    const cell = this.shown?.querySelector(".worked");
    const frame = this.shown?.closest(".grid-scroll");
    if (!cell || !frame) return;
    const [at, around] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
    const isOut = this.shown?.hidden || at.bottom < around.top + 20 || at.top > Math.min(around.bottom, innerHeight);
    this.bubble.style.visibility = isOut ? "hidden" : "visible";
    const left = Math.min(Math.max(8, at.right - this.bubble.offsetWidth), innerWidth - this.bubble.offsetWidth - 8);
    this.bubble.style.left = `${left}px`;
    this.bubble.style.top = `${Math.max(8, at.top - this.bubble.offsetHeight - 6)}px`;
  }

  /** Into the choices of the bubble of this row, if it has any. @param {HTMLTableRowElement} row */
  enter(row) {
    if (!this.of(row)?.stale) return false;
    this.show(row);
    this.bubble.querySelector("button")?.focus();
    return true;
  }

  back() {
    const cell = this.shown?.querySelector(".worked");
    if (cell instanceof HTMLElement) cell.focus();
  }

  /** @param {Event} event */
  clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-choice]") : null;
    const row = this.shown;
    if (!(button instanceof HTMLElement) || !row) return;
    this.back();
    this.decide(row, button.dataset.choice === "mine");
  }
}

/** @param {string} label @param {string} value */
function choice(label, value) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.className = "button button-plain button-small";
  button.dataset.choice = value;
  return button;
}
