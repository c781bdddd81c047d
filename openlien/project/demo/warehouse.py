"""The demo's warehouse line: its rates, what it advanced on bills, what went back, and its interest."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.actions.lines import NewLine, open_line, set_rate
from openlien.funding.actions.movements import draw, repay
from openlien.funding.models import InterestAccrual, Movement, WarehouseLine
from openlien.funding.queries.lines import standings
from openlien.identity.actor import Actor
from openlien.kit.dates import add_months, month_start
from openlien.kit.money import Money, Rate, total
from openlien.kit.sql import fetch_all, load

from .books import demo_key
from .provider_costs import pay_for_bills

LINE, LENDER = "Harborlight warehouse line", "Harborlight Commercial Bank"
MONTHS = 12
ADVANCE_RATE, SPREAD, FLOOR, UNUSED_FEE = (
    Rate.percent(80), Rate.percent("4.25"), Rate.percent("3.50"), Rate.percent("0.25"),
)  # fmt: skip
DEBTOR_SHARE, AGE_DAYS = Rate.percent(25), 1460
# The reference rate from so many months after the opening on, in percent.
RATES = ((0, "5.31"), (4, "5.05"), (8, "4.80"), (11, "4.55"))
COMMITMENT_STEP = 250_000


def finance_bills(actor: Actor, batch_id: UUID, *, as_of: date, opens_on: date) -> None:
    """Opens the line and lives through its months; nothing when another demo has opened it before."""
    opened_on = add_months(month_start(as_of), -MONTHS)
    if WarehouseLine.objects.filter(name=LINE).exists() or opens_on > opened_on:
        return
    params = {"batch": batch_id, "first_on": opened_on, "last_on": as_of}
    bills = fetch_all(load("openlien.project", "demo_financed"), params)
    if not bills:
        return
    line = _opened(actor, batch_id, bills, opened_on=opened_on, today=as_of)
    paid, concluded = _by_month(bills, "paid_on"), _by_month(bills, "concluded_on")
    month, lent = opened_on, {}
    while month <= as_of:
        lent |= _draw(actor, batch_id, line, paid.get(month, []), today=as_of)
        parts = {bill.id: lent[bill.id] for bill in concluded.get(month, []) if bill.id in lent}
        _repay(actor, batch_id, line, month, parts, today=as_of)
        if add_months(month, 1) <= as_of:
            accrue_interest(actor, line.id, month=month, today=as_of)
        month = add_months(month, 1)


def _opened(actor: Actor, batch_id: UUID, bills: list[Any], *, opened_on: date, today: date) -> WarehouseLine:
    advanced = total(Money(bill.contracted) for bill in bills).times(ADVANCE_RATE)
    steps = advanced.cents // 100 // COMMITMENT_STEP + 1
    terms = NewLine(
        name=LINE,
        lender=LENDER,
        commitment=Money(steps * COMMITMENT_STEP),
        advance_rate=ADVANCE_RATE,
        opened_on=opened_on,
        spread=SPREAD,
        floor=FLOOR,
        unused_fee=UNUSED_FEE,
        age_days_max=AGE_DAYS,
        debtor_share_max=DEBTOR_SHARE,
    )
    line = open_line(actor, terms, today=today, idempotency_key=demo_key(batch_id, "line"))
    for months, percent in RATES:
        set_rate(actor, line.id, effective_on=add_months(opened_on, months), reference=Rate.percent(percent))
    return line


def _by_month(bills: list[Any], column: str) -> dict[date, list[Any]]:
    found = defaultdict(list)
    for bill in bills:
        if day := getattr(bill, column):
            found[month_start(day)].append(bill)
    return found


def _draw(
    actor: Actor, batch_id: UUID, line: WarehouseLine, bills: list[Any], *, today: date
) -> dict[UUID, Money]:
    """What one draw a month lent on each bill; its providers are paid with it and with our own money."""
    if not bills:
        return {}
    on, drawn = bills[0].paid_on, None
    if parts := _parts(line, bills, today=today):
        drawn = draw(
            actor,
            line.id,
            amount=total(parts.values()),
            on=on,
            today=today,
            parts=parts,
            reference=f"Advance {on:%m/%Y}",
            idempotency_key=demo_key(batch_id, "draw", f"{on:%Y-%m}"),
        )
    pay_for_bills(
        actor, batch_id, bills, opens_on=line.opened_on, today=today, drawn=drawn, financed=parts.keys()
    )
    return parts


def _parts(line: WarehouseLine, bills: list[Any], *, today: date) -> dict[UUID, Money]:
    """What is advanced on each bill, as far as the lender still lends."""
    left = standings([line.id], as_of=today, today=today)[0].base.available
    parts = {}
    for bill in bills:
        part = Money(bill.contracted).times(ADVANCE_RATE)
        if part and part <= left:
            parts[bill.id] = part
            left -= part
    return parts


def _repay(
    actor: Actor, batch_id: UUID, line: WarehouseLine, month: date, parts: dict[UUID, Money], *, today: date
) -> None:
    """What was lent on bills whose money came in goes back at the end of the month, with its interest."""
    on = min(add_months(month, 1) - timedelta(days=1), today)
    owed = _interest_owed(line)
    if not parts and not owed:
        return
    repay(
        actor,
        line.id,
        principal=total(parts.values()),
        interest=owed,
        on=on,
        today=today,
        parts=parts,
        reference=f"Settlement {on:%m/%Y}",
        idempotency_key=demo_key(batch_id, "repayment", f"{on:%Y-%m}"),
    )


def _interest_owed(line: WarehouseLine) -> Money:
    accrued = InterestAccrual.objects.filter(line=line)
    paid = Movement.objects.filter(line=line).values_list("interest_paid", flat=True)
    costs = [interest + fee for interest, fee in accrued.values_list("interest", "unused_fee")]
    return total(costs) - total(paid)
