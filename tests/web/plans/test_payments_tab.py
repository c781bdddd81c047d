"""The Payments tab, the forms of a plan and of a reminder: figures, words, each role, once for one key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from openlien.cases.models import Batch, Case
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import Role
from openlien.integrations.mail.models import Mail
from openlien.kit.money import Money
from openlien.payments.actions import pay_refund, record_receipt
from openlien.payments.models import Adjustment, Receipt
from openlien.payments.plans.actions import create_plan
from openlien.payments.plans.models import PaymentPlan, Reminder
from openlien.payments.plans.schedule import Interval
from openlien.payments.plans.terms import PlanTerms
from openlien.web import business_time
from tests import cast

from ..cases.reading import words

pytestmark = pytest.mark.django_db

Make = Callable[..., Client]
PLAN = {
    "amount": "900.00",
    "first_due_on": "t",
    "interval": "weekly",
    "split": "count",
    "count": "3",
    "days_before": "3",
    "days_after": "3",
}
KEEPERS = [
    Role.NEGOTIATIONS_MANAGER,
    Role.COLLECTIONS_SPECIALIST,
    Role.SETTLEMENT_COORDINATOR,
    Role.CUSTOMER_SERVICE,
]
READERS = [Role.LEGAL_TEAM, Role.CASE_MANAGER, Role.AUDITOR, Role.FINANCIAL_ANALYST, Role.PROVIDER]
FORMS = ["payment-plan/new", "payment-plan/change", "payment-plan/cancel", "payment-reminders/new"]


@pytest.fixture
def case() -> Case:
    case = cast.make_case()
    bill = cast.make_bill(case, "1000.00")
    cast.make_bill(case, "500.00", facility_name="Harborview Rehab")
    cast.pay(case, "200.00", cast.AS_OF, bills=[bill])
    cast.reduce(bill, "100.00", cast.AS_OF)
    return case


@pytest.fixture
def service(browser: Make) -> Client:
    return browser(Role.CUSTOMER_SERVICE)


def make_plan(case: Case) -> PaymentPlan:
    terms = PlanTerms(
        amount=Money("900.00"), first_due_on=business_time.today(), interval=Interval.WEEKLY, count=3
    )
    actor = cast.actor_with(Role.CUSTOMER_SERVICE)
    return create_plan(actor, case_number=case.number, terms=terms, today=business_time.today())


def at(case: Case, place: str) -> str:
    return f"/cases/{case.number}/{place}"


def sent(client: Client, address: str, **fields: str) -> Any:
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(key|version)" value="([0-9a-f]+)"', page))
    assert "key" in hidden, address
    return client.post(address, {**hidden, **fields})


def test_the_history_has_every_step_with_the_balance_after_it(service: Client, case: Case) -> None:
    page = words(service.get(at(case, "money")))
    assert "Outstanding 1,200.00 $1,200.00 2 bills open of 2" in page
    assert "Payment Law firm Coastal MRI & Imaging" in page
    assert "−200.00 1,300.00" in page or "−200.00 1,200.00" in page
    assert "Billed 2 bills — 1,500.00 1,500.00" in page


def test_the_history_as_csv_is_what_the_page_shows(service: Client, case: Case) -> None:
    answer = service.get(at(case, "payments.csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == 'Date,What,Detail,Bills,Recorded by,"Change, $","Balance, $"'
    assert (len(lines), lines[1].endswith("1200.00"), lines[3].endswith("1500.00,1500.00")) == (4, True, True)
    assert AccessEntry.objects.filter(case_number=case.number, what="Case payments export").exists()


def test_a_plan_is_shown_before_it_is_made(service: Client, case: Case) -> None:
    answer = sent(service, at(case, "payment-plan/new"), **PLAN, preview="1")
    assert (answer.status_code, PaymentPlan.objects.count()) == (200, 0)
    assert "What the plan would be" in words(answer)
    assert "Number of instalments optional" not in words(answer)
    assert sent(service, at(case, "payment-plan/new"), **PLAN).status_code == 302
    page = words(service.get(at(case, "money")))
    assert "0 of 3 instalments paid $0.00 of $900.00" in page
    assert "3 days before" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "5000"}, "$1,200.00 is open on this case"),
        ({"amount": ""}, "Enter the amount of the plan."),
        ({"count": ""}, "Enter how many instalments there are."),
        ({"count": "121"}, "Enter 1 to 120 instalments."),
        ({"split": "each", "each": ""}, "Enter how much each instalment is."),
        ({"split": "each", "each": "1"}, "A plan has 1 to 120 instalments"),
        ({"first_due_on": "-1"}, "An instalment is due today or later"),
        ({"first_due_on": "soon"}, "is not a date"),
        ({"days_before": "-2"}, "Enter 0 to 60 days."),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    service: Client, case: Case, fields: dict[str, str], sentence: str
) -> None:
    answer = sent(service, at(case, "payment-plan/new"), **{**PLAN, "note": "By phone", **fields})
    page = words(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "By phone" in page


def test_steps_of_a_day_stand_in_the_order_in_which_they_were_recorded(browser: Make) -> None:
    case = cast.make_case()
    bill = cast.make_bill(case, "1000.00")
    before = timezone.now() - timedelta(hours=1)
    Adjustment.objects.create(
        bill=bill,
        kind="reduction",
        amount=Money("400.00"),
        effective_on=cast.AS_OF,
        recorded_at=before,
        reason="Cap agreed",
    )
    cast.pay(case, "700.00", cast.AS_OF, bills=[bill])
    page = words(browser(Role.CUSTOMER_SERVICE).get(at(case, "money")))
    assert page.index("−700.00 −100.00") < page.index("−400.00 600.00")
    assert "More came in than the bills come to: $100.00 has to go back." in page


def test_cash_beyond_a_reduction_of_an_import_is_kept_and_named(browser: Make) -> None:
    case = cast.make_case()
    bill = cast.make_bill(case, "1000.00")
    batch = Batch.objects.create(kind="portfolio", as_of=cast.AS_OF)
    Adjustment.objects.create(
        bill=bill, kind="reduction", amount=Money("400.00"), effective_on=cast.AS_OF, batch=batch
    )
    cast.pay(case, "700.00", cast.AS_OF, bills=[bill])
    page = words(browser(Role.CUSTOMER_SERVICE).get(at(case, "money")))
    assert "$100.00 came in on bills that were written off before, or that an import reduced." in page
    assert "has to go back" not in page


def test_who_can_take_nothing_back_sees_no_column_for_it(browser: Make, case: Case) -> None:
    assert "Reverse" in words(browser(Role.CUSTOMER_SERVICE).get(at(case, "money")))
    html = browser(Role.LEGAL_TEAM).get(at(case, "money")).content.decode()
    table = html[html.index("Payments, adjustments, refunds") :]
    assert ">Action<" not in table
    assert "Reverse:" not in table


def test_a_plan_sent_twice_is_made_once(service: Client, case: Case) -> None:
    page = service.get(at(case, "payment-plan/new")).content.decode()
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert key
    for _ in range(2):
        assert service.post(at(case, "payment-plan/new"), {"key": key[1], **PLAN}).status_code == 302
    assert PaymentPlan.objects.count() == 1


def test_a_payment_sent_twice_is_recorded_once(browser: Make, case: Case) -> None:
    analyst = browser(Role.FINANCIAL_ANALYST)
    address = at(case, "receipts/new")
    key = re.search(r'name="key" value="([0-9a-f]+)"', analyst.get(address).content.decode())
    assert key
    fields = {"key": key[1], "amount": "50.00", "deposited_on": "t", "how": "spread"}
    for _ in range(2):
        assert analyst.post(address, fields).status_code == 302
    assert Receipt.objects.filter(amount=Money("50.00")).count() == 1


def test_a_change_of_a_plan_that_somebody_changed_first_is_refused(service: Client, case: Case) -> None:
    plan = make_plan(case)
    assert sent(service, at(case, "payment-plan/change"), **{**PLAN, "count": "2"}).status_code == 302
    stale = service.post(at(case, "payment-plan/change"), {"version": "1", **PLAN})
    assert stale.status_code == 409
    assert "changed this plan while you were looking at it: $900.00 in 2 instalments" in words(stale)
    plan.refresh_from_db()
    assert (plan.version, plan.instalments.count()) == (2, 2)


def test_a_plan_is_cancelled_with_a_reason(service: Client, case: Case) -> None:
    make_plan(case)
    assert sent(service, at(case, "payment-plan/cancel"), reason="").status_code == 422
    assert sent(service, at(case, "payment-plan/cancel"), reason="Paid at once").status_code == 302
    page = words(service.get(at(case, "money")))
    assert "Cancelled on" in page
    assert "Paid at once" in page
    assert service.get(at(case, "payment-plan/change")).status_code == 404


def test_a_reminder_says_what_is_due_and_is_noted(service: Client, case: Case) -> None:
    make_plan(case)
    page = words(service.get(at(case, "payment-reminders/new")))
    assert f"Instalment 1 of 3 of the payment plan on file {case.number}, $300.00, is due" in page
    answer = sent(service, at(case, "payment-reminders/new"), channel="fax", note="To the paralegal")
    assert answer.status_code == 302
    assert Reminder.objects.get().channel == "fax"
    assert "By hand Instalment 1" in words(service.get(at(case, "money")))


def test_a_reminder_goes_out_as_an_e_mail_and_is_noted_with_it(browser: Make, case: Case) -> None:
    manager = browser(Role.NEGOTIATIONS_MANAGER)
    make_plan(case)
    assert "Send as e-mail" in words(manager.get(at(case, "payment-reminders/new")))
    panel = at(case, "mail/new?about=reminder")
    page = words(manager.get(panel))
    assert "Instalment 1 of 3 of the payment plan" in page
    written = {"to_typed": "pay@crest.example", "subject": "Payment reminder", "body": "Good day."}
    key = uuid4().hex
    for _ in range(2):
        answer = manager.post(panel, {"key": key, **written})
        assert answer.status_code == 302
    assert answer["Location"].endswith(at(case, "money"))
    assert Reminder.objects.get().channel == "email"
    assert Mail.objects.get().to == ["pay@crest.example"]


def test_an_e_mail_that_cannot_go_out_notes_no_reminder(browser: Make, case: Case) -> None:
    manager = browser(Role.NEGOTIATIONS_MANAGER)
    wrong = {"key": uuid4().hex, "to_typed": "nowhere", "subject": "Payment reminder", "body": "Good day."}
    assert manager.post(at(case, "mail/new?about=reminder"), wrong).status_code == 422
    assert not Reminder.objects.exists()


def test_customer_service_notes_reminders_and_sends_no_mail(service: Client, case: Case) -> None:
    assert "Send as e-mail" not in words(service.get(at(case, "payment-reminders/new")))
    assert service.get(at(case, "mail/new?about=reminder")).status_code == 403


def test_a_case_without_open_money_offers_neither_plan_nor_reminder(service: Client) -> None:
    case = cast.make_case()
    cast.pay(case, "10.00", cast.AS_OF, bills=[cast.make_bill(case, "10.00")])
    page = service.get(at(case, "money")).content.decode()
    assert "payment-plan/new" not in page
    assert "payment-reminders/new" not in page
    assert "Nothing is open" in words(service.get(at(case, "payment-plan/new")))


def test_what_came_in_beyond_the_bills_has_to_go_back(service: Client) -> None:
    case = cast.make_case()
    cast.pay(case, "30.00", cast.AS_OF, bills=[cast.make_bill(case, "10.00")])
    page = words(service.get(at(case, "money")))
    assert "Refund due $20.00" in page
    assert "$20.00 has to go back" in page


def test_what_was_paid_back_is_owed_no_more(browser: Make) -> None:
    case = cast.make_case()
    cast.make_bill(case, "10.00")
    accountant = cast.acting_person(Role.ACCOUNTING_MANAGER)
    said = {"case_number": case.number, "today": cast.AS_OF}
    record_receipt(accountant, amount=Money("30.00"), deposited_on=cast.AS_OF, **said)
    pay_refund(accountant, amount=Money("15.00"), paid_on=cast.AS_OF, idempotency_key="first", **said)
    reader = browser(Role.ACCOUNTING_MANAGER)
    assert "$5.00 has to go back" in words(reader.get(at(case, "money")))
    pay_refund(accountant, amount=Money("5.00"), paid_on=cast.AS_OF, idempotency_key="rest", **said)
    page = words(reader.get(at(case, "money")))
    assert "Refund due $0.00 Nothing to pay back" in page
    assert page.count(f"Refund Refund paid {accountant.name}") == 2
    assert "Refund due $0.00 All paid back" in words(reader.get(f"/cases/{case.number}/"))


@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_plans_may_open_their_forms(browser: Make, case: Case, role: Role) -> None:
    make_plan(case)
    client = browser(role)
    assert [client.get(at(case, form)).status_code for form in FORMS] == [200] * 4
    assert "payment-plan/change" in client.get(at(case, "money")).content.decode()


@pytest.mark.parametrize("role", READERS)
def test_who_does_not_keep_plans_is_refused(browser: Make, case: Case, role: Role) -> None:
    make_plan(case)
    scope = {"scope_kind": "provider_group", "scope": cast.provider_group()} if role is Role.PROVIDER else {}
    client = browser(role, **scope)
    assert [client.get(at(case, form)).status_code for form in FORMS] == [403] * 4
    page = client.get(at(case, "money"))
    assert page.status_code == 200
    assert ("instalments paid" in words(page)) is (role is not Role.PROVIDER)
    assert "payment-plan/" not in page.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_case_is_not_found(service: Client, form: str) -> None:
    assert service.get(f"/cases/CASE-2026-99999/{form}").status_code == 404


def test_a_late_plan_says_since_when(service: Client, case: Case) -> None:
    plan = make_plan(case)
    plan.instalments.filter(number=1).update(due_on=business_time.today() - timedelta(days=3))
    page = words(service.get(at(case, "money")))
    assert "Late for 3 days" in page
    assert "0 of 1 due, 0.0%" in page
