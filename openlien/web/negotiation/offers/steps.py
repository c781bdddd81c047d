"""What may come next for an offer: each step with its button and what it means, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.queries import OfferRecord, Policy
from openlien.negotiation.queries.offer_lists import limits_broken
from openlien.negotiation.vocabulary import EXPIRING_STATUSES, Direction, OfferStatus

from ...jinja import date_text, url
from .words import is_own, limit_words

OWN = "You made this offer; somebody else approves it."
OTHER = "A Negotiations Manager other than who made it approves it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that can be done with an offer.

    `consequence` says what it means. `is_direct` posts at once; other steps open a drawer first, because they
    ask for something or because money moves. `blocked` says why the actor cannot do it.
    """

    key: str
    label: str
    consequence: str
    look: str = "plain"
    symbol: str | None = None
    shortcut: str | None = None
    is_direct: bool = False
    blocked: str = ""
    href: str = ""


def next_steps(
    actor: Actor, offer: OfferRecord, *, policy: Policy, today: date, asks_why: bool = False
) -> list[Step]:
    """The steps that this actor sees on an offer, the usual one first; none where it only reads.

    *Shapes*: with `asks_why` a draft lies below what is fair and nobody has said yet why it is right.
    """
    is_over = offer.expires_on is not None and offer.expires_on < today
    found: list[Step] = []
    if may_negotiate(actor, offer.negotiator_id):
        found += _making(actor, offer, policy, is_over)
    elif actor.may(Permission.OFFERS_APPROVE) and offer.status is OfferStatus.SUBMITTED:
        found += _deciding(actor, offer)
    if actor.may(Permission.OFFERS_APPROVE) and offer.status is OfferStatus.ACCEPTED:
        found.append(_void())
    return [_placed(offer, _asking(step) if asks_why else step) for step in found]


def step_of(actor: Actor, offer: OfferRecord, key: str, *, policy: Policy, today: date) -> Step | None:
    """The step of that key, when it is possible now."""
    steps = next_steps(actor, offer, policy=policy, today=today)
    return next((step for step in steps if step.key == key), None)


def _making(actor: Actor, offer: OfferRecord, policy: Policy, is_over: bool) -> list[Step]:
    found = {
        OfferStatus.DRAFT: _draft,
        OfferStatus.SUBMITTED: _submitted,
        OfferStatus.APPROVED: _approved,
        OfferStatus.SENT: _sent,
    }.get(offer.status)
    steps = found(actor, offer, policy) if found else []
    if not is_over or offer.status not in EXPIRING_STATUSES:
        return steps
    # What is over cannot be accepted, sent or approved any more; only its end can be noted.
    keep = [step for step in steps if step.key in {"withdraw", "counter", "reject", "return"}]
    return [_expire(offer), *keep]


def _draft(actor: Actor, offer: OfferRecord, policy: Policy) -> list[Step]:
    broken = limit_words(limits_broken(policy, amount=offer.amount, retail=offer.retail), policy)
    goes = f"It is {broken}: somebody else approves it." if broken else "Within the limits: approved at once."
    return [
        Step(
            key="submit",
            label="Submit offer",
            consequence=f"{goes} It cannot be changed after that.",
            look="primary",
            symbol="send",
            shortcut="s",
            is_direct=True,
        ),
        Step(
            key="change",
            label="Change draft",
            consequence="Other amounts, terms or another last day.",
            symbol="edit",
            shortcut="e",
        ),
        _withdraw(offer),
    ]


def _asking(step: Step) -> Step:
    """The step of submitting with a drawer before it, in which somebody says why; others as they are."""
    if step.key != "submit":
        return step
    why = f"{step.consequence} It is below what outside providers get: you say why it is right."
    return replace(step, is_direct=False, consequence=why)


def _submitted(actor: Actor, offer: OfferRecord, policy: Policy) -> list[Step]:
    return [*_deciding(actor, offer), _withdraw(offer)]


def _deciding(actor: Actor, offer: OfferRecord) -> list[Step]:
    may = actor.may(Permission.OFFERS_APPROVE)
    approve = Step(
        key="approve",
        label="Approve offer",
        consequence="It can be sent to the firm then.",
        look="primary",
        symbol="check",
        shortcut="a",
        is_direct=True,
        blocked=OTHER if not may else OWN if is_own(actor, offer) else "",
    )
    back = Step(
        key="return",
        label="Return to its maker",
        consequence="It becomes a draft again, with your reason.",
        symbol="undo",
        shortcut="r",
    )
    return [approve, back] if may else [approve]


def _approved(actor: Actor, offer: OfferRecord, policy: Policy) -> list[Step]:
    return [
        Step(
            key="send",
            label="Send offer",
            consequence="Notes that the firm has it; its letter is filed with the case.",
            look="primary",
            symbol="send",
            shortcut="s",
        ),
        _withdraw(offer),
    ]


def _sent(actor: Actor, offer: OfferRecord, policy: Policy) -> list[Step]:
    is_ours = offer.direction is Direction.OURS
    return [
        Step(
            key="accept",
            label="Firm accepted it" if is_ours else "Accept firm’s offer",
            consequence="Agrees the payoff and reduces each bill; you see what changes before.",
            look="primary",
            symbol="check",
            shortcut="a",
            blocked=_not_accepting(actor, offer, policy),
        ),
        Step(
            key="counter",
            label="Firm countered it" if is_ours else "Counter with our offer",
            consequence="Ends it and records the firm’s." if is_ours else "Ends it; ours begins as a draft.",
            symbol="refresh",
            shortcut="c",
        ),
        Step(
            key="reject",
            label="Firm rejected it" if is_ours else "Reject firm’s offer",
            consequence="Ends this offer; nothing is agreed.",
            symbol="close",
        ),
        _withdraw(offer),
    ]


def _not_accepting(actor: Actor, offer: OfferRecord, policy: Policy) -> str:
    """Why this actor cannot accept the firm's offer; ours was approved before it was sent."""
    if offer.direction is Direction.OURS:
        return ""
    broken = limit_words(limits_broken(policy, amount=offer.amount, retail=offer.retail), policy)
    if not broken:
        return ""
    if not actor.may(Permission.OFFERS_APPROVE):
        return f"It is {broken}: a Negotiations Manager who did not record it accepts it."
    return f"It is {broken}, and you recorded it: somebody else accepts it." if is_own(actor, offer) else ""


def _withdraw(offer: OfferRecord) -> Step:
    is_ours = offer.direction is Direction.OURS
    return Step(
        key="withdraw",
        label="Withdraw offer" if is_ours else "Firm withdrew it",
        consequence="Ends it for good, with the reason on its timeline.",
        look="quiet",
        symbol="undo",
    )


def _void() -> Step:
    return Step(
        key="void",
        label="Void agreement",
        consequence="Opens each bill again by what was given up of it; the case is negotiated anew.",
        look="quiet",
        symbol="undo",
    )


def _expire(offer: OfferRecord) -> Step:
    return Step(
        key="expire",
        label="Note as expired",
        consequence=f"Its last day was {date_text(offer.expires_on)}; it is done by itself within the hour.",
        look="primary",
        symbol="clock",
        is_direct=True,
    )


def _placed(offer: OfferRecord, step: Step) -> Step:
    """The step with its address."""
    if step.key in {"change", "counter"}:
        href = url(f"offers:{step.key}", offer.case_number, offer.id)
    else:
        name = "decide" if step.key in {"approve", "return", "void"} else "step"
        href = url(f"offers:{name}", offer.case_number, offer.id, step.key)
    return replace(step, href=href)
