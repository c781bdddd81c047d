"""Who gets which part of a case's settlement."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.cases.models import Bill
from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.kit.money import Money, total

from ..calculations.distribution import Dashboard, distribution
from ..models import BillOffer, OutsideBill
from .financial_information import FinancialRecord, financial_information_of


@dataclass(frozen=True, slots=True)
class CaseDistribution:
    """The dashboard of a settlement; None until its amount is known.

    Our bills take part with their present offers; those without one are counted in `bills_without_offer`.
    """

    information: FinancialRecord
    dashboard: Dashboard | None
    bills_without_offer: int


def distribution_of(actor: Actor, case: CaseHead) -> CaseDistribution:
    """The portions of a case's settlement, in cents first and in percent of them.

    *Raises*: Forbidden.
    *Source*: rulings A1 to A3; docs/formulas/distribution.md
    """
    information = financial_information_of(actor, case)
    bills = list(Bill.objects.filter(case_id=case.id).values_list("id", "is_in_network"))
    offers = dict(
        BillOffer.objects.filter(bill__case_id=case.id, amount__isnull=False).values_list("bill_id", "amount")
    )
    without = len(bills) - len(offers)
    if information.settled is None:
        return CaseDistribution(information, None, without)
    promised = OutsideBill.objects.filter(case_id=case.id, promised__isnull=False)
    dashboard = distribution(
        settled=information.settled,
        fee=information.fee or Money.zero,
        costs=information.costs or Money.zero,
        in_network=total(offers[bill_id] for bill_id, inside in bills if inside and bill_id in offers),
        out_of_network=total(
            offers[bill_id] for bill_id, inside in bills if not inside and bill_id in offers
        ),
        outside=total(promised.values_list("promised", flat=True)),
        client_funding=information.client_funding or Money.zero,
    )
    return CaseDistribution(information, dashboard, without)
