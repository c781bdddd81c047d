"""The journal form: a whole page that a keyboard alone can fill, and that works without JavaScript."""

from __future__ import annotations

import csv
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.ledger.actions.drafts import LINES_MAX, Draft, change_journal, create_journal
from openlien.ledger.actions.journals import write_and_submit
from openlien.ledger.errors import TooManyLines
from openlien.ledger.models import JournalEntry
from openlien.ledger.queries.line_choices import account_labels
from openlien.ledger.queries.one_journal import ShownJournal, read_journal
from openlien.ledger.queries.templates import ShownTemplate, UnknownTemplate, read_template
from openlien.ledger.vocabulary import JournalStatus

from ... import business_time
from ...access import page
from ...jinja import url
from ...seen import shows
from ...sent_forms import Wrong, reason_of
from .checking import draft_of, entry_day, refused_at
from .form_context import form_context, lines_context
from .typed import (
    LINES_AT_FIRST,
    TypedJournal,
    TypedLine,
    blank,
    pasted_lines,
    read_typed,
    typed_of,
    with_lines,
)

form_page = require_http_methods(["GET", "HEAD", "POST"])
CHANGEABLE = (JournalStatus.DRAFT, JournalStatus.REJECTED)
SAVE, SUBMIT, ADD, PASTE, REMOVE = "save", "submit", "add", "paste", "remove-"
LINES_ADDED = 5


@form_page
@page(Permission.JOURNALS_WRITE)
def journal_new(request: HttpRequest) -> HttpResponse:
    """The form for a new journal; `template` and `case` of the address are filled in."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        return _answered(request, read_typed(request.POST), None)
    case = request.GET.get("case", "")[:40].replace("\x00", "")
    typed = blank(business_time.today(), case=case, case_text=case)
    if template := _template(actor, request.GET.get("template", "")[:60]):
        typed = _by_template(
            actor, replace(typed, template=template.code, template_text=template.name), template
        )
    return _form(request, typed, None)


@form_page
@page(Permission.JOURNALS_WRITE)
def journal_edit(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a draft or a rejected journal; any other journal is shown instead."""
    journal = read_journal(request.actor, name)  # type: ignore[attr-defined]
    if request.method == "POST":
        return _answered(request, read_typed(request.POST), journal)
    if journal.status not in CHANGEABLE:
        return HttpResponseRedirect(url("ledger:journal", journal.name))
    return _form(request, typed_of(journal), journal)


@page(Permission.JOURNALS_WRITE)
@require_POST
def lines_part(request: HttpRequest) -> HttpResponse:
    """The lines alone, after a template was chosen: its accounts, unless something was typed already."""
    actor = request.actor  # type: ignore[attr-defined]
    typed = read_typed(request.POST)
    template = _template(actor, typed.template)
    if template and not typed.written_lines:
        typed = _by_template(actor, typed, template)
    return render(request, "ledger/journals/lines_part.jinja", lines_context(actor, typed, Wrong(), template))


def _answered(request: HttpRequest, typed: TypedJournal, journal: ShownJournal | None) -> HttpResponse:
    do = request.POST.get("do", SAVE)
    if do in {SAVE, SUBMIT}:
        return _saved(request, typed, journal, submits=do == SUBMIT)
    wrong = Wrong()
    try:
        typed = _reshaped(typed, do)
    except (TooManyLines, csv.Error) as refused:
        too_many = isinstance(refused, TooManyLines)
        wrong["pasted"] = reason_of(refused) if too_many else "These rows could not be read; copy them again."
    return _form(request, typed, journal, wrong, status=422 if wrong else 200)


def _reshaped(typed: TypedJournal, do: str) -> TypedJournal:
    """The form with lines added or removed; nothing is saved.

    *Raises*: TooManyLines, csv.Error.
    """
    if do == ADD:
        return with_lines(typed, (*typed.lines, *(TypedLine(),) * LINES_ADDED))
    if do == PASTE:
        lines = [line for _, line in typed.written_lines] + pasted_lines(typed.pasted)
        if len(lines) > LINES_MAX:
            raise TooManyLines(lines=len(lines), lines_max=LINES_MAX)
        return replace(with_lines(typed, lines), pasted="")
    place = do.removeprefix(REMOVE)
    if place.isdecimal():
        return with_lines(typed, [line for at, line in enumerate(typed.lines, 1) if at != int(place)])
    return typed


def _saved(
    request: HttpRequest, typed: TypedJournal, journal: ShownJournal | None, *, submits: bool
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    draft, wrong = draft_of(actor, typed)
    if draft is None:
        return _form(request, typed, journal, wrong, status=422)
    try:
        paper = _write(actor, typed, draft, journal, submits=submits, over=request.POST.get("over", ""))
    except (Forbidden, NotFound):
        raise
    except StaleVersion:
        return _form(request, typed, journal, is_stale=True, status=409)
    except DomainError as refused:
        return _form(request, typed, journal, refused_at(typed, refused), status=refused.status)
    messages.success(request, said_of(paper))
    return HttpResponseRedirect(url("ledger:journal", read_journal(actor, paper.id).name))


def _write(
    actor: Actor, typed: TypedJournal, draft: Draft, journal: ShownJournal | None, *, submits: bool, over: str
) -> JournalEntry:
    today = business_time.today()
    id_: UUID | None = journal.id if journal else None
    version = next((int(text) for text in (over, typed.version) if text.isdecimal()), 0)
    if submits:
        return write_and_submit(
            actor, draft, today=today, journal_id=id_, version=version, idempotency_key=typed.key
        )
    if id_ is None:
        return create_journal(actor, draft, today=today, idempotency_key=typed.key)
    return change_journal(actor, id_, draft, version=version, today=today)


def said_of(paper: JournalEntry) -> str:
    """What the toast says about a journal that was saved or submitted."""
    return {
        JournalStatus.PENDING.value: "Submitted. It waits for the approval of somebody else.",
        JournalStatus.APPROVED.value: "Submitted, and let through by policy. It can be posted.",
        JournalStatus.POSTED.value: "Posted.",
    }.get(paper.status, "Draft saved.")


def _template(actor: Actor, code: str) -> ShownTemplate | None:
    try:
        return read_template(actor, code) if code else None
    except UnknownTemplate:
        return None


def _by_template(actor: Actor, typed: TypedJournal, template: ShownTemplate) -> TypedJournal:
    """The form with a line for each account that the template names; two blank ones when it names none."""
    numbers = (*template.debit_accounts, *template.credit_accounts)
    labels = account_labels(actor, set(numbers))
    lines = [TypedLine(account=labels.get(number, number)) for number in numbers]
    return with_lines(typed, lines or (TypedLine(),) * LINES_AT_FIRST)


def _form(
    request: HttpRequest,
    typed: TypedJournal,
    journal: ShownJournal | None,
    wrong: Wrong | None = None,
    *,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    template = _template(actor, typed.template)
    shows(request, "Journal form", case_number=typed.case[:20])
    context = form_context(
        actor, typed, wrong or Wrong(), journal, template, entry_day(typed), is_stale=is_stale
    )
    return render(request, "ledger/journals/form.jinja", context, status=status)
