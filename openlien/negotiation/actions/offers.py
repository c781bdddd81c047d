"""Offers of a case: ours drafted from the offers of its bills, the firm's received as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Max

from openlien.cases.models import Bill, Case
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, total

from ..access import lock_offer, lock_open_case, note_on_timeline
from ..calculations.amount_input import OfferAboveRetail
from ..errors import (
    AmountNegative,
    BillNamedTwice,
    ExpiryPassed,
    NoLines,
    OfferNotThere,
    OfferStale,
    UnknownBill,
)
from ..models import BillOffer, NegotiationPolicy, Offer, OfferLine
from ..naming import dollars
from ..spreading import shared_by_retail
from ..vocabulary import Direction, OfferStatus

TERMS_LETTERS_MAX = 1000


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What is offered for one bill."""

    bill_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What an offer says: lines by bill, or one amount shared among the bills by their retail.

    Without either, the lines are the present offers of the bills. `expires_on` is the last day on which it
    holds; without one it is as many days ahead as the policy says.
    """

    lines: Sequence[LineTerms] = ()
    amount: Money | None = None
    expires_on: date | None = None
    words: str = ""


@action
def draft_offer(
    actor: Actor, *, case_number: str, terms: OfferTerms, today: date, idempotency_key: str | None = None
) -> Offer:
    """Our offer, now a draft that can still be changed.

    *Raises*: Forbidden, NotFound, CaseAgreed, NoLines, UnknownBill, BillNamedTwice, OfferAboveRetail,
    TotalAboveRetail, AmountNegative, ExpiryPassed, TextTooLong, TextNotPlain, IdempotencyKeyReused.
    """
    return _made(actor, case_number, Direction.OURS, terms, today=today, key=idempotency_key)


@action
def receive_offer(
    actor: Actor, *, case_number: str, terms: OfferTerms, today: date, idempotency_key: str | None = None
) -> Offer:
    """The firm's offer as it came, waiting for our answer.

    *Raises*: as draft_offer.
    """
    return _made(actor, case_number, Direction.THEIRS, terms, today=today, key=idempotency_key)


@action
def change_offer(actor: Actor, offer_id: UUID, terms: OfferTerms, *, version: int, today: date) -> Offer:
    """The draft with other terms.

    *Raises*: as draft_offer; OfferStale, OfferNotThere when it is no draft any more.
    """
    offer = lock_offer(actor, offer_id, Permission.OFFERS_MAKE)
    require_status(offer, version, OfferStatus.DRAFT)
    lines = _lines(offer.case, terms)
    OfferLine.objects.filter(offer=offer).delete()
    _write_lines(offer, lines)
    return move(
        offer,
        amount=total(line.amount for line in lines),
        retail=total(line.retail for line in lines),
        expires_on=_expiry(terms, Direction.OURS, today),
        terms=plain_text(terms.words, letters_max=TERMS_LETTERS_MAX),
    )


def make_offer(
    actor: Actor,
    case: Case,
    direction: Direction,
    terms: OfferTerms,
    *,
    today: date,
    counter_of: Offer | None = None,
    key: str | None = None,
    content: bytes | None = None,
) -> Offer:
    """The offer with its lines on a locked case: ours a draft, the firm's as if sent; joins a transaction."""
    lines = _lines(case, terms)
    last = Offer.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    offer = Offer.objects.create(
        case=case,
        number=last + 1,
        direction=direction,
        amount=total(line.amount for line in lines),
        retail=total(line.retail for line in lines),
        expires_on=_expiry(terms, direction, today),
        counter_of=counter_of,
        terms=plain_text(terms.words, letters_max=TERMS_LETTERS_MAX),
        created_by_id=actor.user_id,
        idempotency_key=key,
        content_hash=content,
    )
    _write_lines(offer, lines)
    if direction is Direction.OURS:
        note_offer(actor, offer, "drafted")
        return offer
    received = move(offer, status=OfferStatus.SENT, sent_at=offer.created_at)
    note_offer(actor, received, "received")
    return received


