"""A table of a page on paper: the same columns, rows and totals as PDF, with who printed it and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from openlien.identity.actor import Actor
from openlien.kit import pdf

from . import business_time
from .jinja import EMPTY, time_text
from .sheets import Head, Sheet, Sign

PDF_TYPE = "application/pdf"
# 5,000 rows are some 130 pages, set in about two seconds; more is a file for a program, not paper.
ROWS_MAX = 5_000
COLUMNS_UPRIGHT_MAX = 5
# A text column up to this width keeps its words on one line; a wider one shares the room that is left.
LETTERS_UNBROKEN_MAX = 18
LETTERS_COUNTED_MAX = 60
LETTERS_BETWEEN = 3
# In millimetres: what a page leaves between its margins, and a letter for each point of its size.
WIDTH_UPRIGHT, WIDTH_ACROSS = Decimal(188), Decimal(251)
LETTER_WIDTH = Decimal("0.185")
NUMBERS = {"money", "percent", "count", "number", "ratio"}
NOTICE = "Contains health information"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands around the table: title, day, what was asked for, the finding, key figures, notes."""

    title: str
    subtitle: str = ""
    parameters: Sequence[tuple[str, str]] = ()
    takeaway: str = ""
    figures: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    notice: str = NOTICE
    empty: str = "No rows."


def printed(paper: Paper, sheet: Sheet, *, reader: Actor, name: str) -> HttpResponse:
    """Return the table as a PDF to save.

    *Raises*: PdfTooLong above 5,000 rows, PdfNotMade.
    """
    now = business_time.now_here()
    content = _content(paper, sheet) | {"printed_by": reader.name, "printed_at": time_text(now)}
    logo = logo_files()
    document = pdf.render(pdf.REPORT, content | {"logo": next(iter(logo), None)}, made_at=now, attached=logo)
    response = HttpResponse(document, content_type=PDF_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _content(paper: Paper, sheet: Sheet) -> dict[str, object]:
    upright = len(sheet.heads) <= COLUMNS_UPRIGHT_MAX
    return {
        "company": settings.COMPANY_NAME,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "orientation": "portrait" if upright else "landscape",
        "notice": paper.notice,
        "parameters": [list(pair) for pair in paper.parameters],
        "takeaway": paper.takeaway,
        "figures": [list(pair) for pair in paper.figures],
        "notes": list(paper.notes),
        "tables": [table_content(sheet, empty=paper.empty, width=WIDTH_UPRIGHT if upright else WIDTH_ACROSS)],
    }


def table_content(sheet: Sheet, *, empty: str, width: Decimal = WIDTH_UPRIGHT) -> dict[str, object]:
    """Return a table as `sheet` of paper.typ takes it, its letters as large as the width allows.

    *Units*: width in millimetres.
    *Raises*: PdfTooLong above 5,000 rows.
    """
    rows = [_words(sheet.shown(line.cells)) for line in islice(sheet.lines, ROWS_MAX + 1)]
    if len(rows) > ROWS_MAX:
        raise pdf.PdfTooLong()
    foot = sheet.foot
    totals = None if foot is None else _words(foot.values())
    letters = [_letters(head, place, rows) for place, head in enumerate(sheet.heads)]
    return {
        "caption": "",
        "empty": empty,
        "letter_size": _letter_size(letters, width),
        "columns": _columns(sheet.heads, letters),
        "rows": [{"kind": "row", "cells": cells} for cells in rows],
        "totals": totals,
    }


def _letters(head: Head, place: int, rows: Sequence[Sequence[str]]) -> int:
    """How wide a column is: its longest cell, or the longest word of its head, which may break."""
    widest = max((len(row[place]) for row in rows), default=0)
    return max(min(widest, LETTERS_COUNTED_MAX), *map(len, head.label.split()))


def _columns(heads: Sequence[Head], letters: Sequence[int]) -> list[dict[str, object]]:
    """The columns, those of long texts sharing the room that is left; without such, all share the page."""
    wide = [
        head.kind not in NUMBERS and size > LETTERS_UNBROKEN_MAX
        for head, size in zip(heads, letters, strict=True)
    ]
    return [
        {
            # The unit stays with the word before it.
            "label": head.label.replace(", ", ",\u00a0"),
            "is_number": head.kind in NUMBERS,
            "weight": size + LETTERS_BETWEEN if is_wide or not any(wide) else None,
        }
        for head, size, is_wide in zip(heads, letters, wide, strict=True)
    ]


def _letter_size(letters: Sequence[int], width: Decimal) -> float:
    """The largest size in points at which the columns fit beside each other, from 6.5 to 9."""
    room = width / (LETTER_WIDTH * (sum(letters) + LETTERS_BETWEEN * len(letters)))
    return float(min(max(room, Decimal("6.5")), Decimal(9)).quantize(Decimal("0.1")))


def _words(cells: Iterable[str | Sign]) -> list[str]:
    """Cells as paper shows them: what is empty stays blank."""
    words = (cell.text if isinstance(cell, Sign) else cell for cell in cells)
    return ["" if word == EMPTY else word for word in words]


def logo_files() -> dict[str, bytes]:
    """Return the company's own mark by the name it goes under, when the settings name a file."""
    file = Path(settings.COMPANY_LOGO or "")
    kind = file.suffix.lower()
    return {f"logo{kind}": file.read_bytes()} if kind in {".svg", ".png"} and file.is_file() else {}
