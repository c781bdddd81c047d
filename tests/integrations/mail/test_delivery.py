"""Mail goes out once; where nobody can know whether it did, a person decides."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from openlien.cases.documents.actions import Upload, file_document
from openlien.cases.models import Activity, Document
from openlien.identity.permissions import Role
from openlien.integrations.mail import errors
from openlien.integrations.mail.delivery import PAUSES, deliver, sweep
from openlien.integrations.mail.models import Mail
from openlien.integrations.mail.sending import confirm_arrived, send_again, withdraw_mail
from openlien.kit.clock import now
from openlien.kit.idempotency import IdempotencyKeyReused
from tests import cast
from tests.domain.settlement.calls import Cast

from .servers import Postbox, at, free_port, listening
from .writing import JOB, work_off, write

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nSigned.\n%%EOF\n"


def jobs_of(mail: Mail) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'mail_id' = %s", [str(mail.id)])
        return int(cursor.fetchone()[0])


def told(of: Cast) -> list[str]:
    found = Activity.objects.filter(case=of.case, kind="email").order_by("id")
    return [entry.summary for entry in found]


def test_a_mail_arrives_as_it_was_written(of: Cast, postbox: Postbox) -> None:
    written = write(of, cc=["gus@pacificcrest.example"], body="Good morning.\n.\nA dot alone, and é.")
    mail = work_off(written)
    assert (mail.state, mail.tries, mail.trouble) == ("sent", 1, "")
    assert mail.sent_at is not None
    assert postbox.taken[0].rcpt_tos == ["ivy.stone@northfield.example", "gus@pacificcrest.example"]
    message = postbox.messages[0]
    assert message["Subject"] == "Your claim NM-77"
    assert message["From"] == '"Cast Settlement Coordinator" <office@lakeview.example>' or (
        "office@lakeview.example" in message["From"]
    )
    assert message["Message-ID"] == mail.message_id
    assert message.get_content().splitlines() == ["Good morning.", ".", "A dot alone, and é."]
    assert told(of) == ["E-mail to ivy.stone@northfield.example and 1 more: Your claim NM-77"]


def test_a_mail_and_its_job_are_put_down_together_or_not_at_all(of: Cast) -> None:
    with transaction.atomic():
        lost = write(of)
        assert jobs_of(lost) == 1
        transaction.set_rollback(True)
    assert not Mail.objects.filter(id=lost.id).exists()
    assert jobs_of(lost) == 0


def test_the_same_form_sent_twice_is_one_mail(of: Cast, postbox: Postbox) -> None:
    first, second = write(of, key="k1"), write(of, key="k1")
    assert first.id == second.id
    assert jobs_of(first) == 1
    work_off(first)
    work_off(second)
    assert len(postbox.taken) == 1
    assert len(told(of)) == 1


def test_the_same_key_with_other_words_is_refused(of: Cast) -> None:
    write(of, key="k1")
    with pytest.raises(IdempotencyKeyReused):
        write(of, key="k1", body="Other words.")


def test_without_a_mail_server_it_waits(of: Cast, settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = None  # type: ignore[attr-defined]
    mail = work_off(write(of))
    assert (mail.state, mail.tries) == ("queued", 0)


def test_a_refused_recipient_means_that_nobody_gets_it(of: Cast, postbox: Postbox) -> None:
    postbox.refused["gus@pacificcrest.example"] = "550 No such mailbox"
    mail = work_off(write(of, cc=["gus@pacificcrest.example"]))
    assert mail.state == "failed"
    assert mail.trouble == "The mail server refused gus@pacificcrest.example (550 No such mailbox)."
    assert postbox.taken == []
    assert told(of)[-1].startswith("E-mail not sent, to ivy.stone@northfield.example")


@pytest.mark.parametrize(("answer", "state"), [("451 Try later", "queued"), ("554 Spam", "failed")])
def test_a_refused_text_was_surely_not_taken(of: Cast, postbox: Postbox, answer: str, state: str) -> None:
    postbox.answer_to_text = answer
    mail = work_off(write(of))
    assert mail.state == state
    assert answer in mail.trouble


def test_a_line_that_drops_after_the_text_is_never_sent_again_by_itself(of: Cast, postbox: Postbox) -> None:
    postbox.drops_after_text = True
    mail = work_off(write(of))
    assert mail.state == "unknown"
    assert "before the answer came" in mail.trouble
    postbox.drops_after_text = False
    assert deliver(JOB, mail.id) == "unknown"
    assert sweep(JOB) == {"unknown": 0, "again": 0}
    assert len(postbox.taken) == 1


def test_a_person_may_send_an_unknown_one_again_as_the_same_message(of: Cast, postbox: Postbox) -> None:
    postbox.drops_after_text = True
    mail = work_off(write(of))
    postbox.drops_after_text = False
    with pytest.raises(errors.ReasonNeeded):
        send_again(of.coordinator, mail.id, version=mail.version, reason=" ")
    again = send_again(of.coordinator, mail.id, version=mail.version, reason="Ivy has nothing.")
    assert (work_off(again).state, again.decision_reason) == ("sent", "Ivy has nothing.")
    first, second = postbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert jobs_of(mail) == 2


def test_a_person_may_say_that_an_unknown_one_has_arrived(of: Cast, postbox: Postbox) -> None:
    postbox.drops_after_text = True
    mail = work_off(write(of))
    arrived = confirm_arrived(of.coordinator, mail.id, version=mail.version, reason="Ivy called back.")
    assert (arrived.state, arrived.sent_at) == ("sent", mail.tried_at)
    with pytest.raises(errors.NotDecidable):
        send_again(of.coordinator, mail.id, version=arrived.version, reason="Once more.")


def test_a_server_that_was_down_gets_the_mail_when_it_is_up(
    of: Cast, settings: pytest.FixtureRequest
) -> None:
    port, box = free_port(), Postbox()
    settings.MAIL_SERVER, settings.MAIL_FROM = at(port), "office@lakeview.example"  # type: ignore[attr-defined]
    mail = work_off(write(of))
    assert (mail.state, mail.tries) == ("queued", 1)
    assert "could not be reached" in mail.trouble
    assert PAUSES[0] - (mail.next_try_at - now()) < PAUSES[0]
    assert jobs_of(mail) == 2
    with listening(box, port):
        assert work_off(mail).state == "sent"
    assert len(box.taken) == 1


def test_a_server_that_stays_down_is_given_up_for_a_person(of: Cast, settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER, settings.MAIL_FROM = at(free_port()), "office@lakeview.example"  # type: ignore[attr-defined]
    mail = write(of)
    states = [work_off(mail).state for _ in range(len(PAUSES) + 1)]
    assert states == ["queued"] * len(PAUSES) + ["failed"]


def test_a_mail_whose_worker_died_is_unknown_and_not_sent_again(of: Cast, postbox: Postbox) -> None:
    mail = write(of)
    Mail.objects.filter(id=mail.id).update(state="sending", tries=1, tried_at=now())
    assert work_off(mail).state == "unknown"
    assert postbox.taken == []
    assert told(of)[-1].startswith("Not known whether sent")


def test_the_sweep_finds_what_got_stuck(of: Cast, postbox: Postbox) -> None:
    half, late, fresh = write(of), write(of), write(of)
    long_ago = now() - PAUSES[4]
    Mail.objects.filter(id=half.id).update(state="sending", tries=1, tried_at=long_ago)
    Mail.objects.filter(id=late.id).update(next_try_at=long_ago)
    assert sweep(JOB) == {"unknown": 1, "again": 1}
    assert sweep(JOB) == {"unknown": 0, "again": 0}
    assert (jobs_of(half), jobs_of(late), jobs_of(fresh)) == (1, 2, 1)


def test_a_withdrawn_mail_stays_unsent(of: Cast, postbox: Postbox) -> None:
    mail = write(of)
    withdraw_mail(of.coordinator, mail.id, version=mail.version)
    assert work_off(mail).state == "withdrawn"
    assert postbox.taken == []


def test_a_decision_on_an_older_state_is_refused(of: Cast, postbox: Postbox) -> None:
    mail = write(of)
    seen = mail.version
    work_off(mail)
    with pytest.raises(errors.MailStale, match="it is sent now"):
        withdraw_mail(of.coordinator, mail.id, version=seen)


def test_the_database_keeps_what_a_mail_says_and_that_it_was_sent(of: Cast, postbox: Postbox) -> None:
    mail = work_off(write(of))
    for change in (
        {"body": "Something else."},
        {"state": "queued", "sent_at": None},
        {"to": ["x@y.example"]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mail.objects.filter(id=mail.id).update(**change)


def test_documents_of_the_case_go_along(
    of: Cast, postbox: Postbox, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    document = _document(of)
    work_off(write(of, document_ids=[document.id]))
    (attached,) = postbox.messages[0].iter_attachments()
    assert attached.get_filename() == "release.pdf"
    assert attached.get_content() == PDF


def test_a_document_of_another_case_does_not_go_along(
    of: Cast, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    document = _document(of, number=cast.make_case("Lena Moss").number)
    with pytest.raises(errors.NotAttachable):
        write(of, document_ids=[document.id])


def _document(of: Cast, number: str = "") -> Document:
    clerk = cast.acting_person(Role.NEGOTIATIONS_MANAGER)
    upload = Upload(name="release.pdf", chunks=[PDF], kind=Document.Kind.CORRESPONDENCE, title="Release")
    return file_document(clerk, upload, case_number=number or of.case.number)
