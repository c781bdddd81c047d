"""Whether the offers of a case are fair beside what outside providers get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from openlien.cases.models import Bill
from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, Rate, share_percent, total

from ..calculations.fairness import TRIGGER, FairOffer, Variant, fair_offer, is_below_trigger
from ..fair_share import eligible_bills
from ..models import BillOffer, OutsideBill


@dataclass(frozen=True, slots=True)
class CaseFairness:
    """The offers of a case beside what is fair; fair is a floor (ruling A7).

    Bills without an offer count at neither side of `percent` and the trigger: `offered_retail` is the retail
    of those with one. `comparison` is None while nothing can be compared; it carries its working.
    """

    variant: Variant
    retail: Money
    offered_retail: Money
    offer: Money
    bills_without_offer: int
    percent: Decimal | None
    is_below_trigger: bool
    eligible: int
    outside_bills: int
    comparison: FairOffer | None

    @property
    def needs_justification(self) -> bool:
        """Whether the offers fall short of what is fair."""
        return self.comparison is not None and bool(self.comparison.gap)

    @property
    def trigger(self) -> Rate:
        """The share of retail below which the outside bills are asked for."""
        return TRIGGER


def fairness_of(
    actor: Actor, case: CaseHead, *, variant: Variant = Variant.WEIGHTED, fund: Money | None = None
) -> CaseFairness:
    """How fair the present offers of a case are, by one of the three variants.

    *Shapes*: `fund` is the medical fund that the fund-based variant compares with all claims, ours at retail.
    *Raises*: Forbidden.
    *Source*: domain rules 1.6; docs/formulas/fairness.md
    """
    return fairness_variants_of(actor, case, fund=fund)[variant]


def fairness_variants_of(
    actor: Actor, case: CaseHead, *, fund: Money | None = None
) -> dict[Variant, CaseFairness]:
    """How fair the present offers of a case are by each of the variants, in their order.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    retails = dict(Bill.objects.filter(case_id=case.id).values_list("id", "billed"))
    offers = dict(
        BillOffer.objects.filter(bill__case_id=case.id, amount__isnull=False).values_list("bill_id", "amount")
    )
    outside = list(OutsideBill.objects.filter(case_id=case.id))
    offered = total(retails[bill_id] for bill_id in offers)
    offer = total(offers.values())
    claims = total(retails.values()) + total(bill.billed for bill in outside)
    common = CaseFairness(
        variant=Variant.WEIGHTED,
        retail=total(retails.values()),
        offered_retail=offered,
        offer=offer,
        bills_without_offer=len(retails) - len(offers),
        percent=share_percent(offer, offered),
        is_below_trigger=bool(offers) and is_below_trigger(offer=offer, retail=offered),
        eligible=len(eligible_bills(outside)),
        outside_bills=len(outside),
        comparison=None,
    )
    made = offer if offers else None
    return {
        variant: replace(
            common,
            variant=variant,
            comparison=_comparison(outside, offered, made, variant, fund, claims),
        )
        for variant in Variant
    }


def _comparison(
    outside: list[OutsideBill],
    retail: Money,
    offer: Money | None,
    variant: Variant,
    fund: Money | None,
    claims: Money,
) -> FairOffer | None:
    eligible = eligible_bills(outside)
    if variant is Variant.FUND:
        if fund is None or not claims:
            return None
        return fair_offer(bills=[], own_retail=retail, offer=offer, variant=variant, fund=fund, claims=claims)
    if not eligible:
        return None
    return fair_offer(bills=eligible, own_retail=retail, offer=offer, variant=variant)
