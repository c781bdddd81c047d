"""Why an offer is fair or is not, in sentences with the numbers of the case."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.kit.money import Money, Rate

from ..calculations.fairness import Variant

ACCORDING_TO = {
    Variant.WEIGHTED: "all that these providers were promised beside all that they billed",
    Variant.MAX: "the best promise to one outside provider beside the bill of that provider",
    Variant.FUND: "the medical fund beside all claims on it",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """The numbers of a justification; `retail` and `offer` are those of our bills that have an offer."""

    variant: Variant
    retail: Money
    offer: Money
    trigger: Rate
    is_below_trigger: bool
    ratio: Rate | None
    fair: Money | None
    gap: Money | None
    eligible: int
    outside_bills: int


def justification(grounds: Grounds) -> list[str]:
    """Return the sentences: the offer, what others get, what is fair, what is missing.

    *Source*: requirement 1, rulings A6 to A8
    """
    return [*_offer(grounds), *_comparison(grounds), *_finding(grounds)]


def _offer(grounds: Grounds) -> list[str]:
    if not grounds.retail:
        return ["No bill of ours has an offer yet."]
    where = "below" if grounds.is_below_trigger else "not below"
    return [
        f"The offers on our bills come to {dollars(grounds.offer)} of {dollars(grounds.retail)} at retail, "
        f"{percent(grounds.offer.ratio_to(grounds.retail))}. That is {where} the "
        f"{grounds.trigger.as_percent(0)}% under which bills of outside providers are compared."
    ]


def _comparison(grounds: Grounds) -> list[str]:
    if grounds.ratio is None:
        if grounds.variant is Variant.FUND:
            return ["The medical fund is not known yet."]
        return ["No outside bill counts yet: one counts with a written promise, its copy, and no payer."]
    counted = f"{grounds.eligible} of {grounds.outside_bills} outside bills count. "
    if grounds.variant is Variant.FUND:
        counted = ""
    return [f"{counted}The rate is {percent(grounds.ratio)}: {ACCORDING_TO[grounds.variant]}."]


def _finding(grounds: Grounds) -> list[str]:
    if grounds.fair is None or not grounds.retail:
        return []
    fair = f"At that rate our bills are due at least {dollars(grounds.fair)}."
    if grounds.gap:
        return [fair, f"The offer falls short of it by {dollars(grounds.gap)}."]
    return [fair, "The offer reaches it."]


def dollars(amount: Money) -> str:
    """Return an amount as a sentence writes it."""
    return f"{'−' if amount < Money.zero else ''}${abs(amount).amount:,}"


def percent(rate: Rate | None) -> str:
    """Return a rate in percent with two decimals."""
    return "—" if rate is None else f"{rate.as_percent(2)}%"
