"""Outside bills, notes and financial information are kept with versions, and refused in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from openlien.cases.models import Case
from openlien.identity.models import AuditEntry
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden, NotFound
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.negotiation.actions import (
    FinancialTerms,
    OutsideBillTerms,
    add_outside_bill,
    change_outside_bill,
    remove_outside_bill,
    set_financial_information,
    write_note,
)
from openlien.negotiation.errors import (
    AmountNegative,
    BillNotPositive,
    CopyNotFound,
    CopyRequestedLater,
    FeeGivenTwice,
    NoteEmpty,
    PaidAboveBill,
    PayerMissing,
    PercentOutOfRange,
    PromiseAboveBill,
    ProviderMissing,
    TermsStale,
)
from openlien.negotiation.models import BillNote, OutsideBill
from openlien.negotiation.queries import financial_information_of
from openlien.negotiation.vocabulary import FeeBasis, Payer
from tests import cast

from .conftest import TODAY, bills, collector, copy_of_bill, head, manager, negotiated_case, outside

pytestmark = pytest.mark.django_db
GOOD = {"provider": "Cedar Clinic", "billed": Money("1000.00")}


def test_an_outside_bill_is_entered_changed_and_removed(case: Case) -> None:
    bill = outside(case, "1000.00", None, copied=False)
    copy = copy_of_bill(case, "scan")
    terms = OutsideBillTerms("Cedar Clinic", Money("900.00"), Money("600.00"), copy_id=copy)
    changed = change_outside_bill(collector(), bill.id, terms, version=1, today=TODAY)
    assert (changed.promised, changed.copy_id, changed.version) == (Money("600.00"), copy, 2)
    with pytest.raises(TermsStale):
        change_outside_bill(collector(), bill.id, terms, version=1, today=TODAY)
    with pytest.raises(TermsStale):
        remove_outside_bill(collector(), bill.id, version=1)
    remove_outside_bill(collector(), bill.id, version=2)
    assert OutsideBill.objects.count() == 0
    trail = AuditEntry.objects.filter(table_name="negotiation_outsidebill").order_by("id")
    assert [entry.action for entry in trail] == ["insert", "update", "delete"]
    with pytest.raises(NotFound):
        remove_outside_bill(collector(), bill.id, version=2)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"provider": " "}, ProviderMissing),
        ({"billed": Money.zero}, BillNotPositive),
        ({"promised": Money("1000.01")}, PromiseAboveBill),
        ({"promised": Money("-1.00")}, AmountNegative),
        ({"paid": Money("-1.00")}, AmountNegative),
        ({"paid": Money("1.00")}, PayerMissing),
        ({"paid": Money("1000.01"), "payer": Payer.MEDICARE}, PaidAboveBill),
        ({"copy_requested_on": date(2026, 11, 21)}, CopyRequestedLater),
        ({"copy_id": uuid4()}, CopyNotFound),
    ],
)
def test_refuses_an_outside_bill_that_cannot_be(case: Case, change: dict[str, Any], refusal: Any) -> None:
    with pytest.raises(refusal):
        add_outside_bill(
            collector(), case_number=case.number, terms=OutsideBillTerms(**{**GOOD, **change}), today=TODAY
        )


def test_the_copy_is_a_document_of_the_same_case(case: Case) -> None:
    foreign = copy_of_bill(negotiated_case(patient="Kai Calder"))
    with pytest.raises(CopyNotFound):
        add_outside_bill(
            collector(), case_number=case.number, terms=OutsideBillTerms(**GOOD, copy_id=foreign), today=TODAY
        )


def test_the_same_key_enters_one_outside_bill(case: Case) -> None:
    terms = OutsideBillTerms(**GOOD, payer=Payer.SELF, paid=Money("5.00"))
    for _ in range(2):
        add_outside_bill(collector(), case_number=case.number, terms=terms, today=TODAY, idempotency_key="k")
    assert OutsideBill.objects.count() == 1
    with pytest.raises(IdempotencyKeyReused):
        add_outside_bill(
            collector(),
            case_number=case.number,
            terms=OutsideBillTerms(**GOOD),
            today=TODAY,
            idempotency_key="k",
        )


def test_who_only_reads_enters_nothing(case: Case) -> None:
    for role in (Role.LEGAL_TEAM, Role.CUSTOMER_SERVICE):
        with pytest.raises(Forbidden):
            add_outside_bill(
                cast.acting_person(role), case_number=case.number, terms=OutsideBillTerms(**GOOD), today=TODAY
            )


def test_a_note_says_something_and_the_same_key_says_it_once(case: Case) -> None:
    bill = bills(case)[0]
    for _ in range(2):
        write_note(collector(), bill_id=bill.id, body="Called", idempotency_key="k")
    assert BillNote.objects.count() == 1
    with pytest.raises(NoteEmpty):
        write_note(collector(), bill_id=bill.id, body=" ")
    with pytest.raises(NotFound):
        write_note(collector(), bill_id=uuid4(), body="Called")


def test_the_fee_is_kept_as_given_and_the_other_derived(case: Case) -> None:
    terms = FinancialTerms(settled=Money("50000.00"), fee_percent=Decimal("33.3333"))
    set_financial_information(collector(), case_number=case.number, terms=terms, version=0)
    found = financial_information_of(manager(), head(case))
    assert (found.fee_basis, found.fee) == (FeeBasis.PERCENT, Money("16666.65"))
    terms = FinancialTerms(settled=Money("50000.00"), fee=Money("2500.00"))
    set_financial_information(collector(), case_number=case.number, terms=terms, version=1)
    found = financial_information_of(manager(), head(case))
    assert (found.fee_basis, found.fee_percent, found.version) == (FeeBasis.AMOUNT, Decimal("5.00"), 2)


def test_financial_information_is_not_overwritten_by_an_old_page(case: Case) -> None:
    set_financial_information(collector(), case_number=case.number, terms=FinancialTerms(), version=0)
    with pytest.raises(TermsStale):
        set_financial_information(collector(), case_number=case.number, terms=FinancialTerms(), version=0)


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (FinancialTerms(fee=Money("1.00"), fee_percent=Decimal(1)), FeeGivenTwice),
        (FinancialTerms(fee_percent=Decimal("100.01")), PercentOutOfRange),
        (FinancialTerms(settled=Money("-1.00")), AmountNegative),
        (FinancialTerms(client_funding=Money("-0.01")), AmountNegative),
    ],
)
def test_refuses_financial_information_that_cannot_be(
    case: Case, terms: FinancialTerms, refusal: Any
) -> None:
    with pytest.raises(refusal):
        set_financial_information(collector(), case_number=case.number, terms=terms, version=0)
