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
from openlien.kit.dates import add_months, month_start
from openlien.kit.money import Money, Rate
from openlien.kit.sql import fetch_all, load
from openlien.ledger.actions.journals import reverse_event
from openlien.ledger.events import (
    AccrualMade,
    Event,
)
from openlien.ledger.models import Period
from openlien.ledger.recording import record_events
from openlien.ledger.vocabulary import PeriodStatus
from openlien.payments import bulk

from .provider_costs import pay_for_bills
from .users import NAMES, Desks

OPEN_MONTHS = 2
ACCRUED_SHARE = Rate.percent(12)


def person(desks: Desks, role: Role, actor: Actor) -> Actor:
    """The demo's user of that role as an actor; the load itself stays the source."""
    return replace(actor, user_id=desks.by_role[role], name=NAMES[role], grants=(Grant(role),))


def write_facts(bookkeeper: Actor, batch_id: UUID, *, as_of: date) -> None:
    """Puts every fact of the batch in the books."""
    bulk.begin_events()
    bulk.gather_facts(batch_id)
    bulk.post_events(bookkeeper, today=as_of, first_open_day=first_open_day())


def pay_providers(bookkeeper: Actor, batch_id: UUID, *, first_on: date, as_of: date) -> None:
    """Pays providers for what no line financed, and accrues what was not billed when the month ended."""
    opens_on, month = first_open_day(), month_start(first_on)
    while month <= as_of:
        rows = fetch_all(load("openlien.project", "demo_unpaid"), _month(batch_id, month))
        due = [row for row in rows if row.paid_on <= as_of]
        if due:
            pay_for_bills(bookkeeper, batch_id, due, opens_on=opens_on, today=as_of)
        month = add_months(month, 1)
    accrued = [
        (key, replace(event, posting_on=max(event.on, opens_on)))
        for key, event in _accrual(batch_id, as_of=as_of)
    ]
    record_events(bookkeeper, accrued, today=as_of)
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


def _accrual(batch_id: UUID, *, as_of: date) -> Iterator[tuple[str, Event]]:
    """The services of the month before that were not billed when it ended."""
    last = month_start(as_of) - timedelta(days=1)
    row = fetch_all(load("openlien.project", "demo_cash"), _month(batch_id, month_start(last)))[0]
    amount = Money(row.amount).times(ACCRUED_SHARE)
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


def _month(batch_id: UUID, month: date) -> dict[str, object]:
    return {"batch": batch_id, "first_on": month, "before": add_months(month, 1)}
