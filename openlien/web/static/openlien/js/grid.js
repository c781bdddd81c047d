/**
 * <ol-grid>: a table worked by keyboard after the ARIA grid pattern. One tab stop; arrows, Home, End, Ctrl Home, Ctrl End,
 * Page keys move; Space selects the row; Enter follows the link of the cell; Ctrl C copies the cell or the selected rows.
 */
import { announce } from "./announce.js";
import { copyText } from "./copy.js";
import { startColumns } from "./grid-columns.js";

const PAGE_ROWS = 10;

class Grid extends HTMLElement {
  /** @type {HTMLTableCellElement | undefined} */
  active = undefined;

  connectedCallback() {
    const table = this.querySelector("table[role=grid]");
    if (!(table instanceof HTMLTableElement)) return;
    this.table = table;
    this.prepare();
    table.addEventListener("keydown", (event) => this.pressed(event));
    table.addEventListener("focusin", (event) => this.focused(event));
    table.addEventListener("click", (event) => this.clicked(event));
    table.addEventListener("change", (event) => this.ticked(event));
    this.addEventListener("htmx:afterSettle", () => this.prepare());
    startColumns(this, table);
  }

  /** Rows of the grid that the arrows walk: the last head row, the body, the totals. */
  get rows() {
    if (!this.table) return [];
    const heads = [...(this.table.tHead?.rows ?? [])].slice(-1);
    return [...heads, ...this.bodyRows, ...(this.table.tFoot?.rows ?? [])];
  }

