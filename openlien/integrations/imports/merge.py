"""What a staged export changes in the book: one transaction, set by set, in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.kit.errors import DomainError

from ..portfolio_files import Kind
from . import database
from .staging import StagedFile

STEPS = (
    ("judge_rows", "Comparing rows"),
    ("recognise_parties", "Recognising firms and facilities"),
    ("recognise_cases", "Recognising cases"),
    ("recognise_bills", "Recognising bills"),
    ("merge_parties", "Writing people and firms"),
    ("merge_cases", "Writing cases"),
    ("merge_bills", "Writing bills"),
    ("merge_stages", "Writing stages"),
    ("update_cases", "Writing known cases"),
    ("merge_money", "Writing money"),
    ("note_findings", "Writing the report"),
)
MEASURED_AFTER = {"merge_cases": "cases", "merge_bills": "bills", "merge_money": "money"}

# A column the file lacks says nothing about a known bill, so what is known stays.
COLUMNS_OF_FIELDS: dict[tuple[str, ...], str] = {
    ("funding_number",): "number",
    ("facility_name", "facility_id"): "facility_id",
    ("provider_group_name", "provider_group_id"): "provider_group_id",
    ("served_on",): "service_on",
    ("originated_on",): "originated_on",
    ("settled_on",): "settled_on",
    ("settled",): "payoff_agreed",
    ("payoff_status",): "payoff_status",
    ("funding_stage",): "funding_stage",
    ("ar_type",): "ar_type",
    ("tranche",): "tranche",
    ("ar_book",): "ar_book",
    ("stated_open",): "stated_open",
}

Report = Callable[[str, int], None]


class NewerFactsKnown(DomainError):
    """Not imported. {bills} bills of these files are known as of {known_as_of}, later than {as_of}."""

    status = 409


@dataclass(frozen=True)
class Merge:
    """The import in hand: where its findings and facts belong, as of which day, by whom."""

    import_id: UUID
    batch_id: UUID
    as_of: date
    user_id: UUID | None


def merge(work: Merge, files: Sequence[StagedFile], *, began: Report) -> None:
    """Makes the staged rows facts; `began` is told each step.

    Raises: NewerFactsKnown; django.db.IntegrityError when a fact breaks a rule of the book.
    """
    invoices = next((file.fields for file in files if file.kind is Kind.INVOICES), frozenset[str]())
    params: dict[str, Any] = {
        "import": work.import_id,
        "batch": work.batch_id,
        "as_of": work.as_of,
        "user": work.user_id,
        "has_write_off": "write_off" in invoices,
    }
    for place, (name, title) in enumerate(STEPS):
        began(title, place)
        # Triggers plan once in a session: what suited an empty table never ends on a full one.
        database.execute("DISCARD PLANS")
        database.run(name, **params)
        if name in MEASURED_AFTER:
            database.execute("SELECT measure_written(%(step)s)", {"step": MEASURED_AFTER[name]})
        if name == "judge_rows":
            _refuse_older_exports(work.as_of)
        if name == "recognise_bills":
            _keep_what_the_file_lacks(invoices)


def _refuse_older_exports(as_of: date) -> None:
    newer = database.one("newer_facts", as_of=as_of)
    if newer.bills:
        raise NewerFactsKnown(bills=f"{newer.bills:,}", known_as_of=newer.known_as_of, as_of=as_of)


def _keep_what_the_file_lacks(fields: frozenset[str]) -> None:
    lacking = [column for names, column in COLUMNS_OF_FIELDS.items() if fields.isdisjoint(names)]
    if not fields or not lacking:
        return
    kept = ", ".join(f"{column} = known.{column}" for column in lacking)
    database.execute(
        f"UPDATE staged_bill SET {kept} FROM cases_bill AS known WHERE known.id = staged_bill.bill_id"
    )
