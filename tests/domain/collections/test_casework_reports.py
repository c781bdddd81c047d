"""Reports of casework: what they count, by what, and that their money is that of the portfolio."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from openlien.accounting.reports import Report
from openlien.cases.activity.actions import Whom, correct_entry, log_call, write_note
from openlien.cases.models import Activity, Case
from openlien.collections.reports import BY_SLUG
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.negotiation.actions import OfferTerms, receive_offer, reject_offer
from openlien.payments.actions import accept_offer
from openlien.payments.plans.actions import create_plan
from openlien.payments.plans.schedule import Interval
from openlien.payments.plans.terms import PlanTerms
from openlien.receivables.queries.cash import collections_by_month
from tests import cast

from .book import billed_case

pytestmark = pytest.mark.django_db
READER = cast.actor_with(Role.AUDITOR)


def now() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def ask(slug: str, actor: Actor = READER, *, since: date | None = None, **choices: str) -> Report:
    definition = BY_SLUG[slug]
    first = since or now() - timedelta(days=365)
    asked = definition.asked(today=now(), as_of=now(), since=first, choices=choices)
    return definition.build(actor, asked)


def row(report: Report, first: str) -> dict[str, Any]:
    """The row whose first cell is `first`, by the keys of the columns."""
    keys = [column.key for column in report.columns]
    values = next(each.values for each in report.lines if each.values[0] == first)
    return dict(zip(keys, values, strict=True))


def totals(report: Report) -> dict[str, Any]:
    assert report.totals is not None
    return dict(zip((column.key for column in report.columns), report.totals, strict=True))


@pytest.fixture
def manager(db: None) -> Actor:
    return cast.acting_person(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def cases(db: None) -> tuple[Case, Case]:
    """Two cases of two firms, the first one negotiated by Dana Reyes."""
    first = billed_case("Zoe Marlow", "1000.00")
    first.negotiator = cast.person("Dana Reyes")
    first.save()
    return first, billed_case("Kai Calder", "2000.00", firm_name="Osprey Legal")


def offered(manager: Actor, case: Case, amount: str) -> Any:
    return receive_offer(
        manager, case_number=case.number, terms=OfferTerms(amount=Money(amount)), today=now()
    )


def agreed(manager: Actor, case: Case, amount: str) -> None:
    offer = offered(manager, case, amount)
    accept_offer(manager, offer.id, version=offer.version, today=now())


def test_success_counts_what_ended_and_what_was_agreed(manager: Actor, cases: tuple[Case, Case]) -> None:
    refused = offered(manager, cases[0], "700.00")
    reject_offer(manager, refused.id, version=refused.version, today=now(), reason="Too low")
    agreed(manager, cases[0], "800.00")
    offered(manager, cases[1], "1500.00")
    report = ask("settlement-success")
    pacific = row(report, "Pacific Crest Law Firm")
    assert (pacific["offers"], pacific["accepted"], pacific["rejected"]) == (2, 1, 1)
    assert (str(pacific["successPercent"]), pacific["daysToAccept"]) == ("50.00", 0)
    assert (pacific["agreed"], str(pacific["agreedPercent"])) == (Money("800.00"), "80.00")
    whole = totals(report)
    assert (whole["offers"], whole["open"], str(whole["successPercent"])) == (3, 1, "50.00")
    assert "1 of 2 offers that ended were accepted" in report.takeaway


@pytest.mark.parametrize(("by", "first"), [("negotiator", "Dana Reyes"), ("month", None)])
def test_success_is_told_by_negotiator_and_month(
    manager: Actor, cases: tuple[Case, Case], by: str, first: str | None
) -> None:
    agreed(manager, cases[0], "800.00")
    report = ask("settlement-success", by=by)
    assert row(report, first or f"{now():%B %Y}")["accepted"] == 1
    assert report.picture is not None
    assert report.picture.points[0][1] == (Money("800.00"), Money("200.00"))


def test_our_offers_are_told_apart_from_the_firms(manager: Actor, cases: tuple[Case, Case]) -> None:
    offered(manager, cases[0], "800.00")
    assert totals(ask("settlement-success", side="theirs"))["offers"] == 1
    assert len(ask("settlement-success", side="ours").lines) == 0


def test_communication_counts_each_entry_once_in_its_newest_version(
    manager: Actor, cases: tuple[Case, Case]
) -> None:
    number = cases[0].number
    whom = Whom(name="Front desk")
    log_call(manager, number, whom=whom, today=now(), outcome=Activity.Outcome.REACHED)
    log_call(manager, number, whom=whom, today=now(), outcome=Activity.Outcome.BUSY)
    log_call(manager, number, whom=whom, today=now(), direction=Activity.Direction.IN)
    note = write_note(manager, number, text="Limit is 25,000")
    correct_entry(manager, note.id, text="Limit is 50,000")
    whole = totals(ask("communication-activity"))
    assert (whole["out"], whole["in"], whole["notes"], whole["cases"]) == (2, 1, 1, 1)
    assert (whole["reached"], whole["noAnswer"], str(whole["reachedPercent"])) == (2, 1, "66.67")
    monday = now() - timedelta(days=now().weekday())
    by_week = ask("communication-activity", by="week")
    assert row(by_week, f"Week of {monday:%b} {monday.day}, {monday.year}")["notes"] == 1
    assert row(ask("communication-activity", by="firm"), "Pacific Crest Law Firm")["out"] == 2


def test_negotiators_collect_what_the_portfolio_collects(manager: Actor, cases: tuple[Case, Case]) -> None:
    agreed(manager, cases[0], "800.00")
    cast.pay(cases[0], "300.00", now())
    cast.pay(cases[1], "450.00", now())
    first = now().replace(day=1)
    report = ask("negotiator-results", since=first)
    dana = row(report, "Dana Reyes")
    assert (dana["collected"], dana["agreements"], str(dana["agreedPercent"])) == (
        Money("300.00"),
        1,
        "80.00",
    )
    assert row(report, "Nobody")["collected"] == Money("450.00")
    cash = collections_by_month(cast.actor_with(Role.AUDITOR), now(), months=1)
    assert totals(report)["collected"] == cash.total == Money("750.00")


def test_returns_are_for_those_who_see_what_bills_cost(manager: Actor, cases: tuple[Case, Case]) -> None:
    cast.pay(cases[0], "300.00", now())
    assert "rateOfReturn" in [column.key for column in ask("negotiator-results").columns]
    admin = cast.actor_with(Role.SYSTEM_ADMINISTRATOR)
    assert "rateOfReturn" not in [column.key for column in ask("negotiator-results", admin).columns]


def test_compliance_is_that_of_the_plans(manager: Actor, cases: tuple[Case, Case]) -> None:
    terms = PlanTerms(amount=Money("900.00"), first_due_on=now(), interval=Interval.WEEKLY, count=3)
    made = create_plan(manager, case_number=cases[0].number, terms=terms, today=now())
    cast.pay(cases[0], "300.00", now())
    made.instalments.filter(number=2).update(due_on=now() - timedelta(days=4))
    report = ask("plan-compliance")
    found = row(report, cases[0].number)
    assert (found["state"], found["due"], found["onTime"], found["daysLate"]) == ("Late", 2, 1, 4)
    assert (found["late"], str(found["compliance"])) == (Money("300.00"), "50.00")
    assert str(totals(report)["compliance"]) == "50.00"
    assert "1 plan is late, with $300.00" in report.takeaway
    assert len(ask("plan-compliance", state="paid").lines) == 0


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_report_of_nothing_says_so(db: None, slug: str) -> None:
    report = ask(slug)
    assert (len(report.lines), report.takeaway.startswith("No")) == (0, True)


@pytest.mark.parametrize("slug", BY_SLUG)
@pytest.mark.parametrize("role", [Role.CUSTOMER_SERVICE, Role.LEGAL_TEAM, Role.CASE_MANAGER, Role.PROVIDER])
def test_other_roles_are_refused(db: None, slug: str, role: Role) -> None:
    with pytest.raises(Forbidden):
        ask(slug, cast.actor_with(role))