  /** @returns {HTMLTableRowElement[]} */
  get bodyRows() {
    return [...(this.table?.tBodies ?? [])].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);
  }

  /** Takes what is inside the cells out of the tab order and leaves one cell in it. */
  prepare() {
    for (const inner of this.table?.querySelectorAll(":is(td, th) :is(a, button, input)") ?? []) inner.setAttribute("tabindex", "-1");
    const cells = this.rows.flatMap((row) => [...row.cells]);
    for (const cell of cells) cell.tabIndex = -1;
    const first = this.bodyRows[0]?.cells[0] ?? cells[0];
    const kept = this.active?.isConnected ? this.active : first;
    if (kept) kept.tabIndex = 0;
    this.active = kept;
    this.showSelection();
  }

  /** @param {HTMLTableCellElement | undefined} cell */
  go(cell) {
    if (!cell) return;
    if (this.active) this.active.tabIndex = -1;
    cell.tabIndex = 0;
    this.active = cell;
    cell.focus();
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const cell = event.target instanceof Element ? event.target.closest("td, th") : null;
    if (!(cell instanceof HTMLTableCellElement) || cell === this.active) return;
    if (this.active) this.active.tabIndex = -1;
    cell.tabIndex = 0;
    this.active = cell;
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = event.target;
    if (!(target instanceof Element) || target.closest("a, button, input, label")) return;
    const cell = target.closest("td, th");
    if (!(cell instanceof HTMLTableCellElement)) return;
    this.go(cell);
    if (cell.matches(".pick")) cell.querySelector("input")?.click();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const cell = this.active;
    const row = cell?.parentElement;
    if (!cell || !(row instanceof HTMLTableRowElement)) return;
    const next = this.target(event, row, cell);
    if (next) {
      event.preventDefault();
      if (event.shiftKey && /^Arrow(Up|Down)$/.test(event.key)) this.pickTo(row, next);
      this.go(next);
    } else if (event.key === " " && event.target === cell) {
      event.preventDefault();
      row.querySelector(".pick input")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    } else if (event.key === "Enter" && event.target === cell) {
      const inner = cell.querySelector("a, button") ?? row.querySelector("th a, th button");
      if (inner instanceof HTMLElement) inner.click();
    } else if ((event.ctrlKey || event.metaKey) && !event.shiftKey) {
      this.command(event, cell);
    }
  }

  /**
   * The cell that a movement key leads to.
   * @param {KeyboardEvent} event
   * @param {HTMLTableRowElement} row
   * @param {HTMLTableCellElement} cell
   * @returns {HTMLTableCellElement | undefined}
   */
  target(event, row, cell) {
    const rows = this.rows;
    const at = rows.indexOf(row);
    const control = event.ctrlKey || event.metaKey;
    const line = [...row.cells].filter((other) => !other.hidden);
    const place = line.indexOf(cell);
    /** @param {number} to */
    const below = (to) => rows[Math.max(0, Math.min(rows.length - 1, to))]?.cells[cell.cellIndex];
    switch (event.key) {
      case "ArrowRight": return line[place + 1];
      case "ArrowLeft": return line[place - 1];
      case "ArrowDown": return control ? below(rows.length - 1) : below(at + 1);
      case "ArrowUp": return control ? below(0) : below(at - 1);
      case "PageDown": return below(at + PAGE_ROWS);
      case "PageUp": return below(at - PAGE_ROWS);
      case "Home": return control ? this.bodyRows[0]?.cells[0] : line[0];
      case "End": return control ? [...(this.bodyRows.at(-1)?.cells ?? [])].filter((other) => !other.hidden).at(-1) : line.at(-1);
      default: return undefined;
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLTableCellElement} cell
   */
  command(event, cell) {
    const key = event.key.toLowerCase();
    if (key === "a" && this.table?.querySelector(".pick")) {
      event.preventDefault();
      this.pickAll(this.picked.length < this.bodyRows.length);
    } else if (key === "c" && !String(getSelection())) {
      event.preventDefault();
      const rows = this.picked;
      const text = rows.length ? rows.map((row) => lineOf(row)).join("\n") : textOf(cell);
      copyText(text, rows.length ? `${rows.length} ${rows.length === 1 ? "row" : "rows"} copied` : "Cell copied");
    }
  }

  /** @returns {HTMLTableRowElement[]} */
  get picked() {
    return this.bodyRows.filter((row) => row.getAttribute("aria-selected") === "true");
  }

  /**
   * Shift and an arrow take the row left and the row reached into the selection.
   * @param {HTMLTableRowElement} row
   * @param {HTMLTableCellElement} next
   */
  pickTo(row, next) {
    for (const one of [row, next.parentElement]) {
      const box = one?.querySelector(".pick input[name]");
      if (box instanceof HTMLInputElement) box.checked = true;
    }
    this.readBoxes();
  }

  /** @param {boolean} wanted */
  pickAll(wanted) {
    for (const row of this.bodyRows) {
      const box = row.querySelector(".pick input");
      if (box instanceof HTMLInputElement) box.checked = wanted;
    }
    this.readBoxes();
  }

  /** @param {Event} event */
  ticked(event) {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.closest(".pick")) return;
    if (box.matches("[data-grid-all]")) this.pickAll(box.checked);
    else this.readBoxes();
  }

  readBoxes() {
    for (const row of this.bodyRows) {
      const box = row.querySelector(".pick input");
      if (box instanceof HTMLInputElement) row.setAttribute("aria-selected", String(box.checked));
    }
    this.showSelection();
    announce(`${this.picked.length} of ${this.bodyRows.length} rows selected`);
    this.dispatchEvent(new CustomEvent("ol-grid:selection", { bubbles: true, detail: { rows: this.picked } }));
  }

  showSelection() {
    const number = this.picked.length;
    const all = this.querySelector("[data-grid-all]");
    if (all instanceof HTMLInputElement) {
      all.checked = number > 0 && number === this.bodyRows.length;
      all.indeterminate = number > 0 && number < this.bodyRows.length;
    }
    this.querySelector("[data-grid-batch]")?.toggleAttribute("hidden", number === 0);
    const words = this.querySelector("[data-grid-count]");
    if (words) words.textContent = `${number} selected`;
  }
}

/** @param {Element} cell */
function textOf(cell) {
  // A spreadsheet reads the hyphen as minus and a dash as text.
  return (cell.textContent ?? "").trim().replace("\u2212", "-").replace(/^—$/, "");
}

/** @param {HTMLTableRowElement} row */
function lineOf(row) {
  return [...row.cells].filter((cell) => !cell.hidden && !cell.matches(".pick")).map(textOf).join("\t");
}

customElements.define("ol-grid", Grid);
