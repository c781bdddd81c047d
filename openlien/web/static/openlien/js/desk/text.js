/** What a cell says and what is typed into an offer, in cents; a first reading only, the server's answer takes its place. */

const AMOUNT = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(k?)$/i;
const SHARE = /^=?\s*(\d{1,3}(?:\.\d{1,4})?)\s*%$/;

/** The cents of a cell such as "1,984.73"; null for a dash. @param {string | null | undefined} text */
export function centsOf(text) {
  const digits = (text ?? "").trim().replaceAll(",", "").replace("\u2212", "-");
  return /^-?\d+(\.\d+)?$/.test(digits) ? Math.round(Number(digits) * 100) : null;
}

/** @param {number | null} cents */
export function written(cents) {
  if (cents === null) return "—";
  const [whole, part] = (Math.abs(cents) / 100).toFixed(2).split(".");
  return `${cents < 0 ? "\u2212" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

/** A share of a hundred with one place, half up. @param {number} part @param {number} whole */
export function percentOf(part, whole) {
  if (!whole) return "—";
  const tenths = Math.floor((Math.abs(part) * 2000 + whole) / (2 * whole));
  const text = `${(tenths / 10).toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",")}%`;
  return part < 0 && tenths ? `\u2212${text}` : text;
}

/**
 * What an entry would make of a bill; the entry itself where only the server knows.
 * @param {string} entry @param {number} retail @param {number | null} fair
 */
export function likely(entry, retail, fair) {
  const typed = entry.trim();
  if (!typed) return "—";
  if (/^=\s*pro$/i.test(typed)) return fair === null ? typed : written(fair);
  const share = SHARE.exec(typed);
  if (share) return written(Math.round((retail * Number(share[1])) / 100));
  const amount = AMOUNT.exec(typed);
  if (!amount) return typed;
  const dollars = Number(amount[1].replaceAll(",", "") + (amount[2] ?? "")) * (amount[3] ? 1000 : 1);
  return written(Math.round(dollars * 100));
}

/**
 * The offers in what was copied from a spreadsheet: its only column, or the one at `place` of rows as wide as the grid.
 * @param {string} text @param {number} place @param {number} width
 */
export function pastedEntries(text, place, width) {
  const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  return lines.map((cells) => (cells.length === width ? cells[place] : cells[0]).trim().replace(/^—$/, ""));
}
