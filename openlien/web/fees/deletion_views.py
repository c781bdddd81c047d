"""Deleting a version of a fee schedule, or the schedule: first what it prices, and what would change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.fee_schedules.actions import delete_schedule, delete_version
from openlien.cases.fee_schedules.errors import PricesInUse, VersionsChangedMeanwhile
from openlien.cases.fee_schedules.queries import Schedule, Version, read_schedule
from openlien.cases.fee_schedules.use import BillsOfPrices, VersionUse, use_of_schedule, use_of_version
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, NotFound

from ..access import page
from ..jinja import count, date_text, plural, url
from ..settlement.place import uuid_or_none
from .views import schedule_context


@page(Permission.FEES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def version_deletion(request: HttpRequest, schedule_id: UUID, version_id: UUID) -> HttpResponse:
    """The drawer that asks before a version is deleted."""
    actor = request.actor  # type: ignore[attr-defined]
    found = read_schedule(actor, schedule_id)
    if request.method != "POST":
        return _version_asked(request, found, found.version_named(version_id))
    try:
        version = found.version_named(version_id)
        delete_version(actor, version_id)
        messages.success(request, f"The prices from {date_text(version.effective_on)} are deleted.")
    except PricesInUse as refused:
        return _version_asked(request, found, version, refused)
    except NotFound:
        # Pressed twice, or somebody else was quicker: what was asked for is so.
        messages.info(request, "These prices are deleted already.")
    return HttpResponseRedirect(url("fees:schedule", schedule_id))


@page(Permission.FEES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_deletion(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """The drawer that asks before a schedule is deleted with all its versions."""
    actor = request.actor  # type: ignore[attr-defined]
    found = read_schedule(actor, schedule_id)
    if request.method != "POST":
        return _schedule_asked(request, found)
    seen = [version for each in request.POST.getlist("seen") if (version := uuid_or_none(each))]
    try:
        delete_schedule(actor, schedule_id, versions_seen=seen)
    except (PricesInUse, VersionsChangedMeanwhile) as refused:
        return _schedule_asked(request, found, refused)
    messages.success(request, f"The schedule {found.name} is deleted.")
    return HttpResponseRedirect(url("fees:list"))


def _version_asked(
    request: HttpRequest, found: Schedule, version: Version, refused: Conflict | None = None
) -> HttpResponse:
    use = use_of_version(request.actor, found, version)  # type: ignore[attr-defined]
    words = {
        "question": f"Delete the prices from {date_text(version.effective_on)}?",
        "sentences": [*_codes(version, use), *_bills(use.bills)],
        "action": url("fees:version_deletion", found.id, version.id),
        "label": "Delete prices",
        "close_href": url("fees:schedule", found.id, query={"version": str(version.effective_on)}),
    }
    return _asked(request, found, words, use.bills, opened=version, refused=refused)


def _schedule_asked(request: HttpRequest, found: Schedule, refused: Conflict | None = None) -> HttpResponse:
    use = use_of_schedule(request.actor, found)  # type: ignore[attr-defined]
    goes = f"{found.name} goes with {plural(len(found.versions), 'version')}."
    others = f"{found.facility} would be priced by the schedules of every facility."
    words = {
        "question": "Delete this schedule?",
        "sentences": [goes, *([others] if found.facility else []), *_bills(use)],
        "action": url("fees:deletion", found.id),
        "label": "Delete schedule",
        "close_href": url("fees:schedule", found.id),
    }
    return _asked(request, found, words, use, opened=None, refused=refused)


def _asked(
    request: HttpRequest,
    found: Schedule,
    words: dict[str, Any],
    use: BillsOfPrices,
    *,
    opened: Version | None,
    refused: Conflict | None,
) -> HttpResponse:
    shown = {
        **schedule_context(request, found, opened=opened),
        **words,
        "seen": [each.id for each in found.versions],
        "refusal": refused.sentence if refused else "",
        "blocked": None if use.may_go else "Add a version from a later day instead.",
    }
    return render(request, "fees/deletion.jinja", shown, status=refused.status if refused else 200)


def _codes(version: Version, use: VersionUse) -> list[str]:
    days = f"from {date_text(version.effective_on)}"
    if version.until:
        days += f" until {date_text(version.until)}"
    first = f"They are the prices of {plural(version.codes, 'code')} {days}."
    if use.before is None:
        return [first, "No version comes before them: the schedule would have no price in these days."]
    changes = [
        (use.changed, "with another price"),
        (use.removed, "without a price"),
        (use.restored, "with a price again"),
    ]
    parts = [f"{plural(number, 'code')} {what}" for number, what in changes if number]
    after = f"The prices from {date_text(use.before.effective_on)} would go on"
    return [first, f"{after}: {', '.join(parts)}." if parts else f"{after}; they are the same."]


def _bills(use: BillsOfPrices) -> list[str]:
    if not use.bills:
        return ["No bill has its price here. No bill changes."]
    charged = f"{plural(use.bills, 'bill has its price', 'bills have their price')} here; "
    charged += f"{plural(use.charged, 'was', 'were')} charged so"
    if use.may_go:
        return [f"{charged}, and none by these prices alone. No bill changes."]
    return [f"{charged}, {count(use.charged_only_so)} by these prices alone: they cannot be deleted."]
