/** Unfolds a firm without loading the page again; the address names the open firms, so that Back and a reload show them. */
import { announce } from "../announce.js";
import { showToast } from "../toast.js";
import { setInAddress } from "./place.js";

export class Folds {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    this.table = table;
  }

  /** @returns {HTMLTableRowElement[]} */
  get firms() {
    return [...(this.table.tBodies[0]?.rows ?? [])].filter((row) => row.dataset.firm);
  }

  /** @param {HTMLTableRowElement} firm @returns {HTMLTableRowElement[]} */
  casesOf(firm) {
    return [...(this.table.tBodies[0]?.rows ?? [])].filter((row) => row.dataset.of === firm.dataset.firm);
  }

  /** @param {HTMLTableRowElement} firm */
  async toggle(firm) {
    if (firm.getAttribute("aria-busy") === "true") return;
    const opens = firm.getAttribute("aria-expanded") !== "true";
    if (opens && !this.casesOf(firm).length && !(await this.load(firm))) return;
    for (const row of this.casesOf(firm)) row.hidden = !opens;
    firm.setAttribute("aria-expanded", String(opens));
    const link = firm.querySelector(".tree-toggle");
    const name = firm.querySelector("b")?.textContent ?? "";
    link?.setAttribute("aria-label", `${opens ? "Fold" : "Unfold"} ${name}`);
    announce(opens ? `${name} unfolded, ${this.casesOf(firm).length} rows` : `${name} folded`);
    this.remember();
    if (opens) firm.dispatchEvent(new Event("tree:unfolded", { bubbles: true }));
  }

  /** Whether the cases of a firm are there now. @param {HTMLTableRowElement} firm */
  async load(firm) {
    firm.setAttribute("aria-busy", "true");
    const answer = await fetch(firm.dataset.rows ?? "", { headers: { "HX-Request": "true" } }).catch(() => null);
    firm.removeAttribute("aria-busy");
    if (!answer?.ok) {
      showToast("The cases of this firm did not load. Try again.", { error: true });
      return false;
    }
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    firm.after(...holder.content.querySelectorAll("tr"));
    return true;
  }

  remember() {
    const open = this.firms.filter((firm) => firm.getAttribute("aria-expanded") === "true");
    const all = open.length === this.firms.length;
    setInAddress("open", all ? "all" : open.map((firm) => firm.dataset.firm).join(",") || "none");
  }
}
