"""The outside bills of a case with their summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openlien.cases.models import Activity
from openlien.cases.queries import CaseHead
from openlien.cases.scope import visible_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, Rate, total

from ..calculations import fairness
from ..fair_share import eligible_bills, is_eligible
from ..models import OutsideBill
from ..vocabulary import Payer


@dataclass(frozen=True, slots=True)
class OutsideBillRecord:
    """One outside bill; `why_not` says what keeps it out of the comparison, empty where it counts."""

    id: UUID
    case_number: str
    provider: str
    billed: Money
    promised: Money | None
    payer: Payer
    paid: Money
    copy_id: UUID | None
    copy_title: str
    copy_requested_on: date | None
    is_eligible: bool
    why_not: str
    version: int


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed something last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutsideBills:
    """The outside bills of a case and their sums.

    `medical_paid` is what Medi-Cal or Medicaid and commercial insurance paid (ruling A10). `rate` is the
    weighted ratio of the eligible ones, None while there is none.
    """

    bills: tuple[OutsideBillRecord, ...]
    billed: Money
    medicare_paid: Money
    medical_paid: Money
    promised: Money
    rate: Rate | None

    @property
    def eligible(self) -> int:
        """How many of the bills count."""
        return sum(1 for bill in self.bills if bill.is_eligible)


def outside_bills_of(actor: Actor, case: CaseHead) -> OutsideBills:
    """The outside bills of a case that the actor has read, in the order in which they were entered.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    found = list(
        OutsideBill.objects.filter(case_id=case.id)
        .select_related("copy", "case")
        .order_by("created_at", "id")
    )
    eligible = eligible_bills(found)
    return OutsideBills(
        bills=tuple(_record(bill) for bill in found),
        billed=total(bill.billed for bill in found),
        medicare_paid=_paid_by(found, {Payer.MEDICARE}),
        medical_paid=_paid_by(found, {Payer.MEDICAID, Payer.COMMERCIAL}),
        promised=total(bill.promised for bill in found if bill.promised is not None),
        rate=fairness.fair_offer(bills=eligible, own_retail=Money.zero).ratio if eligible else None,
    )


def read_outside_bill(actor: Actor, outside_bill_id: UUID) -> OutsideBillRecord:
    """One outside bill.

    *Raises*: Forbidden, NotFound.
    """
    bill = (
        OutsideBill.objects.filter(id=outside_bill_id, case__in=visible_cases(actor, Permission.OFFERS_VIEW))
        .select_related("copy", "case")
        .first()
    )
    if bill is None:
        raise NotFound()
    return _record(bill)


def outside_bill_count(actor: Actor, case: CaseHead) -> int:
    """How many outside bills a case has that the actor has read.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    return OutsideBill.objects.filter(case_id=case.id).count()


def last_change_of_outside_bill(actor: Actor, bill: OutsideBillRecord) -> LastChange | None:
    """Who changed an outside bill last, out of the timeline of its case; None when nobody wrote it down.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    latest = Activity.objects.filter(case__number=bill.case_number, object_id=str(bill.id)).order_by("-id")
    found = latest.select_related("actor").first()
    if found is None or found.actor is None:
        return None
    return LastChange(who=found.actor.name, at=found.happened_at)


def _record(bill: OutsideBill) -> OutsideBillRecord:
    return OutsideBillRecord(
        id=bill.id,
        case_number=bill.case.number,
        provider=bill.provider,
        billed=bill.billed,
        promised=bill.promised,
        payer=Payer(bill.payer),
        paid=bill.paid,
        copy_id=bill.copy_id,
        copy_title=bill.copy.title if bill.copy else "",
        copy_requested_on=bill.copy_requested_on,
        is_eligible=is_eligible(bill),
        why_not=_why_not(bill),
        version=bill.version,
    )


def _why_not(bill: OutsideBill) -> str:
    if is_eligible(bill):
        return ""
    if bill.promised is None:
        return "No written promise"
    if bill.copy_id is None:
        return "No copy of the bill"
    return f"Paid by {Payer(bill.payer).label}"


def _paid_by(bills: list[OutsideBill], payers: set[Payer]) -> Money:
    return total(bill.paid for bill in bills if bill.payer in payers)
