/** <ol-file-drop>: files can be dropped on it; the chosen ones are listed with their sizes. */
import { announce } from "./announce.js";

/** @param {number} bytes */
function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let shown = bytes;
  let unit = 0;
  while (shown >= 1000 && unit < units.length - 1) {
    shown /= 1000;
    unit += 1;
  }
  return `${unit ? shown.toFixed(1) : shown} ${units[unit]}`;
}

class FileDrop extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input[type=file]");
    const area = this.querySelector(".drop");
    if (!(input instanceof HTMLInputElement) || !area) return;
    input.addEventListener("change", () => this.list(input));
    area.addEventListener("dragover", (event) => {
      event.preventDefault();
      area.classList.add("drop-over");
    });
    for (const end of ["dragleave", "drop"]) area.addEventListener(end, () => area.classList.remove("drop-over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      const dropped = /** @type {DragEvent} */ (event).dataTransfer?.files;
      if (!dropped?.length) return;
      input.files = this.merged(input, dropped);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /**
   * A field for several files keeps what it holds: two exports are often dropped one after the other.
   * @param {HTMLInputElement} input
   * @param {FileList} dropped
   */
  merged(input, dropped) {
    const files = new DataTransfer();
    const added = [...dropped].slice(0, input.multiple ? undefined : 1);
    const kept = input.multiple ? [...(input.files ?? [])].filter((file) => !added.some((other) => other.name === file.name)) : [];
    for (const file of [...kept, ...added]) files.items.add(file);
    return files.files;
  }

  /** @param {HTMLInputElement} input */
  list(input) {
    const files = [...(input.files ?? [])];
    const list = this.querySelector(".drop-files");
    list?.replaceChildren(...files.map((file) => {
      const line = document.createElement("li");
      const name = Object.assign(document.createElement("span"), { textContent: file.name });
      const weight = Object.assign(document.createElement("span"), { className: "size", textContent: size(file.size) });
      line.append(name, weight);
      return line;
    }));
    list?.toggleAttribute("hidden", !files.length);
    announce(files.length ? `Chosen: ${files.map((file) => file.name).join(", ")}` : "No file chosen");
  }
}

customElements.define("ol-file-drop", FileDrop);
