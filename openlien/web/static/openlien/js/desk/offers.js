/** The offers of a grid: shows at once what was typed, saves it in the background, and takes the server's rows as they come. */
import { announce } from "../announce.js";
import { centsOf, likely } from "./text.js";
import { Cards } from "./cards.js";
import { Problems } from "./problems.js";
import { inTurn } from "./server.js";
import { showToast } from "../toast.js";

/** @typedef {import("./server.js").Answer} Answer @typedef {{row: HTMLTableRowElement, entry: string}} Edit */

export class Offers {
  /** Entries that wait for their turn, the latest of each row. @type {Map<string, string>} */
  waiting = new Map();
  /** What was last typed for a row, for filling down. @type {Map<string, string>} */
  typed = new Map();

  /** @param {HTMLElement} desk */
  constructor(desk) {
    this.desk = desk;
    this.cards = new Cards(desk);
    this.problems = new Problems(desk, (row, isMine) => this.decide(row, isMine));
  }

  /** @param {string} key */
  address(key) {
    return this.desk.dataset[key] ?? "";
  }

  /** @param {string} id */
  row(id) {
    return /** @type {HTMLTableRowElement | null} */ (document.getElementById(`row-${id}`));
  }

  /** @param {HTMLTableRowElement} row @returns {HTMLTableCellElement} */
  cell(row) {
    return /** @type {HTMLTableCellElement} */ (row.querySelector(".worked"));
  }

  /** Keeps the server's words of a cell whose place something else takes; the totals go on reading them. @param {HTMLElement} cell */
  keep(cell) {
    cell.dataset.kept ??= cell.textContent ?? "";
  }

  /** What the server says the offer is. @param {HTMLTableRowElement} row */
  present(row) {
    const cell = this.cell(row);
    const text = (cell.dataset.kept ?? cell.textContent ?? "").trim();
    return text === "—" ? "" : text;
  }

  /** Shows what an entry will probably make of the offer. @param {Edit} edit */
  foresee({ row, entry }) {
    const cell = this.cell(row);
    this.keep(cell);
    this.problems.clear(row, cell);
    const value = (/** @type {string} */ name) => centsOf(row.querySelector(`[data-col=${name}]`)?.textContent);
    const text = likely(entry, value("retail") ?? 0, value("pro_rata"));
    if (!cell.querySelector("input")) cell.textContent = text;
    cell.classList.add("saving");
    this.typed.set(row.id.slice(4), entry);
  }

  /** Saves one entry; a newer one of the same row takes its place while it waits. @param {Edit} edit */
  async save({ row, entry }) {
    const id = row.id.slice(4);
    const isQueued = this.waiting.has(id);
    this.waiting.set(id, entry);
    this.foresee({ row, entry });
    if (isQueued) return;
    let sent = entry;
    const answer = await inTurn(this.address("set"), () => {
      sent = this.waiting.get(id) ?? entry;
      this.waiting.delete(id);
      return [["bill", id], ["version", row.dataset.version ?? "0"], ["entry", sent]];
    });
    this.take(answer, [{ row, entry: sent }]);
  }

  /**
   * Saves many at once; they are undone at once. With `isPasted` those that cannot be set do not hold up the others;
   * `surplus` counts pasted lines that lie beyond the last bill.
   * @param {Edit[]} edits @param {{isPasted?: boolean, surplus?: number, more?: [string, string][]}} [options]
   * @returns {Promise<boolean>}
   */
  async saveAll(edits, { isPasted = false, surplus = 0, more = [] } = {}) {
    if (!edits.length) return false;
    if (!more.length) for (const edit of edits) this.foresee(edit);
    const answer = await inTurn(this.address("set"), () => [
      ...edits.flatMap(({ row, entry }) => /** @type {[string, string][]} */ ([
        ["bill", row.id.slice(4)], ["version", row.dataset.version ?? "0"], ["entry", entry],
      ])),
      ...more,
    ]);
    const wrong = new Set(answer.problems.map((problem) => problem.bill));
    const right = edits.filter(({ row }) => !wrong.has(row.id.slice(4)));
    if (surplus) answer.said = `${answer.said.replace(/\.$/, "")}. Beyond the last bill: ${surplus} of the pasted lines.`;
    this.take(answer, edits);
    if (!isPasted || answer.status < 400 || !wrong.size || !right.length) return answer.status === 200;
    return this.saveAll(right, { isPasted, surplus });
  }

