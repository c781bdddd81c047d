"""The kept rows follow the facts, whoever changes them and in whatever order."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openlien.cases.models import Bill, Case
from openlien.cases.stages import Stage
from openlien.kit.money import Money
from openlien.receivables.checks import broken_invariants
from openlien.receivables.models import BillBalance, CaseSummary

from .books import (
    DAYS,
    FIRMS,
    BillFacts,
    CaseFacts,
    books,
    cents,
    day,
    give_up,
    parties,
    pay,
    settled_case,
    write,
)
from .rolled_back import rolled_back

pytestmark = pytest.mark.django_db


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(books, st.data())
def test_kept_rows_equal_a_fresh_count_of_the_facts(book: list[CaseFacts], data: st.DataObject) -> None:
    with rolled_back():
        write(book)
        for facts in book:
            for bill in facts.bills:
                _disturb(facts, bill, data)
        assert broken_invariants() == []


def _disturb(facts: CaseFacts, bill: BillFacts, data: st.DataObject) -> None:
    match data.draw(st.sampled_from(["pay", "give up", "reprice", "delete", "move firm", "none"])):
        case "pay":
            pay(facts, bill, data.draw(day), data.draw(cents))
        case "give up":
            give_up(bill, data.draw(day), "reduction", data.draw(cents))
        case "reprice":
            Bill.objects.filter(id=bill.id).update(billed=Money("777.77"), settled_on=data.draw(day))
        case "delete" if not bill.cash and not bill.given_up:
            Bill.objects.filter(id=bill.id).delete()
        case "move firm":
            Case.objects.filter(id=facts.id).update(law_firm=parties("law_firm", FIRMS)[1], state="TX")
        case _:
            pass


def test_one_payment_moves_bill_andsettled_case() -> None:
    facts = settled_case()
    write([facts])
    pay(facts, facts.bills[0], DAYS[5], 40_000)
    balance = BillBalance.objects.get(bill_id=facts.bills[0].id)
    summary = CaseSummary.objects.get(case_id=facts.id)
    assert (balance.collected, balance.open, balance.last_cash_on) == (Money(400), Money(600), DAYS[5])
    assert (summary.collected, summary.open, summary.open_bills) == (Money(400), Money(1100), 2)
    assert (summary.payoff_status, summary.settled_on) == ("mixed", DAYS[3])


def test_a_bill_paid_in_full_no_longer_speaks_for_itssettled_case() -> None:
    facts = settled_case()
    write([facts])
    pay(facts, facts.bills[0], DAYS[5], 130_000)
    summary = CaseSummary.objects.get(case_id=facts.id)
    assert (summary.open, summary.refund_due, summary.open_bills) == (Money(500), Money(300), 1)
    assert (summary.payoff_status, summary.settled_on) == ("reduction", DAYS[4])
    assert (summary.concluded_billed, summary.concluded_collected) == (Money(1000), Money(1300))


def test_the_first_stage_and_a_sighting_are_no_movement() -> None:
    facts = CaseFacts(DAYS[0], [(DAYS[1], Stage.PENDING, False), (DAYS[2], Stage.NEGOTIATION, True)])
    write([facts])
    summary = CaseSummary.objects.get(case_id=facts.id)
    assert (summary.stage, summary.stage_is_sighting, summary.last_moved_on) == ("negotiation", True, None)


def test_a_case_without_stages_is_known_as_unknown() -> None:
    write([facts := CaseFacts(DAYS[2], [], [BillFacts(DAYS[1])])])
    summary = CaseSummary.objects.get(case_id=facts.id)
    assert (summary.stage, summary.known_since) == ("unknown", DAYS[1])


def test_a_bill_moved_to_another_case_moves_both_sums() -> None:
    left, right = settled_case(), CaseFacts(DAYS[0])
    write([left, right])
    Bill.objects.filter(id=left.bills[0].id).update(case_id=right.id)
    assert CaseSummary.objects.get(case_id=left.id).billed == Money(500)
    assert CaseSummary.objects.get(case_id=right.id).billed == Money(1000)
    assert broken_invariants() == []


@pytest.mark.parametrize("table", ["receivables_billbalance", "receivables_casesummary"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET open = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_app_cannot_write_kept_rows(table: str, verb: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))
