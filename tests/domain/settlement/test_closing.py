"""Closing statements: frozen versions whose figures are those of the calculation and of the checks."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from openlien.cases.documents.queries import open_document
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.money import Money, total
from openlien.ledger import events
from openlien.ledger.recording import record_event
from openlien.settlement.actions.checks import CheckDraft, add_distribution_checks, change_check
from openlien.settlement.check_rules import CheckType, Direction
from openlien.settlement.closing import errors
from openlien.settlement.closing.actions import (
    Approval,
    file_signed_copy,
    make_statement,
    record_approval,
)
from openlien.settlement.closing.facts import facts_of
from openlien.settlement.closing.queries import read_statement, statements_of
from openlien.settlement.errors import CalculationMissing, SettlementOverspent
from openlien.settlement.models import ClosingStatement, Settlement
from openlien.settlement.queries.calculations import read_calculation
from tests import cast

from .calls import TODAY, Cast, calculate, expense, lien, settle, usd

pytestmark = pytest.mark.django_db
MADE_AT = datetime(2026, 11, 20, 14, 5, tzinfo=ZoneInfo("America/New_York"))


def make(of: Cast, settlement: Settlement) -> ClosingStatement:
    return make_statement(of.coordinator, settlement.id, made_at=MADE_AT, company="Lakeview Lien Funding")


def whole_case(of: Cast) -> Settlement:
    """A hospital lien that was reduced, a letter of protection, expenses, a third as the fee."""
    lien(of, "Harborview Hospital", "hospital", "9000.00", plaintiff=of.zoe, negotiated=usd("6000.00"))
    lien(of, "Summit Pain", "letter_of_protection", "3000.00", plaintiff=of.zoe)
    expense(of, "1234.56", plaintiff=of.zoe)
    settlement = settle(of, "90000.00")
    calculate(of, settlement)
    return settlement


def pdf_words(of: Cast, statement: ClosingStatement) -> tuple[str, int]:
    file = open_document(of.coordinator, statement.document_id)
    pages = PdfReader(BytesIO(file.path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


def test_the_statement_says_what_the_calculation_says(of: Cast) -> None:
    settlement = whole_case(of)
    facts = make(of, settlement).facts
    result = read_calculation(of.coordinator, settlement.id).result
    assert result is not None
    assert (facts["gross"], facts["client"]) == ("90000.00", str(result.client))
    assert facts["fees_total"] == str(result.division.firm) == "30000.00"
    assert facts["expenses"] == [{"on": "2026-06-01", "name": "Expert", "amount": "1234.56"}]
    assert facts["fee_basis"] == "1/3 of the gross recovery"
    assert facts["liens"][0] == {
        "name": "Harborview Hospital",
        "kind": "Hospital",
        "original": "9000.00",
        "reduced": "3000.00",
        "paid": "6000.00",
        "authority": "Agreed with the holder",
    }
    parts = ("fees_total", "expenses_total", "liens_total", "bills_total", "hold_backs", "client")
    assert total(Money(facts[part]) for part in parts) == usd("90000.00")


def test_the_payments_of_the_statement_are_the_distribution_checks(of: Cast) -> None:
    settlement = whole_case(of)
    before = make(of, settlement).facts["distributions"]
    checks = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    assert sorted(each["amount"] for each in before) == sorted(str(each.amount) for each in checks)
    after = statements_of(of.coordinator, of.case.number)[0]
    assert total(Money(each["amount"]) for each in before) == usd("90000.00")
    assert "Payment" not in " ".join(after.changes)


def test_our_own_bills_are_paid_to_this_company(of: Cast, settings: Any) -> None:
    settings.COMPANY_NAME = "Lakeview Lien Funding"
    charge = events.ChargeApproved(
        case_id=of.case.id, on=TODAY, retail=usd("700.00"), contracted=usd("200.00")
    )
    record_event(of.accountant, charge, key="one", today=TODAY)
    settlement = whole_case(of)
    before = {each["name"]: each["payee"] for each in make(of, settlement).facts["distributions"]}
    checks = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    ours = next(check for check in checks if check.type == CheckType.OWN_LIEN.value)
    assert before["Our bills"] == ours.custom_payee == "Lakeview Lien Funding"
    with pytest.raises(errors.NothingChanged):
        make(of, settlement)


def test_a_check_that_pays_something_else_is_refused(of: Cast) -> None:
    settlement = whole_case(of)
    checks = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    client = next(each for each in checks if each.source == "client")
    draft = CheckDraft(
        direction=Direction.OUT, drawn_on=client.drawn_on, amount=usd("1.00"), type=CheckType.CLIENT
    )
    change_check(of.accountant, client.id, draft, version=client.version, today=TODAY)
    with pytest.raises(errors.ChecksDisagree):
        make(of, settlement)


def test_a_later_change_makes_the_next_version_and_supersedes_the_old_one(of: Cast) -> None:
    settlement = whole_case(of)
    first = make(of, settlement)
    with pytest.raises(errors.NothingChanged):
        make(of, settlement)
    calculate(of, settlement, values={"hold_backs": usd("500.00")})
    (waiting,) = statements_of(of.coordinator, of.case.number)
    assert "What is held back: $0.00 before, $500.00 now." in waiting.changes
    second = make(of, settlement)
    first.refresh_from_db()
    assert (second.version, first.superseded_at is not None) == (2, True)
    (now,) = statements_of(of.coordinator, of.case.number)
    assert [row.version for row in now.versions] == [2, 1]
    assert "What the client gets: $49,765.44 before, $49,265.44 now." in now.versions[0].changes
    assert (now.can_make, now.changes) == (False, ())


def test_the_share_of_common_expenses_is_itemised(of: Cast) -> None:
    """Domain rules 1.9: itemised expenses, also where a plaintiff bears only a share of them."""
    expense(of, "600.01", description="Filing fee")
    expense(of, "399.99", description="Records")
    settlement = settle(of)
    calculate(of, settlement)
    made = make(of, settlement)
    assert made.facts["expenses"] == [{"on": "", "name": "Share of common expenses", "amount": "500.00"}]
    assert [(each["name"], each["amount"]) for each in made.facts["common_expenses"]] == [
        ("Filing fee", "600.01"),
        ("Records", "399.99"),
    ]
    words, _ = pdf_words(of, made)
    assert "Filing fee 600.01" in words
    assert "Shared by all plaintiffs 1,000.00" in words
    expense(of, "50.00", description="Postage")
    assert facts_of(settlement)["common_expenses"] == []


def test_a_lien_confirmed_at_less_says_so(of: Cast) -> None:
    lien(of, "Harborview Hospital", "hospital", "900.00", plaintiff=of.zoe, confirmed=usd("850.00"))
    settlement = settle(of)
    calculate(of, settlement)
    [line] = make(of, settlement).facts["liens"]
    assert (line["reduced"], line["authority"]) == ("50.00", "Confirmed at less")


def test_the_pdf_has_everything_of_the_rules(of: Cast) -> None:
    words, pages = pdf_words(of, make(of, whole_case(of)))
    said = ("Zoe Marlow", "Pacific Crest Law Firm", "1/3 of the gross recovery", "IOLTA", "Date", "version 1")
    figures = ("90,000.00", "30,000.00", "1,234.56", "9,000.00", "6,000.00", "3,000.00", "49,765.44")
    headings = ("Approval of the client", "Balances the client still owes", "Payments", "Liens")
    for part in (of.case.number, *said, *figures, *headings):
        assert part in words
    assert pages <= 2


def test_a_case_of_north_carolina_has_its_certificate(of: Cast) -> None:
    of.case.state = "NC"
    of.case.save(update_fields=["state"])
    statement = make(of, whole_case(of))
    words, pages = pdf_words(of, statement)
    assert statement.facts["certificate"]["liens"][0]["percent"] == "66.67"
    assert "Certification of distribution to lienholders" in words
    assert "44-50.1" in words
    # Harborview got two thirds of its claim, Summit Pain all of it.
    assert "were not paid the same share" in words
    assert pages == 3


def test_a_case_of_another_state_has_none(of: Cast) -> None:
    assert make(of, whole_case(of)).facts["certificate"] is None


def test_nothing_is_made_without_a_calculation_or_below_zero(of: Cast) -> None:
    with pytest.raises(CalculationMissing):
        make(of, settle(of))
    settlement = settle(of, "100.00")
    calculate(of, settlement, values={"hold_backs": usd("500.00")})
    with pytest.raises(SettlementOverspent):
        make(of, settlement)
    assert statements_of(of.coordinator, of.case.number)[0].refusal


def approve(of: Cast, statement: ClosingStatement, **facts: Any) -> ClosingStatement:
    given = {"approved_on": date(2026, 11, 20), "how": "mail", "words": "By courier.", **facts}
    return record_approval(of.coordinator, statement.id, Approval(**given), today=TODAY)


def test_the_approval_of_the_client_is_recorded_with_its_signed_copy(of: Cast) -> None:
    statement = make(of, whole_case(of))
    with pytest.raises(errors.NotApprovedYet):
        file_signed_copy(of.coordinator, statement.id, name="signed.pdf", chunks=[b"%PDF-1.7 signed"])
    done = approve(of, statement)
    assert (done.approved_how, done.approval_recorded_by_id) == ("mail", of.coordinator.user_id)
    file_signed_copy(of.coordinator, statement.id, name="signed.pdf", chunks=[b"%PDF-1.7 signed"])
    _, row = read_statement(of.coordinator, statement.id)
    assert (row.approved_how, row.signed_document_id is not None) == ("Signed and mailed back", True)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"approved_on": date(2026, 11, 21)}, errors.ApprovedInFuture),
        ({"approved_on": date(2026, 11, 19)}, errors.ApprovedBeforeMade),
        ({"how": "shouted"}, errors.HowUnknown),
    ],
)
def test_refuses_an_approval_that(of: Cast, facts: dict[str, Any], refusal: type) -> None:
    statement = make(of, whole_case(of))
    with pytest.raises(refusal):
        approve(of, statement, **facts)


def test_a_superseded_statement_is_not_approved_and_an_approval_is_not_changed(of: Cast) -> None:
    settlement = whole_case(of)
    first = make(of, settlement)
    approve(of, first)
    with pytest.raises(errors.ApprovalKept):
        approve(of, first, words="Otherwise.")
    calculate(of, settlement, values={"hold_backs": usd("500.00")})
    make(of, settlement)
    with pytest.raises(errors.StatementSuperseded):
        approve(of, first)


def test_only_who_edits_settlements_makes_statements_of_cases_in_its_scope(of: Cast) -> None:
    settlement = whole_case(of)
    auditor = cast.acting_person(Role.AUDITOR)
    with pytest.raises(Forbidden):
        make_statement(auditor, settlement.id, made_at=MADE_AT, company="x")
    assert statements_of(auditor, of.case.number)[0].can_make
    foreign = cast.actor_with(Role.SETTLEMENT_COORDINATOR, law_firm=cast.firm("Osprey Legal"))
    with pytest.raises(NotFound):
        statements_of(foreign, of.case.number)
