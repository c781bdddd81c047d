"""Mail servers that really listen: one that takes mail, and ones that behave badly at a chosen moment."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from openlien.integrations.mail.server import MailServer


@dataclass
class Postbox:
    """What a server took, and how it answers."""

    answer_to_text: str = "250 OK"
    refused: dict[str, str] = field(default_factory=dict)
    drops_after_text: bool = False
    taken: list[Any] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer_to_text.startswith("250"):
            self.taken.append(envelope)
        if self.drops_after_text:
            server.transport.abort()
        return self.answer_to_text

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails taken so far, read as any mail program reads them."""
        return [email.message_from_bytes(each.content, policy=default) for each in self.taken]  # type: ignore[misc]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def at(port: int, tls: str = "off") -> MailServer:
    return MailServer("127.0.0.1", port, tls, seconds_max=5)


@contextmanager
def listening(postbox: Postbox, port: int, **options: Any) -> Iterator[None]:
    """The server on that port while the block runs; `ssl_context` and `tls_context` make it speak TLS."""
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
