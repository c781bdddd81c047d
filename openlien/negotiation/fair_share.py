"""What the outside providers of a case get of their bills: the ratio behind =pro and every fair offer."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from openlien.kit.money import Money, Rate

from .calculations import fairness
from .models import OutsideBill
from .vocabulary import EXCLUDED_PAYERS


def is_eligible(bill: OutsideBill) -> bool:
    """Whether the bill says what is fair: promised in writing, with its copy, and not paid by a payer.

    *Source*: domain rules 1.6, ruling A10
    """
    return bill.promised is not None and bill.copy_id is not None and bill.payer not in EXCLUDED_PAYERS


def eligible_bills(bills: Iterable[OutsideBill]) -> list[fairness.OutsideBill]:
    """The eligible ones as the formula takes them."""
    return [
        fairness.OutsideBill(bill=bill.billed, promise=bill.promised) for bill in bills if is_eligible(bill)
    ]


def fair_share_of(case_id: UUID) -> Rate | None:
    """The weighted ratio of a case; None while no outside bill of it is eligible."""
    eligible = eligible_bills(OutsideBill.objects.filter(case_id=case_id))
    if not eligible:
        return None
    return fairness.fair_offer(bills=eligible, own_retail=Money.zero).ratio


def fair_amount(share: Rate | None, retails: Iterable[Money]) -> Money | None:
    """The sum of the fair offers of bills of these retails; None where nobody knows what is fair."""
    if share is None:
        return None
    amounts = fairness.fair_shares(retails=list(retails), ratio=min(share, Rate.whole))
    return sum(amounts, start=Money.zero)
