"""The forms of the workflows: a journal is looked at first, and posted just as it was looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from openlien.cases.models import Bill, Case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.ledger.actions.periods import close_period
from openlien.ledger.models import CaseAccount, LedgerPolicy, Posting
from openlien.payments.actions import record_receipt, request_write_off
from openlien.payments.checks import broken_invariants
from openlien.payments.models import Receipt
from openlien.web import business_time
from tests import cast
from tests.web.cases.reading import hidden, links, words
from tests.web.ledger.accounts.conftest import account_of, address

from .conftest import looked_at, posted

pytestmark = pytest.mark.django_db
CLAIM = {
    "retail": "1,200.00",
    "contracted": "300",
    "invoice_on": "09/14/2026",
    "number": "CLM-88",
    "code": "72148",
    "is_in_network": "on",
}
SETTLEMENT = {
    "amount": "10,000.00",
    "settled_on": "11/02/2026",
    "attorney_fees": "3,333.33",
    "own_lien": "780.00",
    "other_liens": "1,500.00",
}


def test_a_claim_is_looked_at_and_then_posted(manager: Client, case: Case) -> None:
    path = address(case, "charges/new")
    preview, sent = looked_at(manager, path, **CLAIM)
    said = words(preview)
    assert "Debits Medical lien receivable $300.00 and credits Accounts payable - providers $300.00" in said
    assert "the contractual adjustment is $900.00" in said
    assert "Lien balance 0.00 1,200.00" in said
    assert not Bill.objects.exists()
    assert not Posting.objects.exists()
    answer = manager.post(path, sent, follow=True)
    assert "Claim of $1,200.00 approved as JE-2026-0000001." in words(answer)
    assert Bill.objects.get().contracted == Money("300.00")
    assert broken_invariants() == []


def test_what_was_changed_after_the_preview_is_shown_again(manager: Client, case: Case) -> None:
    path = address(case, "charges/new")
    _, sent = looked_at(manager, path, **CLAIM)
    answer = manager.post(path, {**sent, "contracted": "310.00"})
    assert "This is no longer what you looked at" in words(answer)
    assert "Debits Medical lien receivable $310.00" in words(answer)
    assert not Posting.objects.exists()


def test_a_form_without_a_preview_posts_nothing(manager: Client, case: Case) -> None:
    manager.post(address(case, "charges/new"), {**CLAIM, "do": "post"})
    assert not Posting.objects.exists()


def test_the_same_form_twice_is_one_claim(manager: Client, case: Case) -> None:
    path = address(case, "charges/new")
    _, sent = looked_at(manager, path, **CLAIM)
    first, second = manager.post(path, sent), manager.post(path, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Bill.objects.count(), Posting.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"retail": ""}, "Enter the standard charge."),
        ({"retail": "0.00"}, "The retail amount must be more than 0.00."),
        ({"retail": "-5"}, "The retail amount must be more than 0.00."),
        ({"retail": "NaN"}, "Enter an amount like 1,250.00."),
        ({"retail": "12.345"}, "two decimals"),
        (
            {"contracted": "1200.01"},
            "The contracted amount 1,200.01 is more than the retail amount 1,200.00.",
        ),
        ({"contracted": "-1"}, "The contracted amount must not be below 0.00."),
        ({"invoice_on": "01/01/2031"}, "which is still to come"),
        ({"service_on": "09/15/2026"}, "cannot be later than its invoice"),
        ({"facility": "no-id"}, "Choose one of those that are offered."),
        ({"facility_text": "Nowhere"}, "Choose one of those that are offered."),
    ],
)
def test_refuses_a_claim_with_a_sentence_at_its_field(
    manager: Client, case: Case, changes: dict[str, str], sentence: str
) -> None:
    answer = manager.post(address(case, "charges/new"), {**CLAIM, "do": "preview", **changes})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Bill.objects.exists()


def test_without_javascript_a_facility_is_found_by_its_name(manager: Client, case: Case) -> None:
    place = cast.facility("Coastal MRI & Imaging")
    posted(manager, address(case, "charges/new"), **CLAIM, facility_text="coastal mri & imaging")
    assert Bill.objects.get().facility_id == place.id


def test_a_closed_month_offers_the_next_open_one(manager: Client, case: Case) -> None:
    controller = cast.acting_person(Role.CFO_CONTROLLER)
    close_period(controller, date(2026, 9, 1), today=business_time.today())
    path = address(case, "charges/new")
    refused = manager.post(path, {**CLAIM, "do": "preview"})
    assert refused.status_code == 422
    assert "September 2026 is closed" in words(refused)
    assert hidden(refused, "posting_on") == "2026-10-01"
    posted(manager, path, **CLAIM, posting_on="2026-10-01")
    posting = Posting.objects.get()
    assert (posting.entry_on, posting.posting_on) == (date(2026, 9, 14), date(2026, 10, 1))


def test_the_credit_limit_is_said_before_posting(manager: Client, case: Case) -> None:
    CaseAccount.objects.filter(case=case).update(credit_limit="299.99")
    preview, _ = looked_at(manager, address(case, "charges/new"), **CLAIM)
    assert "over its credit limit" in words(preview)
    LedgerPolicy.objects.update(credit_limit_mode="block")
    refused = manager.post(address(case, "charges/new"), {**CLAIM, "do": "preview"})
    assert refused.status_code == 422
    assert "above the credit limit" in words(refused)


def test_a_charge_is_adjusted_with_a_reason(manager: Client, case: Case, bill: Bill) -> None:
    path = address(case, f"charges/{bill.id}")
    typed = {"retail": "1,000.00", "contracted": "250", "on": "11/02/2026", "version": "1"}
    refused = manager.post(path, {**typed, "do": "preview"})
    assert "Say why the charge changes." in words(refused)
    answer = posted(manager, path, **typed, reason="Duplicate line")
    assert "Charge changed to $1,000.00." in words(answer)
    assert "1,000.00 250.00 750.00" in words(answer)
    bill.refresh_from_db()
    assert (bill.billed, bill.contracted, bill.version) == (Money("1000.00"), Money("250.00"), 2)
    assert broken_invariants() == []


def test_an_unchanged_and_an_outdated_charge_are_refused(manager: Client, case: Case, bill: Bill) -> None:
    path = address(case, f"charges/{bill.id}")
    typed = {"retail": "1200", "contracted": "300", "on": "11/02/2026", "reason": "Same", "do": "preview"}
    assert "at these amounts already" in words(manager.post(path, {**typed, "version": "1"}))
    stale = manager.post(path, {**typed, "retail": "900", "version": "7"})
    assert stale.status_code == 409
    assert "Somebody changed this while the form was open." in words(stale)


def test_a_cost_that_becomes_known_is_no_longer_counted_as_unknown(manager: Client, case: Case) -> None:
    posted(manager, address(case, "charges/new"), **{**CLAIM, "contracted": ""})
    assert account_of(case).balance.charges_of_unknown_cost == 1
    bill = Bill.objects.get()
    typed = {"retail": "1200.00", "contracted": "300.00", "on": "11/02/2026", "version": "1"}
    posted(manager, address(case, f"charges/{bill.id}"), **typed, reason="Contract found")
    balance = account_of(case).balance
    assert (balance.charges_of_unknown_cost, balance.retail, balance.contracted) == (
        0,
        Money("1200.00"),
        Money("300.00"),
    )
    assert broken_invariants() == []


def test_a_settlement_is_divided_and_closes_the_account(manager: Client, case: Case, bill: Bill) -> None:
    path = address(case, "settlement")
    assert 'value="1,200.00"' in manager.get(path).content.decode()
    ending = {"reduce_rest_because": "Agreed payoff", "close_because": "Paid out"}
    preview, sent = looked_at(manager, path, **SETTLEMENT, **ending)
    said = words(preview)
    assert "Trust - patient portion $4,386.67" in said
    assert "$420.00 of our lien is given up as a reduction." in said
    assert account_of(case).status == "active"
    answer = manager.post(path, sent, follow=True)
    assert "the account is closed." in words(answer)
    account = account_of(case)
    assert (account.status, account.settlement_amount) == ("closed", Money("10000.00"))
    manager.post(path, sent)
    assert Receipt.objects.count() == 1


def test_a_settlement_that_does_not_sum_says_by_how_much(manager: Client, case: Case, bill: Bill) -> None:
    sent = {**SETTLEMENT, "patient_portion": "4,386.66", "do": "preview"}
    refused = manager.post(address(case, "settlement"), sent)
    assert refused.status_code == 422
    assert "they differ by 0.01" in words(refused)


def test_closing_lists_what_stands_in_the_way_with_links(
    manager: Client, case: Case, bill: Bill, acting: Actor
) -> None:
    today = business_time.today()
    request_write_off(
        acting, bill_id=bill.id, amount=Money("5.00"), effective_on=today, reason="Lost", today=today
    )
    answer = manager.get(address(case, "closing"))
    said = words(answer)
    assert "$1,200.00 of the lien is still open" in said
    assert "$300.00 of cost is not recovered" in said
    assert "A write-off of $5.00 waits for approval" in said
    found = links(answer)
    assert f"/cases/{case.number}/receipts/new" in found
    assert any(f"/cases/{case.number}/write-offs/" in href for href in found)
    assert 'name="reason"' not in answer.content.decode()


def test_an_account_at_zero_is_closed_with_a_reason(
    manager: Client, case: Case, bill: Bill, acting: Actor
) -> None:
    today = business_time.today()
    record_receipt(acting, case_number=case.number, amount=Money("1200.00"), deposited_on=today, today=today)
    path = address(case, "closing")
    version = hidden(manager.get(path), "version")
    typed = {"closed_on": f"{today:%m/%d/%Y}", "version": version, "reason": "Paid in full"}
    preview, sent = looked_at(manager, path, **typed)
    assert "Nothing is posted to the books" in words(preview)
    assert "is closed." in words(manager.post(path, sent, follow=True))
    assert account_of(case).status == "closed"
    assert "is closed already" in words(manager.get(path))


def test_closing_through_the_status_form_moves_the_gain_to_revenue_too(
    manager: Client, case: Case, acting: Actor
) -> None:
    LedgerPolicy.objects.update(pack="expense")
    posted(manager, address(case, "charges/new"), **CLAIM)
    today = business_time.today()
    record_receipt(acting, case_number=case.number, amount=Money("1200.00"), deposited_on=today, today=today)
    path = address(case, "status")
    sent = {"status": "closed", "reason": "Paid", "version": hidden(manager.get(path), "version")}
    assert manager.post(path, sent).status_code == 302
    assert Posting.objects.filter(event="ExcessRecognised").exists()


def test_an_overpayment_is_paid_back(manager: Client, case: Case, bill: Bill, acting: Actor) -> None:
    today = business_time.today()
    record_receipt(acting, case_number=case.number, amount=Money("1250.00"), deposited_on=today, today=today)
    path = address(case, "refund")
    assert 'value="50.00"' in manager.get(path).content.decode()
    typed = {"amount": "50.00", "paid_on": f"{today:%m/%d/%Y}", "reference": "Check 77"}
    too_much = manager.post(path, {**typed, "amount": "50.01", "do": "preview"})
    assert "$50.00 is owed back" in words(too_much)
    assert "Refund of $50.00 recorded as JE-2026-" in words(posted(manager, path, **typed))
    assert account_of(case).balance.refund_liability == Money("0.00")


def test_an_account_is_opened_with_what_earlier_books_bring(manager: Client, db: None) -> None:
    firm = cast.firm()
    typed = {
        "patient": "Ida Vance",
        "mrn": "M26000777",
        "law_firm_id": str(firm.id),
        "opened_on": "02/03/2026",
        "credit_limit": "5,000",
        "cost_center": "",
        "department": "",
        "retail": "900.00",
        "cost": "250.00",
    }
    preview, sent = looked_at(manager, "/ledger/accounts/new/", **typed)
    assert "Debits Medical lien receivable $250.00 and credits Opening balances $250.00" in words(preview)
    assert not Case.objects.exists()
    answer = manager.post("/ledger/accounts/new/", sent, follow=True)
    account = CaseAccount.objects.get()
    assert f"{account.number} is open, with JE-2026-0000001." in words(answer)
    assert (account.case.patient.name, account.opened_on) == ("Ida Vance", date(2026, 2, 3))
    assert account.balance.lien_balance == Money("900.00")
    manager.post("/ledger/accounts/new/", sent)
    assert Case.objects.count() == 1
    assert broken_invariants() == []


def test_an_account_is_opened_at_zero(manager: Client, db: None) -> None:
    typed = {"patient": "Ida Vance", "opened_on": "02/03/2026"}
    answer = posted(manager, "/ledger/accounts/new/", **typed)
    assert "is open." in words(answer)
    assert not Posting.objects.exists()


def test_an_opening_entry_comes_before_all_others(manager: Client, case: Case) -> None:
    path = address(case, "opening")
    typed = {"retail": "900.00", "cost": "250.00", "on": "01/05/2026"}
    assert "recorded as JE-2026-0000001" in words(posted(manager, path, **typed))
    again = manager.post(path, {**typed, "cost": "260.00", "do": "preview"})
    assert again.status_code == 409
    assert "has an opening entry already" in words(again)
    other = cast.make_case("Kai Calder", opened_on=date(2026, 1, 5))
    posted(manager, address(other, "charges/new"), **CLAIM)
    late = manager.post(address(other, "opening"), {**typed, "do": "preview"})
    assert "an opening entry comes before all others" in words(late)


PAGES = ("charges/new", "settlement", "refund", "opening")


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.CFO_CONTROLLER, Role.AUDITOR])
def test_readers_see_the_charges_and_change_nothing(
    browser: Callable[[Role], Client], case: Case, bill: Bill, role: Role
) -> None:
    reader = browser(role)
    answer = reader.get(address(case, "charges"))
    assert "1,200.00 300.00 900.00" in words(answer)
    assert not [href for href in links(answer) if f"/charges/{bill.id}" in href or "/closing" in href]
    for page in (*PAGES, "closing", f"charges/{bill.id}"):
        assert reader.get(address(case, page)).status_code == 403
        assert reader.post(address(case, page), CLAIM).status_code == 403


def test_an_unknown_account_and_a_foreign_charge_are_not_found(
    manager: Client, case: Case, bill: Bill
) -> None:
    for page in (*PAGES, "charges", "closing"):
        assert manager.get(f"/ledger/accounts/CA-2026-9999999/{page}").status_code == 404
    other = cast.make_case("Kai Calder", opened_on=date(2026, 1, 5))
    assert manager.get(address(other, f"charges/{bill.id}")).status_code == 404


def test_facilities_and_firms_are_offered_by_name(manager: Client, db: None) -> None:
    cast.facility("Coastal MRI & Imaging")
    cast.firm("Osprey Legal")
    assert "Coastal MRI & Imaging" in words(manager.get("/ledger/accounts/options/facilities?q=coas"))
    assert "Osprey Legal" in words(manager.get("/ledger/accounts/options/firms?q=osp"))


def test_a_provider_is_paid_from_our_own_money_once(manager: Client, case: Case, bill: Bill) -> None:
    path = address(case, f"charges/{bill.id}/payment")
    typed = {"amount": "300.00", "paid_on": "10/01/2026", "reference": "Check 12"}
    too_much = manager.post(path, {**typed, "amount": "300.01", "do": "preview"})
    assert too_much.status_code == 422
    preview, sent = looked_at(manager, path, **typed)
    assert "Debits Accounts payable - providers $300.00 and credits Cash - operating $300.00" in words(
        preview
    )
    assert "Payment of $300.00 recorded." in words(manager.post(path, sent, follow=True))
    assert manager.post(path, sent).status_code == 302
    assert Posting.objects.filter(event="ProviderPaid").count() == 1
