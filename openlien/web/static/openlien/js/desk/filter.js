/** Filter, network and order of a grid's rows without asking the server; totals, address and file follow. */
import { announce, origin } from "../announce.js";
import { centsOf, percentOf, written } from "./text.js";

const TEXTS = ["account", "service", "notes"];

export class GridFilter {
  /** What the filter reads of a row. @type {WeakMap<HTMLTableRowElement, string>} */
  read = new WeakMap();

  /** @param {HTMLElement} desk @param {HTMLTableElement} table */
  constructor(desk, table) {
    this.desk = desk;
    this.table = table;
    const asked = new URLSearchParams(location.search);
    this.network = asked.get("network") ?? "all";
    this.sort = asked.get("sort") ?? "";
    this.box = desk.querySelector("[data-desk-filter] input[name=q]");
    this.box?.addEventListener("input", () => this.apply());
    this.box?.addEventListener("keydown", (event) => this.left(/** @type {KeyboardEvent} */ (event)));
    desk.querySelector("[data-desk-filter]")?.addEventListener("submit", (event) => event.preventDefault());
    desk.addEventListener("click", (event) => this.clicked(event));
    desk.addEventListener("desk:rows", () => this.renewed());
  }

  /** @returns {HTMLTableRowElement[]} */
  get rows() {
    return [...(this.table.tBodies[0]?.rows ?? [])];
  }

  get words() {
    return this.box instanceof HTMLInputElement ? this.box.value.trim() : "";
  }

  /** Enter and the arrow go on into the rows, Esc empties the filter. @param {KeyboardEvent} event */
  left(event) {
    if (event.key === "Escape" && this.words && this.box instanceof HTMLInputElement) {
      event.preventDefault();
      this.box.value = "";
      this.apply();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const cell = this.rows.find((row) => !row.hidden)?.querySelector(".worked");
      if (cell instanceof HTMLElement) cell.focus();
    }
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const network = origin(event, "[data-network]");
    const sort = origin(event, "thead .sort");
    const clear = origin(event, "[data-desk-clear]");
    if (!network && !sort && !clear) {
      if (origin(event, "a[data-key=e]")) this.address();
      return;
    }
    event.preventDefault();
    if (network || clear) this.network = network?.dataset.network ?? "all";
    if (clear && this.box instanceof HTMLInputElement) this.box.value = "";
    if (sort) this.order(this.keyOf(sort.closest("th")));
    this.apply();
  }

  /** @param {Element | null} head */
  keyOf(head) {
    const href = head?.querySelector("a")?.getAttribute("href") ?? "";
    return new URL(href, location.href).searchParams.get("sort")?.replace("-", "") ?? "";
  }

  /** @param {HTMLTableRowElement} row */
  textOf(row) {
    const known = this.read.get(row);
    if (known !== undefined) return known;
    const parts = [row.querySelector("th"), ...TEXTS.map((key) => row.querySelector(`[data-col=${key}]`))];
    const text = parts.map((part) => part?.querySelector(".note-none") ? "" : part?.textContent ?? "").join(" ").toLowerCase();
    this.read.set(row, text);
    return text;
  }

