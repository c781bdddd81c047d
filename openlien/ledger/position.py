"""Where a case account stands, and the balances of ruling C1; pure. See docs/formulas/case-balances.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from openlien.kit.money import Money, Rate, allocate

from .entries import CaseEffect

AGEING_BUCKETS = ("Current", "30", "60", "90", "120+")


@dataclass(frozen=True)
class Position:
    """The totals of one case account.

    *Units*: USD; `refund_due` counts all money ever owed back, `refund_paid` what of it was paid.
    """

    retail: Money = Money.zero
    contracted: Money = Money.zero
    reductions: Money = Money.zero
    payments: Money = Money.zero
    refund_due: Money = Money.zero
    refund_paid: Money = Money.zero
    cost_written_off: Money = Money.zero
    lien_written_off: Money = Money.zero

    @property
    def applied(self) -> Money:
        """Money received that is ours to keep."""
        return self.payments - self.refund_due

    @property
    def cost_balance(self) -> Money:
        """Cost that is neither recovered nor written off; never negative."""
        return max(Money.zero, self.contracted - self.cost_written_off - self.applied)

    @property
    def lien_balance(self) -> Money:
        """What is still owed on the lien at retail; negative when a refund is due but not recognised."""
        return self.retail - self.reductions - self.lien_written_off - self.applied

    @property
    def excess_recovery(self) -> Money:
        """What was recovered or written off above cost; never negative.

        It is the other side of `cost_balance`: one of the two is always zero, so that the legs of an event
        on the lien receivable and on lien revenue always balance.
        """
        return max(Money.zero, self.applied + self.cost_written_off - self.contracted)

    @property
    def refund_liability(self) -> Money:
        """Money owed back that was not paid back yet."""
        return self.refund_due - self.refund_paid

    @property
    def raw_balance(self) -> Money:
        """Contracted less payments, requirement 3 to the letter."""
        return self.contracted - self.payments

    @property
    def total_adjustments(self) -> Money:
        """The contractual adjustment, retail less contracted; a write-off is another thing (ruling C3)."""
        return self.retail - self.contracted

    @property
    def is_closable(self) -> bool:
        """Whether cost, lien and refunds are all at zero (ruling C1)."""
        return not (self.cost_balance or self.lien_balance or self.refund_liability)

    @property
    def needs_review(self) -> bool:
        """Whether somebody has to look: money is owed back, or was received beyond the lien."""
        return self.refund_liability > Money.zero or self.lien_balance < Money.zero

    def after(self, effect: CaseEffect) -> Position:
        """The position once the effect is booked."""
        return replace(
            self,
            retail=self.retail + effect.retail,
            contracted=self.contracted + effect.contracted,
            reductions=self.reductions + effect.reduction,
            payments=self.payments + effect.payment,
            refund_due=self.refund_due + effect.refund_due,
            refund_paid=self.refund_paid + effect.refund_paid,
            cost_written_off=self.cost_written_off + effect.cost_written_off,
            lien_written_off=self.lien_written_off + effect.lien_written_off,
        )


@dataclass(frozen=True)
class Portions:
    """Who bears the contracted amount; the three parts sum to it (ruling C14)."""

    patient: Money
    insurance: Money
    legal_case: Money


def portions_of(contracted: Money, *, patient_percent: Decimal, insurance_percent: Decimal) -> Portions:
    """The contracted amount divided by the percentages, the case bearing the rest.

    *Units*: percentages as typed, 12.5 for an eighth.
    *Source*: docs/formulas/case-balances.md.
    """
    shares = [Rate.percent(patient_percent), Rate.percent(insurance_percent)]
    weights = [*(share.value for share in shares), 1 - shares[0].value - shares[1].value]
    patient, insurance, legal_case = allocate(contracted, weights)
    return Portions(patient=patient, insurance=insurance, legal_case=legal_case)


def ageing_bucket(days: int | None, limits: list[int]) -> str:
    """The bucket of an account whose oldest unpaid charge is so many days old: Current, 30, 60, 90 or 120+.

    *Units*: days; `limits` are the last days of the four younger buckets, as the policy states them.
    """
    if days is None:
        return AGEING_BUCKETS[0]
    return AGEING_BUCKETS[sum(days > limit for limit in limits)]
