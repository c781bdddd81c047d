"""Bank statements, bank lines and share transfers as programs see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from openlien.identity.permissions import Role
from openlien.kit.clock import business_today
from openlien.settlement.models import BankLine, BankStatement
from tests.domain.settlement.calls import make_cast
from tests.domain.settlement.test_closing import whole_case
from tests.domain.settlement.trust_cast import STATEMENT, Trust, make_trust, read_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust(db: None) -> Trust:
    return make_trust()


def sent(content: str, name: str = "october.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content.encode(), "text/csv")}


def test_a_statement_is_looked_at_read_in_taken_back_and_dropped(
    trust: Trust, caller: Callable[..., Any]
) -> None:
    analyst = caller(Role.FINANCIAL_ANALYST)
    account = f"/trust/accounts/{trust.of.escrow.id}"
    found = analyst.upload(f"{account}/statements", sent(STATEMENT))
    assert found.status_code == 201, found.json()
    file = found.json()
    assert (file["new"], file["refusal"], file["isRead"]) == (4, "", False)
    assert file["headings"][file["columns"]["amount"]] == "Amount"
    path = f"/trust/statements/{file['id']}"
    read = analyst.post(f"{path}/reading", {}).json()
    assert read == {"new": 4, "known": 0, "matched": 4, "heldUp": []}
    assert analyst.get(f"{account}/bank-lines").json()["total"] == 0
    matched = analyst.get(f"{account}/bank-lines?state=matched").json()
    assert matched["items"][0]["checks"][0]["number"] == "1001"
    (listed,) = analyst.get(f"{account}/statements").json()["items"]
    assert (listed["isRead"], listed["linesNew"]) == (True, 4)
    assert analyst.send("delete", path, {}).status_code == 409
    assert analyst.send("delete", f"{path}/reading", {}).status_code == 204
    assert BankLine.objects.count() == 0
    assert analyst.send("delete", path, {}).status_code == 204
    assert BankStatement.objects.count() == 0


def test_columns_are_said_where_their_names_do_not(trust: Trust, caller: Callable[..., Any]) -> None:
    analyst = caller(Role.FINANCIAL_ANALYST)
    account = f"/trust/accounts/{trust.of.escrow.id}"
    file = analyst.upload(f"{account}/statements", sent("Tag,Betrag\n10/05/2026,30000.00\n")).json()
    assert file["refusal"] == "Nothing was read. Say which column holds the date."
    said = {"columns": {"booked_on": 0, "amount": 1}}
    assert analyst.send("put", f"/trust/statements/{file['id']}/columns", said).json()["new"] == 1


def test_a_line_is_matched_by_hand_taken_apart_and_marked(trust: Trust, caller: Callable[..., Any]) -> None:
    read_statement(trust, "Date,Description,Amount\n10/12/2026,CHECK,-8884.50\n")
    analyst = caller(Role.FINANCIAL_ANALYST)
    account = f"/trust/accounts/{trust.of.escrow.id}"
    (line,) = analyst.get(f"{account}/bank-lines").json()["items"]
    path = f"/trust/bank-lines/{line['id']}"
    chosen = [line["suggestions"][0]["id"]]
    assert analyst.send("put", f"{path}/checks", {"checks": chosen}).json()["isOpen"] is False
    assert analyst.send("put", f"{path}/checks", {"checks": chosen}).json()["code"] == "line_matched_already"
    assert analyst.send("delete", f"{path}/checks", {}).status_code == 204
    marked = analyst.send("put", f"{path}/bank-error", {"reason": "Fee."}).json()
    assert (marked["bankError"], marked["isOpen"]) == ("Fee.", False)
    assert analyst.send("delete", f"{path}/bank-error", {}).status_code == 204
    assert analyst.post(f"{account}/matching", {}).json() == {"matched": 0}
    assert caller(Role.AUDITOR).send("put", f"{path}/checks", {"checks": chosen}).status_code == 403


def test_money_moves_between_shares_and_shows_in_the_client_ledger(
    trust: Trust, caller: Callable[..., Any]
) -> None:
    manager, number = caller(Role.ACCOUNTING_MANAGER), trust.of.case.number
    body = {
        "fromShare": "trust_patient",
        "toShare": "trust_other_liens",
        "amount": "500.00",
        "movedOn": "2026-10-20",
        "reason": "Late lien.",
    }
    moved = manager.post(f"/cases/{number}/share-transfers", body)
    assert moved.status_code == 201, moved.json()
    ledger = manager.get(f"/trust/accounts/{trust.of.escrow.id}/clients/{number}?asOf=2026-10-31").json()
    assert ledger["balance"] == "48624.68"
    assert {each["role"]: each["amount"] for each in ledger["shares"]}["trust_other_liens"] == "500.00"
    (transfer,) = ledger["transfers"]
    assert (transfer["amount"], transfer["reason"]) == ("500.00", "Late lien.")
    too_much = manager.post(f"/cases/{number}/share-transfers", {**body, "amount": "900000.00"})
    assert (too_much.status_code, too_much.json()["code"]) == (422, "share_too_small")
    assert caller(Role.FINANCIAL_ANALYST).post(f"/cases/{number}/share-transfers", body).status_code == 403


def test_a_signed_copy_follows_the_approval(caller: Callable[..., Any], db: None) -> None:
    of = make_cast()
    settlement, coordinator = whole_case(of), caller(Role.SETTLEMENT_COORDINATOR)
    made = coordinator.post(f"/settlements/{settlement.id}/closing-statements", {}).json()
    path = f"/closing-statements/{made['id']}"
    paper = {"file": SimpleUploadedFile("signed.pdf", b"%PDF-1.7\nsigned", "application/pdf")}
    assert coordinator.upload(f"{path}/signed-copy", paper).json()["code"] == "not_approved_yet"
    on = str(business_today(settings.BUSINESS_TIME_ZONE))
    coordinator.post(f"{path}/approval", {"approvedOn": on, "how": "mail"})
    paper = {"file": SimpleUploadedFile("signed.pdf", b"%PDF-1.7\nsigned", "application/pdf")}
    filed = coordinator.upload(f"{path}/signed-copy", paper)
    assert filed.json()["signedDocumentId"] is not None
