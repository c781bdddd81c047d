/** Writes an amount with separators and cents when its field is left; what is no plain amount stays as it was typed. */

/**
 * The text as an amount, or null. Cents are never rounded: a third decimal stays for the server to refuse.
 * @param {string} text
 * @returns {string | null}
 */
export function amountOf(text) {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{0,2}))?$/.exec(text.trim().replace(/^(-?)\$\s*/, "$1"));
  if (!match) return null;
  const whole = match[2].replaceAll(",", "").replace(/^0+(?=\d)/, "");
  return `${match[1]}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${(match[3] ?? "").padEnd(2, "0")}`;
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches("[data-money]")) return;
  field.value = amountOf(field.value) ?? field.value;
});
