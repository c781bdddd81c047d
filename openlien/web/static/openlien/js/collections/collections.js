/**
 * <ol-tree>: firms and their cases after the ARIA treegrid pattern. One tab stop; arrows, Home, End and Page keys go through
 * the rows, → unfolds a firm, ← folds it, Space ticks, Enter opens the case, P shows it beside the list, Esc closes that.
 */
import { origin } from "../announce.js";
import { startColumns } from "../grid-columns.js";
import { Folds } from "./folds.js";
import { keepPlace } from "./place.js";
import { Peek } from "./peek.js";
import { Ticks } from "./ticks.js";

const PAGE_ROWS = 10;

class Tree extends HTMLElement {
  /** The row that has the tab stop. @type {HTMLTableRowElement | undefined} */
  active = undefined;

  connectedCallback() {
    const table = this.querySelector("table[role=treegrid]");
    if (!(table instanceof HTMLTableElement)) return;
    this.table = table;
    this.folds = new Folds(table);
    this.ticks = new Ticks(this, table);
    this.peek = new Peek(this);
    this.active = this.rows[0];
    table.addEventListener("keydown", (event) => this.pressed(event));
    table.addEventListener("focusin", (event) => this.stopAt(origin(event, "tbody tr")));
    table.addEventListener("click", (event) => this.clicked(event));
    const alignColumns = startColumns(this, table);
    this.addEventListener("tree:unfolded", () => {
      this.ticks?.show();
      alignColumns();
    });
    keepPlace(this);
  }

  /** The rows that are not folded away. @returns {HTMLTableRowElement[]} */
  get rows() {
    return [...(this.table?.tBodies[0]?.rows ?? [])].filter((row) => !row.hidden);
  }

  /** @param {Element | null | undefined} row */
  stopAt(row) {
    if (!(row instanceof HTMLTableRowElement) || row === this.active) return;
    if (this.active) this.active.tabIndex = -1;
    row.tabIndex = 0;
    this.active = row;
  }

  /** @param {HTMLTableRowElement | undefined} row */
  go(row) {
    if (!row) return;
    this.stopAt(row);
    row.focus();
    row.scrollIntoView({ block: "nearest" });
    this.peek?.follow(row.dataset.case);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = origin(event, "tbody tr");
    if (!(row instanceof HTMLTableRowElement)) return;
    if (origin(event, ".tree-toggle")) {
      event.preventDefault();
      this.toggle(row);
    } else if (origin(event, ".tree-peek")) {
      event.preventDefault();
      this.stopAt(row);
      void this.peek?.toggle(row.dataset.case ?? "");
    } else if (!origin(event, "a, button, input")) {
      row.focus();
      if (row.dataset.firm) this.toggle(row);
      else this.peek?.follow(row.dataset.case);
    }
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const row = this.active;
    if (!row || event.target !== row || event.isComposing || event.altKey) return;
    const did = event.ctrlKey || event.metaKey ? this.control(event.key) : this.plain(event, row);
    if (!did) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event @param {HTMLTableRowElement} row */
  plain(event, row) {
    const next = this.target(event.key, row);
    if (next) {
      if (event.shiftKey && event.key.startsWith("Arrow")) this.ticks?.extend(row, next);
      this.go(next);
      return true;
    }
    if (event.key === "ArrowRight") return this.inward(row);
    if (event.key === "ArrowLeft") return this.outward(row);
    if (event.key === " ") return this.ticks?.flip(row) ?? false;
    if (event.key === "Enter") return this.open(row);
    if (event.key === "Escape") return this.peek?.close() ?? false;
    if (event.key.toLowerCase() !== "p" || document.body.dataset.singleKeys === "off" || !row.dataset.case) return false;
    void this.peek?.toggle(row.dataset.case);
    return true;
  }

  /** @param {string} key */
  control(key) {
    const rows = this.rows;
    if (key === "Home") this.go(rows[0]);
    else if (key === "End") this.go(rows.at(-1));
    else if (key === "a") this.ticks?.all();
    else return false;
    return true;
  }

  /** Where a key leads from a row. @param {string} key @param {HTMLTableRowElement} row */
  target(key, row) {
    const rows = this.rows;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_ROWS, PageUp: -PAGE_ROWS, Home: -rows.length, End: rows.length };
    const step = steps[/** @type {keyof typeof steps} */ (key)];
    return step === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + step))];
  }

  /** @param {HTMLTableRowElement} row */
  inward(row) {
    if (!row.dataset.firm) return false;
    if (row.getAttribute("aria-expanded") === "true") this.go(this.target("ArrowDown", row));
    else this.toggle(row);
    return true;
  }

  /** @param {HTMLTableRowElement} row */
  outward(row) {
    if (row.dataset.firm && row.getAttribute("aria-expanded") === "true") this.toggle(row);
    else if (row.dataset.of) this.go(this.rows.find((firm) => firm.dataset.firm === row.dataset.of));
    return true;
  }

  /** @param {HTMLTableRowElement} row */
  open(row) {
    if (row.dataset.firm) this.toggle(row);
    else row.querySelector("a")?.click();
    return true;
  }

  /** @param {HTMLTableRowElement} row */
  toggle(row) {
    this.stopAt(row);
    void this.folds?.toggle(row);
  }
}

customElements.define("ol-tree", Tree);
