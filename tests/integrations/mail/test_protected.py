"""Mail travels protected: TLS at once or after the greeting, and never without where it was asked for."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from openlien.integrations.mail.message import Letter, message_of
from openlien.integrations.mail.smtp import Certainty, Outcome, hand_over
from openlien.kit.clock import now

from .certificates import certificate_for
from .servers import Postbox, at, free_port, listening

FROM, TO = "office@lakeview.example", "ivy.stone@northfield.example"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return certificate_for("127.0.0.1", tmp_path_factory.mktemp("certificate"))


def handed(port: int, tls: str) -> Outcome:
    letter = Letter(
        message_id="<1@lakeview.example>",
        sent_from=FROM,
        sender_name="Ana Velasquo",
        reply_to=FROM,
        to=(TO,),
        cc=(),
        subject="Your claim NM-77",
        body="Good morning.",
        files=(),
    )
    return hand_over(at(port, tls), message_of(letter, written_at=now()), sender=FROM, recipients=[TO])


@pytest.mark.parametrize("tls", ["on", "start"])
def test_mail_is_handed_over_protected(
    shown: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch, tls: str
) -> None:
    trusted, context = shown
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    box, port = Postbox(), free_port()
    option = "ssl_context" if tls == "on" else "tls_context"
    with listening(box, port, **{option: context}):
        assert handed(port, tls).certainty is Certainty.TAKEN
    assert [each.rcpt_tos for each in box.taken] == [[TO]]


@pytest.mark.parametrize("tls", ["on", "start"])
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    shown: tuple[Path, ssl.SSLContext], tls: str
) -> None:
    box, port = Postbox(), free_port()
    option = "ssl_context" if tls == "on" else "tls_context"
    with listening(box, port, **{option: shown[1]}):
        outcome = handed(port, tls)
    assert outcome == Outcome(Certainty.NOT_YET, "The certificate of the mail server is not trusted here.")
    assert box.taken == []


def test_a_server_that_offers_no_protection_gets_nothing() -> None:
    box, port = Postbox(), free_port()
    with listening(box, port):
        outcome = handed(port, "start")
    assert outcome == Outcome(Certainty.NOT_YET, "No protected connection to the mail server was possible.")
    assert box.taken == []
