/**
 * The menu of a table row: besides its button, the right mouse button anywhere in the row opens it, and so does the menu key
 * of the keyboard. With Shift the browser's own menu comes. Arrows go through an open menu.
 */
import { origin } from "./announce.js";

document.addEventListener("contextmenu", (event) => {
  const row = origin(event, "tr[data-row-menu]");
  const menu = document.getElementById(row?.dataset.rowMenu ?? "");
  if (!menu || event.shiftKey || origin(event, "input, textarea, select, [popover]")) return;
  event.preventDefault();
  menu.style.setProperty("--menu-x", `${event.clientX}px`);
  menu.style.setProperty("--menu-y", `${event.clientY}px`);
  menu.classList.add("row-menu-here");
  menu.showPopover();
  const box = menu.getBoundingClientRect();
  if (box.bottom > innerHeight) menu.style.setProperty("--menu-y", `${Math.max(8, innerHeight - box.height - 8)}px`);
  if (box.right > innerWidth) menu.style.setProperty("--menu-x", `${Math.max(8, innerWidth - box.width - 8)}px`);
  menu.querySelector("a")?.focus();
});

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.classList.contains("row-menu") || !(event instanceof ToggleEvent)) return;
  if (event.newState === "closed") menu.classList.remove("row-menu-here");
  else menu.querySelector("a")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = origin(event, ".row-menu");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a")];
  const place = items.findIndex((item) => item === document.activeElement);
  items[(place + step + items.length) % items.length]?.focus();
});