def move(offer: Offer, **changes: object) -> Offer:
    """The locked offer with these changes and its next version."""
    Offer.objects.filter(id=offer.id).update(**changes, version=F("version") + 1)
    changed = Offer.objects.get(id=offer.id)
    changed.case = offer.case
    return changed


def note_offer(actor: Actor, offer: Offer, what: str, *, body: str = "") -> None:
    """Puts on the timeline what became of an offer."""
    whose = "Our offer" if offer.direction == Direction.OURS else "The firm's offer"
    summary = f"{whose} no. {offer.number} of {dollars(offer.amount)} {what}"
    note_on_timeline(actor, offer.case_id, summary, body=body, object_id=offer.id)


def require_status(offer: Offer, version: int, *allowed: OfferStatus) -> None:
    """Passes when the offer is at one of these states and was not changed since it was loaded.

    *Raises*: OfferNotThere, OfferStale.
    """
    if offer.status not in allowed:
        raise OfferNotThere(
            status=offer.get_status_display().lower(), is_now=offer.status, version=offer.version
        )
    if offer.version != version:
        raise OfferStale(
            status=offer.get_status_display().lower(),
            amount=offer.amount,
            yours=version,
            version=offer.version,
        )


def _made(
    actor: Actor, case_number: str, direction: Direction, terms: OfferTerms, *, today: date, key: str | None
) -> Offer:
    case = lock_open_case(actor, case_number, Permission.OFFERS_MAKE)
    content = content_hash(
        case=case.number,
        direction=direction.value,
        amount=terms.amount,
        lines=[(str(line.bill_id), str(line.amount)) for line in terms.lines],
        expires_on=terms.expires_on,
        words=terms.words.strip(),
    )
    if earlier := earlier_result(Offer, key, content):
        return earlier
    return make_offer(actor, case, direction, terms, today=today, key=key, content=content)


def _lines(case: Case, terms: OfferTerms) -> list[OfferLine]:
    bills = {bill.id: bill for bill in Bill.objects.filter(case=case)}
    amounts = _amounts(case, bills, terms)
    if not amounts:
        raise NoLines()
    for bill_id, amount in amounts.items():
        if bill_id not in bills:
            raise UnknownBill()
        if amount < Money.zero:
            raise AmountNegative(field="An offer")
        if amount > bills[bill_id].billed:
            raise OfferAboveRetail(retail=bills[bill_id].billed)
    return [
        OfferLine(bill_id=bill_id, retail=bills[bill_id].billed, amount=amount)
        for bill_id, amount in amounts.items()
    ]


def _amounts(case: Case, bills: dict[UUID, Bill], terms: OfferTerms) -> dict[UUID, Money]:
    if terms.lines:
        amounts = {line.bill_id: line.amount for line in terms.lines}
        if len(amounts) < len(terms.lines):
            raise BillNamedTwice()
        return amounts
    if terms.amount is None:
        offered = BillOffer.objects.filter(bill__case=case, amount__isnull=False).order_by("bill_id")
        return dict(offered.values_list("bill_id", "amount"))
    return shared_by_retail(terms.amount, {bill_id: bill.billed for bill_id, bill in bills.items()})


def _write_lines(offer: Offer, lines: Sequence[OfferLine]) -> None:
    for line in lines:
        line.offer = offer
    OfferLine.objects.bulk_create(lines)


def _expiry(terms: OfferTerms, direction: Direction, today: date) -> date | None:
    if terms.expires_on is not None:
        if terms.expires_on < today:
            raise ExpiryPassed(expires_on=terms.expires_on)
        return terms.expires_on
    # The firm's offer holds until they say otherwise.
    if direction is Direction.THEIRS:
        return None
    return today + timedelta(days=NegotiationPolicy.objects.get(id=1).validity_days)
