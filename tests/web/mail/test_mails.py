"""The mails of a case, what is decided about one, and the outbox of all cases."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from openlien.identity.permissions import Role
from openlien.integrations.mail.models import Mail
from tests import cast
from tests.domain.settlement.calls import Cast
from tests.integrations.mail.servers import Postbox
from tests.integrations.mail.writing import work_off, write
from tests.web.settlement.reading import row_of, words_of

pytestmark = pytest.mark.django_db


def mails(of: Cast, mail: Mail | None = None, rest: str = "") -> str:
    return f"/cases/{of.case.number}/mail/" + (f"{mail.id}/{rest}" if mail else "")


def next_page(answer: Any) -> str:
    """Where the link to older mails leads."""
    found = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
    assert found is not None
    return html.unescape(found[1])


def unknown(of: Cast, postbox: Postbox) -> Mail:
    """A mail of which nobody knows whether the server took it."""
    postbox.drops_after_text = True
    mail = work_off(write(of))
    postbox.drops_after_text = False
    return mail


def test_a_case_without_mail_says_what_will_be_kept_here(of: Cast, coordinator: Client) -> None:
    seen = words_of(coordinator.get(mails(of)))
    assert "No e-mail yet" in seen
    assert "Write the first" in seen


def test_the_case_lists_its_mails_with_what_became_of_them(
    of: Cast, coordinator: Client, postbox: Postbox
) -> None:
    work_off(write(of, subject="First"))
    postbox.answer_to_text = "554 Spam"
    work_off(write(of, subject="Second"))
    page = coordinator.get(mails(of))
    assert "Sent" in row_of(page, "First")
    assert "Not sent The mail server refused the mail (554 Spam)." in row_of(page, "Second")
    assert words_of(page).index("Second") < words_of(page).index("First")


def test_the_timeline_leads_to_the_text_of_the_mail(of: Cast, coordinator: Client) -> None:
    mail = write(of, cc=["gus@pacificcrest.example"], body="Good morning,\nIvy.")
    tab = coordinator.get(f"/cases/{of.case.number}/activity").content.decode()
    assert f'href="{mails(of, mail)}"' in tab
    assert f'href="{mails(of)}"' in tab
    seen = words_of(coordinator.get(mails(of, mail)))
    for text in ("Good morning,", "ivy.stone@northfield.example", "gus@pacificcrest.example", "Waiting"):
        assert text in seen


def test_a_reader_sees_the_mail_and_decides_nothing(of: Cast) -> None:
    mail = write(of)
    client = Client()
    client.force_login(cast.make_user(Role.AUDITOR))
    seen = words_of(client.get(mails(of, mail)))
    assert "Good morning." in seen
    assert "Do not send it" not in seen
    for rest in ("again", "arrival", "withdrawal"):
        assert client.post(mails(of, mail, rest), {"version": "1", "reason": "x"}).status_code == 403


def test_a_mail_of_another_case_looks_missing(of: Cast, coordinator: Client) -> None:
    mail = write(of)
    elsewhere = f"/cases/{cast.make_case('Lena Moss').number}/mail/{mail.id}/"
    assert coordinator.get(elsewhere).status_code == 404
    assert coordinator.post(f"{elsewhere}withdrawal", {"version": "1"}).status_code == 404
    mail.refresh_from_db()
    assert mail.state == "queued"


def test_an_unknown_one_asks_before_it_is_sent_again(of: Cast, coordinator: Client, postbox: Postbox) -> None:
    mail = unknown(of, postbox)
    seen = words_of(coordinator.get(mails(of, mail)))
    assert "Nobody knows whether this mail was sent" in seen
    assert "It has arrived" in seen
    refused = coordinator.post(mails(of, mail, "again"), {"version": str(mail.version), "reason": " "})
    assert (refused.status_code, "Say why, in a few words." in words_of(refused)) == (422, True)
    asked = {"version": str(mail.version), "reason": "Ivy has nothing."}
    assert "on its way again" in words_of(coordinator.post(mails(of, mail, "again"), asked, follow=True))
    assert work_off(mail).state == "sent"
    assert "Ivy has nothing." in words_of(coordinator.get(mails(of, mail)))
    stale = coordinator.post(mails(of, mail, "again"), asked)
    assert (stale.status_code, "it is sent now" in words_of(stale)) == (409, True)
    assert len(postbox.taken) == 2


def test_an_unknown_one_can_count_as_sent(of: Cast, coordinator: Client, postbox: Postbox) -> None:
    mail = unknown(of, postbox)
    asked = {"version": str(mail.version), "reason": "Ivy called."}
    answer = coordinator.post(mails(of, mail, "arrival"), asked, follow=True)
    assert "E-mail counts as sent." in words_of(answer)
    assert "It has arrived" not in words_of(answer)
    assert len(postbox.taken) == 1


def test_a_waiting_one_can_be_withdrawn(of: Cast, coordinator: Client) -> None:
    mail = write(of)
    answer = coordinator.post(mails(of, mail, "withdrawal"), {"version": str(mail.version)}, follow=True)
    assert "E-mail withdrawn; it is not sent." in words_of(answer)
    mail.refresh_from_db()
    assert mail.state == "withdrawn"


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": "1", "reason": "x" * 301}])
def test_a_decision_that_cannot_be_read_changes_nothing(
    of: Cast, coordinator: Client, postbox: Postbox, sent: dict[str, str]
) -> None:
    mail = unknown(of, postbox)
    assert coordinator.post(mails(of, mail, "again"), sent).status_code in {409, 422}
    mail.refresh_from_db()
    assert mail.state == "unknown"


def test_the_outbox_shows_what_waits_and_what_needs_a_decision(
    of: Cast, manager: Client, postbox: Postbox
) -> None:
    unknown(of, postbox)
    write(of, subject="Still waiting")
    page = manager.get("/admin/outbox/")
    assert "Nobody knows whether 1 mail was sent" in words_of(page)
    assert of.case.number in row_of(page, "Still waiting")
    only = manager.get("/admin/outbox/?state=unknown")
    assert "Still waiting" not in words_of(only)
    assert "Not known whether sent" in row_of(only, "Your claim NM-77")
    assert manager.get("/admin/outbox/?state=banana").status_code == 200


def test_the_outbox_is_read_page_by_page(of: Cast, manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.mail.outbox_views.PAGE_MAILS", 2)
    for number in range(5):
        write(of, subject=f"Mail {number}")
    first = manager.get("/admin/outbox/?state=queued")
    assert ["Mail 4" in words_of(first), "Mail 2" in words_of(first)] == [True, False]
    assert "2 of 5 mails" in words_of(first)
    older = next_page(first)
    assert "state=queued" in older
    second = manager.get(older)
    assert [f"Mail {n}" in words_of(second) for n in range(5)] == [False, True, True, False, False]
    last = manager.get(next_page(second))
    assert "Mail 0" in words_of(last)
    assert 'rel="next"' not in last.content.decode()
    assert 'rel="prev"' in last.content.decode()
    assert manager.get("/admin/outbox/?before=banana").status_code == 200


def test_the_outbox_says_how_a_mail_server_is_set(of: Cast, manager: Client, settings: Any) -> None:
    settings.MAIL_SERVER = None
    write(of)
    seen = words_of(manager.get("/admin/outbox/"))
    assert "No mail server is set" in seen
    assert "OPENLIEN_SMTP_URL" in seen
    assert "1 mail waits" in seen


def test_the_outbox_is_for_those_who_oversee_it(of: Cast, coordinator: Client) -> None:
    assert coordinator.get("/admin/outbox/").status_code == 403
