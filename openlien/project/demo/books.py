"""The demo in the books: its facts as events, money to providers and lenders, old months closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from openlien.accounting.actions.month_end import close_history
from openlien.identity.actor import Actor, Grant
from openlien.identity.permissions import Role
from openlien.kit.dates import add_months, month_end, month_start
from openlien.kit.money import Money, Rate
from openlien.kit.sql import fetch_all, load
from openlien.ledger.actions.journals import reverse_event
from openlien.ledger.events import (
    AccrualMade,
    Event,
    InterestAccrued,
    ProviderPaid,
    WarehouseDrawn,
    WarehouseRepaid,
)
from openlien.ledger.models import Period
from openlien.ledger.recording import record_events
from openlien.ledger.vocabulary import PeriodStatus
from openlien.payments import bulk

from .users import NAMES, Desks

OPEN_MONTHS = 2
ADVANCE_RATE, REPAID_SHARE = Rate.percent(80), Rate.percent(60)
MONTHLY_INTEREST = Rate.of(85, 12_000)
ACCRUED_SHARE = Rate.percent(12)


def person(desks: Desks, role: Role, actor: Actor) -> Actor:
    """The demo's user of that role as an actor; the load itself stays the source."""
    return replace(actor, user_id=desks.by_role[role], name=NAMES[role], grants=(Grant(role),))


def write_books(actor: Actor, batch_id: UUID, desks: Desks, *, as_of: date) -> None:
    """Puts every fact of the batch in the books, pays providers and lenders, and closes what is long over."""
    bookkeeper = person(desks, Role.ACCOUNTING_MANAGER, actor)
    bulk.begin_events()
    bulk.gather_facts(batch_id)
    opens_on = first_open_day()
    bulk.post_events(bookkeeper, today=as_of, first_open_day=opens_on)
    events = [*_money_of_each_month(batch_id, as_of=as_of), *_accrual(batch_id, as_of=as_of)]
    record_events(
        bookkeeper,
        [(key, replace(event, posting_on=max(event.on, opens_on))) for key, event in events],
        today=as_of,
    )
    _take_accrual_back(bookkeeper, batch_id, as_of=as_of)


def close_old_months(actor: Actor, desks: Desks, *, as_of: date) -> None:
    """Closes all months but the running one and the one before it, whose month end is still to be done."""
    through = month_start(as_of)
    for _ in range(OPEN_MONTHS):
        through = month_start(through - timedelta(days=1))
    controller = person(desks, Role.CFO_CONTROLLER, actor)
    close_history(controller, through, reason="Taken over with the demo portfolio", today=as_of)


def first_open_day() -> date:
    """The day after the last closed month: a demo added to another one posts there what came before."""
    closed = Period.objects.exclude(status=PeriodStatus.OPEN).aggregate(last=Max("month"))["last"]
    return add_months(closed, 1) if closed else date.min


def demo_key(batch_id: UUID, *words: object) -> str:
    """The key of something in the books that only this demo brought: removing the demo finds it by that."""
    return f"demo:{batch_id}:" + ":".join(str(word) for word in words)


def _money_of_each_month(batch_id: UUID, *, as_of: date) -> Iterator[tuple[str, Event]]:
    """What providers were paid for the month before, what the lender advanced on it, and what went back."""
    drawn = interest_owed = Money.zero
    for month, rows in _by_month(fetch_all(load("openlien.project", "demo_cash"), {"batch": batch_id})):
        paid_on, last = month.replace(day=10), month_end(month)
        if last > as_of:
            return
        owed = Money.zero
        for row in rows:
            amount = Money(row.owed)
            owed += amount
            if amount:
                payment = ProviderPaid(
                    on=paid_on,
                    amount=amount,
                    vendor_id=row.vendor_id,
                    description=f"Provider paid for {month:%B %Y}",
                )
                yield demo_key(batch_id, "provider", f"{month:%Y-%m}", row.vendor_id), payment
        if advance := owed.times(ADVANCE_RATE):
            drawn += advance
            yield demo_key(batch_id, "draw", f"{month:%Y-%m}"), WarehouseDrawn(on=paid_on, amount=advance)
        if interest := drawn.times(MONTHLY_INTEREST):
            interest_owed += interest
            yield demo_key(batch_id, "interest", f"{month:%Y-%m}"), InterestAccrued(on=last, amount=interest)
        collected = Money(rows[0].collected)
        repaid = min(drawn, collected.times(REPAID_SHARE))
        interest_paid = min(interest_owed, collected - repaid)
        if repaid or interest_paid > Money.zero:
            drawn, interest_owed = drawn - repaid, interest_owed - max(Money.zero, interest_paid)
            back = WarehouseRepaid(on=last, principal=repaid, interest=max(Money.zero, interest_paid))
            yield demo_key(batch_id, "repayment", f"{month:%Y-%m}"), back


def _by_month(rows: list) -> Iterator[tuple[date, list]]:
    months: dict[date, list] = {}
    for row in rows:
        months.setdefault(row.month, []).append(row)
    yield from months.items()


def _accrual(batch_id: UUID, *, as_of: date) -> Iterator[tuple[str, Event]]:
    """The services of the month before that were not billed when it ended."""
    last = month_start(as_of) - timedelta(days=1)
    rows = fetch_all(load("openlien.project", "demo_cash"), {"batch": batch_id})
    billed = [Money(row.owed) for row in rows if row.month == month_start(as_of)]
    amount = sum(billed, Money.zero).times(ACCRUED_SHARE)
    if amount:
        words = f"Services of {last:%B %Y} that were not billed yet"
        yield (
            demo_key(batch_id, "accrual", f"{last:%Y-%m}"),
            AccrualMade(on=last, amount=amount, description=words),
        )


def _take_accrual_back(actor: Actor, batch_id: UUID, *, as_of: date) -> None:
    last = month_start(as_of) - timedelta(days=1)
    for key, _ in _accrual(batch_id, as_of=as_of):
        reverse_event(actor, AccrualMade.__name__, key, on=last + timedelta(days=1), today=as_of)
