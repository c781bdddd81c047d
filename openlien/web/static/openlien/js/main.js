/** Starts every behaviour of the pages. Each module stands alone; a page works without any of them. */
import "./theme.js";
import "./toast.js";
import "./dialogs.js";
import "./keys.js";
import "./palette.js";
import "./grid.js";
import "./dates.js";
import "./money.js";
import "./combobox.js";
import "./file-drop.js";
import "./copy.js";
import "./filters.js";
import "./picks.js";
import "./print.js";
import "./live.js";
