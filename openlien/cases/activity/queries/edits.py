"""Edits of a case's facts, told from the audit trail in the words of the pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openlien.kit.date_words import day_text
from openlien.kit.sql import fetch_all, load

# What has a line of its own on the timeline, or says nothing to people.
LEFT_OUT = ["version", "stage", "stage_on", "negotiator_id", "search", "batch_id", "name_key", "created_at"]
EDITS_MAX = 200
TABLES = {
    "cases_case": ("Case", "cases"),
    "cases_party": ("Patient", "patients"),
    "cases_bill": ("Bill", "bills"),
    "cases_coverage": ("Policy", "policies"),
    "cases_lien": ("Lien", "liens"),
    "cases_plaintiff": ("Plaintiff", "plaintiffs"),
    "cases_injury": ("Injury", "injuries"),
    "cases_caseexpense": ("Expense", "expenses"),
}
# The tables whose values a reader of the case sees elsewhere on its pages.
_TOLD_WITH_VALUES = frozenset({"cases_case", "cases_party"})
_WORDS = {
    "external_id": "reference",
    "mrn": "MRN",
    "statute_on": "statute of limitations",
    "born_on": "date of birth",
    "opened_on": "opening day",
    "law_firm": "law firm",
}
_VALUE_LETTERS_MAX = 60


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of facts: `summary` says of what, `body` what it was and is where that is short."""

    id: int
    at: datetime
    summary: str
    body: str
    actor: str


def edits_of(case_id: UUID) -> list[Edit]:
    """The newest EDITS_MAX edits of the case's facts, the newest first."""
    found = fetch_all(
        load("openlien.cases", "edits_of_case"), {"case": case_id, "left_out": LEFT_OUT, "limit": EDITS_MAX}
    )
    return [_edit(row) for row in found]


def _edit(row: Any) -> Edit:
    before, after = json.loads(row.before), json.loads(row.after)
    changed = [name for name in after if name not in LEFT_OUT and after[name] != before.get(name)]
    one, many = TABLES[row.table_name]
    what = f"{one} edited" if row.row_count == 1 else f"{row.row_count} {many} edited"
    with_values = row.table_name in _TOLD_WITH_VALUES and row.row_count == 1
    told = [_told(name, before.get(name), after[name], with_values) for name in changed]
    names = ", ".join(_word(name) for name in changed)
    return Edit(row.id, row.at, f"{what}: {names}"[:300], "\n".join(filter(None, told)), row.actor_name)


def _told(name: str, before: Any, after: Any, with_values: bool) -> str:
    texts = [_text(before), _text(after)]
    if not with_values or name.endswith("_id") or max(map(len, texts)) > _VALUE_LETTERS_MAX:
        return ""
    return f"{_word(name).capitalize()}: {texts[0]} → {texts[1]}"


def _text(value: Any) -> str:
    if value in (None, ""):
        return "—"
    try:
        return day_text(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _word(name: str) -> str:
    plain = name if name in _WORDS else name.removesuffix("_id")
    return _WORDS.get(plain, plain.replace("_", " "))
