"""Handing one message over to the mail server, and what is certain afterwards."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum

from .server import MailServer

GO_AHEAD, DONE = 354, 250
SENTENCE_LETTERS_MAX = 400
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class Certainty(Enum):
    """What is known when the talk with the mail server has ended."""

    TAKEN = "the mail server has it"
    NOT_YET = "surely not taken; another try may go well"
    REFUSED = "surely not taken, and never will be"
    UNKNOWN = "it may or may not have been taken"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The certainty, and what happened in a sentence."""

    certainty: Certainty
    sentence: str = ""


class _Ended(Exception):
    """The talk ended with an outcome."""

    def __init__(self, certainty: Certainty, sentence: str) -> None:
        self.outcome = Outcome(certainty, sentence[:SENTENCE_LETTERS_MAX])
        super().__init__(sentence)


def hand_over(
    server: MailServer, message: EmailMessage, *, sender: str, recipients: Sequence[str]
) -> Outcome:
    """Offer the message to all recipients or none, and return what is certain then.

    Until the server says "go ahead" nothing was taken. Between the end of the text and its answer nobody
    can tell, so a line that drops there is an unknown outcome: another try could deliver the mail twice.
    """
    content = message.as_bytes()
    try:
        with _talk(server) as talk:
            _ask(talk, sender, recipients)
            return _give(talk, content)
    except _Ended as ended:
        return ended.outcome


@contextmanager
def _talk(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection on which mail may be offered, closed at the end whatever happened.

    *Raises*: _Ended.
    """
    talk = _connected(server)
    try:
        yield talk
    finally:
        # A farewell that fails changes nothing about what was taken.
        with suppress(smtplib.SMTPException, OSError):
            talk.quit()
        talk.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    try:
        if server.tls == "on":
            context = ssl.create_default_context()
            talk: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.seconds_max, context=context
            )
        else:
            talk = smtplib.SMTP(server.host, server.port, timeout=server.seconds_max)
        if server.tls == "start":
            talk.starttls(context=ssl.create_default_context())
        if server.user:
            talk.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError:
        raise _Ended(Certainty.NOT_YET, "The mail server refused our user name or password.") from None
    except ssl.SSLCertVerificationError:
        raise _Ended(Certainty.NOT_YET, "The certificate of the mail server is not trusted here.") from None
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        raise _Ended(Certainty.NOT_YET, "No protected connection to the mail server was possible.") from None
    except (smtplib.SMTPException, OSError) as failed:
        said = f": {failed.strerror}" if isinstance(failed, OSError) and failed.strerror else ""
        raise _Ended(Certainty.NOT_YET, f"The mail server could not be reached{said}.") from None
    return talk


def _ask(talk: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> None:
    """Names sender and recipients; one that is refused means that nobody gets the mail.

    *Raises*: _Ended.
    """
    try:
        talk.ehlo_or_helo_if_needed()
        code, reply = talk.mail(sender)
        if code != DONE:
            raise _refusal(code, reply, "The mail server refused our address")
        for recipient in recipients:
            code, reply = talk.rcpt(recipient)
            if code not in {DONE, 251}:
                raise _refusal(code, reply, f"The mail server refused {recipient}")
        talk.putcmd("DATA")
        code, reply = talk.getreply()
        if code != GO_AHEAD:
            raise _refusal(code, reply, "The mail server refused the mail")
    except (smtplib.SMTPException, OSError):
        raise _Ended(Certainty.NOT_YET, "The line to the mail server dropped before the mail.") from None


def _give(talk: smtplib.SMTP, content: bytes) -> Outcome:
    """Sends the text; only the server's answer to its end tells what became of it."""
    try:
        talk.send(_LEADING_DOT.sub(b"..", content).rstrip(b"\r\n") + b"\r\n.\r\n")
        code, reply = talk.getreply()
    except (smtplib.SMTPException, OSError):
        return Outcome(
            Certainty.UNKNOWN, "The line dropped after the mail was handed over, before the answer came."
        )
    if code == DONE:
        return Outcome(Certainty.TAKEN)
    if code >= 400:
        return _refusal(code, reply, "The mail server refused the mail").outcome
    return Outcome(Certainty.UNKNOWN, f"The mail server gave an answer that means nothing here ({code}).")


def _refusal(code: int, reply: bytes, what: str) -> _Ended:
    """Refusals that begin with 5 are for good; all others may pass."""
    said = " ".join(reply.decode("utf-8", "replace").split())
    certainty = Certainty.REFUSED if 500 <= code < 600 else Certainty.NOT_YET
    return _Ended(certainty, f"{what} ({code} {said}).")