  apply() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of this.rows) {
      const network = row.querySelector("[data-col=network]")?.textContent?.trim().toLowerCase();
      row.hidden = (this.network !== "all" && network !== this.network) || !words.every((word) => this.textOf(row).includes(word));
      if (!row.hidden) left += 1;
    }
    for (const link of this.desk.querySelectorAll("[data-network]")) {
      if (link.getAttribute("data-network") === this.network) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.desk.querySelector("[data-desk-none]")?.toggleAttribute("hidden", left > 0);
    this.sum();
    this.address();
    this.desk.querySelector("ol-grid")?.dispatchEvent(new Event("htmx:afterSettle"));
    announce(`${left} of ${this.rows.length} bills`);
  }

  renewed() {
    this.read = new WeakMap();
    this.sum();
  }

  /** @param {string} key */
  order(key) {
    const isDown = this.sort === key;
    this.sort = isDown ? `-${key}` : key;
    const sign = isDown ? -1 : 1;
    const said = this.rows.map((row) => ({ row, value: this.valueOf(row, key) }));
    said.sort((one, other) => {
      if (one.value === null || other.value === null) return Number(one.value === null) - Number(other.value === null);
      return (one.value < other.value ? -1 : Number(one.value > other.value)) * sign;
    });
    this.table.tBodies[0].append(...said.map(({ row }) => row));
    for (const head of this.table.tHead?.rows[this.table.tHead.rows.length - 1].cells ?? []) {
      head.removeAttribute("aria-sort");
      head.querySelector(".sort .icon")?.remove();
      const link = head.querySelector("a.sort");
      if (!link || this.keyOf(head) !== key) continue;
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      link.append(this.sign(isDown ? "sort-down" : "sort-up"));
    }
  }

  /** A drawing out of the sprite that the page uses already. @param {string} name */
  sign(name) {
    const drawing = /** @type {SVGElement} */ (this.desk.querySelector(".grid-tools .icon")?.cloneNode(true));
    drawing.setAttribute("class", "icon icon-12");
    const use = drawing.querySelector("use");
    use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*$/, `#i-${name}`));
    return drawing;
  }

  /** @param {HTMLTableRowElement} row @param {string} key */
  valueOf(row, key) {
    const cell = key === "facility" ? row.querySelector("th") : row.querySelector(`[data-col=${key}]`);
    const text = saidBy(cell).trim();
    if (!text || text === "—" || cell?.querySelector(".note-none")) return null;
    return cell?.matches(".number") ? centsOf(text.replace("%", "")) : text.toLowerCase();
  }

  /** The totals over the rows that are left, from their cells. */
  sum() {
    const foot = this.table.tFoot?.rows[0];
    const rows = this.rows.filter((row) => !row.hidden);
    if (!foot) return;
    const read = rows.map((row) => (/** @type {string} */ key) => centsOf(saidBy(row.querySelector(`[data-col=${key}]`))));
    /** @param {string} key @param {(of: (key: string) => number | null) => boolean} [only] */
    const total = (key, only = () => true) => read.filter(only).reduce((sum, of) => sum + (of(key) ?? 0), 0);
    const say = (/** @type {string} */ key, /** @type {string} */ text) => {
      const cell = foot.querySelector(`[data-col=${key}]`);
      if (cell) cell.textContent = text;
    };
    for (const key of ["retail", "offer", "reduction", "received", "balance", "cost", "interest"]) say(key, written(total(key)));
    say("pro_rata", read.length && read.every((of) => of("pro_rata") === null) ? "—" : written(read.length ? total("pro_rata") : null));
    const offered = (/** @type {(key: string) => number | null} */ of) => of("offer") !== null;
    const both = (/** @type {(key: string) => number | null} */ of) => offered(of) && of("cost") !== null;
    const [returned, spent] = [total("offer", both), total("cost", both)];
    say("percent_billed", percentOf(total("offer", offered), total("retail", offered)));
    say("percent_cost", percentOf(returned, spent));
    say("ror", percentOf(returned - spent, spent));
    say("account", `${read.filter(offered).length} with an offer`);
    const head = foot.querySelector("th");
    if (head) head.textContent = `Total · ${rows.length} ${rows.length === 1 ? "bill" : "bills"}`;
  }

  /** The address of the page and of the file say what the screen shows. */
  address() {
    const here = new URL(location.href);
    for (const [name, value] of [["network", this.network === "all" ? "" : this.network], ["q", this.words], ["sort", this.sort]]) {
      if (value) here.searchParams.set(name, value);
      else here.searchParams.delete(name);
    }
    history.replaceState(history.state, "", here);
    const file = this.desk.querySelector("a[data-key=e]");
    if (!(file instanceof HTMLAnchorElement)) return;
    const query = new URLSearchParams([...here.searchParams].filter(([name]) => ["network", "q", "sort"].includes(name)));
    const heads = [...(this.table.tHead?.rows[this.table.tHead.rows.length - 1].cells ?? [])];
    const hidden = heads.filter((head) => head.hidden).map((head) => this.keyOf(head));
    if (hidden.length) query.set("hide", hidden.join(","));
    file.href = `${file.pathname}?${query}`;
  }
}

/** What the server said in a cell, whatever is typed there meanwhile. @param {Element | null} cell */
function saidBy(cell) {
  return (cell instanceof HTMLElement ? cell.dataset.kept ?? cell.textContent : "") ?? "";
}
