"""What the demo tells beside bills and money: offers, settlements, trust, funding, plans; and its removal."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection

from openlien.cases.documents.storage import path_of
from openlien.cases.models import Activity, Document, Lien, Plaintiff, Task
from openlien.funding import checks as funding
from openlien.funding.models import InterestAccrual, RateReset, SiteCost, WarehouseLine
from openlien.identity.actor import system_actor
from openlien.identity.permissions import Role
from openlien.kit.dates import add_months
from openlien.kit.money import Money
from openlien.ledger.queries import checks as books
from openlien.negotiation.models import BillOffer, FinancialInformation, Offer, OutsideBill, PayoffAgreement
from openlien.negotiation.rounds.models import Round
from openlien.payments import checks as money
from openlien.payments.actions import reverse_receipt, void_agreement
from openlien.payments.plans.models import PaymentPlan
from openlien.payments.queries import bill_positions
from openlien.project.demo import DemoResult, load_demo
from openlien.receivables import checks as receivables
from openlien.settlement.models import (
    BankStatement,
    Check,
    ClosingStatement,
    EscrowAccount,
    ReductionProposal,
    Settlement,
    SettlementCalculation,
    TrustReconciliation,
)
from tests import cast
from tests.domain.receivables.rolled_back import rolled_back

from .figures import AS_OF

CASES = 120
INSTALLATION = system_actor("cli")
# What nobody has before the demo is loaded.
TOLD = (
    Offer, BillOffer, PayoffAgreement, OutsideBill, FinancialInformation, Round, Settlement,
    SettlementCalculation, Check, ClosingStatement, EscrowAccount, BankStatement, TrustReconciliation,
    ReductionProposal, PaymentPlan, WarehouseLine, RateReset, InterestAccrual, SiteCost, Document,
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded(kept: None) -> DemoResult:
    """The portfolio that the journeys have, loaded once for all tests that only look at it."""
    return load_demo(INSTALLATION, cases=CASES, as_of=AS_OF)


def test_everything_ties(loaded: DemoResult) -> None:
    for checks in (receivables, books, money, funding):
        assert checks.broken_invariants() == []


def test_every_kind_of_thing_is_told(loaded: DemoResult) -> None:
    assert {table.__name__ for table in TOLD if not table._default_manager.exists()} == set()


def test_a_payoff_of_the_demo_can_be_voided(loaded: DemoResult) -> None:
    agreement = PayoffAgreement.objects.filter(reductions__isnull=False, payment_plans__isnull=True).first()
    assert agreement
    with rolled_back():
        said = {"reason": "Signed for another case", "today": AS_OF}
        for receipt in agreement.case.receipts.all():
            reverse_receipt(cast.acting_person(Role.ACCOUNTING_MANAGER), receipt.id, on=AS_OF, **said)
        version = agreement.offer.version
        void_agreement(
            cast.acting_person(Role.NEGOTIATIONS_MANAGER), agreement.offer_id, version=version, **said
        )
        assert all(position.open == position.billed for position in bill_positions(agreement.case_id))
        assert set(agreement.case.bills.values_list("payoff_agreed", "payoff_on")) == {(None, None)}
        for checks in (receivables, money):
            assert checks.broken_invariants() == []


def test_offers_stand_in_every_state_that_somebody_has_to_act_upon(loaded: DemoResult) -> None:
    states = set(Offer.objects.values_list("status", flat=True))
    assert states >= {"sent", "countered", "accepted"}
    assert PayoffAgreement.objects.count() == Offer.objects.filter(status="accepted").count()
    assert not Offer.objects.filter(status="sent", direction="ours", expires_on__lt=AS_OF).exists()


def test_follow_ups_are_overdue_due_and_upcoming(loaded: DemoResult) -> None:
    open_tasks = Task.objects.filter(done_at=None, cancelled_at=None)
    assert open_tasks.filter(due_on__lt=AS_OF).exists()
    assert open_tasks.filter(due_on=AS_OF).exists()
    assert open_tasks.filter(due_on__gt=AS_OF).exists()
    assert not Activity.objects.filter(kind="call", outcome="").exists()


def test_one_case_has_a_desk_full_of_bills(loaded: DemoResult) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_bill GROUP BY case_id ORDER BY 1 DESC LIMIT 1")
        counts = cursor.fetchall()
    assert counts == [(26,)]


def test_the_showcase_has_two_plaintiffs_and_is_closed(loaded: DemoResult) -> None:
    assert Plaintiff.objects.filter(case__number=loaded.showcase).count() == 2
    kinds = set(Lien.objects.filter(case__number=loaded.showcase).values_list("kind", flat=True))
    assert kinds >= {"medicare", "hospital", "letter_of_protection"}
    statement = ClosingStatement.objects.get()
    assert (statement.settlement.case.number, statement.approved_on) == (loaded.showcase, AS_OF)
    assert {proposal.status for proposal in ReductionProposal.objects.all()} == {"approved", "proposed"}
    assert path_of(statement.document).read_bytes().startswith(b"%PDF")


def test_the_month_before_is_reconciled_by_two_people(loaded: DemoResult) -> None:
    month = TrustReconciliation.objects.get()
    assert month.month == date(2026, 10, 1)
    assert month.adjusted_bank == month.book == month.clients > Money.zero
    assert month.prepared_by_id != month.completed_by_id
    assert BankStatement.objects.filter(read_at=None).count() == 1


def test_copies_of_outside_bills_are_there_to_be_read(loaded: DemoResult) -> None:
    with_copy = OutsideBill.objects.exclude(copy=None)
    assert with_copy
    assert all(path_of(bill.copy).read_bytes().startswith(b"%PDF") for bill in with_copy)


def test_interest_is_accrued_for_every_month_that_is_over(loaded: DemoResult) -> None:
    months = list(InterestAccrual.objects.order_by("month").values_list("month", flat=True))
    assert months[-1] == date(2026, 10, 1)
    assert all(later == add_months(month, 1) for month, later in pairwise(months))
    assert RateReset.objects.count() > 1
