"""A payoff agreement voided on the page of its offer: who may, what it says, and what can come after it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.models import AgreementVoid, Offer
from openlien.payments.actions import accept_offer, record_receipt
from tests import cast
from tests.domain.negotiation import conftest as work

from .test_offers_of_a_case import TODAY, address, client_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def case(db: None) -> Case:
    return work.negotiated_case()


@pytest.fixture
def agreed(case: Case) -> Offer:
    offer = work.sent(case, "4000.00")
    accept_offer(work.coordinator(), offer.id, version=offer.version, today=TODAY)
    return Offer.objects.get(id=offer.id)


def void(client: Client, offer: Offer, reason: str = "Signed for another case", **more: Any) -> Any:
    given = {"version": offer.version, "reason": reason, **more}
    return client.post(address(offer.case, offer, "decision/void"), given)


def test_a_manager_reads_what_comes_back_says_why_and_the_case_is_open_again(
    case: Case, agreed: Offer
) -> None:
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    assert "Void agreement" in words_of(client.get(address(case, agreed)))
    drawer = words_of(client.get(address(case, agreed, "decision/void")))
    assert "$1,000.00 given up of 3 bills is open again" in drawer
    done = void(client, agreed)
    page = words_of(client.get(done.url))
    assert f"The agreement of {case.number} is voided; its bills are open again." in page
    assert "Voided Cast Negotiations Manager Signed for another case" in page
    assert "Accepted Cast Settlement Coordinator" in page
    assert "The payoff is agreed" not in words_of(client.get(address(case)))
    assert "Record offer" in words_of(client.get(address(case)))
    desk = words_of(client.get(f"/cases/{case.number}/negotiation"))
    assert "stay as they are" not in desk
    assert "5,000.00" in words_of(client.get(f"/cases/{case.number}/money"))


def test_the_desk_leads_to_the_agreement(case: Case, agreed: Offer) -> None:
    answer = client_of(Role.NEGOTIATIONS_MANAGER).get(f"/cases/{case.number}/negotiation")
    assert f'href="{address(case, agreed)}"' in answer.content.decode()
    assert "See the agreement" in words_of(answer)


def test_it_is_not_voided_without_a_reason(agreed: Offer) -> None:
    refused = void(client_of(Role.NEGOTIATIONS_MANAGER), agreed, reason=" ")
    assert (refused.status_code, AgreementVoid.objects.exists()) == (422, False)
    assert "Say why" in words_of(refused)


def test_money_that_came_in_since_keeps_it_from_being_voided(case: Case, agreed: Offer) -> None:
    record_receipt(
        cast.acting_person(Role.ACCOUNTING_MANAGER),
        case_number=case.number,
        amount=Money("250.00"),
        deposited_on=TODAY,
        payer="Law firm",
        today=TODAY,
    )
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    drawer = words_of(client.get(address(case, agreed, "decision/void")))
    assert "$250.00 was received since the payoff was agreed. Reverse those payments first." in drawer
    refused = void(client, agreed)
    assert (refused.status_code, AgreementVoid.objects.exists()) == (409, False)
    assert "Not voided. $250.00 was received since the payoff was agreed" in words_of(refused)


def test_the_second_of_two_people_reads_that_it_is_voided(agreed: Offer) -> None:
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    void(client, agreed)
    late = void(client, agreed)
    assert late.status_code == 409
    assert "This offer is voided" in words_of(late)


@pytest.mark.parametrize(
    "role", [Role.COLLECTIONS_SPECIALIST, Role.SETTLEMENT_COORDINATOR, Role.CUSTOMER_SERVICE, Role.LEGAL_TEAM]
)
def test_nobody_else_sees_the_step_or_takes_it(case: Case, agreed: Offer, role: Role) -> None:
    client = client_of(role)
    assert "Void agreement" not in words_of(client.get(address(case, agreed)))
    assert (void(client, agreed).status_code, AgreementVoid.objects.exists()) == (403, False)


def test_the_agreement_of_another_case_is_not_found(case: Case, agreed: Offer) -> None:
    other = work.negotiated_case(patient="Kai Calder")
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    assert client.get(address(other, agreed, "decision/void")).status_code == 404
