/** The cards around the grid speak of the offers, too: they are asked for again once edits have come to rest. */

const REST_MS = 700;

export class Cards {
  /** @type {number | undefined} */
  timer = undefined;

  /** @param {HTMLElement} desk */
  constructor(desk) {
    this.desk = desk;
  }

  renewSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.renew(), REST_MS);
  }

  async renew() {
    const address = this.desk.dataset.cards ?? "";
    const response = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!response?.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    for (const news of template.content.querySelectorAll("[data-desk-cards]")) {
      const place = this.desk.querySelector(`[data-desk-cards=${news.getAttribute("data-desk-cards")}]`);
      // What somebody reads or is about to press stays until the next edit.
      if (!place || place.matches(":focus-within") || place.querySelector(":popover-open")) continue;
      if (place.innerHTML.trim() !== news.innerHTML.trim()) place.innerHTML = news.innerHTML;
    }
  }
}
