"""The panel that writes an e-mail, over the Settlement page or over the mails of a case."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.documents.queries import documents_of
from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.integrations.mail.codes import GENERAL, NEGOTIATION, SETTLEMENT
from openlien.integrations.mail.contacts import addressees
from openlien.integrations.mail.drafting import draft_mail
from openlien.integrations.mail.queries import has_mail_server
from openlien.integrations.mail.reminders import send_reminder
from openlien.integrations.mail.sending import send_mail
from openlien.integrations.mail.template_queries import mail_templates
from openlien.integrations.mail.values import About
from openlien.kit.errors import DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..cases.forms import new_key
from ..jinja import url
from ..plans.handing import reminder_words
from ..plans.views import REMINDER
from ..settlement.page import page_words
from ..settlement.place import place_of, uuid_or_none
from .case_views import case_words
from .forms import MailForm

_KINDS = {"round": NEGOTIATION, "settlement": SETTLEMENT}


@page(Permission.MAIL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def new_mail(request: HttpRequest, number: str) -> HttpResponse:
    """The panel, filled with the template of what it is about; sending closes it."""
    about = _about(request)
    words = _behind(request, number, about)
    form, people, papers = _form(request, words["case"], about)
    is_sent = request.method == "POST" and request.POST.get("then") != "template"
    if is_sent and form.is_valid():
        try:
            said = _sent(request, number, about, form)
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(words["close_href"])
    context = {
        **words,
        "form": form,
        "people": people,
        "papers": papers,
        "has_server": has_mail_server(),
        "action": url("mail:new", number, query={**place_of(request, number).query, **_asked(request)}),
    }
    return render(
        request, "mail/panel.jinja", context, status=form.status if form.is_bound and is_sent else 200
    )


def _sent(request: HttpRequest, number: str, about: About, form: MailForm) -> str:
    actor, written, key = request.actor, form.written(), form.cleaned_data["key"]  # type: ignore[attr-defined]
    if _is_reminder(request):
        mail = send_reminder(actor, number, written, today=business_time.today(), idempotency_key=key)
    else:
        mail = send_mail(actor, number, about, written, idempotency_key=key)
    return _said(mail.to)


def _is_reminder(request: HttpRequest) -> bool:
    return request.GET.get("about") == REMINDER


def _about(request: HttpRequest) -> About:
    """What the address says the mail is about; a payment reminder is about the case.

    *Raises*: NotFound.
    """
    if _is_reminder(request):
        return About()
    name, _, text = request.GET.get("about", "").partition(":")
    if not name:
        return About()
    found = uuid_or_none(text)
    if name not in _KINDS or found is None:
        raise NotFound()
    return About(_KINDS[name], found)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {"about": request.GET.get("about", "")[:60]}


def _behind(request: HttpRequest, number: str, about: About) -> dict[str, Any]:
    """The words of the page below the panel, and where closing leads."""
    if _is_reminder(request):
        request.actor.require(Permission.PAYMENT_PLANS_KEEP)  # type: ignore[attr-defined]
        words = case_words(request, number)
        back = url("cases:money", number)
        return {**words, "behind": "mail/case_mails.jinja", "close_href": back}
    if about.kind == GENERAL:
        words = case_words(request, number)
        may_read = request.actor.may(Permission.ACTIVITY_VIEW)  # type: ignore[attr-defined]
        back = url("mail:of_case" if may_read else "cases:case", number)
        return {**words, "behind": "mail/case_mails.jinja", "close_href": back}
    words = page_words(request, number)
    return {**words, "behind": "settlement/page.jinja", "close_href": words["place"].page}


def _form(request: HttpRequest, case: CaseHead, about: About) -> tuple[MailForm, list[Any], list[Any]]:
    """The form with its choices: as typed, or as the chosen template fills it."""
    actor = request.actor  # type: ignore[attr-defined]
    offered, people = mail_templates(actor, about.kind), addressees(actor, case.number)
    papers = _papers(request, case)
    data = request.POST if request.method == "POST" else None
    chosen = (request.GET if data is None else data).get("template")
    # One that was switched off meanwhile is refused by the form, which keeps what was typed.
    is_offered = chosen in {"", *(str(each.id) for each in offered)}
    initial = {"key": new_key(), **_filled(request, case, about, chosen if is_offered else None)}
    if data is not None and data.get("then") == "template" and is_offered:
        # Whom it goes to and what goes along stays as it was ticked; the words are the template's.
        kept = {name: data.getlist(name) for name in ("to", "cc", "documents")}
        initial |= {**kept, "to_typed": data.get("to_typed", ""), "cc_typed": data.get("cc_typed", "")}
        data = None
    form = MailForm(data, auto_id="f-%s", initial=initial, templates=offered, people=people, papers=papers)
    return form, people, papers


def _filled(request: HttpRequest, case: CaseHead, about: About, chosen: str | None) -> dict[str, Any]:
    """Whom it goes to first, and the words of the chosen template; the first one's where none is named."""
    filled = draft_mail(
        request.actor,  # type: ignore[attr-defined]
        case.number,
        about,
        company=settings.COMPANY_NAME,
        today=business_time.today(),
        template_id=uuid_or_none(chosen or ""),
    )
    words = {"template": str(filled.template_id or ""), "subject": filled.subject, "body": filled.body}
    if _is_reminder(request) and not chosen:
        message = reminder_words(request, case)
        words = {"template": "", "subject": message.subject, "body": message.text}
        return {"to": list(filled.to), **words}
    return {"to": list(filled.to), **({} if chosen == "" else words)}


def _papers(request: HttpRequest, case: CaseHead) -> list[Any]:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Permission.DOCUMENTS_VIEW):
        return []
    return [paper for paper in documents_of(actor, case) if paper.withdrawn_at is None]


def _said(to: list[str]) -> str:
    if not has_mail_server():
        return "E-mail kept in the outbox. It goes out when a mail server is set."
    return f"E-mail is on its way to {to[0]}."
