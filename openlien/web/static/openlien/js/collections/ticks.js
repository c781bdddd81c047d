/** Ticked cases and whole firms: a firm stands for all of its cases in the list, unfolded or not. */
import { origin } from "../announce.js";
import { showToast } from "../toast.js";

/** @param {Element | null | undefined} row @returns {HTMLInputElement | null} */
function boxOf(row) {
  const box = row?.querySelector("input[type=checkbox]");
  return box instanceof HTMLInputElement ? box : null;
}

export class Ticks {
  /** @param {HTMLElement} tree @param {HTMLTableElement} table */
  constructor(tree, table) {
    this.table = table;
    this.form = table.closest("form");
    this.count = tree.querySelector("[data-tree-count]");
    this.clear = tree.querySelector("[data-tree-clear]");
    this.empty = this.count?.textContent ?? "";
    table.addEventListener("change", (event) => this.changed(event));
    this.form?.addEventListener("reset", () => setTimeout(() => this.cleared()));
    this.form?.addEventListener("submit", (event) => this.sent(event));
    this.show();
  }

  get rows() {
    return [...(this.table.tBodies[0]?.rows ?? [])];
  }

  /** @param {string | undefined} firm */
  casesOf(firm) {
    return this.rows.filter((row) => row.dataset.of === firm && row.dataset.case);
  }

  /** @param {Event} event */
  changed(event) {
    const row = origin(event, "tr");
    const box = boxOf(row);
    if (!row || !box) return;
    if (row.dataset.firm) for (const each of this.casesOf(row.dataset.firm)) this.set(each, box.checked);
    else this.weigh(row.dataset.of);
    this.show();
  }

  /** @param {Element} row @param {boolean} on */
  set(row, on) {
    const box = boxOf(row);
    if (box) box.checked = on;
  }

  /** A firm is ticked when all of its cases are. @param {string | undefined} firm */
  weigh(firm) {
    const box = boxOf(this.rows.find((row) => row.dataset.firm === firm));
    const cases = this.casesOf(firm);
    const ticked = cases.filter((row) => boxOf(row)?.checked).length;
    if (!box) return;
    const rest = this.rows.some((row) => row.dataset.of === firm && row.matches(".tree-rest"));
    box.checked = ticked === cases.length && !rest;
    box.indeterminate = ticked > 0 && !box.checked;
  }

  /** @param {HTMLTableRowElement} row */
  flip(row) {
    const box = boxOf(row);
    box?.click();
    return box !== null;
  }

  /** Ticks both rows, as Shift with an arrow does. @param {HTMLTableRowElement} row @param {HTMLTableRowElement} next */
  extend(row, next) {
    for (const each of [row, next]) {
      const box = boxOf(each);
      if (box && !box.checked) box.click();
    }
  }

  all() {
    for (const row of this.rows.filter((each) => each.dataset.firm)) {
      this.set(row, true);
      for (const each of this.casesOf(row.dataset.firm)) this.set(each, true);
    }
    this.show();
  }

  cleared() {
    for (const row of this.rows) {
      const box = boxOf(row);
      if (box) box.indeterminate = false;
    }
    this.show();
  }

  /** Says how many cases are ticked; rows that came later follow their firm. */
  show() {
    let ticked = 0;
    for (const firm of this.rows.filter((row) => row.dataset.firm)) {
      const cases = this.casesOf(firm.dataset.firm);
      if (boxOf(firm)?.checked) {
        for (const row of cases) this.set(row, true);
        ticked += Number(firm.dataset.cases);
      } else {
        ticked += cases.filter((row) => boxOf(row)?.checked).length;
      }
    }
    for (const row of this.rows) {
      const box = boxOf(row);
      if (box) row.setAttribute("aria-selected", String(box.checked));
    }
    this.ticked = ticked;
    if (this.count) this.count.textContent = ticked ? `${ticked.toLocaleString("en-US")} ${ticked === 1 ? "case" : "cases"} ticked` : this.empty;
    if (this.clear instanceof HTMLElement) this.clear.hidden = !ticked;
  }

  /** @param {SubmitEvent} event */
  sent(event) {
    if (this.ticked || !event.submitter?.hasAttribute("data-tree-bulk")) return;
    event.preventDefault();
    showToast("Tick cases or whole firms first; Space ticks the row you are on.");
  }
}
