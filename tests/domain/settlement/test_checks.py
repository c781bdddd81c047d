"""Checks of a settlement: sub-table, statuses, distribution, the trust account behind them."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.models import Activity, Lien
from openlien.kit.errors import Forbidden, NotFound, StaleVersion
from openlien.ledger.models import GLEntry
from openlien.ledger.vocabulary import AccountRole
from openlien.settlement.actions.checks import (
    CheckDraft,
    add_check,
    add_distribution_checks,
    change_check,
    change_statuses,
    delete_check,
)
from openlien.settlement.check_rules import CheckStatus, CheckType, Direction
from openlien.settlement.errors import (
    CalculationMissing,
    CheckEnteredTwice,
    CheckInUse,
    CheckIsFinal,
    CheckNumberUsed,
    ClearedMoneyMissing,
    DayInFuture,
    EscrowAccountMissing,
    FirstStatusWrong,
    NoChecksNamed,
    SettlementOverspent,
    StatusDoesNotFollow,
)
from openlien.settlement.models import Check
from openlien.settlement.queries.reductions import lien_rows
from openlien.settlement.queries.tables import check_table, settlement_table

from .calls import (
    DAY,
    TODAY,
    Cast,
    calculate,
    cleared,
    expense,
    lien,
    money_in,
    money_out,
    move,
    settle,
    usd,
)

S = CheckStatus


def _booked(role: AccountRole) -> str:
    lines = GLEntry.objects.filter(account__role=role.value)
    return str(sum((line.debit.amount - line.credit.amount for line in lines), start=usd("0.00").amount))


def test_balance_runs_by_date_and_entry_and_in_is_debit(of: Cast) -> None:
    """Received or paid, debit received, credit issued, balance what remains after each (ruling B2)."""
    settlement = settle(of)
    late = money_out(of, settlement, "10.00", drawn_on=date(2026, 11, 6))
    money_in(of, settlement, "100.00")
    money_out(of, settlement, "30.00")
    move(of, S.VOID, money_out(of, settlement, "5.00"))
    table = check_table(of.coordinator, settlement.id)
    assert [str(row.balance) for row in table.rows] == ["100.00", "70.00", "70.00", "60.00"]
    assert [(str(row.debit or ""), str(row.credit or "")) for row in table.rows[:2]] == [
        ("100.00", ""),
        ("", "30.00"),
    ]
    assert table.rows[-1].id == late.id
    assert (table.debit, table.credit, table.balance) == (usd("100.00"), usd("40.00"), usd("60.00"))


def test_every_field_of_a_check_is_kept(of: Cast) -> None:
    """Date, amount, status, number, payee, custom payee, type, mailed, expiration, received, comments."""
    settlement = settle(of)
    draft = CheckDraft(
        direction=Direction.OUT,
        drawn_on=DAY,
        amount=usd("10.00"),
        type=CheckType.LIEN,
        number="1001",
        payee_id=of.case.law_firm_id,
        custom_payee="Trust dept.",
        mailed_on=DAY,
        expires_on=date(2027, 5, 1),
        comments="By courier",
    )
    check = add_check(of.accountant, settlement.id, draft, today=TODAY)
    row = check_table(of.accountant, settlement.id).rows[0]
    assert (row.payee, row.custom_payee, row.type) == (
        "Pacific Crest Law Firm",
        "Trust dept.",
        CheckType.LIEN,
    )
    assert (row.mailed_on, row.expires_on, row.comments) == (DAY, date(2027, 5, 1), "By courier")
    change_check(of.accountant, check.id, draft, version=1, today=TODAY)
    with pytest.raises(StaleVersion):
        change_check(of.accountant, check.id, draft, version=1, today=TODAY)


def test_a_number_is_given_once_per_escrow_account(of: Cast) -> None:
    """A number names one check of its account."""
    settlement, other = settle(of), settle(of)
    money_out(of, settlement, "1.00", number="1001")
    with pytest.raises(CheckNumberUsed):
        money_out(of, other, "1.00", number="1001")
    money_in(of, settlement, "1.00", "77")
    with pytest.raises(CheckEnteredTwice):
        money_in(of, settlement, "1.00", "77")
    money_in(of, other, "1.00", "77")


def test_the_status_of_several_checks_changes_at_once_or_not_at_all(of: Cast) -> None:
    """Mass status change."""
    settlement = settle(of)
    cleared(of, settlement, "100.00")
    one, two = money_out(of, settlement, "10.00"), money_out(of, settlement, "20.00")
    move(of, S.PRINT, one, two)
    move(of, S.PRINTED, one)
    with pytest.raises(StatusDoesNotFollow):
        move(of, S.HOLD, one, two)
    assert sorted(Check.objects.filter(direction="out").values_list("status", flat=True)) == [
        "print",
        "printed",
    ]
    with pytest.raises(NoChecksNamed):
        move(of, S.HOLD)


def test_money_is_paid_out_only_once_it_has_cleared(of: Cast) -> None:
    """Ruling B12: received is not enough."""
    settlement = settle(of)
    deposit = money_in(of, settlement, "100.00")
    out = money_out(of, settlement, "100.00")
    with pytest.raises(ClearedMoneyMissing):
        move(of, S.PRINT, out)
    move(of, S.CLEARED, deposit)
    move(of, S.PRINT, out)
    with pytest.raises(ClearedMoneyMissing):
        money_out(of, settlement, "0.01", status=S.PRINT)
    table = check_table(of.accountant, settlement.id)
    assert (table.cleared, table.available) == (usd("100.00"), usd("0.00"))


def test_one_clients_money_never_pays_anothers_check(of: Cast) -> None:
    """The balance is what remains of this settlement, not of the account."""
    cleared(of, settle(of), "100.00")
    poor = settle(of, plaintiff_id=of.finn.id)
    with pytest.raises(ClearedMoneyMissing):
        move(of, S.ISSUE, money_out(of, poor, "1.00"))


def test_all_distribution_checks_are_outgoing_held_and_made_once(of: Cast) -> None:
    """Ruling B7: what is issued already is skipped, and repeating adds nothing."""
    settlement = settle(of)
    with pytest.raises(CalculationMissing):
        add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    expense(of, "100.00", plaintiff=of.zoe)
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    lien(of, "Imaging", "letter_of_protection", "400.00", plaintiff=of.zoe, is_ours=True)
    calculate(of, settlement, values={"hold_backs": usd("1000.00")})
    made = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    assert [(check.type, str(check.amount)) for check in made] == [
        ("attorney_fee", "30000.00"),
        ("case_expense", "100.00"),
        ("lien", "900.00"),
        ("own_lien", "400.00"),
        ("client", "57600.00"),
    ]
    assert {(check.direction, check.status) for check in made} == {("out", "hold")}
    assert made[-1].payee_id == of.zoe.party_id
    assert add_distribution_checks(of.accountant, settlement.id, today=TODAY) == []
    move(of, S.VOID, made[2])
    again = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    assert [str(check.amount) for check in again] == ["900.00"]


def test_steps_of_checks_stand_on_the_timeline(of: Cast) -> None:
    """Received, deposited, printed, cleared, voided, deleted: each step is told once."""
    settlement = settle(of)
    check = cleared(of, settlement, "90000.00")
    calculate(of, settlement)
    made = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    delete_check(of.accountant, made[0].id, version=made[0].version)
    paid = money_out(of, settlement, "500.00", number="1008")
    for status in (S.PRINT, S.PRINTED, S.VOID):
        move(of, status, paid)
    told = Activity.objects.filter(case=of.case, kind="check").order_by("id")
    assert [each.summary for each in told] == [
        "Check 9001 for $90,000.00 received",
        "Check 9001 for $90,000.00 cleared",
        "2 distribution checks added, $90,000.00 together",
        f"Check for ${made[0].amount.amount:,} deleted",
        "Check 1008 for $500.00 added",
        "Check 1008 for $500.00 printed",
        "Check 1008 for $500.00 voided",
    ]
    assert told[0].object_id == str(check.id)


def test_an_overridden_total_is_one_lump_check_that_keeps_its_lines(of: Cast) -> None:
    """Ruling B7: one lump check in place of the single ones."""
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    lien(of, "Harbor Hospital", "hospital", "600.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement, values={"statutory_liens": usd("1000.00")})
    made = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    lump = made[1]
    assert (lump.type, lump.amount, lump.payee_id) == ("lien", usd("1000.00"), None)
    assert [(line["name"], line["amount"]) for line in lump.lines] == [
        ("Medicare", "900.00"),
        ("Harbor Hospital", "600.00"),
    ]


def test_a_lump_pays_only_what_its_single_checks_left(of: Cast) -> None:
    lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement)
    add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    calculate(of, settlement, values={"statutory_liens": usd("1000.00")})
    more = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    assert [(check.source, str(check.amount)) for check in more] == [("statutory_liens", "100.00")]


def test_an_overspent_settlement_is_not_distributed(of: Cast) -> None:
    lien(of, "Medicare", "medicare", "99000.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement)
    with pytest.raises(SettlementOverspent):
        add_distribution_checks(of.accountant, settlement.id, today=TODAY)


def test_a_check_is_deleted_while_it_is_held_and_voided_later(of: Cast) -> None:
    """The menu of a check edits and deletes; what left the house is voided instead."""
    settlement = settle(of)
    cleared(of, settlement, "100.00")
    held, printed = money_out(of, settlement, "10.00"), money_out(of, settlement, "20.00")
    delete_check(of.accountant, held.id, version=1)
    move(of, S.PRINT, printed)
    with pytest.raises(CheckInUse):
        delete_check(of.accountant, printed.id, version=2)
    move(of, S.VOID, printed)
    assert settlement_table(of.accountant, of.case.number).distributed == usd("0.00")


def test_a_cleared_check_stays_as_it_is(of: Cast) -> None:
    """Cleared: the issuing bank has paid, so amount, number, type and status stay."""
    settlement = settle(of)
    check = cleared(of, settlement, "100.00")
    draft = CheckDraft(direction=Direction.IN, drawn_on=DAY, amount=usd("99.00"), type=CheckType.RECOVERY)
    with pytest.raises(CheckIsFinal):
        change_check(of.accountant, check.id, draft, version=2, today=TODAY)
    with pytest.raises(StatusDoesNotFollow):
        move(of, S.VOID, check)


def test_cleared_checks_enter_the_books_by_their_share(of: Cast) -> None:
    lien(of, "Imaging", "letter_of_protection", "400.00", plaintiff=of.zoe, is_ours=True)
    settlement = settle(of)
    calculate(of, settlement)
    cleared(of, settlement, "90000.00")
    assert (_booked(AccountRole.TRUST_CASH), _booked(AccountRole.TRUST_OWN_LIEN)) == ("90000.00", "-400.00")
    made = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    for status in (S.PRINT, S.PRINTED, S.CLEARED):
        move(of, status, *made)
    roles = (AccountRole.TRUST_ATTORNEY_FEES, AccountRole.TRUST_OWN_LIEN, AccountRole.TRUST_PATIENT)
    assert [_booked(role) for role in (AccountRole.TRUST_CASH, *roles)] == ["0.00"] * 4
    assert settlement_table(of.accountant, of.case.number).distributed == usd("90000.00")


def test_a_cleared_check_says_what_its_lien_was_paid(of: Cast) -> None:
    """Paid is the last of the six amounts: it comes with the check, its number and its day."""
    owed = lien(of, "Medicare", "medicare", "900.00", plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement)
    cleared(of, settlement, "90000.00")
    made = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    check = next(each for each in made if each.source.endswith(str(owed.id)))
    Check.objects.filter(id=check.id).update(number="1004")
    for status in (CheckStatus.PRINT, CheckStatus.PRINTED):
        move(of, status, check)
    assert Lien.objects.get(id=owed.id).paid is None
    move(of, CheckStatus.CLEARED, check)
    paid = Lien.objects.get(id=owed.id)
    assert (paid.paid, paid.paid_on, paid.check_number) == (usd("900.00"), DAY, "1004")
    assert lien_rows(of.coordinator, of.case.number)[0].status == "paid"


def test_a_lump_check_pays_its_liens_only_where_the_sum_is_theirs(of: Cast) -> None:
    """A total that was typed over is one lump check; what each lien got of it a person says."""
    for holder, amount in (("Medicare", "900.00"), ("Harbor Hospital", "100.00")):
        lien(of, holder, "medicare" if holder == "Medicare" else "hospital", amount, plaintiff=of.zoe)
    settlement = settle(of)
    calculate(of, settlement, values={"statutory_liens": usd("700.00")})
    cleared(of, settlement, "90000.00")
    made = add_distribution_checks(of.accountant, settlement.id, today=TODAY)
    lump = next(each for each in made if each.source == "statutory_liens")
    for status in (CheckStatus.PRINT, CheckStatus.PRINTED, CheckStatus.CLEARED):
        move(of, status, lump)
    assert {each.paid for each in Lien.objects.all()} == {None}


def test_without_a_calculation_a_deposit_is_the_clients(of: Cast) -> None:
    cleared(of, settle(of), "90000.00")
    assert _booked(AccountRole.TRUST_PATIENT) == "-90000.00"


def test_refuses_what_cannot_be(of: Cast) -> None:
    bare = settle(of, escrow_account_id=None)
    with pytest.raises(EscrowAccountMissing):
        money_in(of, bare, "1.00")
    settlement = settle(of)
    with pytest.raises(FirstStatusWrong):
        money_out(of, settlement, "1.00", status=S.CLEARED)
    check = money_in(of, settlement, "1.00")
    with pytest.raises(DayInFuture):
        move(of, S.CLEARED, check, on=date(2026, 11, 21))
    with pytest.raises(Forbidden):
        change_statuses(of.coordinator, [check.id], S.CLEARED, on=DAY, today=TODAY)
    with pytest.raises(NotFound):
        change_statuses(of.accountant, [settlement.id], S.CLEARED, on=DAY, today=TODAY)
