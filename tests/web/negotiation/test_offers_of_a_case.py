"""The pages of a case's offers: list, record, each step with its words, conflicts, who may what."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openlien.cases.models import Case
from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role
from openlien.kit.money import Money
from openlien.negotiation.actions import submit_offer
from openlien.negotiation.models import Offer, PayoffAgreement
from openlien.payments.models import Adjustment
from tests import cast
from tests.domain.negotiation import conftest as work

pytestmark = pytest.mark.django_db
TODAY = cast.AS_OF
MAKERS = (Role.NEGOTIATIONS_MANAGER, Role.COLLECTIONS_SPECIALIST, Role.SETTLEMENT_COORDINATOR)
READERS = (Role.CUSTOMER_SERVICE, Role.LEGAL_TEAM)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def case(db: None) -> Case:
    return work.negotiated_case()


def client_of(role: Role) -> Client:
    """A browser of the person who acts in that role in the domain's tests too."""
    user = User.objects.get(id=cast.acting_person(role).user_id)
    Membership.objects.get_or_create(user=user, role=role.code, scope_kind="everything")
    client = Client()
    client.force_login(user)
    return client


def words_of(answer: Any) -> str:
    """What a reader sees, without the markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(body).split())


def address(case: Case, offer: Offer | None = None, rest: str = "") -> str:
    return f"/cases/{case.number}/offers" + (f"/{offer.id}/{rest}" if offer else rest)


def record(client: Client, case: Case, **given: str) -> Any:
    """Sends the drawer as a browser does: once more with the warnings it was shown, when there are any."""
    sent = {
        "direction": "ours",
        "offer": "4000",
        "spread": "retail",
        "expires_on": "+7",
        "key": "a" * 32,
        **given,
    }
    answer = client.post(address(case, rest="/new"), sent)
    if answer.status_code != 200:
        return answer
    seen = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    return client.post(address(case, rest="/new"), {**sent, "seen": seen[1] if seen else ""})


def test_a_case_without_offers_says_what_stands_here(case: Case) -> None:
    seen = words_of(client_of(Role.COLLECTIONS_SPECIALIST).get(address(case)))
    assert "No offer yet" in seen
    assert "No offer is open" in seen
    assert "Record offer" in seen


def test_the_list_shows_open_offers_first_with_figures_in_words(case: Case) -> None:
    work.sent(case, "4000.00", expires_on=date(2026, 11, 26))
    work.received(case, "3500.00")
    seen = words_of(client_of(Role.AUDITOR).get(address(case)))
    assert "Our offer no. 1 Sent 4,000.00 80.00% 220.00% 6 days left" in seen
    without_cost = words_of(client_of(Role.LEGAL_TEAM).get(address(case)))
    assert "Our offer no. 1 Sent 4,000.00 80.00% — 6 days left" in without_cost
    assert "Firm’s offer no. 2 Received 3,500.00 70.00% 180.00% Until further notice" in seen
    assert "Gap $500" in seen


def test_terms_that_end_a_sentence_and_the_last_day_read_as_one_line(case: Case) -> None:
    work.received(case, "3500.00", expires_on=date(2026, 11, 26), words="Paid when it is divided.")
    seen = words_of(client_of(Role.LEGAL_TEAM).get(f"/cases/{case.number}/negotiation"))
    assert "Paid when it is divided · Open until Nov 26, 2026" in seen


def test_the_head_of_the_case_counts_the_days_of_the_nearest_offer(case: Case) -> None:
    work.received(case, "3500.00", expires_on=date(2026, 11, 26))
    for page in ("", "/offers"):
        seen = words_of(client_of(Role.LEGAL_TEAM).get(f"/cases/{case.number}{page or '/'}"))
        assert "6 days left on firm’s offer of $3,500" in seen


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 20), "Last day of firm’s offer"), (date(2026, 11, 21), "1 day left on firm’s offer")],
)
def test_the_last_days_are_said_in_words(case: Case, day: date, words: str) -> None:
    work.received(case, expires_on=day)
    assert words in words_of(client_of(Role.LEGAL_TEAM).get(address(case)))


def test_our_offer_is_drafted_and_its_page_opens(case: Case) -> None:
    answer = record(client_of(Role.COLLECTIONS_SPECIALIST), case, terms="Cap proposal")
    offer = Offer.objects.get()
    assert (answer.status_code, answer.url) == (302, address(case, offer))
    assert (offer.amount, offer.status, offer.expires_on) == (Money("4000.00"), "draft", date(2026, 11, 27))
    seen = words_of(client_of(Role.COLLECTIONS_SPECIALIST).get(answer.url))
    assert "Cap proposal" in seen
    assert "It cannot be changed after that." in seen


def test_the_firms_offer_is_recorded_as_a_share_of_retail(case: Case) -> None:
    assert (
        record(client_of(Role.SETTLEMENT_COORDINATOR), case, direction="theirs", offer="62%").status_code
        == 302
    )
    offer = Offer.objects.get()
    assert (offer.amount, offer.status, offer.direction) == (Money("3100.00"), "sent", "theirs")


def test_warnings_stand_before_it_is_saved(case: Case) -> None:
    work.outside(case, "1000.00", "900.00")
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    given = {"direction": "ours", "offer": "2500", "spread": "retail", "key": "b" * 32}
    answer = client.post(address(case, rest="/new"), given)
    assert (answer.status_code, Offer.objects.count()) == (200, 0)
    seen = words_of(answer)
    assert "50.0% of retail is below 80%: ask for the outside bills." in seen
    assert "Below the fair $4,500.00: outside providers get 90.0%." in seen
    assert "below 60% of retail: somebody else approves it." in seen
    assert "Not saved yet. Read the warning above; “Record offer” then saves it as it is." in seen
    assert "Not saved yet" not in words_of(client.get(address(case, rest="/new")))
    told = {**given, "seen": "below_80 below_fair beyond_limits"}
    assert client.post(address(case, rest="/new"), told).status_code == 302


def test_the_warnings_are_asked_for_while_somebody_types(case: Case) -> None:
    asked = {"direction": "ours", "offer": "45%", "spread": "retail"}
    answer = client_of(Role.COLLECTIONS_SPECIALIST).get(address(case, rest="/check"), asked)
    assert "$2,250.00 of $5,000.00 retail" in words_of(answer)
    assert 'value="below_80 beyond_limits"' in answer.content.decode()
    assert client_of(Role.COLLECTIONS_SPECIALIST).get(address(case, rest="/check")).status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"offer": ""}, "Enter the amount of the offer"),
        ({"offer": "lots"}, "Type an amount such as 4,500.00"),
        ({"offer": "6000"}, "An offer is at most what the bill retails for"),
        ({"expires_on": "11/19/2026"}, "Nov 19, 2026 is over"),
        ({"direction": "nobody"}, "Say whose offer it is."),
    ],
)
def test_a_refused_offer_says_why_and_keeps_what_was_typed(
    case: Case, given: dict[str, str], sentence: str
) -> None:
    answer = record(client_of(Role.COLLECTIONS_SPECIALIST), case, terms="Cap of 5", **given)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert "Cap of 5" in answer.content.decode()


def test_a_form_sent_twice_makes_one_offer(case: Case) -> None:
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    for _ in range(2):
        assert record(client, case).status_code == 302
    assert Offer.objects.count() == 1


def test_the_offers_of_the_grid_become_the_offer(case: Case) -> None:
    work.offer_all(work.collector(), case, "1000", "2500", "")
    assert record(client_of(Role.COLLECTIONS_SPECIALIST), case, offer="", spread="grid").status_code == 302
    offer = Offer.objects.get()
    assert (offer.amount, offer.lines.count()) == (Money("3500.00"), 2)


def test_by_hand_each_bill_is_set_on_the_next_page(case: Case) -> None:
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    given = {"direction": "theirs", "offer": "4000", "spread": "hand", "key": "c" * 32, "terms": "By line"}
    page = client.post(address(case, rest="/new"), given)
    first, second, third = work.bills(case)
    assert f'name="line-{first.id}" value="960.00"' in page.content.decode()
    sent = {
        "key": "c" * 32,
        "direction": "theirs",
        "terms": "By line",
        f"line-{first.id}": "100%",
        f"line-{second.id}": "2.9k",
        f"line-{third.id}": "",
    }
    answer = client.post(address(case, rest="/by-hand"), sent)
    assert answer.status_code == 302
    offer = Offer.objects.get()
    assert (offer.amount, offer.lines.count(), offer.terms) == (Money("4100.00"), 2, "By line")
    wrong = client.post(address(case, rest="/by-hand"), {**sent, f"line-{first.id}": "1300", "key": "d" * 32})
    assert (wrong.status_code, "at most what the bill retails for" in words_of(wrong)) == (422, True)
    assert client.get(address(case, rest="/by-hand")).status_code == 302


def test_a_draft_is_changed_and_a_stale_change_is_refused(case: Case) -> None:
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    record(client, case)
    offer = Offer.objects.get()
    lines = {f"line-{bill.id}": "100%" for bill in work.bills(case)}
    sent = {**lines, "version": "1", "key": "e" * 32, "expires_on": "+3"}
    assert client.post(address(case, offer, "change"), sent).status_code == 302
    assert Offer.objects.get().amount == Money("5000.00")
    stale = client.post(address(case, offer, "change"), sent)
    assert stale.status_code == 409
    assert "Somebody changed this offer since you loaded it; it is draft now." in words_of(stale)


def step(client: Client, case: Case, offer: Offer, name: str, **given: Any) -> Any:
    kind = "decision" if name in {"approve", "return"} else "steps"
    version = Offer.objects.get(id=offer.id).version
    return client.post(address(case, offer, f"{kind}/{name}"), {"version": version, **given})


def test_within_the_limits_an_offer_goes_from_draft_to_sent(case: Case) -> None:
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    record(client, case)
    offer = Offer.objects.get()
    assert "within the limits and approved" in words_of(client.get(step(client, case, offer, "submit").url))
    assert step(client, case, offer, "send").status_code == 302
    assert Offer.objects.get().status == "sent"


def test_beyond_the_limits_somebody_else_approves_it(case: Case) -> None:
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    offer = work.drafted(work.manager(), case, "2000.00")
    step(client, case, offer, "submit")
    page = words_of(client.get(address(case, offer)))
    assert "You made this offer; somebody else approves it." in page
    own = step(client, case, offer, "approve")
    assert own.status_code == 403
    assert "Not approved. Somebody other than who made the offer approves it." in words_of(own)
    assert step(client_of(Role.COLLECTIONS_SPECIALIST), case, offer, "approve").status_code == 403
    assert Offer.objects.get().status == "submitted"


def test_an_offer_is_returned_with_a_reason(case: Case) -> None:
    offer = work.drafted(work.collector(), case, "2000.00")
    submit_offer(work.collector(), offer.id, version=1, today=TODAY)
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    assert "Say why." in words_of(step(client, case, offer, "return", reason=" "))
    assert step(client, case, offer, "return", reason="Ask for more").status_code == 302
    assert Offer.objects.get().status == "draft"


def test_below_fair_the_drawer_asks_why(case: Case) -> None:
    work.outside(case, "1000.00", "900.00")
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    offer = work.drafted(work.collector(), case, "4000.00")
    assert "you say why it is right" in words_of(client.get(address(case, offer)))
    drawer = words_of(client.get(address(case, offer, "steps/submit")))
    assert "Why it is right optional" not in drawer
    assert "Why it is right" in drawer
    asked = step(client, case, offer, "submit")
    assert asked.status_code == 422
    assert "is below the fair $4,500.00" in words_of(asked)
    assert step(client, case, offer, "submit", justification="Policy limit").status_code == 302
    assert "Policy limit" in words_of(client.get(address(case, offer)))


def test_an_acceptance_shows_before_what_it_then_books(case: Case) -> None:
    offer = work.received(case, "3500.00")
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    page = words_of(client.get(address(case, offer, "steps/accept")))
    assert "$3,500.00 settles 3 bills" in page
    assert "$1,500.00, as a reduction of each bill below" in page
    assert "B-1 1,200.00 840.00 360.00 0.00 840.00" in page
    assert "Every other open offer of the case is withdrawn." in page
    done = step(client, case, offer, "accept")
    assert done.status_code == 302
    assert f"The payoff of {case.number} is agreed on $3,500.00." in words_of(client.get(done.url))
    booked = {each.bill.number: str(each.amount) for each in Adjustment.objects.select_related("bill")}
    assert booked == {"B-1": "360.00", "B-2": "900.00", "B-3": "240.00"}
    listed = words_of(client.get(address(case)))
    assert "The payoff is agreed" in listed
    assert "Record offer" not in listed


def test_the_firms_offer_beyond_the_limits_is_accepted_by_a_manager_who_did_not_record_it(case: Case) -> None:
    offer = work.received(case, "2000.00", actor=work.collector())
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    assert "a Negotiations Manager who did not record it accepts it" in words_of(
        client.get(address(case, offer))
    )
    refused = step(client, case, offer, "accept")
    assert (refused.status_code, PayoffAgreement.objects.exists()) == (403, False)
    assert step(client_of(Role.NEGOTIATIONS_MANAGER), case, offer, "accept").status_code == 302


def test_an_offer_that_is_over_is_not_accepted(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = work.received(case, expires_on=TODAY)
    monkeypatch.setattr("openlien.web.business_time.today", lambda: date(2026, 11, 21))
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    page = words_of(client.get(address(case, offer)))
    assert ("Over since Nov 20, 2026" in page, "Accept firm’s offer" in page) == (True, False)
    refused = step(client, case, offer, "accept")
    assert (refused.status_code, PayoffAgreement.objects.exists()) == (409, False)
    assert "The offer held until the end of Nov 20, 2026." in words_of(refused)
    assert step(client, case, offer, "expire").status_code == 302
    assert Offer.objects.get().status == "expired"


def test_the_second_of_two_people_reads_what_the_first_did(case: Case) -> None:
    offer = work.received(case, "3500.00")
    first, second = client_of(Role.COLLECTIONS_SPECIALIST), client_of(Role.SETTLEMENT_COORDINATOR)
    first.post(address(case, offer, "steps/reject"), {"version": offer.version})
    late = second.post(address(case, offer, "steps/accept"), {"version": offer.version})
    assert late.status_code == 409
    assert "This offer is rejected, and what you ask for is not possible then." in words_of(late)


def test_the_firm_counters_ours_and_both_are_linked(case: Case) -> None:
    offer = work.sent(case, "4500.00")
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    assert "Firm’s counter-offer" in words_of(client.get(address(case, offer, "counter")))
    given = {
        "offer": "3,500",
        "spread": "retail",
        "version": offer.version,
        "key": "f" * 32,
        "seen": "below_80",
    }
    answer = client.post(address(case, offer, "counter"), given)
    counter = Offer.objects.get(counter_of=offer)
    assert (answer.url, counter.direction) == (address(case, counter), "theirs")
    assert "Answers Our offer no. 1, $4,500.00" in words_of(client.get(answer.url))
    assert client.get(address(case, offer, "counter")).status_code == 409


@pytest.mark.parametrize("name", ["withdraw", "reject"])
def test_an_offer_is_ended_with_its_reason(case: Case, name: str) -> None:
    offer = work.sent(case, "4500.00")
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    assert client.get(address(case, offer, f"steps/{name}")).status_code == 200
    assert step(client, case, offer, name, reason="Too late").status_code == 302
    assert "Too late" in words_of(client.get(address(case, offer)))


@pytest.mark.parametrize("role", READERS, ids=lambda role: role.code)
def test_who_only_reads_sees_offers_and_no_button(case: Case, role: Role) -> None:
    offer = work.sent(case, "4500.00")
    client = client_of(role)
    page = client.get(address(case, offer))
    assert (page.status_code, "What can come next" in words_of(page)) == (200, False)
    assert "Record offer" not in words_of(client.get(address(case)))
    assert client.get(address(case, rest="/new")).status_code == 403
    assert step(client, case, offer, "reject").status_code == 403
    assert client.get(address(case, rest=".csv")).status_code == 200


@pytest.mark.parametrize("role", MAKERS, ids=lambda role: role.code)
def test_who_negotiates_records_and_sends(case: Case, role: Role) -> None:
    client = client_of(role)
    assert record(client, case).status_code == 302
    offer = Offer.objects.get()
    assert step(client, case, offer, "submit").status_code == 302
    assert step(client, case, offer, "send").status_code == 302


def test_an_offer_of_another_case_is_not_here(case: Case) -> None:
    other = work.negotiated_case(patient="Kai Calder")
    offer = work.received(other)
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    for rest in ("", "steps/accept", "counter", "change"):
        assert client.get(address(case, offer, rest)).status_code == 404
    assert client.get(f"{address(case)}/{uuid4()}/").status_code == 404
    assert client.get(address(other, offer, "steps/moonshine")).status_code == 404


def test_a_second_offer_after_the_agreement_is_refused_in_a_sentence(case: Case) -> None:
    offer = work.received(case, "4500.00")
    client = client_of(Role.NEGOTIATIONS_MANAGER)
    step(client, case, offer, "accept")
    answer = client.get(address(case, rest="/new"))
    assert (answer.status_code, "The payoff of this case is agreed" in words_of(answer)) == (409, True)


def test_the_file_has_every_offer_with_its_words(case: Case) -> None:
    work.sent(case, "4000.00")
    work.received(case, "3500.00", words="Cites policy limit")
    answer = client_of(Role.LEGAL_TEAM).get(address(case, rest=".csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "Cites policy limit" in lines[1]


def test_the_list_asks_as_often_for_ten_offers_as_for_two(case: Case) -> None:
    client = client_of(Role.COLLECTIONS_SPECIALIST)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(case)).status_code == 200
        return len(asked)

    work.received(case, "3000.00")
    work.received(case, "3100.00")
    queries()
    before = queries()
    for amount in ("3200.00", "3300.00", "3400.00", "3500.00", "3600.00", "3700.00", "3800.00"):
        work.received(case, amount)
    assert queries() == before


def test_a_form_on_somebody_elses_case_is_refused_before_anything_is_typed(case: Case) -> None:
    offer, theirs = (
        work.received(case, "3500.00"),
        User.objects.create(name="Ida Moss", email="ida@x.example"),
    )
    bill = work.outside(case, "1000.00", "900.00")
    Case.objects.filter(id=case.id).update(negotiator=theirs)
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    offers = ("offers/new", f"offers/{offer.id}/counter", "negotiation/bill-offers/edit")
    for form in (*offers, "financial-information", "outside/new", f"outside/{bill.id}/"):
        refused = client.get(f"/cases/{case.number}/{form}")
        assert refused.status_code == 403
        assert "Ida Moss negotiates this case" in words_of(refused)
        assert "Not saved" not in words_of(refused)
    assert client_of(Role.NEGOTIATIONS_MANAGER).get(f"/cases/{case.number}/offers/new").status_code == 200
