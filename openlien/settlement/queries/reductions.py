"""The liens of a case with their six amounts, and what was proposed for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from openlien.cases.models import Lien
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money

from ..models import ReductionProposal
from ..reach import case_within
from .sources import payable


@dataclass(frozen=True, slots=True)
class LienRow:
    """One lien; `payable` is what a settlement calculation takes for it now."""

    id: UUID
    holder: str
    type: str
    asserted: Money | None
    confirmed: Money | None
    waived: Money | None
    current_payoff: Money | None
    negotiated: Money | None
    paid: Money | None
    payable: Money


@dataclass(frozen=True, slots=True)
class ReductionRow:
    """One proposal with the rule, its inputs and its working, and who decided."""

    id: UUID
    lien_id: UUID
    holder: str
    rule: str
    inputs: dict[str, Any]
    trace: list[dict[str, Any]]
    amount_before: Money
    amount: Money
    status: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    refusal_reason: str


def lien_rows(actor: Actor, case_number: str) -> list[LienRow]:
    """The liens of a case in the order of payment.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    rank = {kind.value: place for place, kind in enumerate(Lien.Kind)}
    found = Lien.objects.filter(case=case).select_related("holder").order_by("id")
    return [
        LienRow(
            id=row.id,
            holder=row.holder.name,
            type=row.get_kind_display(),
            asserted=row.asserted,
            confirmed=row.confirmed,
            waived=row.waived,
            current_payoff=row.current_payoff,
            negotiated=row.negotiated,
            paid=row.paid,
            payable=payable(row),
        )
        for row in sorted(found, key=lambda row: rank[row.kind])
    ]


def reduction_rows(actor: Actor, case_number: str) -> list[ReductionRow]:
    """What was proposed for the liens of a case, the latest first.

    *Raises*: Forbidden, NotFound.
    """
    case = case_within(actor, case_number, Permission.SETTLEMENTS_VIEW)
    found = ReductionProposal.objects.filter(lien__case=case).order_by("-proposed_at", "-id")
    return [
        ReductionRow(
            id=row.id,
            lien_id=row.lien_id,
            holder=row.lien.holder.name,
            rule=row.rule,
            inputs=row.inputs,
            trace=row.trace,
            amount_before=row.amount_before,
            amount=row.amount,
            status=row.status,
            proposed_by=row.proposed_by.name,
            proposed_at=row.proposed_at,
            decided_by=row.decided_by.name if row.decided_by else "",
            refusal_reason=row.refusal_reason,
        )
        for row in found.select_related("lien__holder", "proposed_by", "decided_by")
    ]
