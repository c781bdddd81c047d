/** <ol-date>: t, +7, -1m and the like become a date when the field is left; the button opens the calendar of the browser. */

const PARTS = /^([+-])\s*(\d{1,4})\s*([dwmy]?)$/i;

/**
 * The day that short text means, counted from today; null when the text is no shorthand.
 * A month later is the same day number, or the last day of a shorter month.
 * @param {string} text
 * @param {Date} today
 * @returns {Date | null}
 */
export function dayOf(text, today) {
  const short = text.trim().toLowerCase();
  if (short === "t" || short === "today") return today;
  const match = PARTS.exec(short);
  if (!match) return null;
  const amount = Number(match[2]) * (match[1] === "-" ? -1 : 1);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const unit = match[3] || "d";
  if (unit === "d" || unit === "w") return new Date(year, month, day + amount * (unit === "w" ? 7 : 1));
  const months = unit === "m" ? amount : amount * 12;
  const last = new Date(year, month + months + 1, 0).getDate();
  return new Date(year, month + months, Math.min(day, last));
}

/** @param {Date} day */
function written(day) {
  return `${String(day.getMonth() + 1).padStart(2, "0")}/${String(day.getDate()).padStart(2, "0")}/${String(day.getFullYear()).padStart(4, "0")}`;
}

/** @param {string} iso */
function fromIso(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return new Date(year, month - 1, day);
}

class DateField extends HTMLElement {
  connectedCallback() {
    const [field, native] = this.querySelectorAll("input");
    const button = this.querySelector("button");
    if (!field || !native || !button) return;
    field.addEventListener("change", () => this.expand(field));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.expand(field);
    });
    native.addEventListener("change", () => {
      if (!native.value) return;
      field.value = written(fromIso(native.value));
      field.focus();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    button.addEventListener("click", () => {
      const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(field.value.trim());
      if (match) native.value = `${match[3]}-${match[1].padStart(2, "0")}-${match[2].padStart(2, "0")}`;
      native.showPicker();
    });
  }

  /** @param {HTMLInputElement} field */
  expand(field) {
    const iso = this.dataset.today ?? document.body.dataset.today;
    const day = dayOf(field.value, iso ? fromIso(iso) : new Date());
    if (day) field.value = written(day);
  }
}

customElements.define("ol-date", DateField);
