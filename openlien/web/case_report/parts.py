"""A part of the report: its heading, sentences, facts and tables, as its template takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ..papers import table_content
from ..sheets import Sheet

WIDTH_ACROSS = Decimal(251)


def part(
    title: str,
    *,
    facts: Iterable[tuple[str, str]] = (),
    words: Iterable[str] = (),
    tables: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return a part; facts that are not known are left out."""
    return {
        "title": title,
        "facts": [[name, value] for name, value in facts if value],
        "words": [sentence for sentence in words if sentence],
        "tables": list(tables),
    }


def table(sheet: Sheet, *, empty: str) -> dict[str, Any]:
    """Return a table over the width of the page, under its caption.

    *Raises*: PdfTooLong.
    """
    return {**table_content(sheet, empty=empty, width=WIDTH_ACROSS), "caption": sheet.caption}
