"""The words of offers: whose, in which state, how long they hold, who approves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.negotiation.calculations.limits import Limit
from openlien.negotiation.queries import OfferRecord, Policy
from openlien.negotiation.vocabulary import Direction, OfferStatus

from ...jinja import date_text, money, percent, plural
from ...sheets import Sign

FAMILIES = {
    OfferStatus.DRAFT: "neutral",
    OfferStatus.SUBMITTED: "pending",
    OfferStatus.APPROVED: "early",
    OfferStatus.SENT: "active",
    OfferStatus.COUNTERED: "neutral",
    OfferStatus.ACCEPTED: "settled",
    OfferStatus.REJECTED: "risk",
    OfferStatus.EXPIRED: "severe",
    OfferStatus.WITHDRAWN: "neutral",
    OfferStatus.VOIDED: "risk",
}
SOON_DAYS = 7


class Offered(Protocol):
    """What every offer has, however it was read."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def direction(self) -> Direction: ...  # noqa: D102
    @property
    def status(self) -> OfferStatus: ...  # noqa: D102
    @property
    def expires_on(self) -> date | None: ...  # noqa: D102
    @property
    def ended_on(self) -> date | None: ...  # noqa: D102
    @property
    def needs_approval(self) -> bool: ...  # noqa: D102
    @property
    def approved_by(self) -> str: ...  # noqa: D102
    def days_left(self, as_of: date) -> int | None: ...  # noqa: D102


def whose(offer: Offered) -> str:
    """Whose offer it is with its number, as `Our offer no. 3`."""
    return f"{'Our' if offer.direction is Direction.OURS else 'Firm’s'} offer no. {offer.number}"


def state_of(offer: Offered) -> Sign:
    """The state as a badge; what the firm sent us we received."""
    is_received = offer.status is OfferStatus.SENT and offer.direction is Direction.THEIRS
    return Sign("Received" if is_received else offer.status.label, FAMILIES[offer.status])


def expiry_words(offer: Offered, as_of: date) -> str:
    """How long it holds or when it ended, as `6 days left`, `Last day` or `Accepted Nov 20, 2026`."""
    if offer.ended_on:
        return f"{offer.status.label} {date_text(offer.ended_on)}"
    if offer.expires_on is None:
        return "Until further notice"
    left = offer.days_left(as_of)
    if left is None:
        return f"Not sent, to {date_text(offer.expires_on)}"
    return left_words(left, offer.expires_on)


def left_words(days: int, expires_on: date) -> str:
    """The days until the last one, in words."""
    if days < 0:
        return f"Over since {date_text(expires_on)}"
    return "Last day" if days == 0 else f"{plural(days, 'day')} left"


def expiry_sign(offer: Offered, as_of: date) -> Sign | str:
    """The same as a badge where it ends within a week."""
    words, left = expiry_words(offer, as_of), offer.days_left(as_of)
    if left is None or offer.ended_on or left > SOON_DAYS:
        return words
    return Sign(words, "severe" if left < 0 else "pending")


def limit_words(breaks: Sequence[Limit], policy: Policy) -> str:
    """Which limits are broken, as `below 60% of retail`; empty where none is."""
    words = {
        Limit.SHARE: f"below {percent(policy.approval_percent_below, 0)} of retail",
        Limit.AMOUNT: f"above {money(policy.approval_amount_above)}",
    }
    return " and ".join(words[limit] for limit in breaks)


def approval_words(offer: Offered, breaks: Sequence[Limit], policy: Policy) -> str:
    """Who approved it or why somebody has to, in a few words."""
    if offer.approved_by:
        return f"Approved by {offer.approved_by}"
    if not breaks and offer.status is OfferStatus.SUBMITTED:
        return "Waits: beyond the limits when it was submitted"
    if not breaks:
        return "Within the limits"
    if offer.ended_on:
        return ""
    waits = offer.status is OfferStatus.SUBMITTED
    return f"{'Waits' if waits else 'Needs approval'}: {limit_words(breaks, policy)}"


def is_own(actor: Actor, offer: OfferRecord) -> bool:
    """Whether the actor made or submitted it, and so cannot approve it."""
    return actor.user_id is not None and actor.user_id in {offer.created_by_id, offer.submitted_by_id}


def amount_words(amount: Money) -> str:
    """An amount in a sentence: whole dollars without cents, as `$43,000`."""
    return money(amount, 0 if amount.cents % 100 == 0 else 2)
