"""The liens of a case with their six amounts, what was proposed for each, and what waits for approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from openlien.cases.models import Lien
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..models import ReductionProposal
from ..reach import case_within, cases_within
from .sources import payable

_RANK = {kind.value: place for place, kind in enumerate(Lien.Kind)}


@dataclass(frozen=True, slots=True)
class LienRow:
    """One lien; `payable` is what a settlement calculation takes for it now."""

    id: UUID
    version: int
    holder: str
    kind: str
    type: str
    plaintiff_id: UUID | None
    plaintiff: str
    is_ours: bool
    asserted: Money | None
    confirmed: Money | None
    waived: Money | None
    current_payoff: Money | None
    negotiated: Money | None
    paid: Money | None
    payable: Money
    comments: str
    reference: str
    first_notice_on: date | None
    is_final: bool
    plan_funding: str
    recovery_agency: str
    certified_mail_number: str
    policy_received_on: date | None
    paid_on: date | None
    check_number: str
    release_received_on: date | None

    @property
    def status(self) -> str:
        """How far the lien has come: paid, waived, negotiated, final, payoff, confirmed or asserted."""
        if self.paid is not None and self.paid >= self.payable:
            return "paid"
        if self.waived and not self.payable:
            return "waived"
        if self.negotiated is not None:
            return "negotiated"
        if self.is_final:
            return "final"
        if self.current_payoff is not None:
            return "payoff"
        return "confirmed" if self.confirmed is not None else "asserted"


@dataclass(frozen=True, slots=True)
class ReductionRow:
    """One proposal with the rule, its inputs and its working, and who decided."""

    id: UUID
    lien_id: UUID
    case_number: str
    patient: str
    holder: str
    lien_type: str
    rule: str
    inputs: dict[str, Any]
    trace: list[dict[str, Any]]
    law: dict[str, Any]
    amount_before: Money
    amount: Money
    status: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    refusal_reason: str

    @property
    def reduction(self) -> Money:
        """What the lien holder gives up."""
        return self.amount_before - self.amount


def lien_rows(actor: Actor, case_number: str) -> list[LienRow]:
    """The liens of a case in the order of payment.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = _liens(Lien.objects.filter(case=case)).order_by("id")
    return [_lien_row(row) for row in sorted(found, key=lambda row: _RANK[row.kind])]


def read_lien(actor: Actor, lien_id: UUID) -> tuple[str, LienRow]:
    """The number of the lien's case, and the lien.

    *Raises*: Forbidden, NotFound.
    """
    cases = cases_within(actor, Permission.SETTLEMENTS_VIEW)
    lien = _liens(Lien.objects.filter(id=lien_id, case__in=cases)).select_related("case").first()
    if lien is None:
        raise NotFound()
    return lien.case.number, _lien_row(lien)


def reduction_rows(actor: Actor, case_number: str) -> list[ReductionRow]:
    """What was proposed for the liens of a case, the latest first.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    return _reductions(ReductionProposal.objects.filter(lien__case=case))


def list_reductions(actor: Actor, *, status: str = "", rows_max: int = 500) -> tuple[list[ReductionRow], int]:
    """Proposals of every case in reach with that status, or all; those that wait longest first; and how many.

    *Raises*: Forbidden.
    """
    cases = cases_within(actor, Permission.SETTLEMENTS_VIEW)
    found = ReductionProposal.objects.filter(lien__case__in=cases)
    if status:
        found = found.filter(status=status)
    is_open = status == ReductionProposal.Status.PROPOSED
    order = ("proposed_at", "id") if is_open else ("-proposed_at", "-id")
    return _reductions(found, order, rows_max), found.count()


def read_reduction(actor: Actor, proposal_id: UUID) -> ReductionRow:
    """One proposal.

    *Raises*: Forbidden, NotFound.
    """
    cases = cases_within(actor, Permission.SETTLEMENTS_VIEW)
    found = _reductions(ReductionProposal.objects.filter(id=proposal_id, lien__case__in=cases))
    if not found:
        raise NotFound()
    return found[0]


def _liens(found: QuerySet[Lien]) -> QuerySet[Lien]:
    return found.select_related("holder", "plaintiff__party")


def _lien_row(row: Lien) -> LienRow:
    return LienRow(
        id=row.id,
        version=row.version,
        holder=row.holder.name,
        kind=row.kind,
        type=row.get_kind_display(),
        plaintiff_id=row.plaintiff_id,
        plaintiff=row.plaintiff.party.name if row.plaintiff else "",
        is_ours=row.is_ours,
        asserted=row.asserted,
        confirmed=row.confirmed,
        waived=row.waived,
        current_payoff=row.current_payoff,
        negotiated=row.negotiated,
        paid=row.paid,
        payable=payable(row),
        comments=row.comments,
        reference=row.reference,
        first_notice_on=row.first_notice_on,
        is_final=row.is_final,
        plan_funding=row.plan_funding,
        recovery_agency=row.recovery_agency,
        certified_mail_number=row.certified_mail_number,
        policy_received_on=row.policy_received_on,
        paid_on=row.paid_on,
        check_number=row.check_number,
        release_received_on=row.release_received_on,
    )


def _reductions(
    found: QuerySet[ReductionProposal],
    order: Sequence[str] = ("-proposed_at", "-id"),
    rows_max: int | None = None,
) -> list[ReductionRow]:
    people = ("proposed_by", "decided_by")
    rows = found.select_related("lien__holder", "lien__case__patient", *people).order_by(*order)
    return [_reduction_row(row) for row in rows[:rows_max]]


def _reduction_row(row: ReductionProposal) -> ReductionRow:
    return ReductionRow(
        id=row.id,
        lien_id=row.lien_id,
        case_number=row.lien.case.number,
        patient=row.lien.case.patient.name,
        holder=row.lien.holder.name,
        lien_type=row.lien.get_kind_display(),
        rule=row.rule,
        inputs=row.inputs,
        trace=row.trace,
        law=row.law,
        amount_before=row.amount_before,
        amount=row.amount,
        status=row.status,
        proposed_by_id=row.proposed_by_id,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        refusal_reason=row.refusal_reason,
    )
