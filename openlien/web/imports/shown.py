"""What the import pages print: states as badges, the report as rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from openlien.integrations.imports.queries import ImportLine
from openlien.integrations.imports.reasons import name_of, sentence_of
from openlien.kit.money import Money

from ..jinja import url

FAMILY_OF_STATE = {
    "uploaded": "early",
    "previewed": "early",
    "queued": "pending",
    "running": "active",
    "undoing": "active",
    "done": "settled",
    "failed": "risk",
    "undone": "neutral",
}
KIND_NAMES = {"invoices": "Invoices", "collections": "Collections", "": "Not recognised"}
FIGURES = (
    ("invoiced", "Invoiced"),
    ("collected", "Collected"),
    ("reduction", "Reduction"),
    ("badDebt", "Bad debt"),
    ("open", "Open"),
    ("refundDue", "Refunds due so far"),
)
CHANGED_MONEY = (
    ("receipts", "Payments booked"),
    ("corrections", "Payments corrected"),
    ("reductions", "Reductions booked"),
    ("badDebts", "Bad debt booked"),
)


def history_row(line: ImportLine) -> dict[str, Any]:
    """One import as the history lists it; figures are None until there is a report."""
    report = line.report or {}
    changes = report.get("changes", {})
    return {
        "title": "Demo portfolio" if line.is_demo else ", ".join(line.file_names) or "Import",
        "href": url("imports:detail", line.id) if line.id else None,
        "family": FAMILY_OF_STATE[line.state],
        "line": line,
        "created": changes.get("bills", {}).get("created"),
        "updated": changes.get("bills", {}).get("updated"),
        "refused": sum(file["refused"] for file in report["files"]) if report else None,
        "undo_href": url("imports:undo", line.batch_id) if line.can_be_undone else None,
    }


def file_rows(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row a file: lines read = accepted + refused + skipped, with the amounts of the first two."""
    return [
        {
            "file": KIND_NAMES[file["kind"]],
            "read": file["read"],
            "accepted": file["accepted"],
            "accepted_amount": _money(file["acceptedAmount"]),
            "refused": file["refused"],
            "refused_amount": _money(file["refusedAmount"]),
            "skipped": file["skipped"],
        }
        for file in report["files"]
    ]


def reason_rows(report: Mapping[str, Any], import_id: object | None) -> list[dict[str, Any]]:
    """One row a file and reason, refused rows before warnings."""
    rows = []
    for file in report["files"]:
        for severity, title, found in (
            ("refused", "Refused", file["refusedByReason"]),
            ("warning", "Warning", file["warnings"]),
        ):
            rows += [_reason_row(file, severity, title, each, import_id) for each in found]
    return sorted(rows, key=lambda row: row["what"])


def skip_rows(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row a file and kind of line that is no row."""
    return [
        {
            "reason": name_of(each["reason"]),
            "file": KIND_NAMES[file["kind"]],
            "lines": each["lines"],
            "meaning": sentence_of(each["reason"]),
        }
        for file in report["files"]
        for each in file["skippedByReason"]
    ]


def change_rows(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the import made of bills and cases: created, updated, unchanged."""
    changes = report["changes"]
    return [
        {"what": "Bills", **changes["bills"]},
        {"what": "Cases", **changes["cases"]},
    ]


def booked_rows(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was booked: money by kind, and stages."""
    changes = report["changes"]
    money = [
        {"what": label, "count": changes[key]["count"], "amount": _money(changes[key]["amount"])}
        for key, label in CHANGED_MONEY
    ]
    stages = [
        {"what": "Stages first seen", "count": changes["stages"]["firstSeen"], "amount": None},
        {"what": "Stages changed", "count": changes["stages"]["changed"], "amount": None},
    ]
    return money + stages


def total_rows(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row a figure: the book before, the change, the book after, and the bills of the files."""
    totals = report["totals"]
    return [
        {
            "what": label,
            "before": _money(totals["before"][key]),
            "change": _money(totals["after"][key]) - _money(totals["before"][key]),
            "after": _money(totals["after"][key]),
            "files": _money(totals["files"][key]),
        }
        for key, label in FIGURES
    ]


def findings_count(report: Mapping[str, Any]) -> int:
    """How many refused rows and warnings the report counts."""
    return sum(file["refused"] + _rows(file["warnings"]) for file in report["files"])


def refused_files(report: Mapping[str, Any], import_id: object) -> list[dict[str, str]]:
    """The files with refused rows, and where those are downloaded."""
    return [
        {"label": KIND_NAMES[file["kind"]], "href": url("imports:refused", import_id, file["kind"])}
        for file in report["files"]
        if file["refused"]
    ]


def _reason_row(
    file: Mapping[str, Any], severity: str, title: str, each: Mapping[str, Any], import_id: object | None
) -> dict[str, Any]:
    query = {"severity": severity, "reason": each["reason"]}
    return {
        "what": title,
        "reason": name_of(each["reason"]),
        "href": url("imports:findings", import_id, query=query) if import_id else None,
        "file": KIND_NAMES[file["kind"]],
        "rows": each["rows"],
        "amount": _money(each["amount"]),
        "meaning": sentence_of(each["reason"]),
    }


def _rows(found: Iterable[Mapping[str, Any]]) -> int:
    return sum(each["rows"] for each in found)


def _money(text: str) -> Money:
    return Money(Decimal(text))
