"""Takes back what one person did last to the offers of a case's bills."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action

from ..access import lock_open_case, note_on_timeline
from ..errors import NothingToUndo, UndoOvertaken
from ..models import BillOfferChange, OfferChangeSet
from ..naming import bill_name, dollars
from ..vocabulary import Source
from .bill_offers import RowOutcome, present_offers, write_changes


@action
def undo_offers(actor: Actor, *, case_number: str) -> OfferChangeSet:
    """The new set of changes that takes back the actor's last one on this case; again goes one further back.

    *Raises*: Forbidden, NotFound, CaseAgreed, NothingToUndo, UndoOvertaken where somebody changed one of
    its offers since.
    """
    case = lock_open_case(actor, case_number, Permission.OFFERS_MAKE)
    last = _last_of(actor, case)
    present, standing = present_offers(case.id), _standing_versions(case)
    rows = []
    for change in last.changes.select_related("bill").order_by("id"):
        offer, name = present[change.bill_id], bill_name(change.bill)
        if standing[change.bill_id] != change.version:
            raise UndoOvertaken(bill=name, theirs=dollars(offer.amount))
        rows.append(RowOutcome(change.bill_id, name, offer.amount, change.before, offer.version))
    made = write_changes(actor, case, rows, source=Source.UNDO, undoes=last)
    note_on_timeline(
        actor, case.id, f"{len(rows)} {'offer' if len(rows) == 1 else 'offers'} set back", object_id=made.id
    )
    return made


def _standing_versions(case: Case) -> dict[UUID, int]:
    """By bill, the version of the last change that stands: undone ones and the undoing are as if not made."""
    standing = BillOfferChange.objects.filter(
        bill__case=case, change_set__undoes__isnull=True, change_set__undone_by__isnull=True
    )
    return dict(standing.values_list("bill_id").annotate(Max("version")))


def _last_of(actor: Actor, case: Case) -> OfferChangeSet:
    """The last set that is no undo, was not undone and changed something."""
    last = (
        OfferChangeSet.objects.filter(
            case=case, made_by_id=actor.user_id, undoes__isnull=True, undone_by__isnull=True
        )
        .filter(changes__isnull=False)
        .order_by("-made_at", "-id")
        .first()
    )
    if last is None:
        raise NothingToUndo()
    return last
