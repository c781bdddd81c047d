"""The first look at an uploaded file: what it is, which columns are recognised, and its first rows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from ..models import ColumnMapping
from ..portfolio_files import COLUMNS, Kind, PortfolioFile, label_of, open_portfolio_file
from ..portfolio_files.headings import REQUIRED
from .running import Source

SAMPLE_ROWS = 5
CELL_CHARS_MAX = 60


def look_at(
    path: Path, name: str, *, mapping: Mapping[str, str] | None = None, kind: Kind | None = None
) -> dict[str, Any]:
    """Returns what the file is, as JSON; `problem` says why its rows cannot be read yet, or is None.

    *Shapes*: `recognised` lists field, label and heading; `sample` the first rows in the order of `headings`.
    Raises: what is wrong with a file that is no table; MappedHeadingMissing, MappedFieldUnknown.
    """
    with open_portfolio_file(path, name=name, mapping=mapping, kind=kind) as export:
        columns = export.columns
        return {
            "kind": str(export.kind or ""),
            "container": str(export.container),
            "encoding": export.encoding or "",
            "delimiter": export.delimiter or "",
            "sheet": export.sheet or "",
            "headerLine": export.header_line,
            "headings": [heading.strip() for heading in columns.headings],
            "recognised": [
                {"field": field, "label": label_of(field), "heading": heading}
                for field, heading in columns.recognised.items()
            ],
            "unknown": list(columns.unknown),
            "doubled": list(columns.doubled),
            "missing": list(columns.missing),
            "problem": export.problem.sentence if export.problem else None,
            "sample": _sample(export),
            "mapping": dict(mapping or {}),
        }


def source_through_saved_mappings(path: Path, name: str) -> Source:
    """Returns a file to import, with the saved mapping that makes it readable if its headings do not.

    Raises: what is wrong with a file that is no table, in one sentence.
    """
    if not ColumnMapping.objects.exists():
        return Source(path, name)
    look = look_with_saved_mappings(path, name)
    return Source(path, name, look["mapping"] or None, Kind(look["kind"]) if look["mapping"] else None)


def look_with_saved_mappings(path: Path, name: str) -> dict[str, Any]:
    """Returns the first look, through the latest saved mapping where the headings are not known."""
    look = look_at(path, name)
    if look["problem"] is None:
        return look
    for saved in ColumnMapping.objects.order_by("-created_at"):
        if set(saved.headings.values()) <= set(look["headings"]):
            mapped = look_at(path, name, mapping=saved.headings, kind=Kind(saved.kind))
            if mapped["problem"] is None:
                return mapped
    return look


def fields_of(kind: Kind) -> list[tuple[str, str, bool]]:
    """Returns the fields that a file of this kind can hold: name, label, and whether the import needs it.

    Of a date that may stand in one column or in four, every column counts as needed; needed ones come first.
    """
    needed = {field for choices in REQUIRED[kind] for choice in choices for field in choice}
    fields = [(column.field, column.label, column.field in needed) for column in COLUMNS[kind]]
    return sorted(fields, key=lambda field: not field[2])


def _sample(export: PortfolioFile) -> list[list[str]]:
    return [[cell[:CELL_CHARS_MAX] for cell in record.cells] for record in islice(export.rows(), SAMPLE_ROWS)]
