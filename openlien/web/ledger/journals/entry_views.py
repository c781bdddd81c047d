"""One journal: its page, and everything that moves it on its way into the books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from openlien.cases.documents.actions import Upload
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.ledger.actions.attachments import attach_file
from openlien.ledger.actions.drafts import delete_journal
from openlien.ledger.actions.journals import (
    approve_journal,
    post_journal,
    reject_journal,
    reverse_journal,
    submit_journal,
    withdraw_journal,
)
from openlien.ledger.queries.one_journal import ShownJournal, read_journal
from openlien.ledger.queries.posting_days import posting_day

from ... import business_time
from ...access import page
from ...jinja import plural, url
from ...seen import shows
from ...sent_forms import Wrong
from .checking import confirmed_day, entry_day, sentence_of
from .entry_context import entry_context
from .form_views import form_page, said_of
from .typed import TypedJournal

QUEUE = "queue"


@page(Permission.LEDGER_VIEW)
def journal(request: HttpRequest, name: str) -> HttpResponse:
    """The journal with its lines, its history and its place in the books."""
    return _page(request, _opened(request, name))


@page(Permission.JOURNALS_WRITE)
@require_POST
def submit(request: HttpRequest, name: str) -> HttpResponse:
    """Submits a draft."""
    shown = _opened(request, name)

    def act(actor: Actor) -> str:
        paper = submit_journal(actor, shown.id, version=_version(request), today=business_time.today())
        return said_of(paper)

    return _done(request, shown, act)


@page(Permission.JOURNALS_WRITE)
@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Takes a journal back before anybody approved it."""
    shown = _opened(request, name)

    def act(actor: Actor) -> str:
        withdraw_journal(actor, shown.id, version=_version(request))
        return "Withdrawn. It is a draft again."

    return _done(request, shown, act)


@page(Permission.JOURNALS_WRITE)
@require_POST
def delete(request: HttpRequest, name: str) -> HttpResponse:
    """Deletes a draft or a rejected journal."""
    shown = _opened(request, name)

    def act(actor: Actor) -> str:
        delete_journal(actor, shown.id, version=_version(request))
        return "Draft deleted."

    return _done(request, shown, act, back=url("ledger:entries"))


@page(Permission.JOURNALS_APPROVE)
@require_POST
def approve(request: HttpRequest, name: str) -> HttpResponse:
    """Approves a journal that somebody else wrote."""
    shown = _opened(request, name)

    def act(actor: Actor) -> str:
        paper = approve_journal(actor, shown.id, version=_version(request), today=business_time.today())
        return "Approved and posted." if paper.status == "posted" else "Approved. Somebody else posts it."

    return _done(request, shown, act, back=_back_to_queue(request))


@form_page
@page(Permission.JOURNALS_APPROVE)
def reject(request: HttpRequest, name: str) -> HttpResponse:
    """The drawer in which a journal is rejected with a reason."""
    shown = _opened(request, name)
    reason = request.POST.get("reason", "").replace("\x00", "")
    back = _back_to_queue(request) or url("ledger:journal", shown.name)
    if request.method == "POST":
        try:
            reject_journal(
                request.actor,
                shown.id,
                version=_version(request),
                reason=reason,  # type: ignore[attr-defined]
            )
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            said = Wrong({"reason": _said(refused)})
            context = {"wrong": said, "reason": reason, "close_href": back}
            return _page(request, shown, "reject", context, status=refused.status)
        messages.success(request, "Rejected. Its writer reads your reason and can change it.")
        return HttpResponseRedirect(back)
    return _page(request, shown, "reject", {"wrong": Wrong(), "reason": "", "close_href": back})


@page(Permission.JOURNALS_POST)
@require_POST
def post(request: HttpRequest, name: str) -> HttpResponse:
    """Posts an approved journal."""
    shown = _opened(request, name)
    posted: list[str] = []

    def act(actor: Actor) -> str:
        number = post_journal(actor, shown.id, today=business_time.today()).number or ""
        posted.append(number)
        return f"Posted as {number}."

    answer = _done(request, shown, act)
    return HttpResponseRedirect(url("ledger:journal", posted[0])) if posted else answer


