"""How the offer of a bill changed, what was noted about it, and what could be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money

from ..access import bill_of
from ..models import BillNote, BillOfferChange, OfferChangeSet
from ..vocabulary import Source


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the offer of a bill; None where there was or is none."""

    version: int
    before: Money | None
    after: Money | None
    source: Source
    made_by: str
    made_at: datetime
    was_undone: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What somebody noted about a bill."""

    id: UUID
    body: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class OfferChanges:
    """A set of changes that the actor made at once."""

    id: UUID
    source: Source
    made_at: datetime
    changed: int


def changes_of_bill(actor: Actor, bill_id: UUID) -> tuple[ChangeLine, ...]:
    """The changes of a bill's offer, newest first.

    *Raises*: Forbidden, NotFound.
    """
    bill = bill_of(actor, bill_id, Permission.OFFERS_VIEW)
    changes = (
        BillOfferChange.objects.filter(bill=bill)
        .select_related("change_set__made_by", "change_set__undone_by")
        .order_by("-version")
    )
    return tuple(
        ChangeLine(
            version=change.version,
            before=change.before,
            after=change.after,
            source=Source(change.change_set.source),
            made_by=change.change_set.made_by.name if change.change_set.made_by else "",
            made_at=change.change_set.made_at,
            was_undone=hasattr(change.change_set, "undone_by"),
        )
        for change in changes
    )


def notes_of_bill(actor: Actor, bill_id: UUID) -> tuple[NoteLine, ...]:
    """The notes of a bill, newest first.

    *Raises*: Forbidden, NotFound.
    """
    bill = bill_of(actor, bill_id, Permission.OFFERS_VIEW)
    notes = BillNote.objects.filter(bill=bill).select_related("author").order_by("-written_at", "-id")
    return tuple(
        NoteLine(note.id, note.body, note.author.name if note.author else "", note.written_at)
        for note in notes
    )


def latest_notes(actor: Actor, case: CaseHead) -> dict[UUID, NoteLine]:
    """The newest note of each bill of a case, by bill; bills without a note are left out.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    notes = (
        BillNote.objects.filter(bill__case_id=case.id)
        .select_related("author")
        .order_by("bill_id", "-written_at", "-id")
        .distinct("bill_id")
    )
    return {
        note.bill_id: NoteLine(note.id, note.body, note.author.name if note.author else "", note.written_at)
        for note in notes
    }


def last_change_set(actor: Actor, case: CaseHead) -> OfferChanges | None:
    """What undo would take back for this actor on a case; None when there is nothing.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    last = (
        OfferChangeSet.objects.filter(
            case_id=case.id, made_by_id=actor.user_id, undoes__isnull=True, undone_by__isnull=True
        )
        .annotate(changed=Count("changes"))
        .filter(changed__gt=0)
        .order_by("-made_at", "-id")
        .first()
    )
    return None if last is None else OfferChanges(last.id, Source(last.source), last.made_at, last.changed)
