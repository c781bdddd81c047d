"""The pages of closing statements: made, compared, approved, and who may do so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlien.identity.permissions import Role
from openlien.settlement.models import ClosingStatement
from tests import cast
from tests.domain.settlement.calls import Cast, calculate, usd
from tests.domain.settlement.test_closing import whole_case

from .reading import words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 14, 5, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.now_here", lambda: NOW)


def at(of: Cast, rest: str = "") -> str:
    return f"/cases/{of.case.number}/closing-statements/{rest}"


def make(of: Cast, coordinator: Client) -> ClosingStatement:
    settlement = whole_case(of)
    coordinator.post(at(of, f"settlements/{settlement.id}/make"))
    return ClosingStatement.objects.get()


def test_a_case_without_a_settlement_says_what_comes_first(of: Cast, coordinator: Client) -> None:
    assert "A closing statement belongs to a settlement." in words_of(coordinator.get(at(of)))


def test_a_settlement_without_a_calculation_says_so(of: Cast, coordinator: Client) -> None:
    from tests.domain.settlement.calls import settle

    settlement = settle(of)
    assert "Save the settlement calculation first" in words_of(coordinator.get(at(of)))
    refused = coordinator.post(at(of, f"settlements/{settlement.id}/make"))
    assert (refused.status_code, ClosingStatement.objects.count()) == (422, 0)


def test_a_statement_is_made_and_its_figures_stand_on_the_page(of: Cast, coordinator: Client) -> None:
    statement = make(of, coordinator)
    seen = words_of(coordinator.get(at(of, f"{statement.id}/")))
    assert "Net to client $49,765.44" in seen
    assert "Harborview Hospital 9,000.00 3,000.00 6,000.00 Agreed with the holder" in seen
    assert "Firm fee Pacific Crest Law Firm" in seen
    pdf = coordinator.get(f"/documents/{statement.document_id}/view")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_a_change_is_told_and_makes_the_next_version(of: Cast, coordinator: Client) -> None:
    statement = make(of, coordinator)
    calculate(of, statement.settlement, values={"hold_backs": usd("500.00")})
    seen = words_of(coordinator.get(at(of)))
    assert "The settlement changed since version 1." in seen
    assert "What is held back: $0.00 before, $500.00 now." in seen
    coordinator.post(at(of, f"settlements/{statement.settlement_id}/make"))
    seen = words_of(coordinator.get(at(of)))
    assert "Version 2 Counts 49,265.44" in seen
    assert "Version 1 Superseded 49,765.44" in seen
    assert "A later version took the place" in words_of(coordinator.get(at(of, f"{statement.id}/")))


def test_the_approval_is_recorded_with_the_signed_copy(of: Cast, coordinator: Client) -> None:
    statement = make(of, coordinator)
    copy = SimpleUploadedFile("signed.pdf", b"%PDF-1.7\nsigned", "application/pdf")
    given = {"approved_on": "11/20/2026", "how": "in_person", "words": "In the office.", "copy": copy}
    done = coordinator.post(at(of, f"{statement.id}/approval"), given, follow=True)
    seen = words_of(done)
    assert "The client approved on Nov 20, 2026: signed in person." in seen
    assert "Signed copy" in seen
    assert "Record approval" not in seen


def test_the_signed_copy_may_follow_the_approval_once(of: Cast, coordinator: Client) -> None:
    statement = make(of, coordinator)
    where = at(of, f"{statement.id}/copy")
    early = SimpleUploadedFile("signed.pdf", b"%PDF-1.7\nsigned", "application/pdf")
    assert "Record the approval first" in words_of(coordinator.post(where, {"copy": early}))
    given = {"approved_on": "11/20/2026", "how": "mail"}
    approved = coordinator.post(at(of, f"{statement.id}/approval"), given, follow=True)
    assert "Add signed copy" in words_of(approved)
    assert "Choose the file with the signed statement." in words_of(coordinator.post(where, {}))
    late = SimpleUploadedFile("signed.pdf", b"%PDF-1.7\nsigned", "application/pdf")
    filed = coordinator.post(where, {"copy": late}, follow=True)
    assert "The signed copy is filed." in words_of(filed)
    assert "Add signed copy" not in words_of(filed)
    again = SimpleUploadedFile("other.pdf", b"%PDF-1.7\nother", "application/pdf")
    assert coordinator.post(where, {"copy": again}).status_code == 409


def test_a_refused_copy_leaves_no_approval_behind(of: Cast, coordinator: Client) -> None:
    statement = make(of, coordinator)
    copy = SimpleUploadedFile("signed.exe", b"MZ", "application/octet-stream")
    given = {"approved_on": "11/20/2026", "how": "in_person", "copy": copy}
    refused = coordinator.post(at(of, f"{statement.id}/approval"), given)
    statement.refresh_from_db()
    assert (refused.status_code, statement.approved_on) == (415, None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"approved_on": "11/21/2026"}, "is still to come"),
        ({"approved_on": "11/19/2026"}, "the client cannot have approved it before"),
        ({"approved_on": ""}, "Enter the day."),
        ({"how": ""}, "Say how the client approved."),
    ],
)
def test_refuses_an_approval_that(
    of: Cast, coordinator: Client, given: dict[str, str], sentence: str
) -> None:
    statement = make(of, coordinator)
    sent = {"approved_on": "11/20/2026", "how": "mail", **given}
    refused = coordinator.post(at(of, f"{statement.id}/approval"), sent)
    assert (refused.status_code, sentence in words_of(refused)) == (422, True)


@pytest.mark.parametrize(
    ("role", "sees", "makes"),
    [
        (Role.SETTLEMENT_COORDINATOR, 200, 302),
        (Role.LEGAL_TEAM, 200, 403),
        (Role.AUDITOR, 200, 403),
        (Role.ACCOUNTING_MANAGER, 200, 403),
    ],
)
def test_each_role_gets_what_it_may(
    of: Cast, browser_of: Callable[[Role], Client], role: Role, sees: int, makes: int
) -> None:
    settlement, browser = whole_case(of), browser_of(role)
    assert browser.get(at(of)).status_code == sees
    assert browser.post(at(of, f"settlements/{settlement.id}/make")).status_code == makes


def test_a_statement_of_another_case_is_not_found(of: Cast, coordinator: Client) -> None:
    statement, other = make(of, coordinator), cast.make_case("Ira Webb")
    wrong = f"/cases/{other.number}/closing-statements/"
    assert coordinator.get(f"{wrong}{statement.id}/").status_code == 404
    assert coordinator.post(f"{wrong}settlements/{statement.settlement_id}/make").status_code == 404
    assert coordinator.get(at(of, f"{of.case.id}/")).status_code == 404
