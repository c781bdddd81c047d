"""An accepted offer is an agreement; bills, receivables and books follow it to the cent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openlien.cases.models import Case
from openlien.kit.money import Money, total
from openlien.ledger.models import CaseBalance
from openlien.ledger.queries.checks import broken_invariants as broken_books
from openlien.negotiation.actions import set_offer, undo_offers
from openlien.negotiation.errors import (
    ApprovalNeeded,
    ApprovedByCreator,
    CaseAgreed,
    JustificationMissing,
    OfferHasExpired,
    OfferNotThere,
    OfferStale,
)
from openlien.negotiation.models import Offer, PayoffAgreement
from openlien.negotiation.queries import agreement_of
from openlien.payments.actions import GivenUpBeyondOffer, ReceivedBeyondOffer, accept_offer
from openlien.payments.models import Adjustment
from openlien.payments.queries import bill_positions
from openlien.receivables.checks import broken_invariants as broken_receivables
from tests import cast

from .conftest import (
    TODAY,
    bills,
    collector,
    coordinator,
    drafted,
    edit,
    head,
    manager,
    outside,
    received,
    sent,
)

pytestmark = pytest.mark.django_db


def test_each_bill_comes_to_what_was_agreed_for_it(case: Case) -> None:
    offer = sent(case, "3333.33")
    agreement = accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    positions = {position.bill_id: position for position in bill_positions(case.id)}
    lines = list(offer.lines.all())
    assert [positions[line.bill_id].open for line in lines] == [line.amount for line in lines]
    assert total(position.open for position in positions.values()) == agreement.amount == Money("3333.33")
    books = CaseBalance.objects.get(case_account__case=case)
    given_up = total(position.reduction for position in positions.values())
    assert books.reductions == given_up == Money("1666.67")
    assert broken_books() == []
    assert broken_receivables() == []


def test_the_bills_say_that_they_are_settled(case: Case) -> None:
    offer = sent(case)
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    bill = bills(case)[0]
    assert (bill.payoff_agreed, bill.payoff_status, bill.payoff_on, bill.settled_on, bill.version) == (
        Money("960.00"),
        "reduction",
        TODAY,
        TODAY,
        2,
    )


def test_what_was_paid_and_given_up_before_counts(case: Case) -> None:
    first, second, _ = bills(case)
    cast.pay(case, "500.00", TODAY, bills=[first])
    cast.reduce(second, "100.00", TODAY)
    offer = sent(case, "4000.00")
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    open_now = {position.bill_id: position.open for position in bill_positions(case.id)}
    assert (open_now[first.id], open_now[second.id]) == (Money("460.00"), Money("2400.00"))


def test_an_offer_at_retail_gives_nothing_up(case: Case) -> None:
    offer = sent(case, "5000.00")
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    assert Adjustment.objects.count() == 0
    assert bills(case)[0].payoff_status == "unknown"


def test_refuses_less_than_was_received(case: Case) -> None:
    cast.pay(case, "1000.00", TODAY, bills=[bills(case)[0]])
    offer = sent(case, "4000.00")
    with pytest.raises(ReceivedBeyondOffer, match=r"\$1,000.00 was received on bill B-1"):
        accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    assert (Offer.objects.get(id=offer.id).status, PayoffAgreement.objects.count()) == ("sent", 0)


def test_refuses_more_than_is_left_after_earlier_reductions(case: Case) -> None:
    cast.reduce(bills(case)[0], "1000.00", TODAY)
    offer = sent(case, "4000.00")
    with pytest.raises(GivenUpBeyondOffer, match=r"only \$200.00 is left"):
        accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)


def test_an_offer_is_accepted_on_its_last_day_and_not_after(case: Case) -> None:
    offer = sent(case, expires_on=TODAY)
    with pytest.raises(OfferHasExpired):
        accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY + timedelta(days=1))
    assert accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY).agreed_on == TODAY


def test_a_case_is_agreed_once_and_its_other_offers_end(case: Case) -> None:
    first, second, draft = sent(case), received(case), drafted(collector(), case)
    accept_offer(coordinator(), first.id, version=first.version, today=TODAY)
    assert {Offer.objects.get(id=offer.id).status for offer in (second, draft)} == {"withdrawn"}
    with pytest.raises(CaseAgreed):
        accept_offer(coordinator(), second.id, version=second.version + 1, today=TODAY)
    with pytest.raises(CaseAgreed):
        received(case)
    with pytest.raises(CaseAgreed):
        set_offer(collector(), case_number=case.number, edit=edit(bills(case)[0], "1"), today=TODAY)
    with pytest.raises(CaseAgreed):
        undo_offers(collector(), case_number=case.number)


def test_accepting_twice_agrees_once(case: Case) -> None:
    offer = sent(case)
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    with pytest.raises(OfferNotThere, match="accepted"):
        accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    assert agreement_of(manager(), head(case)).offer_number == offer.number


def test_refuses_a_stale_acceptance(case: Case) -> None:
    offer = sent(case)
    with pytest.raises(OfferStale):
        accept_offer(coordinator(), offer.id, version=offer.version - 1, today=TODAY)


def test_the_firms_offer_beyond_the_limits_is_accepted_by_somebody_who_may_and_did_not_record_it(
    case: Case,
) -> None:
    maker = manager("Ida Moss")
    offer = received(case, "1000.00", actor=maker)
    with pytest.raises(ApprovalNeeded):
        accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    with pytest.raises(ApprovedByCreator):
        accept_offer(maker, offer.id, version=offer.version, today=TODAY)
    other = manager("Rune Falk")
    accept_offer(other, offer.id, version=offer.version, today=TODAY)
    kept = Offer.objects.get(id=offer.id)
    assert (kept.needs_approval, kept.approved_by_id) == (True, other.user_id)


def test_the_firms_offer_below_fair_is_accepted_with_a_reason(case: Case) -> None:
    outside(case, "6000.00", "4800.00")
    offer = received(case, "3500.00")
    with pytest.raises(JustificationMissing):
        accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY, justification="No more cover")
    assert Offer.objects.get(id=offer.id).fair == Money("4000.00")