@form_page
@page(Permission.JOURNALS_POST)
def reverse(request: HttpRequest, name: str) -> HttpResponse:
    """The drawer in which a posted journal is reversed, on a day and with a reason."""
    shown = _opened(request, name)
    sent = request.POST
    typed = TypedJournal(
        entry_on=sent.get("entry_on", f"{business_time.today():%m/%d/%Y}").replace("\x00", ""),
        posting_on=sent.get("posting_on", "")[:10],
        description=sent.get("reason", "").replace("\x00", ""),
        **({"key": sent["key"]} if sent.get("key", "").isalnum() else {}),
    )
    day, wrong = entry_day(typed), Wrong()
    context: dict[str, Any] = {
        "typed": typed,
        "wrong": wrong,
        "close_href": url("ledger:journal", shown.name),
        "period": posting_day(request.actor, day) if day else None,  # type: ignore[attr-defined]
    }
    if request.method != "POST":
        return _page(request, shown, "reverse", context)
    if day is None:
        wrong["entry_on"] = "Enter the day of the reversal, such as 11/20/2026, or t for today."
        return _page(request, shown, "reverse", context, status=422)
    try:
        paper = reverse_journal(
            request.actor,  # type: ignore[attr-defined]
            shown.id,
            entry_on=day,
            posting_on=confirmed_day(typed),
            reason=typed.description,
            today=business_time.today(),
            idempotency_key=typed.key,
        )
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        wrong["reason" if refused.code in {"reason_required", "text_too_long"} else "entry_on"] = _said(
            refused
        )
        return _page(request, shown, "reverse", context, status=refused.status)
    reversal = read_journal(request.actor, paper.id)  # type: ignore[attr-defined]
    said = f"Reversed by {reversal.number}." if reversal.is_posted else "The reversal waits for approval."
    messages.success(request, said)
    return HttpResponseRedirect(url("ledger:journal", reversal.name))


@page(Permission.JOURNALS_WRITE)
@require_POST
def attach(request: HttpRequest, name: str) -> HttpResponse:
    """Files what was chosen as supporting documents of the journal; a file that is refused is named."""
    shown = _opened(request, name)
    uploads = [
        Upload(name=file.name or "file", chunks=file.chunks()) for file in request.FILES.getlist("files")
    ]
    refused = [] if uploads else ["Choose a file, or drop one here."]
    for upload in uploads:
        try:
            attach_file(request.actor, shown.id, upload)  # type: ignore[attr-defined]
        except (Forbidden, NotFound):
            raise
        except DomainError as refusal:
            refused.append(f"{upload.name}: {sentence_of(refusal)}")
    if refused:
        now = _opened(request, name)
        return _page(request, now, context={"attach_error": " ".join(refused)}, status=422)
    messages.success(request, f"{plural(len(uploads), 'file')} attached.")
    return HttpResponseRedirect(url("ledger:journal", shown.name))


def _opened(request: HttpRequest, name: str) -> ShownJournal:
    shown = read_journal(request.actor, name)  # type: ignore[attr-defined]
    shows(request, "Journal", rows=1, case_number=shown.case_number)
    return shown


def _done(
    request: HttpRequest, shown: ShownJournal, act: Callable[[Actor], str], *, back: str | None = None
) -> HttpResponse:
    """The way back with a toast; the journal's page with the sentence when it was refused."""
    try:
        said = act(request.actor)  # type: ignore[attr-defined]
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        now = _opened(request, str(shown.id))
        return _page(request, now, status=refused.status, context={"refusal": _said(refused, keep=True)})
    messages.success(request, said)
    return HttpResponseRedirect(back or url("ledger:journal", shown.name))


def _said(refused: DomainError, *, keep: bool = False) -> str:
    if isinstance(refused, StaleVersion):
        return "Not done. Somebody changed this journal meanwhile; below is how it stands now."
    return refused.sentence if keep else sentence_of(refused)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _back_to_queue(request: HttpRequest) -> str | None:
    return url("ledger:queue") if QUEUE in (request.POST.get("back"), request.GET.get("back")) else None


def _page(
    request: HttpRequest,
    shown: ShownJournal,
    name: str = "entry",
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    back = QUEUE if _back_to_queue(request) else ""
    given = {
        "refusal": "",
        "attach_error": None,
        "back": back,
        **entry_context(actor, shown),
        **(context or {}),
    }
    return render(request, f"ledger/journals/{name}.jinja", given, status=status)
