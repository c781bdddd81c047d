"""The rows of one file stream into its staging table; nothing holds all of them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from openlien.cases.firm_names import firm_key

from ..portfolio_files import (
    Accepted,
    InvoiceRow,
    Kind,
    Outcome,
    PortfolioFile,
    Refused,
    RowWarning,
    Skip,
    label_of,
)
from . import database

ROWS_BETWEEN_PROGRESS = 2_000
ROWS_A_PIECE = 500
DETAIL_CHARS_MAX = 400

_MARGIN = ("line", "refusal", "detail", "warnings", "cells", "fingerprint")
_KEYS = ("patient_key", "attorney_key", "facility_key", "provider_group_key")
_CASH = (
    "funding_id",
    "payer",
    "capped_on",
    "write_off_reason",
    "insurance_limits",
    "deposited_on",
    "collected",
)
_INVOICE_COLUMNS = (*_MARGIN, *_KEYS, *InvoiceRow._fields)
_CASH_COLUMNS = (*_MARGIN, *_CASH)

# In CSV an empty cell is an empty text, except in these columns, where it is unknown.
_MAY_BE_NULL = frozenset(
    (
        "line", "refusal", "detail", "warnings", "cells", "fingerprint", "funding_stage", "ar_type",
        "accident_on",
        "originated_on", "settled_on", "served_on", "invoiced_on", "billed", "settled", "write_off",
        "stated_open",
        "capped_on", "deposited_on", "collected",
    )
)  # fmt: skip

Progress = Callable[[float], None]


@dataclass(frozen=True)
class StagedFile:
    """What was found while a file was read: records, rows, what was skipped, and which fields it has."""

    kind: Kind
    name: str
    records: int
    rows: int
    skipped: Counter[Skip]
    fields: frozenset[str]


def stage(export: PortfolioFile, *, as_of: date, progress: Progress) -> StagedFile:
    """Copies every row of the file into its staging table.

    Raises: what stops the file as a whole, such as BrokenQuotes or NoRows.
    """
    outcomes = _with_progress(export, export.outcomes(as_of=as_of), progress)
    if export.kind is Kind.INVOICES:
        _copy("staged_invoice", _INVOICE_COLUMNS, map(_invoice, outcomes))
    else:
        _copy("staged_cash", _CASH_COLUMNS, map(_cash, outcomes))
    return StagedFile(
        kind=Kind(export.kind),
        name=export.name,
        records=export.records_read,
        rows=export.rows_found,
        skipped=export.skipped,
        fields=frozenset(export.columns.index),
    )


def _with_progress(
    export: PortfolioFile, outcomes: Iterable[Outcome], progress: Progress
) -> Iterator[Outcome]:
    for number, outcome in enumerate(outcomes):
        if number % ROWS_BETWEEN_PROGRESS == 0:
            progress(export.share_read)
        yield outcome


def _copy(table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Writes the rows as CSV in pieces: measured at a third of the time of a row by row COPY."""
    texts = ", ".join(column for column in columns if column not in _MAY_BE_NULL)
    options = f"FORMAT csv, FORCE_NOT_NULL ({texts})"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    with database.copying(f"COPY {table} ({', '.join(columns)}) FROM STDIN ({options})") as copy:
        for piece in _pieces(rows):
            writer.writerows(piece)
            copy.write(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()


def _pieces(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    remaining = iter(rows)
    while piece := list(islice(remaining, ROWS_A_PIECE)):
        yield piece


def _invoice(outcome: Outcome) -> tuple[Any, ...]:
    if isinstance(outcome, Refused):
        return _refused(outcome, _INVOICE_COLUMNS, "billed")
    row = outcome.row
    keys = (
        firm_key(row.patient_name),
        firm_key(row.attorney_name),  # type: ignore[union-attr]
        firm_key(row.facility_name),
        firm_key(row.provider_group_name),
    )
    return (*_accepted(outcome), *keys, *row)


def _cash(outcome: Outcome) -> tuple[Any, ...]:
    if isinstance(outcome, Refused):
        return _refused(outcome, _CASH_COLUMNS, "collected")
    row = outcome.row
    return (*_accepted(outcome), *(getattr(row, field) for field in _CASH))


def _accepted(outcome: Accepted) -> tuple[Any, ...]:
    """The margin of a row; its cells are kept because a later look across rows may still refuse it."""
    warnings = json.dumps([_warning(warning) for warning in outcome.warnings]) if outcome.warnings else None
    return outcome.line, None, None, warnings, _cells(outcome.cells), f"\\x{outcome.fingerprint.hex()}"


def _refused(outcome: Refused, columns: tuple[str, ...], amount: str) -> tuple[Any, ...]:
    stated = {
        "line": outcome.line,
        "refusal": outcome.reason,
        "detail": _detail(outcome.field, outcome.detail),
        "cells": _cells(outcome.cells),
        "funding_id": outcome.funding_id,
        amount: outcome.amount,
    }
    return tuple(stated.get(column) for column in columns)


def _warning(warning: RowWarning) -> tuple[str, str]:
    return warning.reason, _detail(warning.field, warning.text)


def _detail(field: str, text: str) -> str:
    parts = [part for part in (label_of(field) if field else "", text) if part]
    return ": ".join(parts)[:DETAIL_CHARS_MAX]


def _cells(cells: list[str]) -> str:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
