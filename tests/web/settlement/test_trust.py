"""The pages of trust accounts: ledgers, statements from file to match, months by two people, transfers."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.identity.permissions import Role
from openlien.settlement.models import BankLine, BankStatement, ShareTransfer, TrustReconciliation
from tests import cast
from tests.domain.settlement.calls import TODAY
from tests.domain.settlement.trust_cast import STATEMENT, Trust, make_trust, prepare, read_statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def trust(db: None) -> Trust:
    return make_trust()


@pytest.fixture
def manager(client: Client, trust: Trust) -> Client:
    client.force_login(cast.make_user(Role.ACCOUNTING_MANAGER))
    return client


def words_of(answer: Any) -> str:
    """What a reader sees, without the markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(body).split())


def at(trust: Trust, path: str = "") -> str:
    return f"/trust/{trust.of.escrow.id}/{path}"


def upload(client: Client, trust: Trust, text: str = STATEMENT, name: str = "october.csv") -> Any:
    file = SimpleUploadedFile(name, text.encode(), "text/csv")
    return client.post(at(trust, "bank/import"), {"file": file}, follow=True)


def test_without_an_account_the_list_says_where_one_is_added(client: Client) -> None:
    client.force_login(cast.make_user(Role.AUDITOR))
    assert "There is no trust account yet." in words_of(client.get("/trust/"))


def test_the_list_has_every_account_with_what_it_holds(manager: Client, trust: Trust) -> None:
    read_statement(trust)
    seen = words_of(manager.get("/trust/"))
    assert (
        "IOLTA First Harbor Bank ending in 4411 53,624.68 61,240.18 15,000.00 22,615.50 3 0 not yet" in seen
    )


def test_the_ledger_runs_to_the_balance_of_a_day(manager: Client, trust: Trust) -> None:
    seen = words_of(manager.get(at(trust)))
    assert "Book balance $53,624.68 3 client ledgers" in seen
    assert "2026-10-30 9004" in seen
    assert "Book balance $0.00" in words_of(manager.get(at(trust, "?as_of=2026-09-30")))
    assert "is not a date" in words_of(manager.get(at(trust, "?as_of=banana")))


def test_client_ledgers_are_listed_and_exported(manager: Client, trust: Trust) -> None:
    seen = words_of(manager.get(at(trust, "clients/")))
    for balance in ("30,500.00", "18,124.68", "5,000.00"):
        assert balance in seen
    file = b"".join(manager.get(at(trust, "clients.csv")).streaming_content).decode()
    assert file.count("\n") == 4
    assert "30500.00" in file


def test_what_is_on_its_way_is_listed_with_its_days(manager: Client, trust: Trust) -> None:
    seen = words_of(manager.get(at(trust, "outstanding/?as_of=2026-10-31")))
    assert "2026-10-20 1002 Zoe Marlow" in seen
    assert "11 5,615.50" in seen


def test_a_statement_is_looked_at_before_it_is_read_in(manager: Client, trust: Trust) -> None:
    shown = upload(manager, trust)
    assert "Read in 4 lines" in words_of(shown)
    assert BankLine.objects.count() == 0
    statement = BankStatement.objects.get()
    done = manager.post(f"/trust/statements/{statement.id}/read", follow=True)
    assert "4 new lines, 4 matched." in words_of(done)
    assert "Every line is matched" in words_of(done)


def test_a_file_that_was_read_in_is_taken_back(manager: Client, trust: Trust) -> None:
    read_statement(trust)
    statement = BankStatement.objects.get()
    assert "Take the file back" in words_of(manager.get(f"/trust/statements/{statement.id}/"))
    back = manager.post(f"/trust/statements/{statement.id}/back", follow=True)
    assert "The file is taken back." in words_of(back)
    assert "Read in 4 lines" in words_of(back)
    assert BankLine.objects.count() == 0
    again = manager.post(f"/trust/statements/{statement.id}/back")
    assert (again.status_code, "was not read in" in words_of(again)) == (409, True)


