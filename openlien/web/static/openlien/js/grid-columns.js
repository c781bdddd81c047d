/** The column chooser of a grid: hides and shows columns and remembers that for the grid of this name on this device. */

/**
 * @param {HTMLElement} grid
 * @param {HTMLTableElement} table
 * @returns {() => void} what brings rows that came later in line
 */
export function startColumns(grid, table) {
  const boxes = [...grid.querySelectorAll("[data-grid-column]")].filter((box) => box instanceof HTMLInputElement);
  const chooser = grid.querySelector("[data-grid-columns]");
  if (!chooser || boxes.length < 2) return () => {};
  chooser.removeAttribute("hidden");
  const kept = `columns:${grid.id}`;
  const hidden = new Set(read(kept));
  for (const box of boxes) {
    if (hidden.has(box.dataset.gridColumn ?? "")) box.checked = false;
    box.addEventListener("change", () => {
      show(table, boxes);
      const off = boxes.filter((other) => !other.checked).map((other) => other.dataset.gridColumn);
      localStorage.setItem(kept, JSON.stringify(off));
    });
  }
  show(table, boxes);
  grid.addEventListener("htmx:afterSettle", () => show(table, boxes));
  return () => show(table, boxes);
}

/**
 * @param {string} name
 * @returns {string[]}
 */
function read(name) {
  try {
    const list = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLInputElement[]} boxes
 */
function show(table, boxes) {
  const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.dataset.gridColumn));
  const heads = [...(table.tHead?.rows ?? [])];
  const names = [...(heads.at(-1)?.cells ?? [])].map((cell) => (cell.textContent ?? "").trim());
  const hidden = names.map((name) => off.has(name));
  const lines = [...heads.slice(-1), ...[...table.tBodies].flatMap((body) => [...body.rows]), ...(table.tFoot?.rows ?? [])];
  for (const line of lines) {
    hidden.forEach((isHidden, place) => line.cells[place]?.toggleAttribute("hidden", isHidden));
  }
  table.querySelectorAll("col").forEach((column, place) => column.toggleAttribute("hidden", hidden[place] ?? false));
  if (heads.length > 1) spanGroups(heads[0], hidden);
}

/**
 * A group head spans the columns of its group that are shown.
 * @param {HTMLTableRowElement} row
 * @param {boolean[]} hidden
 */
function spanGroups(row, hidden) {
  let from = 0;
  for (const cell of row.cells) {
    const width = Number((cell.dataset.span ??= String(cell.colSpan)));
    const shown = hidden.slice(from, from + width).filter((isHidden) => !isHidden).length;
    cell.hidden = shown === 0;
    cell.colSpan = Math.max(shown, 1);
    from += width;
  }
}
