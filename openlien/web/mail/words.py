"""Mails as the pages show them."""

from __future__ import annotations

from typing import Any

from openlien.integrations.mail.queries import MailLine

from .. import business_time
from ..jinja import time_text, url

FAMILIES = {
    "queued": "pending",
    "sending": "active",
    "sent": "settled",
    "failed": "risk",
    "unknown": "risk",
    "withdrawn": "neutral",
}


def mail_row(line: MailLine) -> dict[str, Any]:
    """One row of a list."""
    others = len(line.to) + len(line.cc) - 1
    return {
        **mail_words(line),
        "line": line,
        "whom": line.to[0] + (f" and {others} more" if others else ""),
    }


def mail_words(line: MailLine) -> dict[str, Any]:
    """The words for a mail's state and moments, and where its page is."""
    moment = line.sent_at or line.tried_at or line.written_at
    return {
        "family": FAMILIES[line.state],
        "written": time_text(business_time.here(line.written_at)),
        "moment": time_text(business_time.here(moment)),
        "tried": time_text(business_time.here(line.tried_at)) if line.tried_at else "",
        "next_try": time_text(business_time.here(line.next_try_at)),
        "href": url("mail:mail", line.case_number, line.id),
        "case_href": url("cases:case", line.case_number),
    }
