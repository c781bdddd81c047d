"""What is known of a case's settlement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, Rate, share_percent

from ..models import FinancialInformation
from ..vocabulary import FeeBasis


@dataclass(frozen=True, slots=True)
class FinancialRecord:
    """Settlement, fee, costs and client funding as told; None where not known; version 0 where nothing is.

    *Units*: the fee as given on its basis, the other one derived (ruling A15); percent of the settlement.
    """

    settled: Money | None
    fee_basis: FeeBasis
    fee: Money | None
    fee_percent: Decimal | None
    costs: Money | None
    client_funding: Money | None
    changed_by: str
    changed_at: datetime | None
    version: int


def financial_information_of(actor: Actor, case: CaseHead) -> FinancialRecord:
    """The financial information of a case that the actor has read.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    found = FinancialInformation.objects.filter(case_id=case.id).select_related("changed_by").first()
    if found is None:
        return FinancialRecord(None, FeeBasis.AMOUNT, None, None, None, None, "", None, 0)
    basis = FeeBasis(found.fee_basis)
    return FinancialRecord(
        settled=found.settled,
        fee_basis=basis,
        fee=_fee(found),
        fee_percent=_fee_percent(found),
        costs=found.costs,
        client_funding=found.client_funding,
        changed_by=found.changed_by.name if found.changed_by else "",
        changed_at=found.changed_at,
        version=found.version,
    )


def _fee(found: FinancialInformation) -> Money | None:
    if found.fee_percent is None:
        return found.fee
    return None if found.settled is None else found.settled.times(Rate.percent(found.fee_percent))


def _fee_percent(found: FinancialInformation) -> Decimal | None:
    if found.fee_percent is not None:
        return found.fee_percent
    if found.fee is None or found.settled is None:
        return None
    return share_percent(found.fee, found.settled)
