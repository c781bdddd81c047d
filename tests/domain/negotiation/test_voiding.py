"""A voided agreement: its reductions come back to the cent, its offer is voided, the case is open again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from openlien.cases.models import Bill, Case
from openlien.cases.queries import read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.money import Money
from openlien.ledger.models import CaseBalance
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.negotiation.errors import OfferNotThere, OfferStale, ReasonMissing
from openlien.negotiation.models import AgreementVoid, Offer, PayoffAgreement
from openlien.negotiation.queries import agreement_of, read_offer
from openlien.payments.actions import (
    PaidSinceAgreed,
    PlanRestsOnIt,
    accept_offer,
    record_receipt,
    reverse_adjustment,
    reverse_receipt,
    void_agreement,
)
from openlien.payments.models import Adjustment
from openlien.payments.plans.actions import cancel_plan, create_plan
from openlien.payments.plans.schedule import Interval
from openlien.payments.plans.terms import PlanTerms
from openlien.payments.queries import bill_positions
from openlien.payments.queries.bills_grid import bills_grid
from openlien.payments.queries.voiding import preview_voiding
from openlien.receivables.checks import broken_invariants as broken_receivables
from tests import cast

from .conftest import TODAY, bills, collector, coordinator, head, manager, offer_all, received, sent

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=1)


def accepted(case: Case, amount: str = "4000.00") -> Offer:
    offer = sent(case, amount)
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    return Offer.objects.get(id=offer.id)


def void(offer: Offer, actor: Actor | None = None, **more: Any) -> AgreementVoid:
    given = {"version": offer.version, "reason": "The firm signed for another case", "today": LATER, **more}
    return void_agreement(actor or manager(), offer.id, **given)


def pay(case: Case, amount: str) -> Any:
    return record_receipt(
        cast.acting_person(Role.ACCOUNTING_MANAGER),
        case_number=case.number,
        amount=Money(amount),
        deposited_on=TODAY,
        payer="Law firm",
        today=TODAY,
    )


def test_every_bill_is_open_again_in_bills_books_and_receivables(case: Case) -> None:
    before = bill_positions(case.id)
    offer = accepted(case, "3333.33")
    books = CaseBalance.objects.get(case_account__case=case)
    assert books.reductions == Money("1666.67")
    void(offer)
    assert bill_positions(case.id) == before
    books.refresh_from_db()
    assert books.reductions == Money.zero
    assert broken_books() == []
    assert broken_receivables() == []


def test_the_offer_says_who_voided_it_when_and_why_and_when_it_was_accepted(case: Case) -> None:
    offer = accepted(case)
    void(offer, manager("Rune Falk"))
    told = read_offer(manager(), offer.id)
    assert (told.status, told.ended_on, told.ended_by) == ("voided", LATER, "Rune Falk")
    assert (told.ending_reason, told.agreed_on) == ("The firm signed for another case", TODAY)
    assert agreement_of(manager(), head(case)) is None
    summaries = list(case.activities.order_by("-id").values_list("summary", flat=True))
    assert summaries[0] == f"Our offer no. {offer.number} of $4,000.00 voided with its payoff agreement"


def test_the_bills_say_nothing_of_it_any_more(case: Case) -> None:
    first, second, _ = bills(case)
    cast.reduce(second, "100.00", TODAY)
    Bill.objects.filter(id=second.id).update(payoff_status="reduction")
    offer = accepted(case)
    void(offer)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.payoff_agreed, first.payoff_on, first.settled_on, first.payoff_status) == (
        None,
        None,
        None,
        "unknown",
    )
    # What was given up of it before the agreement stays given up.
    assert second.payoff_status == "reduction"


def test_a_bill_says_again_how_its_payoff_had_concluded(case: Case) -> None:
    first, second, third = bills(case)
    capped = {"payoff_status": "cap", "payoff_agreed": Money("1100.00"), "payoff_on": TODAY - timedelta(9)}
    Bill.objects.filter(id=first.id).update(**capped, settled_on=TODAY - timedelta(9))
    Bill.objects.filter(id=second.id).update(payoff_status="partial")
    offer = accepted(case)
    first.refresh_from_db()
    assert (first.payoff_status, first.payoff_agreed) == ("reduction", Money("960.00"))
    void(offer)
    columns = ("payoff_status", "payoff_agreed", "payoff_on", "settled_on")
    found = {row[0]: row[1:] for row in Bill.objects.values_list("id", *columns)}
    assert found[first.id] == (*capped.values(), TODAY - timedelta(9))
    assert found[second.id] == ("partial", None, None, None)
    assert found[third.id] == ("unknown", None, None, None)
    assert broken_receivables() == []


def test_the_case_can_be_negotiated_and_agreed_anew(case: Case) -> None:
    offer = accepted(case)
    void(offer)
    offer_all(collector(), case, "50%", "50%", "50%")
    again = received(case, "3500.00")
    accept_offer(coordinator(), again.id, version=again.version, today=LATER)
    assert agreement_of(manager(), head(case)).amount == Money("3500.00")
    assert PayoffAgreement.objects.filter(case=case).count() == 2
    assert bills_grid(manager(), head(case), as_of=LATER).totals.balance == Money("3500.00")


def test_the_grid_offers_what_was_agreed(case: Case) -> None:
    offer_all(collector(), case, "10%", "20%", "")
    accepted(case, "3333.33")
    totals = bills_grid(manager(), head(case), as_of=TODAY).totals
    assert (totals.offer, totals.balance) == (Money("3333.33"), Money("3333.33"))


def test_refuses_while_money_that_came_in_since_stands(case: Case) -> None:
    pay(case, "100.00")
    offer = accepted(case)
    receipt = pay(case, "250.00")
    with pytest.raises(PaidSinceAgreed, match=r"\$250.00 was received since") as refused:
        void(offer)
    assert (refused.value.status, Offer.objects.get(id=offer.id).status) == (409, "accepted")
    assert Adjustment.objects.filter(reverses__isnull=False).count() == 0
    reverse_receipt(
        cast.acting_person(Role.ACCOUNTING_MANAGER), receipt.id, reason="Bounced", on=TODAY, today=TODAY
    )
    assert preview_voiding(manager(), head(case)).received == Money.zero
    void(offer)
    assert Offer.objects.get(id=offer.id).status == "voided"
    assert broken_books() == []


def test_refuses_while_a_payment_plan_rests_on_it(case: Case) -> None:
    offer = accepted(case)
    terms = PlanTerms(amount=Money("4000.00"), first_due_on=LATER, count=4, interval=Interval.MONTHLY)
    plan = create_plan(manager(), case_number=case.number, terms=terms, today=TODAY)
    with pytest.raises(PlanRestsOnIt, match="cancel the plan first"):
        void(offer)
    cancel_plan(manager(), plan.id, version=plan.version, reason="Agreed wrongly", today=TODAY)
    assert void(offer).agreement.offer_id == offer.id


def test_what_was_reversed_by_hand_before_is_not_given_back_twice(case: Case) -> None:
    offer = accepted(case)
    first = Adjustment.objects.filter(bill=bills(case)[0]).get()
    reverse_adjustment(manager(), first.id, reason="Slip", on=TODAY, today=TODAY)
    assert preview_voiding(manager(), head(case)).given_back == Money("760.00")
    void(offer)
    assert [position.open for position in bill_positions(case.id)] == [
        position.billed for position in bill_positions(case.id)
    ]
    assert broken_books() == []


def test_refuses_without_a_reason_a_stale_one_and_one_that_was_not_accepted(case: Case) -> None:
    waiting = sent(case)
    with pytest.raises(OfferNotThere):
        void(waiting)
    offer = accepted(case)
    with pytest.raises(ReasonMissing):
        void(offer, reason="  ")
    with pytest.raises(OfferStale):
        void(offer, version=offer.version - 1)
    assert AgreementVoid.objects.count() == 0


@pytest.mark.parametrize("role", [Role.COLLECTIONS_SPECIALIST, Role.SETTLEMENT_COORDINATOR, Role.LEGAL_TEAM])
def test_only_who_may_approve_offers_voids_an_agreement(case: Case, role: Role) -> None:
    offer = accepted(case)
    with pytest.raises(Forbidden):
        void(offer, cast.acting_person(role))
    assert read_case(manager(), case.number) is not None
