"""Books with something for every report, and plain sums of GLEntry to compare them with."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from django.db.models import Sum

from openlien.accounting.reports import BY_SLUG, Report
from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.models import GLEntry
from openlien.ledger.recording import record_event
from tests import cast
from tests.domain.ledger.conftest import person

TODAY = cast.AS_OF
_KEYS = count(1)
USD = Money


def usd(amount: str) -> Money:
    return Money(amount)


def tell(actor: Actor, *told: events.Event) -> None:
    """Books the events in order, each under a key of its own."""
    for event in told:
        record_event(actor, event, key=f"report-{next(_KEYS)}", today=TODAY)


def charge(case: Case, on: date, retail: str, contracted: str | None) -> events.ChargeApproved:
    cost = None if contracted is None else Money(contracted)
    return events.ChargeApproved(case_id=case.id, on=on, retail=Money(retail), contracted=cost)


def paid(case: Case, on: date, amount: str) -> events.PaymentReceived:
    return events.PaymentReceived(case_id=case.id, on=on, amount=Money(amount))


def ask(actor: Actor, slug: str, *, as_of: date = TODAY, since: date | None = None, **choices: str) -> Report:
    """The report with the defaults of its page."""
    definition = BY_SLUG[slug]
    return definition.build(actor, definition.asked(today=TODAY, as_of=as_of, since=since, choices=choices))


def cell(report: Report, first: str, key: str) -> object:
    """The value in the column `key` of the row whose first cell is `first`."""
    place = [column.key for column in report.columns].index(key)
    return next(row.values[place] for row in report.lines if str(row.values[0]) == first)


def summed(report: Report, key: str) -> object:
    """The total of the column `key`."""
    assert report.totals is not None
    return report.totals[[column.key for column in report.columns].index(key)]


def lines_of(*roles: str, as_of: date = TODAY, since: date = date(1900, 1, 1), **more: object) -> Money:
    """Debits less credits of GLEntry on the accounts with these roles, read straight from the books."""
    found = GLEntry.objects.filter(
        account__role__in=roles, posting_on__lte=as_of, posting_on__gte=since, **more
    ).aggregate(debits=Sum("debit"), credits=Sum("credit"))
    return (found["debits"] or Money.zero) - (found["credits"] or Money.zero)


@pytest.fixture
def analyst(db: None) -> Actor:
    return person(Role.FINANCIAL_ANALYST, "Anna Lind")


@pytest.fixture
def manager(db: None) -> Actor:
    return person(Role.ACCOUNTING_MANAGER, "Marc Osei")


@pytest.fixture
def auditor(db: None) -> Actor:
    return person(Role.AUDITOR, "Tess Vane")


@pytest.fixture
def earning(db: None) -> Case:
    return cast.make_case("Zoe Marlow", opened_on=date(2026, 1, 5))


@pytest.fixture
def owing(db: None) -> Case:
    return cast.make_case("Kai Calder", firm_name="Osprey Legal", opened_on=date(2026, 1, 12))


@pytest.fixture
def losing(db: None) -> Case:
    return cast.make_case("Bo Orford", firm_name="Harbor Legal Group, LLP", opened_on=date(2026, 2, 2))


@pytest.fixture
def books(analyst: Actor, manager: Actor, earning: Case, owing: Case, losing: Case) -> None:
    """Domain rules 1.8 on one case, an unpaid case, and one that lost money."""
    tell(analyst, *earned(earning), *owed(owing), *lost(losing, analyst, manager))


def earned(case: Case) -> tuple[events.Event, ...]:
    """Cost 300.00 and interest 24.34, 780.00 back: returned 455.66."""
    return (
        charge(case, date(2026, 1, 10), "1200.00", "300.00"),
        events.ProviderPaid(on=date(2026, 2, 10), amount=Money("300.00"), case_id=case.id),
        events.InterestAccrued(on=date(2026, 3, 31), amount=Money("24.34"), shares={case.id: Money("24.34")}),
        events.ReductionAgreed(case_id=case.id, on=date(2026, 9, 10), amount=Money("420.00")),
        paid(case, date(2026, 10, 10), "780.00"),
    )


def owed(case: Case) -> tuple[events.Event, ...]:
    """Two charges of 2,000.00 and 500.00, of which 1,100.00 came in: the older one is not covered."""
    return (
        charge(case, date(2026, 3, 1), "2000.00", "800.00"),
        charge(case, date(2026, 11, 1), "500.00", "200.00"),
        paid(case, date(2026, 8, 20), "1100.00"),
    )


def lost(case: Case, requester: Actor, approver: Actor) -> tuple[events.Event, ...]:
    """Cost 300.00, 180.00 back, the rest given up."""
    return (
        charge(case, date(2026, 2, 10), "1200.00", "300.00"),
        paid(case, date(2026, 9, 10), "180.00"),
        events.WriteOffApproved(
            case_id=case.id,
            on=date(2026, 10, 1),
            lien=Money("1020.00"),
            requested_by_id=requester.user_id,
            approved_by_id=approver.user_id,
        ),
    )
