/** The bar above the grid that sets the offers of all selected bills, after the server has said what that would do. */
import { post } from "./server.js";

const PREVIEW_AFTER_MS = 180;

export class BulkBar {
  /** @type {number | undefined} */
  timer = undefined;
  /** @type {AbortController | undefined} */
  asked = undefined;

  /**
   * @param {HTMLElement} desk
   * @param {import("./offers.js").Offers} offers
   * @param {() => HTMLTableRowElement[]} picked
   */
  constructor(desk, offers, picked) {
    const form = desk.querySelector("form[data-bulk]");
    if (!(form instanceof HTMLFormElement)) return;
    this.form = form;
    this.offers = offers;
    this.picked = picked;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.apply(this.entry.value);
    });
    form.addEventListener("input", () => this.preview());
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.cancel(desk);
    });
    form.querySelector("[data-bulk-clear]")?.addEventListener("click", () => void this.apply(""));
    form.querySelector("[data-bulk-cancel]")?.addEventListener("click", () => this.cancel(desk));
    desk.addEventListener("ol-grid:selection", () => this.preview());
    desk.addEventListener("desk:rows", () => this.preview());
  }

  /** @returns {HTMLInputElement} */
  get entry() {
    return /** @type {HTMLInputElement} */ (this.form?.elements.namedItem("entry"));
  }

  get how() {
    const field = this.form?.elements.namedItem("how");
    return field instanceof HTMLSelectElement ? field.value : "each";
  }

  /** @param {string} entry @returns {[string, string][]} */
  fields(entry) {
    const rows = this.picked?.() ?? [];
    return [
      ...rows.flatMap((row) => /** @type {[string, string][]} */ ([["bill", row.id.slice(4)], ["version", row.dataset.version ?? "0"]])),
      ["entry", entry],
      ["how", entry ? this.how : "each"],
    ];
  }

  /** Asks what would happen; a newer question takes the place of an older one. */
  preview() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (!this.entry.value.trim() || !this.picked?.().length) {
      this.say("", false);
      return;
    }
    this.timer = setTimeout(async () => {
      const asked = (this.asked = new AbortController());
      const answer = await post(this.offers?.address("preview") ?? "", this.fields(this.entry.value), asked.signal);
      if (!asked.signal.aborted) this.say(answer.words ?? answer.wrong ?? answer.said, answer.status !== 200);
    }, PREVIEW_AFTER_MS);
  }

  /** @param {string} words @param {boolean} isWrong */
  say(words, isWrong) {
    const place = this.form?.querySelector("[data-bulk-preview]");
    if (!place) return;
    place.textContent = words;
    place.classList.toggle("bulk-wrong", isWrong);
    this.entry.toggleAttribute("aria-invalid", isWrong);
  }

  /** The selection stays: people try 45, then 50. @param {string} entry */
  async apply(entry) {
    const rows = this.picked?.() ?? [];
    if (!entry.trim() && entry !== "") return;
    if (entry === "" && document.activeElement === this.entry && !this.entry.value) {
      this.say("Type an amount, 45%, =80% or =pro.", true);
      return;
    }
    const isSpread = entry !== "" && this.how === "spread";
    /** @type {[string, string][]} */
    const more = isSpread ? [["how", "spread"]] : [];
    await this.offers?.saveAll(rows.map((row) => ({ row, entry })), { more });
  }

  /** @param {HTMLElement} desk */
  cancel(desk) {
    this.entry.value = "";
    this.say("", false);
    const boxes = [...desk.querySelectorAll("tbody .pick input")].filter((box) => box instanceof HTMLInputElement);
    for (const box of boxes) box.checked = false;
    boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    const cell = desk.querySelector("table [tabindex='0']");
    if (cell instanceof HTMLElement) cell.focus();
  }
}
