"""The mails of a case, and one of them with its text and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.integrations.mail.queries import MailRecord, has_mail_server, mails_of_case, read_mail
from openlien.kit.errors import NotFound

from ..access import page
from ..cases.frame import frame, opened_case
from ..jinja import url
from .words import mail_row, mail_words


@page(Permission.ACTIVITY_VIEW)
@require_safe
def mails(request: HttpRequest, number: str) -> HttpResponse:
    """Every mail of a case, newest first."""
    return render(request, "mail/case_mails.jinja", case_words(request, number))


@page(Permission.ACTIVITY_VIEW)
@require_safe
def one_mail(request: HttpRequest, number: str, mail_id: UUID) -> HttpResponse:
    """One mail, and what can be decided about it."""
    return render(request, "mail/mail.jinja", one_mail_words(request, number, mail_id))


def one_mail_words(request: HttpRequest, number: str, mail_id: UUID) -> dict[str, Any]:
    """What the page of a mail shows.

    *Raises*: Forbidden, NotFound.
    """
    actor = request.actor  # type: ignore[attr-defined]
    record: MailRecord = read_mail(actor, mail_id)
    if record.line.case_number != number:
        raise NotFound()
    case = opened_case(request, number, seen="E-mail of a case")
    return {
        **frame(request, case, "activity"),
        "record": record,
        "mail": mail_words(record.line),
        "may_send": actor.may(Permission.MAIL_SEND),
        "has_server": has_mail_server(),
        "refusal": "",
        "back_href": url("mail:of_case", number),
    }


def case_words(request: HttpRequest, number: str) -> dict[str, Any]:
    """What the list of a case's mails shows, also behind the panel; empty for who may not read it.

    *Raises*: Forbidden, NotFound.
    """
    actor = request.actor  # type: ignore[attr-defined]
    case = opened_case(request, number, seen="E-mails of a case")
    found = mails_of_case(actor, number) if actor.may(Permission.ACTIVITY_VIEW) else []
    return {
        **frame(request, case, "activity"),
        "mails": [mail_row(line) for line in found],
        "has_server": has_mail_server(),
        "waiting": sum(line.state == "queued" for line in found),
        "may_send": actor.may(Permission.MAIL_SEND),
    }
