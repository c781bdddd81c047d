/** Opens the drawer of a bill over the grid without leaving it, and sends its note; the address names the bill meanwhile. */
import { origin } from "../announce.js";
import { showToast } from "../toast.js";

const BILL = /\/negotiation\/bills\/[^/]+$/;

export class DeskDrawer {
  /** What has the focus again once the drawer is closed. @type {Element | null} */
  opener = null;

  /**
   * @param {HTMLElement} desk
   * @param {(id: string, html: string) => void} renew takes the row that comes with a drawer
   */
  constructor(desk, renew) {
    const place = document.querySelector("[data-desk-drawer]");
    if (!(place instanceof HTMLElement)) return;
    this.place = place;
    this.renew = renew;
    this.page = location.pathname.replace(/\/bills\/[^/]+$/, "");
    for (const part of [desk, place]) part.addEventListener("click", (event) => this.clicked(event));
    place.addEventListener("submit", (event) => this.sent(event));
    // The one that came with the page closes into the page, too.
    if (place.querySelector("dialog")) this.open(place.innerHTML);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const link = origin(event, "a[href]");
    const dialog = this.place?.querySelector("dialog");
    if (link instanceof HTMLAnchorElement && BILL.test(link.pathname) && !link.matches("[target]")) {
      event.preventDefault();
      void this.load(link.href);
    } else if (dialog && (origin(event, "[data-drawer-close]") || event.target === dialog)) {
      if (event.target === dialog && isInside(dialog, event)) return;
      event.preventDefault();
      event.stopPropagation();
      dialog.close();
    }
  }

  /** @param {string} address @param {RequestInit} [options] */
  async load(address, options = {}) {
    const response = await fetch(address, { ...options, headers: { "HX-Request": "true" } }).catch(() => null);
    const html = response && [200, 422].includes(response.status) ? await response.text() : null;
    if (html === null) {
      showToast(options.method ? "Not saved. Try again." : "Not loaded. Try again.", { error: true });
      return;
    }
    this.open(html);
    if (!options.method) history.replaceState(history.state, "", new URL(address).pathname + location.search);
    else if (response?.status === 200) showToast("Note added");
  }

  /** @param {string} html */
  open(html) {
    const place = this.place;
    if (!place) return;
    const before = place.querySelector("dialog");
    const active = document.activeElement;
    if (!before) this.opener = active?.closest("td, th") ?? active;
    place.innerHTML = html;
    const dialog = place.querySelector("dialog");
    if (!dialog) return;
    dialog.removeAttribute("open");
    delete dialog.dataset.drawer;
    dialog.showModal();
    dialog.addEventListener("close", () => this.closed(dialog));
    const row = dialog.querySelector("template[data-row]");
    const id = row instanceof HTMLTemplateElement ? row.content.querySelector("tr")?.id.slice(4) : undefined;
    if (row && id) this.renew?.(id, row.innerHTML);
  }

  /** @param {HTMLDialogElement} dialog */
  closed(dialog) {
    if (!dialog.isConnected) return;
    dialog.remove();
    history.replaceState(history.state, "", (this.page ?? "") + location.search);
    if (this.opener instanceof HTMLElement) this.opener.focus();
  }

  /** @param {SubmitEvent} event */
  sent(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-note-form]")) return;
    event.preventDefault();
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    void this.load(form.action, { method: "POST", body });
  }
}

/** @param {HTMLDialogElement} dialog @param {MouseEvent} event */
function isInside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}
