"""The approval queue: what waits on the left, the entry on the right, several approved at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days
from openlien.ledger.actions.journals import approve_journals
from openlien.ledger.queries.approval_queue import Queue, WaitingJournal, approval_queue, approval_threshold
from openlien.ledger.queries.one_journal import read_journal
from openlien.ledger.vocabulary import JournalStatus

from ... import business_time
from ...access import page
from ...jinja import age_words, plural, url
from ...seen import shows
from ..places import ledger_tabs
from .entry_context import entry_context
from .form_context import approval_note

PICKS_MAX = 200


@page(Permission.LEDGER_VIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """The journals that wait, and the one that the address names, or the first that can be approved."""
    actor = request.actor  # type: ignore[attr-defined]
    found = approval_queue(actor)
    chosen = _chosen(found, request.GET.get("entry", ""))
    shows(request, "Approval queue", rows=len(found.rows))
    context = {
        "tabs": ledger_tabs(request),
        "queue": found,
        "rows": [_row(row, chosen) for row in found.rows],
        "may_approve": actor.may(Permission.JOURNALS_APPROVE),
        "may_write": actor.may(Permission.JOURNALS_WRITE),
        "approval_note": approval_note(approval_threshold(actor)),
        "entry": _entry(actor, chosen.id) if chosen else None,
    }
    return render(request, "ledger/journals/queue.jinja", context)


@page(Permission.LEDGER_VIEW)
def queue_entry(request: HttpRequest, name: str) -> HttpResponse:
    """One journal of the queue alone, as the page shows it on the right."""
    actor = request.actor  # type: ignore[attr-defined]
    entry = _entry(actor, name)
    shows(request, "Journal", case_number=entry["journal"].case_number)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(url("ledger:queue", query={"entry": entry["journal"].id}))
    return render(request, "ledger/journals/queue_entry.jinja", {"entry": entry})


@page(Permission.JOURNALS_APPROVE)
@require_POST
def approve_picked(request: HttpRequest) -> HttpResponse:
    """Approves the ticked journals, each by itself; says which were left as they are, and why."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = _picked(request.POST.getlist("pick"))
    if not wanted:
        messages.error(request, "Nothing approved. Tick the entries first.")
        return HttpResponseRedirect(url("ledger:queue"))
    done, refused = approve_journals(actor, wanted, today=business_time.today())
    said = f"{plural(done, 'entry', 'entries')} approved."
    if refused:
        reasons = " ".join(dict.fromkeys(each.sentence for each in refused))
        messages.error(request, f"{said} {plural(len(refused), 'entry', 'entries')} not: {reasons}")
    else:
        messages.success(request, said)
    return HttpResponseRedirect(url("ledger:queue"))


def _picked(values: list[str]) -> list[tuple[UUID, int]]:
    """The ids and versions of the ticked boxes; what is neither is left out."""
    picked = []
    for value in values[:PICKS_MAX]:
        id_text, _, version = value.partition(":")
        try:
            picked.append((UUID(id_text), int(version)))
        except ValueError:
            continue
    return picked


def _chosen(found: Queue, wanted: str) -> WaitingJournal | None:
    named = next((row for row in found.rows if str(row.id) == wanted), None)
    return named or next((row for row in found.rows if not row.is_own), None) or next(iter(found.rows), None)


def _row(row: WaitingJournal, chosen: WaitingJournal | None) -> dict[str, Any]:
    days = age_days(row.submitted_at.date(), business_time.today())
    return {
        "waiting": row,
        "href": url("ledger:queue", query={"entry": row.id}),
        "part_href": url("ledger:queue_entry", str(row.id)),
        "is_chosen": chosen is not None and row.id == chosen.id,
        "age": "today" if days <= 0 else f"{age_words(days)} ago",
        "is_late": days > 2,
    }


def _entry(actor: Actor, name: str | UUID) -> dict[str, Any]:
    journal = read_journal(actor, name)
    is_waiting = journal.status is JournalStatus.PENDING
    return {**entry_context(actor, journal), "is_waiting": is_waiting}
