/**
 * <ol-desk>: a grid of bills whose offers are worked by keyboard. Type, Enter or F2 edits; Enter goes down, Tab to the next;
 * Ctrl V pastes a column, Ctrl D fills down, Del clears, Ctrl Z takes back, F8 goes to the next problem.
 */
import { BulkBar } from "./bulk.js";
import { DeskDrawer } from "./drawer.js";
import { GridFilter } from "./filter.js";
import { Offers } from "./offers.js";
import { pastedEntries } from "./text.js";

class Desk extends HTMLElement {
  /** The open editor: its field, its row, what stood there. @type {{input: HTMLInputElement, row: HTMLTableRowElement, before: string} | undefined} */
  editor = undefined;

  connectedCallback() {
    const table = this.querySelector("table[role=grid]");
    if (!(table instanceof HTMLTableElement)) return;
    this.table = table;
    this.offers = new Offers(this);
    this.filter = new GridFilter(this, table);
    this.drawer = new DeskDrawer(this, (id, html) => this.renew(id, html));
    if (!table.querySelector(".pick input")) return;
    this.bulk = new BulkBar(this, this.offers, () => this.picked);
    // Before the grid itself hears of a key, so that an open editor keeps its own.
    this.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    table.addEventListener("click", (event) => this.clicked(event), { capture: true });
    table.addEventListener("dblclick", (event) => this.opened(event));
    table.addEventListener("paste", (event) => this.pasted(event));
    table.addEventListener("focusin", (event) => this.focused(event));
  }

  /** The rows that the filter leaves, in the order of the screen. */
  get rows() {
    return [...(this.table?.tBodies[0]?.rows ?? [])].filter((row) => !row.hidden);
  }

  get picked() {
    return this.rows.filter((row) => row.getAttribute("aria-selected") === "true");
  }

  /** @param {string} id @param {string} html */
  renew(id, html) {
    const row = this.offers?.row(id);
    if (row) this.offers?.renew(row, html, { withNote: true });
    this.dispatchEvent(new Event("desk:rows"));
  }

  /** @param {Event} event */
  cellOf(event) {
    const cell = event.target instanceof Element ? event.target.closest("tbody td, tbody th") : null;
    const row = cell?.parentElement;
    if (!(cell instanceof HTMLTableCellElement) || !(row instanceof HTMLTableRowElement) || !this.table?.contains(row)) return null;
    return { cell, row, isOffer: cell.matches(".worked") };
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    if (this.editor && event.target === this.editor.input) {
      this.typed(event);
      return;
    }
    const place = this.cellOf(event);
    if (!place) return;
    const did = event.ctrlKey || event.metaKey ? this.control(event, place.row) : this.plain(event, place);
    if (!did) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * A key on a cell; whether it meant something here.
   * @param {KeyboardEvent} event
   * @param {{cell: HTMLTableCellElement, row: HTMLTableRowElement, isOffer: boolean}} place
   */
  plain(event, { cell, row, isOffer }) {
    if (event.key === "F8") return this.nextProblem(row);
    if (!isOffer || event.target !== cell || event.altKey) return false;
    if (event.key === "Enter" || event.key === "F2") this.edit(row);
    else if (/^[-0-9.$=]$/.test(event.key)) this.edit(row, event.key);
    else if (event.key === "Delete" || event.key === "Backspace") this.clear(row);
    else if (event.key === "Escape" && this.offers?.problems.of(row)) this.offers.drop(row);
    else return event.key === "Tab" && !event.shiftKey && Boolean(this.offers?.problems.enter(row));
    return true;
  }

  /** @param {KeyboardEvent} event @param {HTMLTableRowElement} row */
  control(event, row) {
    const key = event.key.toLowerCase();
    if (key === "d") this.fill(row);
    else if (key === "z" && !event.shiftKey) void this.offers?.undo();
    else return false;
    return true;
  }

  /** A key in the open editor. @param {KeyboardEvent} event */
  typed(event) {
    const row = this.editor?.row;
    const isControl = event.ctrlKey || event.metaKey;
    // The palette opens from anywhere; every other key belongs to the text.
    if (!row || (isControl && event.key.toLowerCase() === "k")) return;
    event.stopPropagation();
    if (isControl && event.key !== "Enter") return;
    const rows = this.rows;
    const at = rows.indexOf(row);
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 }[event.key];
    if (event.key === "Escape") this.close(false);
    else if (step === undefined) return;
    else this.close(true);
    const next = event.key === "Escape" ? row : rows[at + (step ?? 0)];
    if (!next && event.key === "Tab") return;
    event.preventDefault();
    this.offers?.cell(next ?? row).focus();
  }

