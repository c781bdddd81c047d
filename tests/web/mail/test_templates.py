"""Administration > Templates: the list, the editor with its example, switching off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from openlien.cases.models import Activity
from openlien.identity.permissions import Role
from openlien.integrations.mail.codes import CODES
from openlien.integrations.mail.models import Template
from tests import cast
from tests.domain.settlement.calls import Cast, negotiate, usd
from tests.integrations.mail.writing import write
from tests.web.settlement.reading import row_of, words_of

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/templates/", "/admin/templates/new"


def typed(**facts: str) -> dict[str, str]:
    given = {
        "key": "a" * 32,
        "version": "0",
        "form": "mail",
        "kind": "negotiation",
        "name": "Reminder",
        "subject": "Case {{case_number}}",
        "body": "Our demand is {{demand}}.",
    }
    return {**given, **facts}


def test_the_list_has_the_templates_of_the_requirement(of: Cast, manager: Client) -> None:
    first = Template.objects.get(name="[Negotiation]", form="mail")
    write(of, template_id=first.id)
    page = manager.get(LIST)
    assert row_of(page, "[Negotiation]").startswith("[Negotiation] Negotiation Yes 1 As it came")
    assert "Settlement Yes 0" in row_of(page, "[Settlement]")
    assert "Demand sent" in words_of(page)


def test_a_template_is_written_and_offered(of: Cast, manager: Client, coordinator: Client) -> None:
    answer = manager.post(NEW, typed(), follow=True)
    assert "Template Reminder saved." in words_of(answer)
    made = Template.objects.get(name="Reminder")
    assert (made.subject, made.changed_by.name) == ("Case {{case_number}}", "Cast Negotiations Manager")
    about = f"round:{negotiate(of).id}"
    panel = f"/cases/{of.case.number}/mail/new"
    assert "Reminder" in words_of(coordinator.get(f"{panel}?about={about}"))
    assert "Reminder" not in words_of(coordinator.get(panel))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"body": "{{demnd}}"}, 'There is no code "demnd" for this kind'),
        ({"kind": "general"}, 'There is no code "demand" for this kind'),
        ({"subject": "{{patient}}"}, "A subject travels unprotected"),
        ({"subject": ""}, "Enter the subject of the template."),
        ({"name": ""}, "Enter the name of the template."),
        ({"body": ""}, "Enter the text of the template."),
        ({"name": "[settlement]"}, "Another template has this name."),
    ],
)
def test_a_refused_template_says_why_and_keeps_what_was_typed(
    manager: Client, facts: dict[str, str], sentence: str
) -> None:
    answer = manager.post(NEW, typed(**facts))
    assert answer.status_code in {409, 422}
    assert sentence in words_of(answer)
    assert 'value="Reminder"' in answer.content.decode() or "name" in facts
    assert not Template.objects.filter(name="Reminder").exists()


def test_the_editor_lists_every_code_and_shows_an_example(manager: Client) -> None:
    first = Template.objects.get(name="[Settlement]")
    seen = words_of(manager.get(f"{LIST}{first.id}/"))
    for code in CODES:
        assert f"{{{{{code.name}}}}} {code.meaning}" in seen
    assert "Amount: $64,000.00" in seen


def test_a_preview_saves_nothing(manager: Client) -> None:
    answer = manager.post(NEW, typed(preview="on"))
    assert answer.status_code == 200
    assert "Our demand is $98,000.00." in words_of(answer)
    live = manager.post(f"{LIST}preview", typed(body="{{offer}} {{nonsense}}"))
    assert "$64,000.00 {{nonsense}}" in words_of(live)
    assert "There is no code nonsense for this kind." in words_of(live)
    assert not Template.objects.filter(name="Reminder").exists()


def test_the_example_follows_a_case_that_somebody_chooses(of: Cast, manager: Client) -> None:
    """The latest round counts; what the case does not say is blank, never made up."""
    words = typed(body="Our demand is {{demand}}.\nYou offer {{offer}}.", example_case=of.case.number)
    none_yet = words_of(manager.post(f"{LIST}preview", words))
    assert f"Values of {of.case.number}, which has no round of negotiation yet" in none_yet
    assert "$98,000.00" not in none_yet
    negotiate(of, demand=usd("90000.00"), offer=usd("60000.00"))
    negotiate(of, demand=usd("88000.00"))
    seen = words_of(manager.post(f"{LIST}preview", words))
    assert f"Values of {of.case.number} and its latest round of negotiation" in seen
    assert "Our demand is $88,000.00." in seen
    assert "You offer" not in seen
    # Without JavaScript only the words arrive.
    page = words_of(
        manager.post(NEW, {**words, "example_case": "", "example_case_text": "Zoe", "preview": "on"})
    )
    assert "Our demand is $88,000.00." in page
    assert not Template.objects.filter(name="Reminder").exists()


@pytest.mark.parametrize(("text", "said"), [("Nobody", "No case fits."), ("\x00", "Made-up values")])
def test_an_example_without_a_case_stays_made_up(of: Cast, manager: Client, text: str, said: str) -> None:
    seen = words_of(manager.post(f"{LIST}preview", typed(example_case_text=text)))
    assert "Our demand is $98,000.00." in seen
    assert said in seen


def test_several_cases_that_fit_are_offered_and_none_is_taken(of: Cast, manager: Client) -> None:
    other = cast.make_case("Zoe Ashford")
    options = words_of(manager.get(f"{LIST}cases?q=Zoe"))
    assert of.case.number in options
    assert other.number in options
    seen = words_of(manager.post(f"{LIST}preview", typed(example_case_text="Zoe")))
    assert "Several cases fit. Choose one from the list." in seen


def test_an_example_never_becomes_markup(manager: Client) -> None:
    live = manager.post(f"{LIST}preview", typed(body="<b>{{offer}}</b>"))
    assert "&lt;b&gt;$64,000.00&lt;/b&gt;" in live.content.decode()


def test_the_second_writer_is_told(manager: Client) -> None:
    first = Template.objects.get(name="[Settlement]")
    address = f"{LIST}{first.id}/"
    words = typed(name="[Settlement]", kind="settlement", body="{{received}}", version=str(first.version))
    assert manager.post(address, words).status_code == 302
    again = manager.post(address, {**words, "body": "{{received}} again"})
    assert again.status_code == 409
    assert "{{received}} again" in again.content.decode()
    first.refresh_from_db()
    assert first.body == "{{received}}"


def test_a_template_is_switched_off_and_on_and_never_deleted(
    of: Cast, manager: Client, coordinator: Client
) -> None:
    first = Template.objects.get(name="[Case]")
    panel = f"/cases/{of.case.number}/mail/new"
    assert "[Case]" in words_of(coordinator.get(panel))
    off = manager.post(f"{LIST}{first.id}/switch", {"version": "1"}, follow=True)
    assert "[Case] is not offered any more." in words_of(off)
    assert "[Case]" not in words_of(coordinator.get(panel))
    assert "This template is not offered" in words_of(manager.get(f"{LIST}{first.id}/"))
    stale = manager.post(f"{LIST}{first.id}/switch", {"version": "1", "active": "on"}, follow=True)
    assert "can be chosen again" not in words_of(stale)
    manager.post(f"{LIST}{first.id}/switch", {"version": "2", "active": "on"})
    assert "[Case]" in words_of(coordinator.get(panel))


def test_a_note_template_is_chosen_in_the_panel_of_a_round(
    of: Cast, manager: Client, coordinator: Client
) -> None:
    manager.post(NEW, typed(form="note", name="Called firm", body="Called {{law_firm}}.", subject="ignored"))
    made = Template.objects.get(name="Called firm")
    assert (made.form, made.subject) == ("note", "")
    panel = f"/cases/{of.case.number}/settlement/rounds/new"
    assert "Called firm" in words_of(coordinator.get(panel))
    sent = {"note": "At noon.", "note_template": str(made.id), "then": "note"}
    assert "At noon.\nCalled Pacific Crest Law Firm." in coordinator.post(panel, sent).content.decode()


def test_a_note_template_starts_a_note_of_the_timeline(of: Cast, coordinator: Client) -> None:
    template = Template.objects.get(name="Status asked for")
    tab = f"/cases/{of.case.number}/activity"
    sent = {"mode": "note", "text": "At noon.", "template": str(template.id), "is_pinned": "on"}
    answer = coordinator.post(tab, {**sent, "then": "template"})
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "At noon.\nAsked Pacific Crest Law Firm where the case stands.</textarea>" in body
    assert not Activity.objects.filter(kind="note").exists()
    coordinator.post(tab, sent)
    assert Activity.objects.get(kind="note").is_pinned


def test_enter_in_a_field_saves_and_does_not_take_the_template(of: Cast, coordinator: Client) -> None:
    """The first button of a form is the one that Enter presses."""
    case = f"/cases/{of.case.number}"
    for page in ("/mail/new", "/settlement/rounds/new", "/activity"):
        body = coordinator.get(case + page).content.decode()
        form = next(each for each in body.split("<form")[1:] if 'name="then"' in each)
        first = next(each for each in form.split("<button")[1:] if 'type="submit"' in each.partition(">")[0])
        assert 'name="then"' not in first.partition(">")[0]


def _browser(role: Role) -> Client:
    client = Client()
    client.force_login(cast.make_user(role))
    return client


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SYSTEM_ADMINISTRATOR, 200), (Role.SETTLEMENT_COORDINATOR, 403), (Role.CFO_CONTROLLER, 403)],
)
def test_templates_are_kept_by_managers_and_administrators(role: Role, status: int, db: Any) -> None:
    browser = _browser(role)
    assert browser.get(LIST).status_code == status
    assert browser.get(NEW).status_code == status


def test_a_template_that_is_not_there_looks_missing(manager: Client) -> None:
    assert manager.get(f"{LIST}00000000-0000-7000-8000-000000000000/").status_code == 404
