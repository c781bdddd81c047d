"""The monitor of transfers to Business Central: what waits, what failed, and what a person does about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.identity.permissions import Permission
from openlien.ledger.actions.sync import ignore_sync, retry_sync
from openlien.ledger.queries.sync import SyncCount, SyncItem, sync_item, sync_queue
from openlien.ledger.vocabulary import SyncStatus

from ... import business_time
from ...access import page
from ...jinja import age_words, url
from ...sent_forms import refusals_of, typed
from .frame import SYNC_FAMILIES, frame, when

CRITICAL = "critical"


@page(Permission.LEDGER_VIEW)
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """The queue by state, with counts of every state."""
    return render(request, "ledger/periods/sync.jinja", _words(request))


@page(Permission.LEDGER_SET_UP)
@require_POST
def retry(request: HttpRequest, journal_id: UUID) -> HttpResponse:
    """Puts a transfer that failed back into the queue."""
    retry_sync(request.actor, journal_id)  # type: ignore[attr-defined]
    messages.success(request, "The journal waits for its transfer again.")
    return HttpResponseRedirect(url("ledger:sync"))


@page(Permission.LEDGER_SET_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def ignore(request: HttpRequest, journal_id: UUID) -> HttpResponse:
    """The drawer in which a person says why a journal is never sent."""
    actor = request.actor  # type: ignore[attr-defined]
    item = sync_item(actor, journal_id)
    wrong = refusals_of(lambda: None)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        wrong = refusals_of(lambda: ignore_sync(actor, journal_id, reason=reason))
        if not wrong:
            messages.success(request, f"{item.number} is not sent.")
            return HttpResponseRedirect(url("ledger:sync"))
    words = {**_words(request), "item": item, "wrong": wrong, "given": typed(request.POST or None)}
    return render(request, "ledger/periods/sync_ignore.jinja", words, status=422 if wrong else 200)


def _words(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("status", "")
    status = SyncStatus(asked) if asked in SyncStatus.codes() else None
    only_critical = bool(request.GET.get(CRITICAL))
    found = sync_queue(
        request.actor,  # type: ignore[attr-defined]
        status=status,
        only_critical=only_critical,
        cursor=request.GET.get("after", ""),
    )
    query = {"status": asked if status else "", CRITICAL: "yes" if only_critical else ""}
    return {
        **frame(request),
        "found": found,
        "tiles": [_tile(count) for count in found.counts],
        "views": list(_views(found.counts, query)),
        "rows": [_row(item) for item in found.items],
        "is_first_page": not request.GET.get("after"),
        "newest_href": url("ledger:sync", query=query),
        "older_href": url("ledger:sync", query={**query, "after": found.next_cursor})
        if found.next_cursor
        else None,
        "only_critical": only_critical,
        "journals": sum(count.journals for count in found.counts),
    }


def _tile(count: SyncCount) -> dict[str, Any]:
    since = business_time.here(count.oldest_at)
    age = (business_time.today() - since.date()).days if since else None
    if not count.journals:
        context = "none"
    elif count.critical:
        context = f"{count.critical:,} of them critical"
    else:
        context = "none of them critical"
    return {
        "label": count.status.label,
        "journals": count.journals,
        "context": f"{context} · oldest {age_words(age)}" if age is not None else context,
        "href": url("ledger:sync", query={"status": count.status.value}),
    }


def _views(counts: list[SyncCount], query: dict[str, str]) -> Any:
    yield {
        "label": "All",
        "href": url("ledger:sync", query={**query, "status": ""}),
        "current": not query["status"],
    }
    for count in counts:
        yield {
            "label": f"{count.status.label} {count.journals:,}",
            "href": url("ledger:sync", query={**query, "status": count.status.value}),
            "current": query["status"] == count.status.value,
        }


def _row(item: SyncItem) -> dict[str, Any]:
    return {
        "item": item,
        "href": url("ledger:journal", item.number),
        "family": SYNC_FAMILIES[item.status],
        "next_try": when(item.next_attempt_at) if item.next_attempt_at else "",
        "retry_href": url("ledger:sync_retry", item.id)
        if item.status in {SyncStatus.ERROR, SyncStatus.REJECTED}
        else None,
        "ignore_href": url("ledger:sync_ignore", item.id)
        if item.status in {SyncStatus.PENDING, SyncStatus.ERROR}
        else None,
    }
