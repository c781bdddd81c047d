"""A mail as it travels: plain text with its attachments. Headers are built, never joined from text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

# Letters beyond ASCII are encoded, so that a mail server without 8BITMIME takes the mail as well.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along, as it will be called."""

    path: Path
    name: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is made of; `sent_from` is the address that the mail server lets us use."""

    message_id: str
    sent_from: str
    sender_name: str
    reply_to: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str
    files: tuple[File, ...] = ()

    @property
    def recipients(self) -> list[str]:
        """Everybody whom the mail server is asked to reach."""
        return [*self.to, *self.cc]


def message_of(letter: Letter, *, written_at: datetime) -> EmailMessage:
    """Return the message; its date is the moment it was written, the same at every try.

    *Raises*: ValueError for a line break in a header.
    """
    message = EmailMessage(policy=POLICY)
    message["Message-ID"] = letter.message_id
    message["Date"] = written_at
    message["From"] = Address(letter.sender_name, addr_spec=letter.sent_from)
    if letter.reply_to:
        message["Reply-To"] = Address(letter.sender_name, addr_spec=letter.reply_to)
    message["To"] = [Address(addr_spec=each) for each in letter.to]
    if letter.cc:
        message["Cc"] = [Address(addr_spec=each) for each in letter.cc]
    message["Subject"] = letter.subject
    message.set_content(letter.body)
    for file in letter.files:
        main, _, sub = file.content_type.partition("/")
        content = file.path.read_bytes()
        message.add_attachment(content, maintype=main, subtype=sub, filename=file.name)
    return message
