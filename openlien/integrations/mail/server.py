"""The mail server that the installation is told to use."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtps": 465, "smtp": 587}
SECONDS_MAX = 30


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over; `tls` is `on` from the first byte, `start` after the greeting, or `off`."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""
    seconds_max: float = SECONDS_MAX


def parse_server(url: str) -> MailServer:
    """Return the server of an address such as `smtp://user:password@mail.example:587`.

    `smtps` speaks TLS at once, `smtp` begins it after the greeting; only `?tls=off` goes without.
    *Raises*: ValueError when the address is of another form.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
        raise ValueError("no address of a mail server")
    query = parse_qs(parts.query, strict_parsing=bool(parts.query))
    if query.keys() - {"tls"} or query.get("tls", ["off"]) != ["off"]:
        raise ValueError("the only option is tls=off")
    if query and parts.scheme == "smtps":
        raise ValueError("smtps goes with TLS")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        tls="off" if query else {"smtps": "on", "smtp": "start"}[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
