"""The letter of an offer: its text with versions, its fields, its PDF, filed when the offer is sent."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from openlien.cases.models import Case, Document
from openlien.identity.permissions import Role
from openlien.negotiation.letters.actions import write_letter
from openlien.negotiation.letters.fields import merged, paragraphs, unknown_fields
from openlien.negotiation.letters.models import LetterVersion
from openlien.negotiation.models import Offer
from tests.domain.negotiation import conftest as work

from .test_offers_of_a_case import TODAY, client_of, step, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def case(db: None) -> Case:
    return work.negotiated_case()


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def letter_address(case: Case, offer: Offer) -> str:
    return f"/cases/{case.number}/offers/{offer.id}/letter"


def approved(case: Case, **terms: object) -> Offer:
    offer = work.drafted(work.collector(), case, "4000.00", **terms)
    step(client_of(Role.COLLECTIONS_SPECIALIST), case, offer, "submit")
    return Offer.objects.get(id=offer.id)


def test_the_letter_says_what_the_offer_says(case: Case) -> None:
    offer = work.drafted(
        work.collector(), case, "4000.00", expires_on=date(2026, 11, 26), words="Within a month."
    )
    answer = client_of(Role.LEGAL_TEAM).get(letter_address(case, offer))
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    for words in (
        "November 20, 2026",
        "Dear Gus Ember,",
        f"Offer no. 1 on the bills of Zoe Marlow, {case.number}",
        "we accept $4,000.00. That is 80% of retail, or $1,000.00 less:",
        "B-2 $3,000.00 $2,400.00",
        "Within a month.",
        "until the end of November 26, 2026",
    ):
        assert words in said


@pytest.mark.parametrize(
    "hostile",
    ['#panic("out")', "$ x $ \\ #set page(fill: red)", '{{amount}} #read("/content.json")', "*Bo* _it_ <b>&"],
)
def test_what_people_typed_is_printed_and_never_run(case: Case, hostile: str) -> None:
    case.patient.name = hostile
    case.patient.save()
    offer = work.drafted(work.collector(), case, "4000.00", words=hostile)
    answer = client_of(Role.COLLECTIONS_SPECIALIST).get(letter_address(case, offer))
    assert answer.status_code == 200
    said = text_of(answer.content)
    assert said.count(" ".join(hostile.split())) >= 2
    assert "Sincerely," in said


def test_the_firms_offer_has_no_letter_of_ours(case: Case) -> None:
    answer = client_of(Role.COLLECTIONS_SPECIALIST).get(letter_address(case, work.received(case)))
    assert (answer.status_code, "came from the firm" in words_of(answer)) == (409, True)


def test_sending_files_the_letter_with_the_case(case: Case) -> None:
    offer = approved(case)
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    asked = words_of(client.get(f"/cases/{case.number}/offers/{offer.id}/steps/send"))
    assert "File its letter with the documents of the case" in asked
    done = client.get(step(client, case, offer, "send", letter="on").url)
    assert "its letter is filed with the case" in words_of(done)
    filed = Document.objects.get(case=case)
    assert (filed.title, filed.kind) == ("Letter of our offer no. 1", "correspondence")


def test_without_the_tick_no_letter_is_filed(case: Case) -> None:
    offer = approved(case)
    step(client_of(Role.COLLECTIONS_SPECIALIST), case, offer, "send")
    assert (Offer.objects.get().status, Document.objects.count()) == ("sent", 0)


def test_a_stale_sending_files_nothing(case: Case) -> None:
    offer = approved(case)
    client = client_of(Role.COLLECTIONS_SPECIALIST)
    address = f"/cases/{case.number}/offers/{offer.id}/steps/send"
    assert client.post(address, {"version": "1", "letter": "on"}).status_code == 409
    assert not Document.objects.exists()


def test_a_manager_writes_the_next_version_and_letters_follow_it(case: Case) -> None:
    manager = client_of(Role.NEGOTIATIONS_MANAGER)
    given = {
        "version": "0",
        "subject": "Re: {{case_number}}",
        "body": "To {{law_firm}}\n\n{{bills}}\n\n{{sender}}",
    }
    answer = manager.post("/offers/letter/", given)
    assert answer.status_code == 302
    page = words_of(manager.get("/offers/letter/"))
    assert "Version 1, in force Cast Negotiations Manager" in page
    assert "As it came" in page
    offer = work.drafted(work.collector(), case, "4000.00")
    said = text_of(manager.get(letter_address(case, offer)).content)
    assert f"Re: {case.number} To Pacific Crest Law Firm Bill Retail Accepted" in said
    stale = manager.post("/offers/letter/", {**given, "body": "Mine"})
    assert stale.status_code == 409
    assert "Cast Negotiations Manager changed the letter while you were editing" in words_of(stale)
    assert LetterVersion.objects.count() == 1


def test_an_earlier_version_is_opened_to_be_used_again(db: None) -> None:
    write_letter(work.manager(), subject="First", body="Text of the first", version=0)
    write_letter(work.manager(), subject="Second", body="Text of the second", version=1)
    page = client_of(Role.NEGOTIATIONS_MANAGER).get("/offers/letter/?version=1").content.decode()
    assert "Text of the first" in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"body": "Dear {{patient.password}}"}, 'There is no field "patient.password"'),
        ({"body": ""}, "A letter has a text."),
        ({"subject": " "}, "A letter has a subject."),
    ],
)
def test_a_letter_that_cannot_be_filled_is_refused(db: None, given: dict[str, str], sentence: str) -> None:
    sent = {"version": "0", "subject": "Re", "body": "Text", **given}
    answer = client_of(Role.NEGOTIATIONS_MANAGER).post("/offers/letter/", sent)
    assert (answer.status_code, sentence in words_of(answer)) == (422, True)
    assert not LetterVersion.objects.exists()


def test_the_preview_fills_the_typed_text_with_an_example_and_saves_nothing(db: None) -> None:
    manager = client_of(Role.NEGOTIATIONS_MANAGER)
    typed = {"version": "0", "subject": "Re {{patient}}", "body": "We accept {{amount}} <b>{{nothing}}</b>"}
    part = manager.post("/offers/letter/preview", typed)
    assert "Re Zoe Marlow We accept $43,000.00 <b>{{nothing}}</b>" in words_of(part)
    assert "There is no field nothing" in words_of(part)
    plain = manager.post("/offers/letter/", {**typed, "preview": "on"})
    assert (plain.status_code, LetterVersion.objects.exists()) == (200, False)
    assert "We accept $43,000.00" in words_of(plain)


@pytest.mark.parametrize("role", [Role.COLLECTIONS_SPECIALIST, Role.LEGAL_TEAM], ids=lambda role: role.code)
def test_only_who_approves_edits_the_letter(db: None, role: Role) -> None:
    client = client_of(role)
    assert client.get("/offers/letter/").status_code == 403
    assert client.post("/offers/letter/", {}).status_code == 403
    assert client.get("/offers/letter/example").status_code == 403


def test_the_example_is_a_pdf(db: None) -> None:
    answer = client_of(Role.NEGOTIATIONS_MANAGER).get("/offers/letter/example")
    assert "$43,000.00" in text_of(answer.content)


def test_a_value_is_not_read_as_a_field_again() -> None:
    assert merged("{{ patient }} {{amount}}", {"patient": "{{amount}}", "amount": "$1"}) == "{{amount}} $1"
    assert unknown_fields("{{amount}} {{ nobody }} {{nobody}} {{}}") == ("nobody", "")


def test_a_paragraph_that_turns_out_empty_is_left_out() -> None:
    pieces = paragraphs("A\n\n{{terms}}\n\n{{bills}}\n\nB", {"terms": ""})
    assert [piece["kind"] for piece in pieces] == ["text", "table", "text"]
