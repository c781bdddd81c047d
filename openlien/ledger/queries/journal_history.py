"""What happened to a journal, read from the audit trail: every step with who took it, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Permission

from ..vocabulary import JournalStatus
from .one_journal import ShownJournal

STEPS_MAX = 200
_TITLES = {
    ("draft", "draft"): "Changed",
    ("draft", "pending"): "Submitted for approval",
    ("draft", "approved"): "Submitted, and let through by policy",
    ("pending", "approved"): "Approved",
    ("pending", "rejected"): "Rejected",
    ("approved", "rejected"): "Rejected",
    ("pending", "draft"): "Withdrawn",
    ("rejected", "draft"): "Taken up again",
    ("approved", "posted"): "Posted",
    ("posted", "reversed"): "Reversed",
}
_FAMILIES = {
    JournalStatus.PENDING: "pending",
    JournalStatus.APPROVED: "active",
    JournalStatus.REJECTED: "risk",
    JournalStatus.POSTED: "settled",
    JournalStatus.REVERSED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a journal; `family` is the colour of the status it reached."""

    title: str
    by: str
    at: datetime
    note: str = ""
    family: str = "neutral"


def steps_of(actor: Actor, journal: ShownJournal) -> tuple[Step, ...]:
    """What happened to the journal, newest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    if journal.is_of_an_event:
        return (_posted_by_an_event(journal),)
    trail = AuditEntry.objects.filter(
        table_name="ledger_journalentry", row_id=str(journal.id), action="update"
    )
    steps = [step for entry in trail.order_by("-id")[:STEPS_MAX] if (step := _step(entry))]
    assert journal.created.at is not None
    return (*steps, Step("Written", journal.created.by, journal.created.at))


def _posted_by_an_event(journal: ShownJournal) -> Step:
    assert journal.posted.at is not None
    return Step("Posted", journal.posted.by, journal.posted.at, family="settled")


def _step(entry: AuditEntry) -> Step | None:
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    title = _TITLES.get((before.get("status", ""), after.get("status", "")))
    if title is None:
        return None
    status = JournalStatus(after["status"])
    return Step(
        title=title,
        by=entry.actor_name,
        at=entry.at,
        note=after.get("rejection_reason", "") if status is JournalStatus.REJECTED else "",
        family=_FAMILIES.get(status, "neutral"),
    )
