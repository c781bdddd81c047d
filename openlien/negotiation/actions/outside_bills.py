"""Bills of providers outside the network, which say what is fair for ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from openlien.cases.models import Case, Document
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money

from ..access import lock_negotiated_case, note_on_timeline
from ..errors import (
    AmountNegative,
    BillNotPositive,
    CopyNotFound,
    CopyRequestedLater,
    PaidAboveBill,
    PayerMissing,
    PromiseAboveBill,
    ProviderMissing,
    TermsStale,
)
from ..models import OutsideBill
from ..naming import dollars
from ..vocabulary import Payer

PROVIDER_LETTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class OutsideBillTerms:
    """What is known of an outside bill; `promised` is what the firm promised in writing, None without.

    `copy_requested_on` is the day on which the firm was asked for the copy.
    """

    provider: str
    billed: Money
    promised: Money | None = None
    payer: Payer = Payer.NONE
    paid: Money = Money.zero
    copy_id: UUID | None = None
    copy_requested_on: date | None = None


@action
def add_outside_bill(
    actor: Actor,
    *,
    case_number: str,
    terms: OutsideBillTerms,
    today: date,
    idempotency_key: str | None = None,
) -> OutsideBill:
    """The outside bill, now on the case.

    *Raises*: Forbidden, NotFound, ProviderMissing, BillNotPositive, AmountNegative, PromiseAboveBill,
    PaidAboveBill, PayerMissing, CopyNotFound, CopyRequestedLater, TextTooLong, TextNotPlain,
    IdempotencyKeyReused.
    """
    case = lock_negotiated_case(actor, case_number, Permission.OUTSIDE_BILLS_EDIT)
    content = content_hash(case=case_number, terms=terms)
    if earlier := earlier_result(OutsideBill, idempotency_key, content):
        return earlier
    bill = OutsideBill.objects.create(
        case=case,
        created_by_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
        **_columns(case, terms, today),
    )
    _note(actor, bill, "entered")
    return bill


@action
def change_outside_bill(
    actor: Actor, outside_bill_id: UUID, terms: OutsideBillTerms, *, version: int, today: date
) -> OutsideBill:
    """The outside bill with these terms.

    *Raises*: as add_outside_bill; TermsStale.
    """
    bill = _locked(actor, outside_bill_id, version)
    columns = _columns(bill.case, terms, today, keeps=bill.copy_id)
    OutsideBill.objects.filter(id=bill.id).update(**columns, version=F("version") + 1)
    changed = OutsideBill.objects.get(id=bill.id)
    _note(actor, changed, "changed")
    return changed


@action
def remove_outside_bill(actor: Actor, outside_bill_id: UUID, *, version: int) -> None:
    """Takes an outside bill off its case; the trail keeps what it said.

    *Raises*: Forbidden, NotFound, TermsStale.
    """
    bill = _locked(actor, outside_bill_id, version)
    _note(actor, bill, "removed")
    bill.delete()


def _locked(actor: Actor, outside_bill_id: UUID, version: int) -> OutsideBill:
    actor.require(Permission.OUTSIDE_BILLS_EDIT)
    number = OutsideBill.objects.filter(id=outside_bill_id).values_list("case__number", flat=True).first()
    if number is None:
        raise NotFound()
    case = lock_negotiated_case(actor, number, Permission.OUTSIDE_BILLS_EDIT)
    bill = OutsideBill.objects.select_for_update().filter(id=outside_bill_id).first()
    if bill is None:
        raise NotFound()
    bill.case = case
    if bill.version != version:
        raise TermsStale(yours=version, theirs=bill.version, version=bill.version)
    return bill


def _columns(
    case: Case, terms: OutsideBillTerms, today: date, *, keeps: UUID | None = None
) -> dict[str, object]:
    _refuse_impossible(terms)
    if terms.copy_requested_on is not None and terms.copy_requested_on > today:
        raise CopyRequestedLater()
    if terms.copy_id not in {None, keeps} and not _is_copy(case, terms.copy_id):
        raise CopyNotFound()
    return {
        "provider": plain_text(terms.provider, letters_max=PROVIDER_LETTERS_MAX),
        "billed": terms.billed,
        "promised": terms.promised,
        "payer": terms.payer,
        "paid": terms.paid,
        "copy_id": terms.copy_id,
        "copy_requested_on": terms.copy_requested_on,
    }


def _refuse_impossible(terms: OutsideBillTerms) -> None:
    if not plain_text(terms.provider, letters_max=PROVIDER_LETTERS_MAX):
        raise ProviderMissing()
    if terms.billed <= Money.zero:
        raise BillNotPositive()
    if terms.paid < Money.zero:
        raise AmountNegative(field="What was paid")
    if terms.promised is not None and terms.promised < Money.zero:
        raise AmountNegative(field="The promise")
    if terms.promised is not None and terms.promised > terms.billed:
        raise PromiseAboveBill(billed=terms.billed)
    if terms.paid > terms.billed:
        raise PaidAboveBill(billed=terms.billed)
    if terms.paid and terms.payer is Payer.NONE:
        raise PayerMissing(paid=terms.paid)


def _is_copy(case: Case, document_id: UUID | None) -> bool:
    return Document.objects.filter(id=document_id, case=case, withdrawn_at__isnull=True).exists()


def _note(actor: Actor, bill: OutsideBill, what: str) -> None:
    summary = f"Outside bill of {bill.provider}, {dollars(bill.billed)}, {what}"
    note_on_timeline(actor, bill.case_id, summary, object_id=bill.id, kind="note")
