"""The outbox of all cases: what waits, what failed, what nobody knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.integrations.mail.queries import PAGE_MAILS, STATES, outbox

from ..access import page
from ..admin.places import admin_tabs
from ..jinja import url
from ..seen import shows
from ..settlement.place import uuid_or_none
from .words import mail_row


@page(Permission.MAIL_OVERSEE)
@require_safe
def outbox_page(request: HttpRequest) -> HttpResponse:
    """The mails of all cases page by page, newest first, of one state if asked."""
    asked = request.GET.get("state", "")
    state = asked if asked in dict(STATES) else ""
    before = uuid_or_none(request.GET.get("before", ""))
    found = outbox(request.actor, state=state, before=before, limit=PAGE_MAILS)  # type: ignore[attr-defined]
    shows(request, "Outbox", rows=len(found.mails))
    context = {
        "tabs": admin_tabs(request),
        "mails": [mail_row(line) for line in found.mails],
        "has_server": found.has_server,
        "waiting": found.counts.get("queued", 0),
        "troubled": found.counts.get("unknown", 0) + found.counts.get("failed", 0),
        "unknown": found.counts.get("unknown", 0),
        "newest_href": url("mail:outbox", query={"state": state}) if before else None,
        "older_href": url("mail:outbox", query={"state": state, "before": found.older_than})
        if found.older_than
        else None,
        "total": found.counts.get(state, 0) if state else sum(found.counts.values()),
        "state": state,
        "states": [
            {
                "label": label,
                "href": url("mail:outbox", query={"state": code}),
                "current": state == code,
                "count": found.counts.get(code, 0) if code else sum(found.counts.values()),
            }
            for code, label in (("", "All"), *STATES)
            if not code or found.counts.get(code) or state == code
        ],
    }
    return render(request, "mail/outbox.jinja", context)
