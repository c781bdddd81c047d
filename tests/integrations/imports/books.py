"""Small exports and what the book holds after they were imported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from openlien.identity.actor import Actor, system_actor
from openlien.integrations.imports.actions import import_paths
from tests.integrations.portfolio_files.exports import AS_OF, SAMPLE, cash, invoice, table, write_csv

JANITOR = system_actor("cli")
FACTS = (
    "cases_party",
    "cases_namealias",
    "cases_case",
    "cases_plaintiff",
    "cases_stagechange",
    "cases_bill",
    "payments_receipt",
    "payments_allocation",
    "payments_adjustment",
    "receivables_billbalance",
    "receivables_casesummary",
)


def import_sample(*, actor: Actor = JANITOR, as_of: date = AS_OF, dry_run: bool = False) -> dict[str, Any]:
    """The report of the sample, imported."""
    return import_files(
        SAMPLE / "invoices.csv", SAMPLE / "collections.csv", actor=actor, as_of=as_of, dry_run=dry_run
    )


def import_files(
    *paths: Path, actor: Actor = JANITOR, as_of: date = AS_OF, dry_run: bool = False, **options: Any
) -> dict[str, Any]:
    """The report of these files, imported."""
    today = max(as_of, AS_OF)
    return import_paths(
        actor, paths, as_of=as_of, today=today, dry_run=dry_run, progress=lambda *state: None, **options
    )


def import_rows(
    folder: Path,
    invoices: Sequence[dict[str, str]] = (),
    collections: Sequence[dict[str, str]] = (),
    **options: Any,
) -> dict[str, Any]:
    """The report of exports of these rows, imported; no rows, no file."""
    paths = []
    if invoices:
        paths.append(write_csv(folder / "invoices.csv", table(*invoices)))
    if collections:
        paths.append(write_csv(folder / "collections.csv", table(*collections)))
    return import_files(*paths, **options)


def bill(fid: str = "a0F1", opid: str = "0061", **changes: str) -> dict[str, str]:
    """A good bill of a case, without the balance that the exporting tool states."""
    return invoice({"Open Balance": "", "fid": fid, "opid": opid, **changes})


def deposit(fid: str = "a0F1", amount: str = "$100.00", **changes: str) -> dict[str, str]:
    """Cash on a bill."""
    return cash({"fid": fid, "Total Amount Collected": amount, **changes})


def facts() -> dict[str, int]:
    """How many rows of each kind the book holds."""
    return {name: value(f"SELECT count(*) FROM {name}") for name in FACTS}


def contents() -> dict[str, str]:
    """A fingerprint of all facts of each kind, whatever their order."""
    return {
        name: value(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} AS t")
        for name in FACTS
    }


def row_versions() -> dict[str, str]:
    """A fingerprint of which transaction wrote each row last: equal when nothing was written."""
    return {
        name: value(f"SELECT md5(string_agg(xmin::text || ctid::text, '' ORDER BY ctid)) FROM {name}")
        for name in FACTS
    }


def value(sql: str, *params: Any) -> Any:
    """The one value that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchone()[0]


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall()


def warned(report: dict[str, Any], kind: str = "invoices") -> dict[str, int]:
    """How many rows of a file got each warning."""
    return _by_reason(report, kind, "warnings")


def refused(report: dict[str, Any], kind: str = "invoices") -> dict[str, int]:
    """How many rows of a file were refused for each reason."""
    return _by_reason(report, kind, "refusedByReason")


def _by_reason(report: dict[str, Any], kind: str, key: str) -> dict[str, int]:
    file = next(file for file in report["files"] if file["kind"] == kind)
    return {each["reason"]: each["rows"] for each in file[key]}
