"""What only the owner of the database can do, and what it leaves in the kept rows."""

from __future__ import annotations

import uuid
from datetime import date

import psycopg

from openlien.kit.money import Money
from openlien.receivables.checks import broken_invariants
from openlien.receivables.models import BillBalance, CaseSummary

from .books import DAYS, CaseFacts, settled_case, write


def test_deleted_facts_leave_no_rows(own_database: object, owner: psycopg.Connection) -> None:
    facts = settled_case()
    facts.bills[0].cash, facts.bills[0].given_up = [(DAYS[5], 40_000)], [(DAYS[5], "reduction", 1)]
    write([facts])
    owner.execute("DELETE FROM payments_allocation")
    owner.execute("DELETE FROM payments_adjustment")
    assert CaseSummary.objects.get(case_id=facts.id).open == Money(1500)
    owner.execute("DELETE FROM cases_stagechange WHERE stage = 'settled_not_disbursed'")
    assert CaseSummary.objects.get(case_id=facts.id).stage == "still_treating"
    owner.execute("DELETE FROM payments_receipt")
    owner.execute("DELETE FROM cases_stagechange")
    owner.execute("DELETE FROM cases_bill")
    assert not BillBalance.objects.exists()
    owner.execute("DELETE FROM cases_case")
    assert not CaseSummary.objects.exists()


def test_finds_a_balance_that_was_tampered_with(own_database: object, owner: psycopg.Connection) -> None:
    facts = settled_case()
    write([facts])
    assert broken_invariants() == []
    owner.execute(
        "UPDATE receivables_billbalance SET open = open + 1 WHERE bill_id = %s", [facts.bills[0].id]
    )
    owner.execute("UPDATE receivables_casesummary SET stage = 'pending' WHERE case_id = %s", [facts.id])
    found = broken_invariants()
    assert any("balance of a bill" in sentence and str(facts.bills[0].id) in sentence for sentence in found)
    assert any("summary of a case" in sentence and str(facts.id) in sentence for sentence in found)
    assert any("Billed is not collected" in sentence for sentence in found)


def test_finds_a_lost_and_a_left_over_row(own_database: object, owner: psycopg.Connection) -> None:
    facts = settled_case()
    write([facts])
    owner.execute("DELETE FROM receivables_billbalance WHERE bill_id = %s", [facts.bills[0].id])
    stray = uuid.uuid4()
    owner.execute(
        "INSERT INTO receivables_casesummary SELECT (jsonb_populate_record(summary, %s)).*"
        " FROM receivables_casesummary AS summary",
        [psycopg.types.json.Jsonb({"case_id": str(stray)})],
    )
    found = " ".join(broken_invariants())
    assert str(facts.bills[0].id) in found
    assert str(stray) in found


def test_a_bulk_of_bills_and_money_ties(own_database: object, owner: psycopg.Connection) -> None:
    write([CaseFacts(date(2026, 1, 1)) for _ in range(50)])
    owner.execute("""
        INSERT INTO cases_bill (case_id, number, external_id, is_in_network, code, description, quantity,
            invoice_on, billed, payoff_status, funding_stage, ar_type, tranche, ar_book, version)
        SELECT id, '', '', true, '', '', 1, '2026-01-01'::date + n, n, 'unknown', '', '', '', '', 1
        FROM cases_case, generate_series(1, 40) AS n
    """)
    owner.execute("""
        INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference)
        SELECT case_id, '2026-05-01', sum(billed), '', '' FROM cases_bill GROUP BY case_id
    """)
    owner.execute("""
        INSERT INTO payments_allocation (receipt_id, bill_id, amount)
        SELECT receipt.id, bill.id, bill.billed
        FROM payments_receipt AS receipt
        JOIN cases_bill AS bill ON bill.case_id = receipt.case_id
    """)
    assert broken_invariants() == []
    assert {summary.open for summary in CaseSummary.objects.all()} == {Money.zero}
