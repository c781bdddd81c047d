"""Opens and closes lines, and sets their rates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound, StaleVersion
from openlien.kit.fields import usd_sum
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, Rate
from openlien.ledger.actions.unit import ledger_action

from ..calculations.day_counts import DayCount
from ..errors import AmountNotPositive, DayInFuture, LineNotOpen, LineStillDrawn, RateIsSet, TermOutOfRange
from ..models import Movement, RateReset, WarehouseLine, stored

NAME_LETTERS_MAX, LENDER_LETTERS_MAX, REASON_LETTERS_MAX = 80, 120, 300
AGE_DAYS_MAX = 36_500


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """The terms of a line as they were agreed. *Units*: rates are shares a year, such as 0.093."""

    name: str
    lender: str
    commitment: Money
    advance_rate: Rate
    opened_on: date
    day_count: DayCount = DayCount.ACT_360
    floor: Rate = Rate.zero
    spread: Rate = Rate.zero
    unused_fee: Rate = Rate.zero
    age_days_max: int | None = None
    debtor_share_max: Rate | None = None


@ledger_action
def open_line(
    actor: Actor, terms: NewLine, *, today: date, idempotency_key: str | None = None
) -> WarehouseLine:
    """The line that was opened.

    *Raises*: Forbidden, TermOutOfRange, AmountNotPositive, DayInFuture, LineNameTaken, TextTooLong,
    IdempotencyKeyReused.
    """
    actor.require(Permission.FUNDING_MANAGE)
    content = content_hash(**{each.name: getattr(terms, each.name) for each in fields(terms)})
    if earlier := earlier_result(WarehouseLine, idempotency_key, content):
        return earlier
    _check(terms, today=today)
    return WarehouseLine.objects.create(
        name=plain_text(terms.name, letters_max=NAME_LETTERS_MAX),
        lender=plain_text(terms.lender, letters_max=LENDER_LETTERS_MAX),
        commitment=terms.commitment,
        advance_rate=stored(terms.advance_rate),
        day_count=terms.day_count.value,
        floor=stored(terms.floor),
        spread=stored(terms.spread),
        unused_fee=stored(terms.unused_fee),
        age_days_max=terms.age_days_max,
        debtor_share_max=terms.debtor_share_max and stored(terms.debtor_share_max),
        opened_on=terms.opened_on,
        idempotency_key=idempotency_key,
        content_hash=content,
        created_by_id=actor.user_id,
    )


@ledger_action
def close_line(actor: Actor, line_id: UUID, *, closed_on: date, version: int, today: date) -> WarehouseLine:
    """The line, closed: nothing is drawn on it any more; interest that is owed can still be accrued and paid.

    *Raises*: Forbidden, NotFound, StaleVersion, DayInFuture, LineNotOpen, LineStillDrawn.
    """
    line = locked_line(actor, line_id)
    if line.version != version:
        raise StaleVersion(yours="closed", theirs="another version")
    if closed_on > today:
        raise DayInFuture(day=closed_on)
    moved = Movement.objects.filter(line=line).exclude(drawn=0)
    is_later = moved.filter(moved_on__gt=closed_on).exists()
    if line.closed_on or closed_on <= line.opened_on or is_later:
        raise LineNotOpen()
    if drawn := moved.aggregate(sum=usd_sum("drawn"))["sum"]:
        raise LineStillDrawn(drawn=drawn)
    line.closed_on, line.version = closed_on, version + 1
    line.save(update_fields=["closed_on", "version"])
    return line


@ledger_action
def set_rate(
    actor: Actor, line_id: UUID, *, effective_on: date, reference: Rate, reason: str = ""
) -> RateReset:
    """The reference rate of a line from a day on; the same rate twice is one, another one replaces it.

    *Units*: a share a year, such as 0.0431. A reason is asked for where a rate of that day is replaced.
    *Raises*: Forbidden, NotFound, TermOutOfRange, RateIsSet, MonthAccrued, TextTooLong.
    """
    line = locked_line(actor, line_id)
    reason = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    _check_share("The reference rate", reference, low=Rate("-1"))
    known = RateReset.objects.filter(line=line, effective_on=effective_on, replacements__isnull=True).first()
    if known and Rate(known.reference) == reference:
        return known
    if known and not reason:
        raise RateIsSet(
            day=effective_on, rate=Rate(known.reference).as_percent(4), given=reference.as_percent(4)
        )
    return RateReset.objects.create(
        line=line,
        effective_on=effective_on,
        reference=stored(reference),
        replaces=known,
        reason=reason,
        recorded_by_id=actor.user_id,
    )


def locked_line(actor: Actor, line_id: UUID) -> WarehouseLine:
    """The line, locked until the transaction ends.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.FUNDING_MANAGE)
    line = WarehouseLine.objects.select_for_update(of=("self",)).filter(id=line_id).first()
    if line is None:
        raise NotFound()
    return line


def _check(terms: NewLine, *, today: date) -> None:
    for term, words in (("name", "The name"), ("lender", "The lender")):
        if not getattr(terms, term).strip():
            raise TermOutOfRange(term=words, range="given", given="nothing")
    if terms.commitment <= Money.zero:
        raise AmountNotPositive()
    if terms.opened_on > today:
        raise DayInFuture(day=terms.opened_on)
    if not terms.advance_rate:
        raise TermOutOfRange(term="The advance rate", range="more than 0 %", given="0 %")
    if terms.debtor_share_max is not None and not terms.debtor_share_max:
        raise TermOutOfRange(term="The share of one law firm", range="more than 0 %", given="0 %")
    if terms.age_days_max is not None and not 0 <= terms.age_days_max <= AGE_DAYS_MAX:
        raise TermOutOfRange(
            term="The age limit", range=f"from 0 to {AGE_DAYS_MAX:,} days", given=terms.age_days_max
        )
    for words, share in (
        ("The advance rate", terms.advance_rate),
        ("The floor", terms.floor),
        ("The spread", terms.spread),
        ("The unused fee", terms.unused_fee),
        ("The share of one law firm", terms.debtor_share_max),
    ):
        if share is not None:
            _check_share(words, share)


def _check_share(words: str, share: Rate, *, low: Rate = Rate.zero) -> None:
    """A share within its bounds that six decimals hold exactly."""
    if not low <= share <= Rate.whole:
        limits = f"from {low.as_percent(0)} % to 100 %"
        raise TermOutOfRange(term=words, range=limits, given=f"{share.as_percent(4)} %")
    if Rate(stored(share)) != share:
        raise TermOutOfRange(term=words, range="a percentage with at most four decimals", given=share)
