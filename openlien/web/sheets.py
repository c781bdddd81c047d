"""Tables that stand on a page and in its export with the same columns, rows and figures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from openlien.kit import tables
from openlien.kit.money import Money, Rate

from .jinja import EMPTY, amount, count, date_iso, percent

Value = Money | Rate | Decimal | int | str | date | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY_BYTES_MAX = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """One column; `kind` is text, money, percent, count, number (one decimal), ratio (two) or date."""

    label: str
    kind: str = "text"

    @property
    def shown_kind(self) -> str:
        """The kind in the words of the table component."""
        return "number" if self.kind == "ratio" else self.kind


@dataclass(frozen=True, slots=True)
class Sign:
    """A state in a cell: a word with the icon and color of its family; exported as the word."""

    text: str
    family: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `href` links its first cell."""

    cells: tuple[Value | Sign, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its caption, its columns, its rows (which an export may read one by one), its totals."""

    caption: str
    heads: tuple[Head, ...]
    lines: Iterable[Line]
    totals: tuple[Value, ...] | None = None

    @property
    def columns(self) -> list[dict[str, str]]:
        """The columns as the table component takes them."""
        return [
            {"key": str(place), "label": head.label, "kind": head.shown_kind}
            for place, head in enumerate(self.heads)
        ]

    @property
    def foot(self) -> dict[str, str | Sign] | None:
        """The totals as the table component takes them; what is not added up stays blank."""
        if self.totals is None:
            return None
        cells = zip(self.heads, self.totals, strict=True)
        return {
            str(place): "" if value is None else shown(head.kind, value)
            for place, (head, value) in enumerate(cells)
        }

    def shown(self, cells: Sequence[Value | Sign]) -> list[str | Sign]:
        """Return a row as it is read on the page."""
        return [shown(head.kind, value) for head, value in zip(self.heads, cells, strict=True)]


def shown(kind: str, value: Value | Sign) -> str | Sign:
    """Return a value as a cell of the page prints it."""
    if value is None or value == "":
        return EMPTY
    return value if isinstance(value, Sign) else WRITTEN[kind](value)


def exported(sheet: Sheet, form: str, *, name: str) -> HttpResponseBase:
    """Return the table as a file to save; `form` is csv or xlsx; totals are not exported."""
    columns = [tables.Column(head.label, EXPORTED[head.kind]) for head in sheet.heads]
    rows = ([_exported(cell) for cell in line.cells] for line in sheet.lines)
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            tables.write_csv(columns, rows), content_type=CSV_TYPE
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES_MAX)  # noqa: SIM115 (the response closes it)
    tables.write_xlsx(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def _exported(value: Value | Sign) -> Value:
    return value.text if isinstance(value, Sign) else value


WRITTEN: dict[str, Callable[..., str]] = {
    "text": str,
    "money": amount,
    "percent": lambda value: percent(value, 2),
    "count": count,
    "number": lambda value: amount(value, 1),
    "ratio": lambda value: amount(value, 2),
    "date": date_iso,
}
EXPORTED = {
    "text": tables.Kind.TEXT,
    "money": tables.Kind.MONEY,
    "percent": tables.Kind.PERCENT,
    "count": tables.Kind.INTEGER,
    "number": tables.Kind.NUMBER,
    "ratio": tables.Kind.NUMBER,
    "date": tables.Kind.DATE,
}
