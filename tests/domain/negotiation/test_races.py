"""Two people at once on one case: one wins, the other learns of it, and nothing is half done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError
from openlien.kit.money import Money
from openlien.negotiation.actions import expire_offer, set_offers, undo_offers, withdraw_offer
from openlien.negotiation.models import AgreementVoid, BillOffer, BillOfferChange, Offer, PayoffAgreement
from openlien.payments.actions import accept_offer, void_agreement
from openlien.payments.models import Adjustment

from .conftest import (
    TODAY,
    bills,
    collector,
    coordinator,
    edit,
    manager,
    negotiated_case,
    offer_for,
    received,
    sent,
)

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each function gave or was refused with, all started together, each on a connection of its own."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            gate.wait()
            return work()
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_one_bill_edited_by_two_at_once_keeps_one_and_tells_the_other() -> None:
    case = negotiated_case()
    bill, people = bills(case)[0], (collector(), coordinator())
    told: list[str] = []

    def edited_by(who: Actor, entry: str) -> object:
        try:
            return offer_for(who, bill, entry, version=0)
        except DomainError as refused:
            told.append(refused.sentence)
            raise

    outcomes = at_once(lambda: edited_by(people[0], "700"), lambda: edited_by(people[1], "800"))
    assert sum(outcome == "bill_offer_stale" for outcome in outcomes) == 1
    first, kept = BillOffer.objects.get(bill=bill), {"700.00": "$800.00", "800.00": "$700.00"}
    assert told == [
        f"Not saved. {first.set_by.name} set B-1 to ${first.amount} while you were editing."
        f" You entered {kept[str(first.amount)]}."
    ]
    assert (BillOffer.objects.get(bill=bill).version, BillOfferChange.objects.count()) == (1, 1)


def test_a_bulk_edit_and_a_single_one_at_once_leave_no_half_of_the_bulk() -> None:
    case = negotiated_case()
    edits = [edit(bill, "50%") for bill in bills(case)]
    people = (collector(), coordinator())
    outcomes = at_once(
        lambda: set_offers(people[0], case_number=case.number, edits=edits, today=TODAY),
        lambda: offer_for(people[1], bills(case)[1], "1", version=0),
    )
    kept = set(BillOffer.objects.values_list("amount", flat=True))
    if outcomes[0] == "edits_stale":
        assert kept == {Money("1.00")}
    else:
        assert outcomes[1] == "bill_offer_stale"
        assert kept == {Money("600.00"), Money("1500.00"), Money("400.00")}


def test_an_undo_and_an_edit_at_once_do_not_overwrite_each_other() -> None:
    case = negotiated_case()
    bill, people = bills(case)[0], (collector(), coordinator())
    offer_for(people[0], bill, "700")
    outcomes = at_once(
        lambda: undo_offers(people[0], case_number=case.number),
        lambda: offer_for(people[1], bill, "800", version=1),
    )
    assert [outcome in {"undo_overtaken", "bill_offer_stale"} for outcome in outcomes].count(True) == 1
    assert BillOffer.objects.get(bill=bill).version == 2


@pytest.mark.parametrize("turn", range(4))
def test_an_offer_accepted_while_it_expires_or_is_withdrawn_ends_once(turn: int) -> None:
    case = negotiated_case()
    offer = sent(case, expires_on=TODAY)
    people = (coordinator(), manager(), collector())
    works: list[Callable[[], object]] = [
        lambda: accept_offer(people[0], offer.id, version=offer.version, today=TODAY),
        lambda: expire_offer(people[1], offer.id, today=TODAY + timedelta(days=1)),
        lambda: withdraw_offer(people[2], offer.id, version=offer.version, today=TODAY, reason="New records"),
    ]
    outcomes = at_once(*works[turn % 3 :], *works[: turn % 3])
    status = Offer.objects.get(id=offer.id).status
    assert status in {"accepted", "expired", "withdrawn"}
    assert PayoffAgreement.objects.count() == (status == "accepted")
    assert bool(Adjustment.objects.count()) == (status == "accepted")
    # Expiry of an offer that ended otherwise is no refusal, so of the others each was told.
    assert outcomes.count("offer_not_there") == (1 if status in {"accepted", "withdrawn"} else 2)


def test_two_offers_accepted_at_once_make_one_agreement() -> None:
    case = negotiated_case()
    offers, people = (sent(case), received(case)), (coordinator(), collector())
    outcomes = at_once(
        *(
            lambda offer=offer, who=who: accept_offer(who, offer.id, version=offer.version, today=TODAY)
            for offer, who in zip(offers, people, strict=True)
        )
    )
    assert outcomes.count("case_agreed") == 1
    assert PayoffAgreement.objects.count() == 1


def test_one_offer_accepted_twice_at_once_makes_one_agreement_and_reduces_each_bill_once() -> None:
    case = negotiated_case()
    offer, people = sent(case), (coordinator(), collector())
    outcomes = at_once(
        *(lambda who=who: accept_offer(who, offer.id, version=offer.version, today=TODAY) for who in people)
    )
    assert outcomes.count("offer_not_there") == 1
    assert PayoffAgreement.objects.count() == 1
    assert Adjustment.objects.count() == 3


def test_an_agreement_voided_by_two_at_once_is_voided_once() -> None:
    case = negotiated_case()
    offer = sent(case)
    accept_offer(coordinator(), offer.id, version=offer.version, today=TODAY)
    version, people = Offer.objects.get(id=offer.id).version, (manager("Ida Moss"), manager("Rune Falk"))
    outcomes = at_once(
        *(
            lambda who=who: void_agreement(who, offer.id, version=version, reason="Wrong firm", today=TODAY)
            for who in people
        )
    )
    assert outcomes.count("offer_not_there") == 1
    assert AgreementVoid.objects.count() == 1
    assert Adjustment.objects.filter(reverses__isnull=False).count() == 3
