/**
 * <ol-check-dates>: once the release went out, the expected date and the days from release follow each other while they are
 * typed. The server does the same when the form is saved, so nothing hangs on this.
 */

const DAY_MS = 86_400_000;

/**
 * @param {string} text
 * @returns {number | null}
 */
export function dayNumber(text) {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  const parts = american ? [american[3], american[1], american[2]] : iso ? iso.slice(1) : null;
  if (!parts) return null;
  return Date.UTC(Number(parts[0]), Number(parts[1]) - 1, Number(parts[2])) / DAY_MS;
}

/** @param {number} day */
function written(day) {
  const date = new Date(day * DAY_MS);
  const [month, of] = [date.getUTCMonth() + 1, date.getUTCDate()].map((part) => String(part).padStart(2, "0"));
  return `${month}/${of}/${date.getUTCFullYear()}`;
}

class CheckDates extends HTMLElement {
  connectedCallback() {
    const [released, expected, days] = ["released", "expected", "days"].map((name) => this.querySelector(`[data-${name}]`));
    if (!(released instanceof HTMLInputElement && expected instanceof HTMLInputElement && days instanceof HTMLInputElement)) return;
    // After <ol-date> has turned "+30" into a day.
    this.addEventListener("change", (event) => {
      const release = dayNumber(released.value);
      if (release === null) return;
      const [on, count] = [dayNumber(expected.value), /^-?\d{1,4}$/.test(days.value.trim()) ? Number(days.value) : null];
      const isDaysMoved = event.target === days || (event.target === released && on === null);
      if (isDaysMoved && count !== null) expected.value = written(release + count);
      else if (event.target !== days && on !== null) days.value = String(on - release);
    });
  }
}

customElements.define("ol-check-dates", CheckDates);