  async undo() {
    const answer = await inTurn(this.address("undo"), () => []);
    this.take(answer, []);
  }

  /** @param {Answer} answer @param {Edit[]} edits */
  take(answer, edits) {
    for (const { row } of edits) this.settle(row);
    for (const [id, html] of Object.entries(answer.rows)) {
      const row = this.row(id);
      if (row) this.renew(row, html);
    }
    if (answer.tiles) this.renewTiles(answer.tiles);
    // Where somebody else was quicker, the cards speak of offers that are no more.
    if (answer.status === 200 || answer.problems.some((problem) => problem.stale)) this.cards.renewSoon();
    for (const problem of answer.problems) {
      const row = this.row(problem.bill);
      // What was typed since then goes on its way and may well be right.
      if (row && !this.waiting.has(problem.bill)) this.complain(row, problem);
    }
    if (answer.status !== 200 && !answer.problems.length) {
      for (const { row, entry } of edits) {
        this.complain(row, { bill: row.id.slice(4), sentence: answer.said, entry, stale: false, theirs: "" });
      }
    }
    this.say(answer, edits);
    for (const [id, entry] of this.waiting) {
      const row = this.row(id);
      if (row) this.foresee({ row, entry });
    }
    this.desk.dispatchEvent(new Event("desk:rows"));
  }

  /** @param {Answer} answer @param {Edit[]} edits */
  say(answer, edits) {
    const isOne = edits.length === 1;
    if (answer.status === 200) {
      showToast(answer.said, answer.undo ? { undo: () => void this.undo() } : {});
    } else if (!isOne || !answer.problems.length) {
      showToast(answer.said, { error: true });
    }
  }

  /** The cell as the server last gave it. @param {HTMLTableRowElement} row */
  settle(row) {
    const cell = this.cell(row);
    cell.classList.remove("saving");
    const words = cell.dataset.kept;
    if (cell.querySelector("input") || words === undefined) return;
    delete cell.dataset.kept;
    cell.textContent = words;
  }

  /** @param {HTMLTableRowElement} row @param {import("./server.js").Problem} problem */
  complain(row, problem) {
    const cell = this.cell(row);
    if (cell.querySelector("input")) return;
    this.keep(cell);
    this.problems.mark(row, cell, problem);
  }

  /** @param {HTMLTableRowElement} row @param {boolean} isMine */
  decide(row, isMine) {
    const entry = this.problems.of(row)?.entry ?? "";
    if (isMine) void this.save({ row, entry });
    else this.drop(row);
  }

  /** Forgets what could not be saved. @param {HTMLTableRowElement} row */
  drop(row) {
    this.problems.clear(row, this.cell(row));
    this.settle(row);
    announce(`${this.present(row) || "No offer"}`);
  }

  /**
   * Takes the server's row, cell by cell, so that focus, selection and an open editor stay.
   * @param {HTMLTableRowElement} row @param {string} html @param {{withNote?: boolean}} [options] an edit leaves the notes alone
   */
  renew(row, html, { withNote = false } = {}) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const news = template.content.querySelector("tr");
    if (!news) return;
    row.dataset.version = news.dataset.version;
    [...news.cells].forEach((from, place) => {
      const cell = row.cells[place];
      if (from.matches(".pick") || !cell || (cell.dataset.col === "notes" && !withNote)) return;
      if (cell.querySelector("input")) {
        cell.dataset.kept = from.textContent ?? "";
        return;
      }
      delete cell.dataset.kept;
      // As the grid has made its own, or every link would look changed.
      for (const inner of from.querySelectorAll("a, button, input")) inner.setAttribute("tabindex", "-1");
      const isOther = cell.innerHTML !== from.innerHTML;
      cell.className = from.className;
      if (!isOther) return;
      cell.innerHTML = from.innerHTML;
      cell.classList.add("changed");
    });
    if (!this.waiting.has(row.id.slice(4))) this.problems.clear(row, this.cell(row));
  }

  /** @param {string} html */
  renewTiles(html) {
    const place = this.desk.querySelector("[data-desk-tiles]");
    if (!place || place.querySelector(":popover-open")) return;
    const kept = [...place.querySelectorAll("[data-kept]")].map((part) => ({ id: part.id, text: part.textContent ?? "" }));
    place.innerHTML = html;
    for (const { id, text } of kept) {
      const part = document.getElementById(id);
      if (part && text.startsWith("Firm")) part.textContent = text;
    }
  }
}
