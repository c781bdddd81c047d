"""Offers across cases: the list with its views and file, the approval queue, the limits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from openlien.cases.models import Case
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.actions import submit_offer
from openlien.negotiation.models import NegotiationPolicy, Offer
from openlien.negotiation.queries.offer_lists import OfferView, offer_page
from tests.domain.negotiation import conftest as work

from .test_offers_of_a_case import TODAY, client_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def case(db: None) -> Case:
    return work.negotiated_case()


def waiting(case: Case, amount: str = "2000.00") -> Offer:
    """Our offer beyond the limits, submitted by a collector."""
    offer = work.drafted(work.collector(), case, amount)
    return submit_offer(work.collector(), offer.id, version=1, today=TODAY)


def test_without_an_offer_the_list_says_what_stands_here() -> None:
    assert "No offers yet" in words_of(client_of(Role.LEGAL_TEAM).get("/offers/"))


def test_each_view_has_its_offers_and_their_number(case: Case) -> None:
    work.received(case, "3500.00", expires_on=date(2026, 11, 26))
    work.sent(work.negotiated_case(patient="Kai Calder"), "4500.00", expires_on=date(2026, 12, 20))
    waiting(work.negotiated_case(patient="Bo Orford"))
    client = client_of(Role.LEGAL_TEAM)
    seen = words_of(client.get("/offers/"))
    for words in (
        "Open 3",
        "Expiring in 7 days 1",
        "Awaiting approval 1",
        "Sent 1",
        "Received 1",
        "Accepted 0",
    ):
        assert words in seen
    assert "3 offers · $10,000.00" in seen
    expiring = words_of(client.get("/offers/?view=expiring"))
    assert ("Zoe Marlow" in expiring, "Kai Calder" in expiring) == (True, False)
    assert "Waits: below 60% of retail" in words_of(client.get("/offers/?view=approval"))
    assert "No offer is in this view" in words_of(client.get("/offers/?view=accepted"))


def test_words_find_a_case_a_patient_or_a_firm(case: Case) -> None:
    work.received(case)
    client = client_of(Role.LEGAL_TEAM)
    for words in (case.number, "marlow", "Crest"):
        assert "Zoe Marlow" in words_of(client.get("/offers/", {"q": words}))
    assert "No offer is in this view" in words_of(client.get("/offers/", {"q": "nobody"}))


@pytest.mark.parametrize("query", ["?view=moonshine", "?page=banana", "?page=999999", "?q=%00"])
def test_an_address_that_makes_no_sense_shows_the_open_offers(case: Case, query: str) -> None:
    work.received(case)
    assert "Zoe Marlow" in words_of(client_of(Role.LEGAL_TEAM).get(f"/offers/{query}"))


def test_pages_follow_each_other_without_a_gap(case: Case) -> None:
    for amount in range(55):
        work.received(case, f"{3000 + amount}.00")
    first, second = (offer_page(work.manager(), OfferView.OPEN, as_of=TODAY, page=page) for page in (1, 2))
    assert (first.total, first.pages, len(first.items), len(second.items)) == (55, 2, 50, 5)
    assert not {each.id for each in first.items} & {each.id for each in second.items}
    assert "/offers/?page=2" in client_of(Role.LEGAL_TEAM).get("/offers/").content.decode()


def test_the_file_has_the_rows_of_the_view(case: Case) -> None:
    work.received(case, "3500.00")
    waiting(work.negotiated_case(patient="Bo Orford"))
    answer = client_of(Role.LEGAL_TEAM).get("/offers/list.csv?view=received")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(lines), "Zoe Marlow" in lines[1]) == (2, True)


def test_the_queue_shows_what_waits_and_which_limit_is_broken(case: Case) -> None:
    offer = waiting(case)
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    seen = words_of(client.get("/offers/approvals/"))
    assert "1 offer waiting, oldest first" in seen
    assert "Limit below 60% of retail" in seen
    part = client.get(f"/offers/approvals/{offer.id}", headers={"HX-Request": "true"})
    assert "B-1" in words_of(part)
    assert client.get(f"/offers/approvals/{offer.id}").url == f"/offers/approvals/?offer={offer.id}"


def test_an_approval_comes_back_to_the_queue(case: Case) -> None:
    offer = waiting(case)
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    given = {"version": offer.version, "back": "queue"}
    answer = client.post(f"/cases/{case.number}/offers/{offer.id}/decision/approve", given)
    assert (answer.url, Offer.objects.get().status) == ("/offers/approvals/", "approved")
    assert "Nothing waits for approval" in words_of(client.get(answer.url))


def test_an_offer_of_ones_own_is_shown_and_locked(case: Case) -> None:
    offer = work.drafted(work.manager(), case, "2000.00")
    submit_offer(work.manager(), offer.id, version=1, today=TODAY)
    page = client_of(Role.NEGOTIATIONS_MANAGER).get("/offers/approvals/")
    assert "You made this offer; somebody else approves it." in words_of(page)
    assert 'data-key="a"' not in page.content.decode()


@pytest.mark.parametrize("role", [Role.COLLECTIONS_SPECIALIST, Role.CUSTOMER_SERVICE, Role.LEGAL_TEAM])
def test_the_queue_is_for_those_who_approve(case: Case, role: Role) -> None:
    assert client_of(role).get("/offers/approvals/").status_code == 403


LIMITS: dict[str, Any] = {
    "approval_percent_below": "50",
    "approval_amount_above": "25,000",
    "validity_days": "10",
    "version": "1",
}


def test_a_manager_sets_the_limits(db: None) -> None:
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    answer = client.post("/offers/policy/", LIMITS)
    assert answer.status_code == 302
    limits = NegotiationPolicy.objects.get()
    assert (limits.approval_amount_above, limits.validity_days) == (Money("25000.00"), 10)
    seen = words_of(client.get("/offers/policy/"))
    assert "below 50.00% of retail or above $25,000.00 somebody else approves; offers hold 10 days." in seen
    stale = client.post("/offers/policy/", LIMITS)
    assert stale.status_code == 409
    assert "Somebody changed this while you were editing." in words_of(stale)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"approval_percent_below": "140"}, "between 0 and 100"),
        ({"validity_days": "0"}, "between 1 and 365 days"),
        ({"approval_amount_above": "lots"}, "Enter an amount"),
    ],
)
def test_limits_that_make_no_sense_are_refused(db: None, given: dict[str, str], sentence: str) -> None:
    answer = client_of(Role.NEGOTIATIONS_MANAGER).post("/offers/policy/", {**LIMITS, **given})
    assert (answer.status_code, sentence in words_of(answer)) == (422, True)


def test_who_does_not_approve_reads_the_limits_only(db: None) -> None:
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    seen = words_of(client.get("/offers/policy/"))
    assert ("Asks for approval" in seen, "Set limits" in seen) == (True, False)
    assert client.post("/offers/policy/", LIMITS).status_code == 403
    assert NegotiationPolicy.objects.get().version == 1
