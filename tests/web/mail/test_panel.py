"""The panel that writes an e-mail: from a round, from a settlement, about a case."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from openlien.cases.documents.actions import Upload, file_document
from openlien.cases.models import Activity, Document
from openlien.identity.models import AccessEntry
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from openlien.integrations.mail.models import Mail, Template
from openlien.negotiation.rounds.models import Round
from openlien.settlement.models import Settlement
from tests import cast
from tests.domain.settlement.calls import Cast, negotiate, settle, usd
from tests.integrations.mail.conftest import ADJUSTER, ATTORNEY
from tests.web.settlement.reading import page_of, round_sent, settlement_sent, words_of

pytestmark = pytest.mark.django_db
NOBODYS = "00000000-0000-4000-8000-000000000000"
TICKED = re.compile(r'name="to" value="([^"]+)" checked')


def panel_of(of: Cast, about: str = "") -> str:
    return f"/cases/{of.case.number}/mail/new" + (f"?about={about}" if about else "")


def sent(**facts: Any) -> dict[str, Any]:
    """A mail as the panel sends it."""
    given = {"key": uuid4().hex, "to": [ADJUSTER], "subject": "Your claim NM-77", "body": "Good morning."}
    return {**given, **facts}


def body_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def field(answer: Any, name: str) -> str:
    """What a field of the panel holds."""
    body = answer.content.decode()
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', body, re.S) or re.search(
        rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', body
    )
    assert found is not None, name
    return html.unescape(found[1]).strip()


def test_a_row_of_each_table_has_email_in_its_menu(of: Cast, coordinator: Client) -> None:
    row, settlement = negotiate(of), settle(of)
    body = body_of(coordinator.get(page_of(of)))
    assert f"/mail/new?about=round%3A{row.id}" in body
    assert f"/mail/new?about=settlement%3A{settlement.id}" in body


def test_a_round_opens_with_the_negotiation_template_and_its_details(of: Cast, coordinator: Client) -> None:
    row = negotiate(of, demand=usd("98000.00"), offer=usd("64000.00"))
    answer = coordinator.get(panel_of(of, f"round:{row.id}"))
    text = field(answer, "body")
    assert field(answer, "subject") == f"Negotiation, case {of.case.number}"
    for line in ("Dear Ivy Stone,", "Your claim: NM-77", "Demand: $98,000.00", "Offer: $64,000.00"):
        assert line in text.splitlines()
    assert "{{" not in text
    assert "Settlement:" not in text
    assert TICKED.findall(answer.content.decode()) == [ADJUSTER]


def test_a_settlement_opens_with_the_settlement_template(of: Cast, coordinator: Client) -> None:
    settlement = settle(of, "64000.00")
    answer = coordinator.get(panel_of(of, f"settlement:{settlement.id}"))
    assert field(answer, "subject") == f"Settlement, case {of.case.number}"
    assert "Amount: $64,000.00" in field(answer, "body")


def test_save_and_email_saves_and_opens_the_panel(of: Cast, coordinator: Client) -> None:
    answer = coordinator.post(page_of(of, "/rounds/new"), round_sent(of, demand="5,000.00", then="email"))
    assert answer.url == panel_of(of, f"round%3A{Round.objects.get().id}")
    assert "Demand: $5,000.00" in field(coordinator.get(answer.url), "body")
    assert "Save & email" in words_of(coordinator.get(page_of(of, "/rounds/new")))


def test_update_and_email_saves_a_settlement_and_opens_the_panel(of: Cast, coordinator: Client) -> None:
    settlement = settle(of)
    address = page_of(of, f"/settlements/{settlement.id}")
    assert "Update & email" in words_of(coordinator.get(address))
    changed = settlement_sent(of, gross="91,000.00", version=str(settlement.version), then="email")
    answer = coordinator.post(address, changed)
    assert answer.url == panel_of(of, f"settlement%3A{settlement.id}")
    assert Settlement.objects.get().gross == usd("91000.00")
    assert "Amount: $91,000.00" in field(coordinator.get(answer.url), "body")


def test_sending_keeps_the_mail_and_goes_back_to_the_page(of: Cast, coordinator: Client) -> None:
    row = negotiate(of)
    first = Template.objects.get(name="[Negotiation]", form="mail")
    answer = coordinator.post(
        panel_of(of, f"round:{row.id}"),
        sent(template=str(first.id), to=[ADJUSTER], cc=[ATTORNEY], cc_typed="office@pacificcrest.example"),
    )
    assert answer.url == page_of(of)
    mail = Mail.objects.get()
    assert (mail.kind, mail.about_id, mail.template_id) == ("negotiation", row.id, first.id)
    assert (mail.to, mail.cc) == ([ADJUSTER], [ATTORNEY, "office@pacificcrest.example"])
    assert "E-mail kept in the outbox" in words_of(coordinator.get(answer.url))
    assert Activity.objects.get(kind="email").object_id == str(mail.id)


def test_a_double_click_sends_one_mail(of: Cast, coordinator: Client) -> None:
    form = sent()
    for _ in range(2):
        assert coordinator.post(panel_of(of), form).status_code == 302
    assert Mail.objects.count() == 1


def test_without_a_mail_server_the_panel_says_that_mail_waits(
    of: Cast, coordinator: Client, settings: Any
) -> None:
    settings.MAIL_SERVER = None
    assert "No mail server is set" in words_of(coordinator.get(panel_of(of)))


@pytest.mark.usefixtures("postbox")
def test_with_a_mail_server_it_says_that_mail_is_on_its_way(of: Cast, coordinator: Client) -> None:
    assert "No mail server" not in words_of(coordinator.get(panel_of(of)))
    answer = coordinator.post(panel_of(of), sent(), follow=True)
    assert f"E-mail is on its way to {ADJUSTER}." in words_of(answer)


def test_another_template_replaces_the_words_and_keeps_whom(of: Cast, coordinator: Client) -> None:
    row = negotiate(of)
    other = Template.objects.get(name="[Case]")
    chosen = sent(to=[ATTORNEY], to_typed="x@y.example", template=str(other.id), then="template")
    answer = coordinator.post(panel_of(of, f"round:{row.id}"), chosen)
    assert answer.status_code == 200
    assert field(answer, "subject") == f"Case {of.case.number}"
    assert TICKED.findall(answer.content.decode()) == [ATTORNEY]
    assert field(answer, "to_typed") == "x@y.example"
    assert not Mail.objects.exists()


def test_a_template_that_was_switched_off_meanwhile_is_no_dead_end(of: Cast, coordinator: Client) -> None:
    other = Template.objects.get(name="[Case]")
    Template.objects.filter(id=other.id).update(is_active=False)
    for then in ("", "template"):
        answer = coordinator.post(panel_of(of), sent(template=str(other.id), then=then))
        assert answer.status_code == (200 if then else 422)
        assert "Good morning." in body_of(answer)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"to": [], "to_typed": ""}, "Say to whom"),
        ({"to_typed": "ivy@"}, '"ivy@" is no e-mail address.'),
        ({"cc_typed": "Ivy <a@b.example>"}, "is no e-mail address."),
        ({"subject": ""}, "A mail has a subject."),
        ({"subject": "Zoe Marlow"}, "take the name of the patient out"),
        ({"subject": "Hello\nBcc: c@d.example"}, "The subject is one line of plain text."),
        ({"body": "Demand: {{demand}}"}, 'The text still holds "demand"'),
        ({"to": ["stranger@else.example"]}, "stranger@else.example"),
    ],
)
def test_a_refused_mail_says_why_and_keeps_what_was_typed(
    of: Cast, coordinator: Client, facts: dict[str, Any], sentence: str
) -> None:
    answer = coordinator.post(panel_of(of), sent(**{"body": "Kept as typed.", **facts}))
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert facts.get("body", "Kept as typed.") in body_of(answer)
    assert not Mail.objects.exists()


def test_documents_of_the_case_can_go_along(
    of: Cast, coordinator: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    upload = Upload(
        name="release.pdf", chunks=[b"%PDF-1.7\n%%EOF\n"], kind=Document.Kind.CORRESPONDENCE, title="Release"
    )
    manager = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    document = file_document(manager, upload, case_number=of.case.number)
    assert "Attach documents of the case (1)" in words_of(coordinator.get(panel_of(of)))
    coordinator.post(panel_of(of), sent(documents=[str(document.id)]))
    mail = Mail.objects.get()
    assert [each.document_id for each in mail.attachments.all()] == [document.id]
    assert "Release" in words_of(coordinator.get(f"/cases/{of.case.number}/mail/{mail.id}/"))


@pytest.mark.parametrize("about", ["round:x", "case:1", f"round:{NOBODYS}", f"settlement:{NOBODYS}"])
def test_what_is_not_there_cannot_be_written_about(of: Cast, coordinator: Client, about: str) -> None:
    assert coordinator.get(panel_of(of, about)).status_code == 404


def test_a_round_of_another_case_and_a_foreign_case_look_missing(of: Cast, coordinator: Client) -> None:
    row = negotiate(of)
    other = cast.make_case("Lena Moss")
    assert coordinator.get(f"/cases/{other.number}/mail/new?about=round:{row.id}").status_code == 404
    elsewhere = Client()
    firm = cast.firm("Osprey Legal")
    user = cast.make_user(Role.SETTLEMENT_COORDINATOR, scope_id=firm.id)
    elsewhere.force_login(user)
    assert elsewhere.get(panel_of(of)).status_code == 404
    assert elsewhere.post(panel_of(of), sent()).status_code == 404
    assert not Mail.objects.exists()


def test_only_who_sends_mail_opens_the_panel(of: Cast) -> None:
    client = Client()
    client.force_login(cast.make_user(Role.LEGAL_TEAM))
    assert client.get(panel_of(of)).status_code == 403
    assert client.post(panel_of(of), sent()).status_code == 403


def test_everybody_who_settles_may_send_mail() -> None:
    """So the second button of the panels never leads to a refusal."""
    for held in ROLE_PERMISSIONS.values():
        assert Permission.SETTLEMENTS_EDIT not in held or Permission.MAIL_SEND in held


def test_opening_the_panel_leaves_a_row_in_the_access_log(of: Cast, coordinator: Client) -> None:
    coordinator.get(panel_of(of))
    assert AccessEntry.objects.filter(case_number=of.case.number).exists()