def test_a_broken_file_is_refused_with_one_sentence(manager: Client, trust: Trust) -> None:
    shown = upload(manager, trust, STATEMENT.replace("10/12/2026", "12th of October"))
    assert 'row 6 has no day that can be read: "12th of October".' in words_of(shown)
    assert "Read in" not in words_of(shown).replace("Not read in", "")
    statement = BankStatement.objects.get()
    refused = manager.post(f"/trust/statements/{statement.id}/read")
    assert (refused.status_code, BankLine.objects.count()) == (422, 0)
    manager.post(f"/trust/statements/{statement.id}/discard")
    assert BankStatement.objects.count() == 0


def test_no_file_and_no_table_are_said_at_the_field(manager: Client, trust: Trust) -> None:
    assert "Choose the file" in words_of(manager.post(at(trust, "bank/import"), {}))
    assert "the file is empty" in words_of(upload(manager, trust, " \n"))


def test_unknown_columns_are_said_by_hand(manager: Client, trust: Trust) -> None:
    shown = upload(manager, trust, "Tag,Betrag\n10/05/2026,30000.00\n")
    assert "Say which column holds the date." in words_of(shown)
    statement = BankStatement.objects.get()
    mapped = manager.post(
        f"/trust/statements/{statement.id}/", {"booked_on": "0", "amount": "1"}, follow=True
    )
    assert "Read in 1 line" in words_of(mapped)


def test_an_open_line_is_matched_by_hand_and_taken_apart(manager: Client, trust: Trust) -> None:
    read_statement(trust, "Date,Description,Amount\n10/12/2026,CHECK,-8884.50\n")
    line = BankLine.objects.get()
    assert "same amount, near day" in words_of(manager.get(f"/trust/lines/{line.id}/"))
    refused = manager.post(f"/trust/lines/{line.id}/", {"check": str(trust.checks["1002"].id)})
    assert (refused.status_code, "do not make up the amount" in words_of(refused)) == (422, True)
    manager.post(f"/trust/lines/{line.id}/", {"check": str(trust.checks["1001"].id)})
    assert line.matches.count() == 1
    manager.post(f"/trust/lines/{line.id}/apart")
    assert line.matches.count() == 0


def test_a_line_is_marked_as_the_banks_mistake_and_opened_again(manager: Client, trust: Trust) -> None:
    read_statement(trust, "Date,Description,Amount\n10/12/2026,FEE,-9.00\n")
    line = BankLine.objects.get()
    assert manager.post(f"/trust/lines/{line.id}/mistake", {"reason": ""}).status_code == 422
    manager.post(f"/trust/lines/{line.id}/mistake", {"reason": "No fee was agreed."})
    assert "No fee was agreed." in words_of(manager.get(at(trust, "bank/?state=all")))
    manager.post(f"/trust/lines/{line.id}/mistake/back")
    assert BankLine.objects.get().bank_error == ""


def test_lines_are_matched_again(manager: Client, trust: Trust) -> None:
    read_statement(trust, "Date,Check,Amount\n10/20/2026,77,-1.00\n")
    assert "0 lines matched" in words_of(manager.post(at(trust, "bank/match"), follow=True))


def test_a_month_is_prepared_by_one_and_completed_by_another(
    manager: Client, trust: Trust, client: Client
) -> None:
    read_statement(trust)
    assert "Reconcile October 2026" in words_of(manager.get(at(trust, "months/")))
    prepare(trust)
    shown = words_of(manager.get(at(trust, "months/2026-10/")))
    assert "Adjusted bank $53,624.68" in shown
    assert "Book $53,624.68" in shown
    assert "Client ledgers $53,624.68" in shown
    done = manager.post(at(trust, "months/2026-10/complete"), follow=True)
    assert "October 2026 is reconciled." in words_of(done)
    assert TrustReconciliation.objects.get().completed_at is not None
    assert "October 2026 1 Completed 61,240.18" in words_of(manager.get(at(trust, "months/")))


