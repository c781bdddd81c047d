"""What a person decides about a mail that is not sent, or of which nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from openlien.identity.permissions import Permission
from openlien.integrations.mail.queries import read_mail
from openlien.integrations.mail.sending import confirm_arrived, send_again, withdraw_mail
from openlien.kit.errors import DomainError, Forbidden, NotFound

from ..access import page
from ..jinja import url
from .case_views import one_mail_words
from .forms import DecisionForm


@page(Permission.MAIL_SEND)
@require_POST
def again(request: HttpRequest, number: str, mail_id: UUID) -> HttpResponse:
    """Sends the mail once more."""
    return _decided(
        request,
        number,
        mail_id,
        lambda version, reason: send_again(
            request.actor,  # type: ignore[attr-defined]
            mail_id,
            version=version,
            reason=reason,
        ),
        "E-mail is on its way again.",
    )


@page(Permission.MAIL_SEND)
@require_POST
def arrival(request: HttpRequest, number: str, mail_id: UUID) -> HttpResponse:
    """Counts the mail as sent."""
    return _decided(
        request,
        number,
        mail_id,
        lambda version, reason: confirm_arrived(
            request.actor,  # type: ignore[attr-defined]
            mail_id,
            version=version,
            reason=reason,
        ),
        "E-mail counts as sent.",
    )


@page(Permission.MAIL_SEND)
@require_POST
def withdrawal(request: HttpRequest, number: str, mail_id: UUID) -> HttpResponse:
    """Keeps the mail from being sent."""
    return _decided(
        request,
        number,
        mail_id,
        lambda version, reason: withdraw_mail(
            request.actor,  # type: ignore[attr-defined]
            mail_id,
            version=version,
        ),
        "E-mail withdrawn; it is not sent.",
    )


def _decided(
    request: HttpRequest,
    number: str,
    mail_id: UUID,
    decide: Callable[[int, str], object],
    said: str,
) -> HttpResponse:
    """The page of the mail after the decision, or with why it could not be made."""
    if read_mail(request.actor, mail_id).line.case_number != number:  # type: ignore[attr-defined]
        raise NotFound()
    form = DecisionForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"version": 0, "reason": ""}
    try:
        decide(given["version"], given["reason"])
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        words = {**one_mail_words(request, number, mail_id), "refusal": refused.sentence}
        return render(request, "mail/mail.jinja", words, status=refused.status)
    messages.success(request, said)
    return HttpResponseRedirect(url("mail:mail", number, mail_id))
