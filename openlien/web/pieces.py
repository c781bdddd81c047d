"""Small pieces of markup that a page holds hundreds of, so they are functions and not macros.

Templates call icons and options by name, and import the rest from the component it belongs to: cells from
`components/table.jinja`, tags from `components/tag.jinja`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

from .assets import SOURCE, address_of_file, script_addresses
from .figures import EMPTY, MINUS, amount, count, date_iso, percent

NUMBERS = frozenset({"money", "percent", "count", "number"})
SORT_ICONS = {"ascending": "sort-up", "descending": "sort-down"}


@cache
def icon(name: str, *, size: int = 16, solid: bool = False) -> Markup:
    """Return the drawing of an icon; it says nothing to a screen reader, the text beside it does.

    *Units*: size is 12, 16 or 20 px. *Raises*: KeyError for a name the sprite does not hold.
    """
    if name not in icon_names():
        raise KeyError(f"The icon sprite holds no {name!r}.")
    classes = "icon" + (f" icon-{size}" if size != 16 else "") + (" icon-solid" if solid else "")
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(
        classes, address_of_file("openlien/icons.svg"), name
    )


@cache
def icon_names() -> frozenset[str]:
    """Return the names that `icon` knows."""
    return frozenset(re.findall(r'id="i-([a-z-]+)"', (SOURCE / "icons.svg").read_text(encoding="utf-8")))


@cache
def scripts_of(room: str) -> Markup:
    """Return the modules that the pages of a room load besides those of every page."""
    preloads = [
        Markup('<link rel="modulepreload" href="{}">\n').format(href) for href in script_addresses(room)
    ]
    first = address_of_file(f"openlien/js/{room}/{room}.js")
    return Markup("").join([*preloads, Markup('<script type="module" src="{}"></script>').format(first)])


@cache
def network_tag(is_in_network: bool) -> Markup:
    """Return the tag that says whether a provider is in our network; its shape says it too."""
    word = "In" if is_in_network else "Out"
    return Markup(
        '<span class="tag tag-{}"><span class="tag-mark" aria-hidden="true"></span>{}</span>'
    ).format(word.lower(), word)


def cell(
    column: Mapping[str, Any], value: object, href: str | None = None, head: bool = False, empty: str = EMPTY
) -> Markup:
    """Return the cell of a value, written as the column's kind says; the head of a row is a heading cell."""
    kind = column.get("kind", "text")
    text = escape(empty) if value is None or value == "" else _written(kind, value)
    is_negative = kind in NUMBERS and text.startswith(MINUS)
    begin, end = _cell_tags(column["label"], kind, head, head and " " not in text, is_negative)
    if href:
        return Markup(f'{begin}<a href="{escape(href)}">{text}</a>{end}')
    return Markup(f"{begin}<span>{text}</span>{end}" if text else f"{begin}{end}")


def head_cell(column: Mapping[str, Any]) -> Markup:
    """Return the head of a column, which sorts by it where it has an address for that."""
    return _head_cell(
        column["label"], column.get("kind", "text"), column.get("sort"), column.get("sort_href")
    )


def select_options(choices: Iterable[tuple[Any, str]], value: object = "") -> Markup:
    """Return choices, as (value, label), as the options of a select; the one of that value is selected."""
    return _options(tuple((str(choice), text) for choice, text in choices), str(value))


_WRITTEN = {
    "money": amount,
    "percent": percent,
    "count": count,
    "date": date_iso,
    "network": network_tag,
}


def _written(kind: str, value: object) -> Markup:
    if isinstance(value, str) or kind not in _WRITTEN:
        return escape(value)
    return escape(_WRITTEN[kind](value))


@lru_cache(maxsize=2048)
def _cell_tags(label: str, kind: str, head: bool, is_one_word: bool, is_negative: bool) -> tuple[Markup, str]:
    tag, role = ("th", 'rowheader" scope="row') if head else ("td", "cell")
    classes = ("number" if kind in NUMBERS else kind) + " nowrap" * is_one_word + " negative" * is_negative
    begin = Markup(f'<{tag} role="{role}" data-label="{{}}" class="{{}}">')
    return begin.format(label, classes), f"</{tag}>"


@lru_cache(maxsize=2048)
def _head_cell(label: str, kind: str, sort: str | None, sort_href: str | None) -> Markup:
    side = "number" if kind in NUMBERS else "actions" if kind == "actions" else ""
    about = Markup(' class="{}"').format(side) if side else Markup("")
    if sort is not None:
        about += Markup(' aria-sort="{}"').format(sort)
    inside = escape(label)
    if sort_href:
        sign = icon(SORT_ICONS.get(sort or "", "sort-both"), size=12)
        inside = Markup('<a class="sort" href="{}">{}{}</a>').format(sort_href, label, sign)
    return Markup('<th role="columnheader" scope="col"{}>{}</th>').format(about, inside)


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], value: str) -> Markup:
    # A select of all states is fifty lines on every list, and differs in one word.
    line = Markup('<option value="{}"{}>{}</option>\n')
    return Markup("").join(
        line.format(choice, Markup(" selected" if choice == value else ""), text) for choice, text in choices
    )