def test_the_same_person_does_not_complete(manager: Client, trust: Trust) -> None:
    read_statement(trust)
    prepared = manager.post(at(trust, "months/2026-10/"), {"bank_balance": "61,240.18"}, follow=True)
    assert "October 2026 is prepared." in words_of(prepared)
    assert "You prepared it; another person completes it." in words_of(prepared)
    refused = manager.post(at(trust, "months/2026-10/complete"))
    assert (refused.status_code, "Somebody other than" in words_of(refused)) == (409, True)


def test_a_difference_is_shown_with_what_to_do(manager: Client, trust: Trust) -> None:
    read_statement(trust)
    shown = words_of(manager.post(at(trust, "months/2026-10/"), {"bank_balance": "61,240.17"}, follow=True))
    assert "does not follow from its lines −0.01" in shown.replace("-0.01", "−0.01")
    assert "Not balanced" in shown


def test_a_month_needs_its_balance_and_has_to_be_over(manager: Client, trust: Trust) -> None:
    empty = manager.post(at(trust, "months/2026-10/"), {"bank_balance": ""})
    assert (empty.status_code, "Enter the balance" in words_of(empty)) == (422, True)
    early = manager.post(at(trust, "months/2026-11/"), {"bank_balance": "1.00"})
    assert (early.status_code, "is not over yet" in words_of(early)) == (422, True)
    assert manager.get(at(trust, "months/2026-13/")).status_code == 404


def test_money_moves_between_shares_of_a_case(manager: Client, trust: Trust) -> None:
    read_statement(trust)
    number = trust.of.case.number
    given = {
        "from_share": "trust_patient",
        "to_share": "trust_other_liens",
        "amount": "100.00",
        "moved_on": "10/20/2026",
        "reason": "A lien came in.",
        "key": "a" * 32,
    }
    for _ in range(2):
        done = manager.post(at(trust, f"clients/{number}/transfer"), given, follow=True)
    assert "$100.00 moved." in words_of(done)
    assert "2026-10-20 Trust - patient portion Trust - other lien holders 100.00" in words_of(done)
    assert ShareTransfer.objects.count() == 1
    more = manager.post(at(trust, f"clients/{number}/transfer"), {**given, "amount": "90000", "key": ""})
    assert "That share of the case holds 51,140.18" in words_of(more)


@pytest.mark.parametrize(
    ("role", "sees", "imports", "moves"),
    [
        (Role.ACCOUNTING_MANAGER, 200, 200, 200),
        (Role.FINANCIAL_ANALYST, 200, 200, 403),
        (Role.CFO_CONTROLLER, 200, 403, 403),
        (Role.AUDITOR, 200, 403, 403),
        (Role.SETTLEMENT_COORDINATOR, 403, 403, 403),
    ],
)
def test_each_role_gets_what_it_may(
    client: Client, trust: Trust, role: Role, sees: int, imports: int, moves: int
) -> None:
    client.force_login(cast.make_user(role))
    number = trust.of.case.number
    for path in ("", "clients/", "outstanding/", "bank/", "months/", "months/2026-10/", f"clients/{number}/"):
        assert client.get(at(trust, path)).status_code == sees
    assert client.get(at(trust, "bank/import")).status_code == imports
    assert client.get(at(trust, f"clients/{number}/transfer")).status_code == moves
    assert client.post(at(trust, "months/2026-10/"), {"bank_balance": "1"}).status_code in {imports, 302, 403}


def test_another_account_or_case_is_not_found(manager: Client, trust: Trust) -> None:
    other = str(trust.of.case.id)
    for path in ("", "clients/", "bank/", "months/", "months/2026-10/"):
        assert manager.get(f"/trust/{other}/{path}").status_code == 404
    assert manager.get(at(trust, "clients/CASE-2026-99999/")).status_code == 404
    assert manager.get(f"/trust/lines/{other}/").status_code == 404
