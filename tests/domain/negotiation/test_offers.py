"""Offers of a case move along their states, by the people who may, within the limits or approved."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from openlien.cases.models import Case, Task
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden
from openlien.kit.idempotency import IdempotencyKeyReused
from openlien.kit.money import Money
from openlien.negotiation.actions import (
    LineTerms,
    OfferTerms,
    approve_offer,
    change_offer,
    counter_offer,
    draft_offer,
    expire_offer,
    expire_offers,
    receive_offer,
    reject_offer,
    remind_of_expiry,
    return_offer,
    send_offer,
    set_policy,
    submit_offer,
    withdraw_offer,
)
from openlien.negotiation.errors import (
    ApprovedByCreator,
    ExpiryPassed,
    JustificationMissing,
    NoLines,
    OfferHoldsStill,
    OfferNotThere,
    OfferStale,
    ReasonMissing,
    TermsStale,
    TotalAboveRetail,
)
from openlien.negotiation.models import NegotiationPolicy, Offer
from openlien.negotiation.queries import expiring_offers, offers_of, policy, read_offer
from openlien.negotiation.queries.offer_lists import OfferView, offer_page
from openlien.negotiation.tasks import expire_offers_of_yesterday, remind_of_expiring_offers
from tests import cast

from .conftest import (
    TODAY,
    bills,
    collector,
    coordinator,
    drafted,
    head,
    manager,
    offer_all,
    outside,
    received,
    sent,
)

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def test_a_draft_takes_the_present_offers_of_the_bills(case: Case) -> None:
    offer_all(collector(), case, "900", "", "400")
    offer = draft_offer(coordinator(), case_number=case.number, terms=OfferTerms(), today=TODAY)
    found = read_offer(manager(), offer.id)
    assert [(line.bill, line.amount) for line in found.lines] == [
        ("B-1", Money("900.00")),
        ("B-3", Money("400.00")),
    ]
    assert (found.amount, found.retail, found.percent) == (
        Money("1300.00"),
        Money("2000.00"),
        Decimal("65.00"),
    )
    assert found.expires_on == TODAY + timedelta(days=14)
    assert found.days_left(TODAY) is None


def test_one_amount_is_shared_by_retail_to_the_cent(case: Case) -> None:
    offer = drafted(coordinator(), case, "1000.00")
    assert [str(line.amount) for line in offer.lines.order_by("bill__number")] == [
        "240.00",
        "600.00",
        "160.00",
    ]


def test_refuses_an_offer_about_nothing_or_beyond_retail(case: Case) -> None:
    with pytest.raises(NoLines):
        draft_offer(coordinator(), case_number=case.number, terms=OfferTerms(), today=TODAY)
    with pytest.raises(TotalAboveRetail):
        drafted(coordinator(), case, "5000.01")


def test_an_offer_holds_until_today_or_later(case: Case) -> None:
    drafted(coordinator(), case, expires_on=TODAY)
    with pytest.raises(ExpiryPassed):
        drafted(coordinator(), case, expires_on=TODAY - timedelta(days=1))


def test_a_draft_is_changed_with_its_lines(case: Case) -> None:
    offer = drafted(coordinator(), case)
    terms = OfferTerms(lines=[LineTerms(bills(case)[0].id, Money("600.00"))], words="Policy limit reached")
    changed = change_offer(collector(), offer.id, terms, version=offer.version, today=TODAY)
    assert (changed.amount, changed.retail, changed.terms, changed.lines.count()) == (
        Money("600.00"),
        Money("1200.00"),
        "Policy limit reached",
        1,
    )
    with pytest.raises(OfferStale):
        change_offer(collector(), offer.id, terms, version=offer.version, today=TODAY)


def test_within_the_limits_an_offer_is_approved_when_it_is_submitted(case: Case) -> None:
    offer = drafted(coordinator(), case, "3000.00")
    assert submit_offer(coordinator(), offer.id, version=offer.version, today=TODAY).status == "approved"


def test_below_the_share_somebody_else_approves(case: Case) -> None:
    maker = manager("Ida Moss")
    offer = drafted(maker, case, "2999.99")
    offer = submit_offer(maker, offer.id, version=offer.version, today=TODAY)
    assert (offer.status, offer.needs_approval) == ("submitted", True)
    with pytest.raises(ApprovedByCreator):
        approve_offer(maker, offer.id, version=offer.version, today=TODAY)
    with pytest.raises(Forbidden):
        approve_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    with pytest.raises(Forbidden):
        approve_offer(
            cast.actor_with(Role.NEGOTIATIONS_MANAGER), offer.id, version=offer.version, today=TODAY
        )
    assert (
        approve_offer(manager("Rune Falk"), offer.id, version=offer.version, today=TODAY).status == "approved"
    )


def test_above_the_amount_somebody_else_approves(case: Case) -> None:
    set_policy(
        manager(),
        approval_percent_below=Decimal(10),
        approval_amount_above=Money("3999.99"),
        validity_days=30,
        version=policy(manager()).version,
    )
    offer = drafted(coordinator(), case, "4000.00")
    assert submit_offer(coordinator(), offer.id, version=offer.version, today=TODAY).status == "submitted"


def test_limits_that_somebody_changed_meanwhile_are_not_overwritten(case: Case) -> None:
    with pytest.raises(TermsStale):
        set_policy(
            manager(),
            approval_percent_below=Decimal(1),
            approval_amount_above=None,
            validity_days=1,
            version=9,
        )
    assert NegotiationPolicy.objects.get().approval_percent_below == 60


def test_an_offer_that_is_not_approved_is_a_draft_again(case: Case) -> None:
    offer = drafted(coordinator(), case, "1000.00")
    offer = submit_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    with pytest.raises(ReasonMissing):
        return_offer(manager(), offer.id, version=offer.version, reason=" ")
    returned = return_offer(manager(), offer.id, version=offer.version, reason="Too low")
    assert (returned.status, returned.submitted_by) == ("draft", None)


def test_below_fair_an_offer_says_why(case: Case) -> None:
    outside(case, "6000.00", "4800.00")
    offer = drafted(coordinator(), case, "3999.99")
    with pytest.raises(JustificationMissing, match=r"fair \$4,000.00"):
        submit_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    stated = submit_offer(
        coordinator(), offer.id, version=offer.version, today=TODAY, justification="Policy limit of 15,000"
    )
    assert (stated.fair, stated.justification) == (Money("4000.00"), "Policy limit of 15,000")


def test_exactly_fair_needs_no_reason(case: Case) -> None:
    outside(case, "6000.00", "4800.00")
    offer = drafted(coordinator(), case, "4000.00")
    assert submit_offer(coordinator(), offer.id, version=offer.version, today=TODAY).fair == Money("4000.00")


def test_only_an_approved_offer_is_sent(case: Case) -> None:
    offer = drafted(coordinator(), case)
    with pytest.raises(OfferNotThere, match="draft"):
        send_offer(coordinator(), offer.id, version=offer.version, today=TODAY)


def test_offers_go_to_and_fro_until_one_is_rejected(case: Case) -> None:
    ours = sent(case, "4500.00")
    theirs = counter_offer(
        coordinator(), ours.id, OfferTerms(amount=Money("3000.00")), version=ours.version, today=TODAY
    )
    assert (theirs.direction, theirs.status, theirs.counter_of_id, theirs.number) == (
        "theirs",
        "sent",
        ours.id,
        2,
    )
    again = counter_offer(
        coordinator(), theirs.id, OfferTerms(amount=Money("4000.00")), version=theirs.version, today=TODAY
    )
    assert (again.direction, again.status) == ("ours", "draft")
    again = submit_offer(coordinator(), again.id, version=again.version, today=TODAY)
    again = send_offer(coordinator(), again.id, version=again.version, today=TODAY)
    reject_offer(coordinator(), again.id, version=again.version, today=TODAY, reason="Client refuses")
    assert [offer.status for offer in offers_of(manager(), head(case))] == [
        "rejected",
        "countered",
        "countered",
    ]
    last = case.activities.filter(kind="offer").order_by("id").last()
    assert (last.summary, last.body) == ("Our offer no. 3 of $4,000.00 rejected", "Client refuses")


def test_what_has_ended_is_not_answered_again(case: Case) -> None:
    offer = received(case)
    reject_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    with pytest.raises(OfferNotThere, match="rejected"):
        reject_offer(coordinator(), offer.id, version=offer.version + 1, today=TODAY)


def test_an_offer_is_withdrawn_with_a_reason(case: Case) -> None:
    offer = sent(case)
    with pytest.raises(ReasonMissing):
        withdraw_offer(coordinator(), offer.id, version=offer.version, today=TODAY, reason="")
    ended = withdraw_offer(coordinator(), offer.id, version=offer.version, today=TODAY, reason="New records")
    assert (ended.status, ended.ending_reason, ended.ended_on) == ("withdrawn", "New records", TODAY)


def test_an_offer_expires_when_its_last_day_is_over(case: Case) -> None:
    offer = sent(case, expires_on=TODAY)
    assert [found.id for found in expiring_offers(manager(), as_of=TODAY)] == [offer.id]
    assert expire_offers(manager(), today=TODAY) == 0
    with pytest.raises(OfferHoldsStill):
        expire_offer(manager(), offer.id, today=TODAY)
    assert expire_offers(manager(), today=TOMORROW) == 1
    assert expire_offers(manager(), today=TOMORROW) == 0
    assert Offer.objects.get(id=offer.id).status == "expired"


def test_the_hourly_job_ends_what_is_over(case: Case) -> None:
    long_ago = date(2020, 1, 1)
    terms = OfferTerms(amount=Money("1.00"), expires_on=long_ago)
    offer = receive_offer(coordinator(), case_number=case.number, terms=terms, today=long_ago)
    expire_offers_of_yesterday(timestamp=0)
    kept = Offer.objects.get(id=offer.id)
    assert (kept.status, kept.ended_by) == ("expired", None)


def test_the_firms_offer_without_a_day_never_expires(case: Case) -> None:
    received(case)
    assert expire_offers(manager(), today=TODAY + timedelta(days=3650)) == 0


def test_the_same_key_makes_one_offer(case: Case) -> None:
    terms = OfferTerms(amount=Money("4000.00"))
    made = [
        draft_offer(coordinator(), case_number=case.number, terms=terms, today=TODAY, idempotency_key="k").id
        for _ in range(2)
    ]
    assert made[0] == made[1]
    with pytest.raises(IdempotencyKeyReused):
        draft_offer(
            coordinator(),
            case_number=case.number,
            terms=OfferTerms(amount=Money("4000.01")),
            today=TODAY,
            idempotency_key="k",
        )


def test_whoever_works_the_case_is_reminded_once_of_an_offer_that_is_about_to_end(case: Case) -> None:
    near = sent(case, expires_on=TODAY + timedelta(days=2))
    sent(case, expires_on=TODAY + timedelta(days=3))
    received(case)
    assert remind_of_expiry(manager(), today=TODAY) == 1
    assert remind_of_expiry(manager(), today=TODAY) == 0
    task = Task.objects.get()
    assert (task.title, task.due_on, task.kind, task.assigned_to_id) == (
        f"Our offer no. {near.number} of $4,000.00 ends Nov 22, 2026",
        near.expires_on,
        "offer",
        coordinator().user_id,
    )
    reject_offer(coordinator(), near.id, version=near.version, today=TODAY)
    task.refresh_from_db()
    assert (task.cancelled_at is not None, task.result) == (True, "The offer is rejected")
    remind_of_expiring_offers(timestamp=0)


def test_the_list_counts_the_days_that_the_offer_counts(case: Case) -> None:
    offer = sent(case, expires_on=TODAY + timedelta(days=2))
    listed = offer_page(manager(), OfferView.SENT, as_of=TODAY).items[0]
    assert listed.days_left(TODAY) == read_offer(manager(), offer.id).days_left(TODAY) == 2
