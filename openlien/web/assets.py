"""The static files as they are served: one stylesheet out of many small ones, every name with a hash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from django.templatetags.static import static
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCE = Path(__file__).parent / "static" / "openlien"
STYLESHEET = "openlien/site.css"
# A string, a mark with the space around it, other space, a comment. Around a colon a space has a meaning.
_STYLE_SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])(?:\s|/\*.*?\*/)*|(\s+)|/\*.*?\*/""", re.DOTALL)

# The order of the layers is fixed by the first file; inside a layer the later rule wins.
STYLES = (
    "layers",
    "tokens",
    "reset",
    "base",
    "layout",
    "components/shell",
    "components/page_header",
    "components/card",
    "components/stat",
    "components/button",
    "components/avatar",
    "components/badge",
    "components/chip",
    "components/table",
    "components/grid",
    "components/controls",
    "components/filter_bar",
    "components/field",
    "components/combobox",
    "components/file_drop",
    "components/form",
    "components/dialog",
    "components/palette",
    "components/popover",
    "components/explain",
    "components/toast",
    "components/banner",
    "components/empty",
    "components/progress",
    "components/timeline",
    "components/key_values",
    "components/chart_frame",
    "components/plain",
    "components/forced_colors",
)


def style_files() -> list[Path]:
    """Return the parts of the stylesheet in the order in which they are joined.

    Files in `css/pages/` and `css/charts/` come after the components in the order of their names; `print.css`
    is last because paper overrules every screen.
    """
    css = SOURCE / "css"
    found = [css / f"{name}.css" for name in STYLES]
    for folder in ("charts", "pages"):
        found += sorted((css / folder).glob("*.css"))
    return [*found, css / "print.css"]


def stylesheet() -> str:
    """Return the text of the one stylesheet that pages load, without comments and needless spaces."""
    return shortened_style("".join(part.read_text(encoding="utf-8") for part in style_files()))


def shortened_style(text: str) -> str:
    """Return the text of a stylesheet without comments and the spaces that mean nothing; strings stay."""
    return _STYLE_SPACE.sub(lambda found: found[1] or found[2] or (" " if found[3] else ""), text).strip()


def script_files(room: str = "") -> list[Path]:
    """Return the modules that every page loads, or those that the pages of a room load besides, by name."""
    return sorted((SOURCE / "js" / room).glob("*.js"))


def script_rooms() -> list[str]:
    """Return the folders of modules that some pages load besides; each begins with the module of its name."""
    return sorted(folder.name for folder in (SOURCE / "js").iterdir() if folder.is_dir())


def script_addresses(room: str = "") -> list[str]:
    """Return the addresses of the modules, so that the page can fetch them side by side."""
    folder = "/".join(filter(None, ("openlien/js", room)))
    return [static(f"{folder}/{module.name}") for module in script_files(room)]


@cache
def address_of_file(name: str) -> str:
    """Return the address of a static file; a page asks for some seventy, and none changes while it serves."""
    return static(name)


def is_module(name: str) -> bool:
    """Return whether a static file is one of our own modules."""
    return name.startswith("openlien/js/")


def shortened(module: str) -> str:
    """Return the text of a module without comments and needless spaces, as pages load it."""
    return str(jsmin(module))


class Storage(CompressedManifestStaticFilesStorage):
    """Joins the stylesheet and takes comments out of our modules, then hashes and compresses everything."""

    support_js_module_import_aggregation = True
    # Only our own modules: an extension of htmx speaks of imports in a comment, and Django would follow it.
    _js_module_import_aggregation_patterns = (
        "openlien/js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Yield what was hashed, the joined stylesheet included."""
        if not dry_run:
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(stylesheet().encode()))
            paths[STYLESHEET] = (self, STYLESHEET)
            for name in filter(is_module, paths):
                self._write_short(name)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write_short(self, name: str) -> None:
        with self.open(name) as module:
            text = shortened(module.read().decode())
        self.delete(name)
        self._save(name, ContentFile(text.encode()))

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the hashed address, or the plain one while nothing has been collected (as in tests)."""
        if not self.hashed_files:
            return StaticFilesStorage.url(self, name)
        return super().url(name, force)
