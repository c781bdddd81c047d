/** A button with data-print prints the page; one that also says data-print-now does so by itself as soon as the page is there. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}
if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print());
