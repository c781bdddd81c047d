"""Case accounts: opened with their case, changed by rule, kept while there are transactions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.models import AuditEntry
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.ledger import events
from openlien.ledger.actions.case_accounts import (
    AccountSettings,
    change_status,
    override_credit_limit,
    set_case_account,
)
from openlien.ledger.errors import NoCreditLimit
from openlien.ledger.models import CaseAccount, CaseAccountStatusChange, CaseBalance, GLAccount, LedgerPolicy
from openlien.ledger.queries.case_balances import standings_of
from openlien.ledger.recording import record_event
from openlien.ledger.vocabulary import CaseAccountStatus
from tests import cast

from .conftest import TODAY, account_of, pending

pytestmark = pytest.mark.django_db
COPIED = (
    "number,patient_id,opened_on,stage,external_id,mrn,state,accident_type,incident_facts,injuries_summary"
)


def charge(
    case: Case, retail: str = "1200.00", contracted: str | None = "300.00", **more: Any
) -> events.Event:
    stated = {"case_id": case.id, "on": TODAY, "retail": Money(retail), **more}
    return events.ChargeApproved(contracted=None if contracted is None else Money(contracted), **stated)


def tell(actor: Actor, *told: events.Event) -> None:
    for event in told:
        record_event(actor, event, key=f"{event.fingerprint()}", today=TODAY)


def moved(actor: Actor, case: Case, status: CaseAccountStatus, reason: str = "As agreed") -> CaseAccount:
    account = account_of(case)
    return change_status(actor, case.id, status=status, reason=reason, on=TODAY, version=account.version)


def test_a_case_gets_its_account_with_the_next_number_of_its_year() -> None:
    cases = [cast.make_case("Zoe Marlow", opened_on=date(year, 3, 1)) for year in (2025, 2026, 2025)]
    assert [account_of(case).number for case in cases] == [
        "CA-2025-0000001",
        "CA-2026-0000001",
        "CA-2025-0000002",
    ]
    account = account_of(cases[0])
    assert (account.status, account.opened_on) == ("active", date(2025, 3, 1))
    assert CaseBalance.objects.get(case_account=account).cost_balance == Money("0.00")


def test_cases_that_are_copied_in_get_accounts_too() -> None:
    patient = cast.patient().id
    with connection.cursor() as cursor:
        columns = f"{COPIED},insurance_limits,version"
        with cursor.copy(f"COPY cases_case ({columns}) FROM STDIN") as copy:
            for serial in range(300):
                blanks = [""] * 7
                copy.write_row((f"CASE-2024-{90000 + serial}", patient, "2024-05-05", "unknown", *blanks, 1))
    numbers = CaseAccount.objects.order_by("case__number").values_list("number", flat=True)
    assert list(numbers) == [f"CA-2024-{serial:07d}" for serial in range(1, 301)]


def test_a_case_without_transactions_takes_its_account_along(analyst: Actor) -> None:
    case = Case.objects.create(number="CASE-2026-90001", patient=cast.patient(), opened_on=TODAY)
    moved(analyst, case, CaseAccountStatus.HOLD)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not CaseAccount.objects.exists()
    assert not CaseBalance.objects.exists()


@pytest.mark.parametrize("what", ["a memo", "a posting", "a paper"])
def test_a_case_with_transactions_cannot_be_deleted(case: Case, analyst: Actor, what: str) -> None:
    if what == "a paper":
        pending(analyst, case_id=case.id)
    else:
        tell(analyst, charge(case, contracted="300.00" if what == "a posting" else None))
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.id])
    assert refusal.value.__cause__.diag.constraint_name == "account_has_transactions"


def test_an_account_of_the_chart_with_lines_keeps_its_number(case: Case, analyst: Actor) -> None:
    tell(analyst, charge(case))
    GLAccount.objects.filter(number="1200").update(name="Liens", is_active=True)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        GLAccount.objects.filter(number="1200").update(number="1201")
    assert refusal.value.__cause__.diag.constraint_name == "account_in_use"


def test_an_account_is_closed_at_zero_only(case: Case, analyst: Actor) -> None:
    tell(analyst, charge(case), events.PaymentReceived(case_id=case.id, on=TODAY, amount=Money("780.00")))
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        moved(analyst, case, CaseAccountStatus.CLOSED)
    assert refusal.value.code == "zero_balance_required"
    assert "cost 0.00, lien 420.00 and refunds 0.00" in refusal.value.sentence
    tell(analyst, events.ReductionAgreed(case_id=case.id, on=TODAY, amount=Money("420.00")))
    account = moved(analyst, case, CaseAccountStatus.CLOSED)
    assert (account.status, account.closed_on) == ("closed", TODAY)


def test_an_account_with_a_refund_to_pay_stays_open(case: Case, analyst: Actor) -> None:
    tell(
        analyst,
        charge(case),
        events.PaymentReceived(case_id=case.id, on=TODAY, amount=Money("1300.00")),
        events.RefundDue(case_id=case.id, on=TODAY, amount=Money("100.00")),
    )
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        moved(analyst, case, CaseAccountStatus.CLOSED)
    assert "refunds 100.00" in refusal.value.sentence
    tell(analyst, events.RefundPaid(case_id=case.id, on=TODAY, amount=Money("100.00")))
    assert moved(analyst, case, CaseAccountStatus.CLOSED).status == "closed"


def test_a_closed_account_takes_no_money_until_it_is_active_again(case: Case, analyst: Actor) -> None:
    moved(analyst, case, CaseAccountStatus.CLOSED)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        tell(analyst, charge(case))
    assert refusal.value.code == "case_account_closed"
    account = moved(analyst, case, CaseAccountStatus.ACTIVE)
    assert account.closed_on is None
    tell(analyst, charge(case))


def test_written_off_takes_an_approved_write_off(case: Case, analyst: Actor, manager: Actor) -> None:
    tell(analyst, charge(case, contracted=None))
    give_up = {"case_id": case.id, "on": TODAY, "lien": Money("1200.00")}
    tell(analyst, events.WriteOffApproved(**give_up))
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        moved(analyst, case, CaseAccountStatus.WRITTEN_OFF)
    assert refusal.value.code == "write_off_required"
    approval = {"requested_by_id": analyst.user_id, "approved_by_id": manager.user_id}
    tell(analyst, charge(case), events.WriteOffApproved(**give_up, **approval))
    assert moved(analyst, case, CaseAccountStatus.WRITTEN_OFF).status == "written_off"


def test_a_write_off_of_cost_needs_somebody_elses_approval(case: Case, analyst: Actor) -> None:
    tell(analyst, charge(case))
    for approver, code in ((None, "approval_required"), (analyst.user_id, "self_approval")):
        loss = events.WriteOffApproved(
            case_id=case.id,
            on=TODAY,
            lien=Money("1200.00"),
            requested_by_id=analyst.user_id,
            approved_by_id=approver,
        )
        with pytest.raises(DomainError) as refusal, transaction.atomic():
            tell(analyst, loss)
        assert refusal.value.code == code


def test_a_status_change_is_kept_with_its_reason_and_person(case: Case, analyst: Actor) -> None:
    moved(analyst, case, CaseAccountStatus.HOLD, "Waiting for records")
    (change,) = CaseAccountStatusChange.objects.filter(case_account__case=case)
    assert (change.previous, change.status, change.reason, change.actor_id, change.actor_name) == (
        "active",
        "hold",
        "Waiting for records",
        analyst.user_id,
        "Anna Lind",
    )
    assert AuditEntry.objects.filter(table_name="ledger_caseaccount", action="update").count() == 1


def test_a_status_needs_a_reason_and_the_present_version(case: Case, analyst: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        moved(analyst, case, CaseAccountStatus.HOLD, " ")
    assert refusal.value.code == "reason_required"
    moved(analyst, case, CaseAccountStatus.HOLD)
    with pytest.raises(DomainError) as refusal:
        change_status(analyst, case.id, status=CaseAccountStatus.ACTIVE, reason="x", on=TODAY, version=1)
    assert refusal.value.code == "stale_version"


def test_settings_give_portions_fees_and_limits(case: Case, analyst: Actor) -> None:
    tell(analyst, charge(case, contracted="100.00"))
    settings = AccountSettings(
        patient_percent=Decimal("33.3333"),
        insurance_percent=Decimal("33.3333"),
        attorney_fee_percent=Decimal("33.3333"),
        settlement_amount=Money("50000.00"),
        credit_limit=Money("99.99"),
        cost_center="MED",
        department="COLL",
        gl_account_numbers=["1200", "4000"],
        notes="Lien company first.",
    )
    set_case_account(analyst, case.id, settings, version=1)
    standing = standings_of(analyst, [case.id], as_of=date(2026, 12, 21))[case.id]
    assert (standing.portions.patient, standing.portions.insurance, standing.portions.legal_case) == (
        Money("33.33"),
        Money("33.33"),
        Money("33.34"),
    )
    assert standing.attorney_fees == Money("16666.65")
    assert standing.is_over_limit
    assert (standing.days_since_activity, standing.ageing_bucket) == (31, "30")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (AccountSettings(patient_percent=Decimal(60), insurance_percent=Decimal(41)), "portions_above_whole"),
        (AccountSettings(patient_percent=Decimal(-1)), "portions_above_whole"),
        (AccountSettings(attorney_fee_percent=Decimal(101)), "invalid_input"),
        (AccountSettings(credit_limit=Money("-0.01")), "invalid_input"),
        (AccountSettings(gl_account_numbers=["77"]), "unknown_account"),
        (AccountSettings(notes="x" * 5001), "text_too_long"),
    ],
)
def test_refuses_settings_that_cannot_be(
    case: Case, analyst: Actor, settings: AccountSettings, code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        set_case_account(analyst, case.id, settings, version=1)
    assert refusal.value.code == code


@pytest.mark.parametrize(("mode", "refused"), [("off", False), ("warn", False), ("block", True)])
def test_the_credit_limit_warns_or_blocks_by_policy(
    case: Case, analyst: Actor, mode: str, refused: bool
) -> None:
    LedgerPolicy.objects.update(credit_limit_mode=mode)
    set_case_account(analyst, case.id, AccountSettings(credit_limit=Money("299.99")), version=1)
    if not refused:
        assert record_event(analyst, charge(case), key="1", today=TODAY).is_over_credit_limit
        return
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        record_event(analyst, charge(case), key="1", today=TODAY)
    assert (refusal.value.code, refusal.value.fields) == (
        "credit_limit",
        {"charges": Money("300.00"), "limit": Money("299.99")},
    )


def test_a_reason_lets_charges_exceed_the_limit(case: Case, analyst: Actor, manager: Actor) -> None:
    LedgerPolicy.objects.update(credit_limit_mode="block")
    set_case_account(analyst, case.id, AccountSettings(credit_limit=Money("1.00")), version=1)
    override_credit_limit(manager, case.id, reason="Surgery agreed", version=2)
    assert record_event(analyst, charge(case), key="1", today=TODAY).is_over_credit_limit


def test_without_a_limit_there_is_nothing_to_exceed(case: Case, manager: Actor) -> None:
    with pytest.raises(NoCreditLimit):
        override_credit_limit(manager, case.id, reason="Surgery agreed", version=1)
    assert account_of(case).credit_override_reason == ""


def test_fifty_standings_are_one_query(analyst: Actor, django_assert_num_queries: Any) -> None:
    cases = [cast.make_case("Zoe Marlow") for _ in range(50)]
    with django_assert_num_queries(1):
        standings = standings_of(analyst, [case.id for case in cases], as_of=TODAY)
    assert len(standings) == 50


def test_the_oldest_unpaid_charge_is_found_by_paying_the_oldest_first(case: Case, analyst: Actor) -> None:
    for month, retail in ((1, "100.00"), (2, "200.00"), (3, "300.00")):
        tell(analyst, charge(case, retail, None, on=date(2026, month, 5)))
    seen = []
    for amount in ("99.99", "0.01", "200.00", "300.00"):
        key = f"pay {len(seen)}"
        payment = events.PaymentReceived(case_id=case.id, on=TODAY, amount=Money(amount))
        record_event(analyst, payment, key=key, today=TODAY)
        seen.append(CaseBalance.objects.get(case_account__case=case).oldest_unpaid_on)
    assert seen == [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5), None]
