"""Money drawn on a line and money paid back to the lender, each for named bills, and in the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from openlien.cases.models import Bill
from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.kit.errors import NotFound
from openlien.kit.idempotency import content_hash, earlier_result
from openlien.kit.money import Money, allocate, total
from openlien.kit.sql import fetch_all, load
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import WarehouseDrawn, WarehouseRepaid
from openlien.ledger.recording import record_event

from ..errors import (
    AmountNotPositive,
    BeyondAvailability,
    BeyondContracted,
    CostUnknown,
    DayInFuture,
    FinancedElsewhere,
    InterestBeyondOwed,
    MoreThanLeft,
    NothingToFinance,
    PartsDoNotSum,
    RepaidBeyondDrawn,
)
from ..models import Movement, MovementPart, WarehouseLine
from ..queries.lines import LineStanding, standings
from .lines import locked_line

REFERENCE_LETTERS_MAX = 35
Parts = Mapping[UUID, Money]


@ledger_action
def draw(
    actor: Actor,
    line_id: UUID,
    *,
    amount: Money,
    on: date,
    today: date,
    parts: Parts | None = None,
    case_number: str = "",
    reference: str = "",
    idempotency_key: str | None = None,
    posting_on: date | None = None,
) -> Movement:
    """The draw, in the books: for the bills of `parts`, or over what a case has left to finance.

    *Raises*: Forbidden, NotFound, AmountNotPositive, DayInFuture, LineNotOpen, BeyondAvailability,
    CostUnknown, BeyondContracted, NothingToFinance, MoreThanLeft, FinancedElsewhere, PartsDoNotSum,
    MonthAccrued, BeyondCommitment, IdempotencyKeyReused, and what the books refuse.
    """
    line = locked_line(actor, line_id)
    stated = {"line": line_id, "kind": "draw", "amount": amount, "on": on, "case": case_number}
    content = content_hash(**stated, parts=_sorted(parts), reference=reference)
    if earlier := earlier_result(Movement, idempotency_key, content):
        return earlier
    _check(amount, on=on, today=today)
    return book_draw(
        actor,
        line,
        shares=_draw_shares(line, amount, parts, case_number),
        amount=amount,
        on=on,
        today=today,
        posting_on=posting_on,
        reference=plain_text(reference, letters_max=REFERENCE_LETTERS_MAX),
        idempotency_key=idempotency_key,
        content_hash=content,
    )


def book_draw(
    actor: Actor,
    line: WarehouseLine,
    *,
    shares: Parts,
    amount: Money,
    on: date,
    today: date,
    posting_on: date | None = None,
    **given: Any,
) -> Movement:
    """A draw within the caller's transaction, whose line is locked and whose shares sum to it.

    *Raises*: BeyondAvailability and what the books and the database refuse.
    """
    standing = standings([line.id], as_of=today, today=today)[0]
    if amount > standing.base.available:
        raise BeyondAvailability(
            amount=amount,
            available=standing.base.available,
            base=standing.base.base,
            commitment=line.commitment,
            drawn=standing.drawn,
        )
    movement = _write(actor, line, Movement.Kind.DRAW, shares, moved_on=on, drawn=amount, **given)
    event = WarehouseDrawn(
        on=on,
        posting_on=posting_on,
        amount=amount,
        case_id=_only_case(shares),
        description=f"Drawn on {line.name}",
        reference=movement.reference,
    )
    record_event(actor, event, key=str(movement.id), today=today)
    return movement


@ledger_action
def repay(
    actor: Actor,
    line_id: UUID,
    *,
    principal: Money,
    interest: Money = Money.zero,
    on: date,
    today: date,
    parts: Parts | None = None,
    case_number: str = "",
    reference: str = "",
    idempotency_key: str | None = None,
    posting_on: date | None = None,
) -> Movement:
    """The repayment, in the books: for the bills of `parts`, or spread over what is lent, of one case or all.

    *Raises*: Forbidden, NotFound, AmountNotPositive, DayInFuture, LineNotOpen, RepaidBeyondDrawn,
    RepaidTooMuch, InterestBeyondOwed, PartsDoNotSum, MonthAccrued, IdempotencyKeyReused, and what the books
    refuse.
    """
    line = locked_line(actor, line_id)
    stated = {"line": line_id, "kind": "repayment", "principal": principal, "interest": interest, "on": on}
    content = content_hash(**stated, case=case_number, parts=_sorted(parts), reference=reference)
    if earlier := earlier_result(Movement, idempotency_key, content):
        return earlier
    if principal < Money.zero or interest < Money.zero:
        raise AmountNotPositive()
    _check(principal + interest, on=on, today=today)
    standing = standings([line.id], as_of=today, today=today)[0]
    if interest > standing.interest_owed:
        raise InterestBeyondOwed(owed=max(Money.zero, standing.interest_owed), amount=interest)
    shares = _repaid_shares(line, standing, principal, parts, case_number)
    movement = _write(
        actor,
        line,
        Movement.Kind.REPAYMENT,
        {bill_id: -share for bill_id, share in shares.items()},
        moved_on=on,
        drawn=-principal,
        interest_paid=interest,
        reference=plain_text(reference, letters_max=REFERENCE_LETTERS_MAX),
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    event = WarehouseRepaid(
        on=on,
        posting_on=posting_on,
        principal=principal,
        interest=interest,
        case_id=_only_case(shares),
        description=f"Repaid on {line.name}",
        reference=movement.reference,
    )
    record_event(actor, event, key=str(movement.id), today=today)
    return movement


def bills_to_finance(
    line_id: UUID, *, bill_ids: list[UUID] | None = None, case_number: str = ""
) -> list[Any]:
    """The bills, named by id or by their case, with what is contracted, paid and lent on each."""
    params = {"line": line_id, "bills": bill_ids or [], "case_number": case_number}
    return fetch_all(load("openlien.funding", "bills_to_finance"), params)


def refuse_too_much(bill: Any, amount: Money, *, used: Money) -> None:
    """Passes when the bill's contracted amount has so much left beside what is used of it.

    *Raises*: CostUnknown, BeyondContracted.
    """
    if bill.contracted is None:
        raise CostUnknown(bill=bill.name or bill.case_number)
    left = Money(bill.contracted) - used
    if amount > left:
        raise BeyondContracted(bill=bill.name or bill.case_number, left=max(Money.zero, left), amount=amount)


def refuse_pledged_elsewhere(bills: list[Any]) -> None:
    """Passes when no other line has lent on these bills' cases.

    *Raises*: FinancedElsewhere.
    """
    for bill in bills:
        if bill.other_line:
            raise FinancedElsewhere(case=bill.case_number, line=bill.other_line)


def _draw_shares(line: WarehouseLine, amount: Money, parts: Parts | None, case_number: str) -> Parts:
    bills = bills_to_finance(line.id, bill_ids=list(parts or ()), case_number="" if parts else case_number)
    if parts is not None:
        _check_parts(parts, amount, known={bill.bill_id for bill in bills})
        for bill in bills:
            refuse_too_much(bill, parts[bill.bill_id], used=Money(bill.financed))
        shares = parts
    else:
        shares = _spread_over_case(bills, amount, case_number)
    refuse_pledged_elsewhere(bills)
    return shares


def _spread_over_case(bills: list[Any], amount: Money, case_number: str) -> Parts:
    if not bills:
        raise NotFound()
    left = {
        bill.bill_id: Money(bill.contracted) - Money(bill.financed)
        for bill in bills
        if bill.contracted is not None and bill.contracted > bill.financed
    }
    if not left:
        raise NothingToFinance(case=case_number)
    if amount > (most := total(left.values())):
        raise MoreThanLeft(case=case_number, left=most, amount=amount)
    return dict(zip(left, allocate(amount, list(left.values())), strict=True))


def _repaid_shares(
    line: WarehouseLine, standing: LineStanding, principal: Money, parts: Parts | None, case_number: str
) -> Parts:
    """What is paid back on each bill; what is lent bounds each share, because it sums to what is drawn."""
    if principal > standing.drawn:
        raise RepaidBeyondDrawn(drawn=standing.drawn, amount=principal)
    rows = fetch_all(load("openlien.funding", "financed_now"), {"line": line.id})
    lent = {row.bill_id: Money(row.financed) for row in rows}
    if case_number:
        of_case = {bill.bill_id for bill in bills_to_finance(line.id, case_number=case_number)}
        lent = {bill_id: amount for bill_id, amount in lent.items() if bill_id in of_case}
        if principal > (most := total(lent.values())):
            raise RepaidBeyondDrawn(drawn=most, amount=principal)
    if parts is not None:
        _check_parts(parts, principal, known=set(lent))
        return parts
    if not principal:
        return {}
    return dict(zip(lent, allocate(principal, list(lent.values())), strict=True))


def _check_parts(parts: Parts, amount: Money, *, known: set[UUID]) -> None:
    if not set(parts) <= known:
        raise NotFound()
    if any(part <= Money.zero for part in parts.values()):
        raise AmountNotPositive()
    if (together := total(parts.values())) != amount:
        raise PartsDoNotSum(parts=together, amount=amount)


def _write(actor: Actor, line: WarehouseLine, kind: Movement.Kind, shares: Parts, **given: Any) -> Movement:
    movement = Movement.objects.create(line=line, kind=kind, recorded_by_id=actor.user_id, **given)
    MovementPart.objects.bulk_create(
        MovementPart(movement=movement, bill_id=bill_id, drawn=share)
        for bill_id, share in shares.items()
        if share
    )
    return movement


def _only_case(shares: Parts) -> UUID | None:
    """The case of all these bills when it is one: then the books name it."""
    of_bills = Bill.objects.filter(id__in=list(shares))
    cases = set(of_bills.values_list("case_id", flat=True).distinct()[:2])
    return cases.pop() if len(cases) == 1 else None


def _check(amount: Money, *, on: date, today: date) -> None:
    if amount <= Money.zero:
        raise AmountNotPositive()
    if on > today:
        raise DayInFuture(day=on)


def _sorted(parts: Parts | None) -> list[tuple[str, str]]:
    return sorted((str(bill_id), str(part)) for bill_id, part in (parts or {}).items())
