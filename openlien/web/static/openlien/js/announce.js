/**
 * Reads a sentence out to people who use a screen reader.
 * @param {string} sentence
 */
export function announce(sentence) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = sentence;
}

/**
 * The element an event started in, or its nearest ancestor that fits.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function origin(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}
