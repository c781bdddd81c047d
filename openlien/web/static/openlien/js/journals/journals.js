/**
 * <ol-lines>: the lines of a journal. Enter goes down and adds a line at the end, "=" fills the amount that balances, rows
 * copied from a spreadsheet go into the cells, and the sums follow every key. Without it the buttons post.
 */
import { announce, origin } from "../announce.js";
import { amountOf } from "../money.js";
import { closeSuggestions } from "./suggest.js";

const NAMES = ["account", "description", "cost_center", "department", "project", "vendor", "customer", "debit", "credit"];
/** What pasted columns are when they begin at the account, by their number. @type {Record<number, string[]>} */
const PASTED = { 2: ["account", "debit"], 3: ["account", "debit", "credit"], 4: ["account", "description", "debit", "credit"] };

/** The cents of an amount as typed; nothing for what is no amount. @param {string} text */
export function centsOf(text) {
  const written = amountOf(text.trim().replace(/^\$?\./, "0."));
  return written ? Math.round(Number(written.replaceAll(",", "")) * 100) : 0;
}

/** @param {number} cents */
function written(cents) {
  const sign = cents < 0 ? "−" : "";
  const [whole, part] = (Math.abs(cents) / 100).toFixed(2).split(".");
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

class Lines extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => this.sum());
    this.addEventListener("change", () => this.sum());
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("paste", (event) => this.pasted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.sum();
  }

  get body() {
    return /** @type {HTMLTableSectionElement} */ (this.querySelector("tbody"));
  }

  get rows() {
    return [...this.body.rows];
  }

  /** @param {HTMLTableRowElement} row @param {string} name */
  field(row, name) {
    return /** @type {HTMLInputElement} */ (row.querySelector(`[name="line_${name}"]`));
  }

  /** @param {string} side */
  total(side) {
    return this.rows.reduce((sum, row) => sum + centsOf(this.field(row, side).value), 0);
  }

  sum() {
    const [debits, credits] = [this.total("debit"), this.total("credit")];
    this.say("[data-sum=debit]", written(debits));
    this.say("[data-sum=credit]", written(credits));
    const output = this.querySelector("[data-balance]");
    if (!output) return;
    const state = debits || credits ? (debits === credits ? "balanced" : "out") : "none";
    const words = { none: "Nothing entered yet", balanced: "Balanced", out: `Out of balance by ${written(Math.abs(debits - credits))}` }[state];
    const drawing = output.querySelector("use");
    const sign = { none: "dash", balanced: "check", out: "triangle" }[state];
    drawing?.setAttribute("href", (drawing.getAttribute("href") ?? "").replace(/#.*$/, `#i-${sign}`));
    output.className = `balance balance-${state}`;
    this.say("[data-balance] span", words);
  }

  /** @param {string} selector @param {string} text */
  say(selector, text) {
    const place = this.querySelector(selector);
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** Adds a line at the end, unless the journal is full. */
  add() {
    const most = Number(this.dataset.max);
    const pattern = this.querySelector("template")?.content.querySelector("tr");
    if (!pattern || this.rows.length >= most) {
      announce(`One journal takes ${most} lines.`);
      return null;
    }
    const row = /** @type {HTMLTableRowElement} */ (pattern.cloneNode(true));
    this.body.append(row);
    this.number();
    return row;
  }

  number() {
    this.rows.forEach((row, index) => {
      const place = String(index + 1);
      const head = row.querySelector("[data-place]");
      if (head) head.textContent = place;
      for (const input of row.querySelectorAll("input[data-name]")) {
        if (!(input instanceof HTMLInputElement)) continue;
        input.id = `f-line-${place}-${input.name.slice(5)}`;
        input.setAttribute("aria-label", `${input.dataset.name}, line ${place}`);
      }
      const remove = row.querySelector("[data-remove-line]");
      remove?.setAttribute("aria-label", `Remove line ${place}`);
      remove?.setAttribute("value", `remove-${place}`);
    });
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || event.isComposing || event.defaultPrevented) return;
    const row = input.closest("tr");
    if (!row) return;
    const name = input.name.slice(5);
    if (event.key === "=" && (name === "debit" || name === "credit")) {
      event.preventDefault();
      this.balance(row);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.down(row, name);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey && input.getAttribute("aria-expanded") !== "true") {
      const next = this.rows[this.rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      this.go(next, name);
    }
  }

  /** Enter: the same column of the next line; on the last line a new one. @param {HTMLTableRowElement} row @param {string} name */
  down(row, name) {
    const next = this.rows[this.rows.indexOf(row) + 1];
    if (next) {
      this.go(next, name);
      return;
    }
    this.tidy(row);
    const added = this.add();
    if (added) this.go(added, "account");
  }

  /** @param {HTMLTableRowElement} row @param {string} name */
  go(row, name) {
    closeSuggestions();
    const input = this.field(row, name);
    input.focus();
    input.select();
  }

  /** Writes amounts with their cents before focus leaves without a change event. @param {HTMLTableRowElement} row */
  tidy(row) {
    for (const side of ["debit", "credit"]) {
      const input = this.field(row, side);
      input.value = amountOf(input.value) ?? input.value;
    }
  }

  /** Fills the amount that the other lines leave open, on the side that needs it. @param {HTMLTableRowElement} row */
  balance(row) {
    const others = (/** @type {string} */ side) => this.total(side) - centsOf(this.field(row, side).value);
    const open = others("debit") - others("credit");
    const [needed, other] = open > 0 ? ["credit", "debit"] : ["debit", "credit"];
    this.field(row, other).value = "";
    this.field(row, needed).value = open ? written(Math.abs(open)) : "";
    this.go(row, needed);
    this.sum();
    announce(open ? `${needed} ${written(Math.abs(open))}. Balanced` : "The other lines balance already");
  }

  /** @param {Event} event */
  clicked(event) {
    const remove = origin(event, "[data-remove-line]");
    if (!remove && !origin(event, "[data-add-line]")) return;
    event.preventDefault();
    if (!remove) {
      const row = this.add();
      if (row) this.go(row, "account");
      return;
    }
    const row = /** @type {HTMLTableRowElement} */ (remove.closest("tr"));
    const place = this.rows.indexOf(row);
    row.remove();
    while (this.rows.length < 2) this.add();
    this.number();
    this.sum();
    this.go(this.rows[Math.min(place, this.rows.length - 1)], "account");
  }

  /** @param {ClipboardEvent} event */
  pasted(event) {
    const input = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!(input instanceof HTMLInputElement) || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const cells = text.trimEnd().split(/\r?\n/).map((line) => line.split("\t"));
    const start = /** @type {HTMLTableRowElement} */ (input.closest("tr"));
    const first = this.rows.indexOf(start);
    const most = Number(this.dataset.max);
    if (first + cells.length > most) {
      this.say("[data-balance] span", `Not pasted: that would be ${first + cells.length} lines, one journal takes ${most}.`);
      announce(`Not pasted: that would be ${first + cells.length} lines, one journal takes ${most}.`);
      return;
    }
    const from = NAMES.indexOf(input.name.slice(5));
    cells.forEach((line, index) => this.fill(first + index, from, line));
    this.sum();
    announce(`${cells.length} lines pasted`);
  }

  /** @param {number} place @param {number} from @param {string[]} cells */
  fill(place, from, cells) {
    const row = this.rows[place] ?? this.add();
    if (!row) return;
    const names = (from === 0 && PASTED[cells.length]) || NAMES.slice(from);
    cells.slice(0, names.length).forEach((cell, index) => {
      const input = this.field(row, names[index]);
      const value = cell.trim();
      input.value = input.matches("[data-money]") ? (/^[-0.,]*$/.test(value) ? "" : amountOf(value) ?? value) : value;
    });
  }
}

customElements.define("ol-lines", Lines);
