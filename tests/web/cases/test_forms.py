"""The forms of a case: one effect for a double click, errors at the field, typed values kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from tests import cast

from .reading import hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.NEGOTIATIONS_MANAGER)


@pytest.fixture
def case() -> Case:
    case = cast.make_case(stage="negotiation", opened_on=cast.AS_OF.replace(month=1))
    cast.make_bill(case, "1000.00")
    cast.make_bill(case, "500.00")
    return case


def stage_form(case: Case) -> str:
    return f"/cases/{case.number}/stage-changes/new"


def payment_form(case: Case) -> str:
    return f"/cases/{case.number}/receipts/new"


def adjustment_form(case: Case) -> str:
    return f"/cases/{case.number}/bills/{case.bills.order_by('-billed').first().id}/adjustments/new"


def test_changes_the_stage_once_however_often_the_button_is_clicked(manager: Client, case: Case) -> None:
    key = hidden(manager.get(stage_form(case)), "key")
    sent = {"key": key, "stage": "in_litigation", "began_on": "11/02/2026", "note": "Complaint filed"}
    for _ in range(2):
        answer = manager.post(f"{stage_form(case)}?list=sort%3D-open", sent)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/cases/{case.number}/?list=sort%3D-open",
        )
    assert case.stage_changes.count() == 2
    toast = words(manager.get(f"/cases/{case.number}/"))
    assert f"{case.number} is at In Litigation since Nov 2, 2026." in toast


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"stage": ""}, "f-stage", "Choose the stage that the case has reached."),
        ({"stage": "unknown"}, "f-stage", "Choose one of the stages."),
        ({"stage": "negotiation"}, "f-stage", "The case is at Negotiation already."),
        ({"began_on": ""}, "f-began_on", "Enter the day on which the stage began."),
        ({"began_on": "13/45/2026"}, "f-began_on", "There is no such day as 13/45/2026."),
        ({"began_on": "01/01/2020"}, "f-began_on", "the next stage cannot begin before that day"),
        ({"began_on": "12/31/2199"}, "f-began_on", "is still to come"),
        ({"note": "n" * 501}, "f-note", "at most 500"),
        ({"note": "a\x00b"}, "f-note", "Null characters are not allowed"),
    ],
)
def test_a_stage_that_cannot_be_is_refused_at_its_field(
    manager: Client, case: Case, sent: dict[str, str], field: str, sentence: str
) -> None:
    given = {"key": "", "stage": "pending", "began_on": "11/02/2026", "note": "My words", **sent}
    answer = manager.post(stage_form(case), given)
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert sentence in words(answer)
    assert f'id="{field}-error"' in page
    assert f'href="#{field}"' in page
    if "note" not in sent:
        assert "My words" in page
    assert case.stage_changes.count() == 1


def test_a_payment_is_spread_over_what_is_open(manager: Client, case: Case) -> None:
    form = manager.get(payment_form(case))
    sent = {
        "key": hidden(form, "key"),
        "amount": "$1,200.00",
        "deposited_on": "11/02/2026",
        "payer": "Pacific Crest",
        "reference": "Check 4471",
        "how": "spread",
    }
    for _ in range(2):
        answer = manager.post(payment_form(case), sent)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.number}/money")
    assert [receipt.amount for receipt in case.receipts.all()] == [Money("1200.00")]
    assert f"Payment of $1,200.00 recorded on {case.number}." in words(
        manager.get(f"/cases/{case.number}/money")
    )


@pytest.mark.parametrize("how", ["spread", "by_bill"])
def test_more_than_is_open_is_recorded_only_after_a_word_about_it(
    manager: Client, case: Case, how: str
) -> None:
    large, small = case.bills.order_by("-billed")
    parts = {f"part-{large.id}": str(large.billed + Money("100.00")), f"part-{small.id}": str(small.billed)}
    whole = str(large.billed + small.billed + Money("100.00"))
    sent = {"amount": whole, "deposited_on": "11/02/2026", "how": how, "key": "a" * 32, **parts}
    told = manager.post(payment_form(case), sent)
    assert (told.status_code, case.receipts.count()) == (422, 0)
    assert "Not saved yet $100.00 of it is more than its bills have open." in words(told)
    again = {**sent, "beyond": hidden(told, "beyond")}
    for _ in range(2):
        assert manager.post(payment_form(case), again).status_code == 302
    assert [str(receipt.amount) for receipt in case.receipts.all()] == [whole]


def test_all_that_is_open_sent_twice_is_recorded_once(manager: Client, case: Case) -> None:
    whole = str(sum((bill.billed for bill in case.bills.all()), start=Money.zero))
    sent = {"amount": whole, "deposited_on": "11/02/2026", "how": "spread", "key": "b" * 32}
    for _ in range(2):
        assert manager.post(payment_form(case), sent).status_code == 302
    assert case.receipts.count() == 1


def test_a_payment_goes_to_the_bills_that_were_named(manager: Client, case: Case) -> None:
    large, small = case.bills.order_by("-billed")
    sent = {"amount": "100", "deposited_on": "11/02/2026", "how": "by_bill", f"part-{small.id}": "100.00"}
    assert manager.post(payment_form(case), sent).status_code == 302
    assert case.receipts.get().allocations.get().bill_id == small.id
    spread = {**sent, "how": "spread", f"part-{small.id}": "7.00"}
    assert manager.post(payment_form(case), spread).status_code == 302
    assert case.receipts.order_by("-id").first().allocations.count() == 2
    assert large.allocations.exists()


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"amount": ""}, "f-amount", "Enter the amount that came in."),
        ({"amount": "0.00"}, "f-amount", "The amount must be more than 0.00."),
        ({"amount": "-5"}, "f-amount", "The amount must be more than 0.00."),
        ({"amount": "ten"}, "f-amount", "Enter an amount like 1,250.00."),
        ({"amount": "1,2.00"}, "f-amount", "Enter an amount like 1,250.00."),
        ({"amount": "NaN"}, "f-amount", "Enter an amount like 1,250.00."),
        ({"amount": "1e9"}, "f-amount", "Enter an amount like 1,250.00."),
        ({"amount": "10.001"}, "f-amount", "ends at the cent"),
        ({"amount": "9" * 30}, "f-amount", "amounts stay below"),
        ({"amount": "$"}, "f-amount", "is not an amount of money"),
        ({"deposited_on": "soon"}, "f-deposited_on", "is not a date"),
        ({"deposited_on": "12/31/2199"}, "f-deposited_on", "is still to come"),
        ({"payer": "p" * 121}, "f-payer", "at most 120"),
        ({"how": ""}, "f-how", "Say which bills it pays."),
        ({"how": "by_bill"}, "f-how", "The parts sum to $0.00, the payment is $100.00"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_field(
    manager: Client, case: Case, sent: dict[str, str], field: str, sentence: str
) -> None:
    given = {
        "amount": "100.00",
        "deposited_on": "11/02/2026",
        "how": "spread",
        "reference": "Check 9",
        **sent,
    }
    answer = manager.post(payment_form(case), given)
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert f'id="{field}-error"' in answer.content.decode()
    assert 'value="Check 9"' in answer.content.decode()
    assert not case.receipts.exists()


def test_a_part_that_is_no_amount_is_refused_at_its_bill(manager: Client, case: Case) -> None:
    bill = case.bills.first()
    sent = {"amount": "5.00", "deposited_on": "t", "how": "by_bill", f"part-{bill.id}": "five"}
    answer = manager.post(payment_form(case), sent)
    assert f'id="f-part-{bill.id}-error"' in answer.content.decode()
    assert 'value="five"' in answer.content.decode()


def test_a_form_sent_again_with_other_values_asks_before_it_records_more(manager: Client, case: Case) -> None:
    key = hidden(manager.get(payment_form(case)), "key")
    sent = {"key": key, "amount": "100.00", "deposited_on": "11/02/2026", "how": "spread"}
    manager.post(payment_form(case), sent)
    again = manager.post(payment_form(case), {**sent, "amount": "101.00"})
    assert again.status_code == 409
    assert "This form was saved before with other values" in words(again)
    assert case.receipts.count() == 1
    new_key = hidden(again, "key")
    assert new_key != key
    manager.post(payment_form(case), {**sent, "amount": "101.00", "key": new_key})
    assert case.receipts.count() == 2


def test_a_case_without_bills_takes_no_payment(manager: Client) -> None:
    case = cast.make_case()
    assert "There is no bill to pay" in words(manager.get(payment_form(case)))
    sent = {"amount": "1.00", "deposited_on": "t", "how": "spread"}
    assert manager.post(payment_form(case), sent).status_code == 422


def test_a_bill_is_reduced_once(manager: Client, case: Case) -> None:
    form = manager.get(adjustment_form(case))
    assert "Open $1,000.00" in words(form)
    sent = {
        "key": hidden(form, "key"),
        "kind": "reduction",
        "amount": "250",
        "effective_on": "11/02/2026",
        "reason": "Policy limit",
    }
    for _ in range(2):
        answer = manager.post(adjustment_form(case), sent)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.number}/bills")
    page = words(manager.get(f"/cases/{case.number}/bills"))
    assert f"Reduction of $250.00 recorded on {case.number}." in page
    assert "1,500.00 0.00 0.00 250.00 0.00 1,250.00" in page


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"kind": "gift"}, "f-kind", "Choose reduction or bad debt."),
        ({"amount": "1000.01"}, "f-amount", "Only $1,000.00 is open on this bill"),
        ({"amount": "0"}, "f-amount", "The amount must be more than 0.00."),
        ({"effective_on": "01/01/2020"}, "f-effective_on", "nothing of it can be given up before that day"),
        ({"effective_on": "12/31/2199"}, "f-effective_on", "is still to come"),
        ({"reason": "  "}, "f-reason", "Say why it is given up."),
    ],
)
def test_an_adjustment_that_cannot_be_is_refused_at_its_field(
    manager: Client, case: Case, sent: dict[str, str], field: str, sentence: str
) -> None:
    given = {"kind": "bad_debt", "amount": "5.00", "effective_on": "11/02/2026", "reason": "Lost", **sent}
    answer = manager.post(adjustment_form(case), given)
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert f'id="{field}-error"' in answer.content.decode()


@pytest.mark.parametrize("key", ["", "x" * 500, "\x00", "'; --"])
def test_a_damaged_key_is_replaced(manager: Client, case: Case, key: str) -> None:
    sent = {"key": key, "amount": "1.00", "deposited_on": "11/02/2026", "how": "spread"}
    answer = manager.post(payment_form(case), sent)
    assert answer.status_code in {302, 422}


def test_a_form_of_another_site_changes_nothing(browser: Callable[..., Client], case: Case) -> None:
    browser(Role.NEGOTIATIONS_MANAGER)
    from openlien.identity.models import User

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get())
    sent = {"amount": "1.00", "deposited_on": "11/02/2026", "how": "spread"}
    assert strict.post(payment_form(case), sent).status_code == 403
    assert not case.receipts.exists()


@pytest.mark.parametrize("address", [stage_form, payment_form, adjustment_form])
def test_a_form_answers_to_get_and_post_alone(
    manager: Client, case: Case, address: Callable[[Case], str]
) -> None:
    assert manager.put(address(case)).status_code == 405


def test_says_once_that_nothing_was_saved(manager: Client, case: Case) -> None:
    key = hidden(manager.get(adjustment_form(case)), "key")
    sent = {
        "key": key,
        "kind": "reduction",
        "amount": "1000.01",
        "effective_on": "11/02/2026",
        "reason": "Agreed",
    }
    answer = manager.post(adjustment_form(case), sent)
    assert answer.status_code == 422
    assert words(answer).count("Not saved.") == 1
    assert words(answer).count("Only $1,000.00 is open on this bill") == 2
