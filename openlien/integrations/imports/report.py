"""The reconciliation report: what was read, what became of it, and what the book amounts to afterwards.

Its keys are part of the product's interface: docs/imports.md describes each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from openlien.kit.money import share_percent

from . import database
from .staging import StagedFile

VERSION = 1


class ReportDoesNotTie(AssertionError):
    """The rows read are not the rows accepted, refused and skipped: the merge lost or doubled one."""


@dataclass(frozen=True)
class FileFacts:
    """What the report repeats of a file."""

    sha256: str
    size_bytes: int


def book_totals() -> dict[str, Any]:
    """Returns the totals of the whole book as the report states them."""
    return _totals(database.one("book_totals"))


def build_report(
    files: Sequence[StagedFile],
    facts: Mapping[str, FileFacts],
    *,
    import_id: UUID,
    batch_id: UUID,
    as_of: date,
    dry_run: bool,
    before: dict[str, Any],
) -> dict[str, Any]:
    """Returns the report of the merge in hand, inside its transaction.

    Raises: ReportDoesNotTie when a row got lost, which takes the whole import back.
    """
    counted = database.rows("row_counts", **{"import": import_id})
    return {
        "version": VERSION,
        "asOf": as_of.isoformat(),
        "dryRun": dry_run,
        "files": [_file(file, facts[file.kind], counted) for file in files],
        "changes": _changes(database.one("change_counts", batch=batch_id)),
        "notInFile": _not_in_file(batch_id),
        "totals": {
            "before": before,
            "after": book_totals(),
            "files": _totals(database.one("file_totals")),
        },
    }


def _file(file: StagedFile, facts: FileFacts, counted: list[Any]) -> dict[str, Any]:
    own = [row for row in counted if row.file_kind == file.kind]
    accepted = next(row for row in own if row.severity == "accepted")
    refused = [row for row in own if row.severity == "refused"]
    report = {
        "kind": str(file.kind),
        "name": file.name,
        "sha256": facts.sha256,
        "sizeBytes": facts.size_bytes,
        "read": file.records,
        "rows": file.rows,
        "accepted": accepted.rows,
        "acceptedAmount": _amount(accepted.amount),
        "refused": sum(row.rows for row in refused),
        "refusedAmount": _amount(sum((row.amount or Decimal(0) for row in refused), Decimal(0))),
        "refusedByReason": [_by_reason(row) for row in refused],
        "skipped": sum(file.skipped.values()),
        "skippedByReason": [
            {"reason": str(skip), "lines": count} for skip, count in sorted(file.skipped.items())
        ],
        "warnings": [_by_reason(row) for row in own if row.severity == "warning"],
    }
    if report["read"] != report["accepted"] + report["refused"] + report["skipped"]:
        raise ReportDoesNotTie(f"{file.kind}: {report['read']} records read")
    return report


def _by_reason(row: Any) -> dict[str, Any]:
    return {"reason": row.reason, "rows": row.rows, "amount": _amount(row.amount or Decimal(0))}


def _changes(row: Any) -> dict[str, Any]:
    return {
        "bills": _kinds_of(row.bills_created, row.bills_updated, row.bills),
        "cases": _kinds_of(row.cases_created, row.cases_updated, row.cases),
        "lawFirms": {"created": row.firms_created, "inFile": row.firms},
        "parties": {"created": row.parties_created, "updated": row.parties_updated},
        "stages": {"firstSeen": row.stages_first_seen, "changed": row.stages_changed},
        "receipts": {"count": row.receipts, "amount": _amount(row.receipts_amount)},
        "corrections": {"count": row.corrections, "amount": _amount(row.corrections_amount)},
        "reductions": {"count": row.reductions, "amount": _amount(row.reductions_amount)},
        "badDebts": {"count": row.bad_debts, "amount": _amount(row.bad_debts_amount)},
    }


def _kinds_of(created: int, updated: int, every: int) -> dict[str, int]:
    return {"created": created, "updated": updated, "unchanged": every - created - updated}


def _not_in_file(batch_id: UUID) -> dict[str, Any]:
    row = database.one("not_in_file", batch=batch_id)
    return {"bills": row.bills, "invoiced": _amount(row.billed)}


def _totals(row: Any) -> dict[str, Any]:
    return {
        "bills": row.bills,
        "invoiced": _amount(row.invoiced),
        "collected": _amount(row.collected),
        "reduction": _amount(row.reduction),
        "badDebt": _amount(row.bad_debt),
        "open": _amount(row.open),
        "refundDue": _amount(row.refund_due),
        "portfolioRatePercent": _rate(row.collected, row.invoiced),
    }


def _rate(collected: Decimal, invoiced: Decimal) -> str | None:
    percentage = share_percent(Fraction(collected), Fraction(invoiced))
    return None if percentage is None else str(percentage)


def _amount(value: Decimal | None) -> str:
    return f"{value or Decimal(0):.2f}"
