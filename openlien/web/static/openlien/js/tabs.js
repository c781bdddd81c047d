/** A row of tabs or chips that is wider than the page begins where the current one is seen. */

for (const current of document.querySelectorAll(":is(.tabs, .segmented, .view-chips) > [aria-current]")) {
  const row = current.parentElement;
  if (row && row.scrollWidth > row.clientWidth) {
    const [inside, place] = [row.getBoundingClientRect(), current.getBoundingClientRect()];
    row.scrollLeft += place.left - inside.left - (inside.width - place.width) / 2;
  }
}