  /**
   * Opens the editor with what stands in the cell, or with the key that was typed.
   * @param {HTMLTableRowElement} row @param {string} [key]
   */
  edit(row, key) {
    const offers = this.offers;
    if (!offers || this.editor?.row === row) return;
    this.close(true);
    const cell = offers.cell(row);
    const problem = offers.problems.of(row);
    const before = offers.waiting.get(row.id.slice(4)) ?? problem?.entry ?? (cell.textContent ?? "").trim().replace(/^—$/, "");
    offers.keep(cell);
    const input = Object.assign(document.createElement("input"), { className: "cell-editor", type: "text", value: key ?? before, autocomplete: "off", spellcheck: false });
    input.setAttribute("aria-label", `Offer on ${row.querySelector("th")?.textContent ?? ""}`);
    input.inputMode = "decimal";
    cell.replaceChildren(input);
    this.editor = { input, row, before };
    input.focus();
    if (key === undefined) input.select();
    input.addEventListener("blur", () => this.close(true));
  }

  /** Closes the editor and saves what was changed, unless it was left by Esc. @param {boolean} isKept */
  close(isKept) {
    const [editor, offers] = [this.editor, this.offers];
    if (!editor || !offers) return;
    this.editor = undefined;
    const { input, row, before } = editor;
    const entry = input.value.trim();
    const problem = offers.problems.of(row);
    const cell = offers.cell(row);
    const isNew = isKept && (entry !== before || Boolean(problem));
    input.remove();
    if (isNew) void offers.save({ row, entry });
    else if (problem) offers.problems.mark(row, cell, problem);
    else if (offers.waiting.has(row.id.slice(4)) || cell.matches(".saving")) cell.textContent = before || "—";
    else offers.settle(row);
  }

  /** @param {HTMLTableRowElement} row */
  clear(row) {
    const picked = this.picked;
    if (picked.length > 1 && picked.includes(row)) void this.offers?.saveAll(picked.map((one) => ({ row: one, entry: "" })));
    else if (this.offers?.present(row) || this.offers?.problems.of(row)) void this.offers.save({ row, entry: "" });
  }

  /** Fills the selected rows with the first one's offer, or this row with that of the row above. @param {HTMLTableRowElement} row */
  fill(row) {
    const [offers, picked, rows] = [this.offers, this.picked, this.rows];
    const isMany = picked.length > 1;
    const from = isMany ? picked[0] : rows[rows.indexOf(row) - 1];
    if (!offers || !from) return;
    const entry = offers.typed.get(from.id.slice(4)) ?? offers.present(from);
    if (isMany) void offers.saveAll(picked.slice(1).map((one) => ({ row: one, entry })));
    else void offers.save({ row, entry });
  }

  /** @param {HTMLTableRowElement} row */
  nextProblem(row) {
    const rows = this.rows;
    const at = rows.indexOf(row);
    const next = [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((one) => this.offers?.problems.of(one));
    if (next) this.offers?.cell(next).focus();
    return true;
  }

  /** One click on an offer that is active already edits it, a tap does at once. @param {MouseEvent} event */
  clicked(event) {
    const place = this.cellOf(event);
    if (!place?.isOffer || this.editor?.row === place.row) return;
    const isTap = event instanceof PointerEvent && event.pointerType === "touch";
    if (document.activeElement === place.cell ? this.wasActive === place.cell : isTap) this.edit(place.row);
    this.wasActive = place.cell;
  }

  /** @param {MouseEvent} event */
  opened(event) {
    const place = this.cellOf(event);
    if (place?.isOffer) this.edit(place.row);
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const place = this.cellOf(event);
    if (!place) return;
    if (this.wasActive !== place.cell) this.wasActive = undefined;
    if (place.isOffer && !this.editor && this.offers?.problems.of(place.row)) this.offers.problems.show(place.row);
  }

  /** @type {HTMLTableCellElement | undefined} */
  wasActive = undefined;

  /** @param {ClipboardEvent} event */
  pasted(event) {
    const place = this.cellOf(event);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const isOne = !/[\t\n]/.test(text.trim());
    if (!place || !text.trim() || (this.editor && isOne)) return;
    event.preventDefault();
    this.close(false);
    const cells = [...place.row.cells].filter((cell) => !cell.hidden && !cell.matches(".pick"));
    const entries = pastedEntries(text, cells.findIndex((cell) => cell.matches(".worked")), cells.length);
    const [picked, rows] = [this.picked, this.rows];
    const targets = picked.length > 1 && picked.includes(place.row) ? picked : rows.slice(rows.indexOf(place.row));
    const edits = isOne && targets === picked
      ? picked.map((row) => ({ row, entry: entries[0] }))
      : entries.slice(0, targets.length).map((entry, index) => ({ row: targets[index], entry }));
    const surplus = isOne ? 0 : entries.slice(targets.length).filter(Boolean).length;
    if (edits.length === 1 && !surplus) void this.offers?.save(edits[0]);
    else void this.offers?.saveAll(edits, { isPasted: true, surplus });
  }
}

customElements.define("ol-desk", Desk);
