/** <ol-combobox>: a text field that offers what the server finds; the chosen value goes into the hidden field. */
import { announce, origin } from "./announce.js";
import { Options } from "./options.js";

const WAIT_MS = 120;

class Combobox extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input[role=combobox]");
    const value = this.querySelector("input[type=hidden]");
    const list = this.querySelector("[role=listbox]");
    if (!(input instanceof HTMLInputElement) || !(value instanceof HTMLInputElement) || !(list instanceof HTMLElement)) return;
    this.input = input;
    this.value = value;
    this.list = list;
    this.options = new Options(input, list);
    this.timer = 0;
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("click", () => this.search());
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.choose(origin(event, "[role=option]")));
  }

  typed() {
    if (this.value) this.value.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), WAIT_MS);
  }

  async search() {
    const query = this.value?.value ? "" : this.input?.value ?? "";
    if (!(await this.options?.load(this.dataset.source ?? "", query))) return;
    this.list?.removeAttribute("hidden");
    this.input?.setAttribute("aria-expanded", "true");
    const number = this.options?.all.length ?? 0;
    announce(number === 1 ? "1 choice" : `${number} choices`);
  }

  close() {
    clearTimeout(this.timer);
    this.options?.request.abort();
    this.options?.activate(undefined);
    this.list?.setAttribute("hidden", "");
    this.input?.setAttribute("aria-expanded", "false");
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const isOpen = !this.list?.hidden;
    if (event.key === "ArrowDown" && !isOpen) {
      event.preventDefault();
      this.search();
    } else if (isOpen && this.options?.move(event.key)) {
      event.preventDefault();
    } else if (event.key === "Enter" && this.options?.active) {
      event.preventDefault();
      this.choose(this.options.active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  /** @param {HTMLElement | null} option */
  choose(option) {
    if (!option || !this.input || !this.value) return;
    this.input.value = option.dataset.text ?? "";
    this.value.value = option.dataset.value ?? "";
    this.close();
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("ol-combobox", Combobox);
