"""One entry with its versions, its correction and its pin; what the buttons of a contact card log."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.cases.activity import actions
from openlien.cases.activity.actions import Whom
from openlien.cases.activity.queries.timeline import Entry, case_number_of, versions_of
from openlien.cases.models import Activity
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, InvalidInput, NotFound

from .. import business_time
from ..access import page
from ..cases.contacts import address_of
from ..cases.frame import frame, opened_case
from ..jinja import time_text, url
from ..sent_forms import Wrong, reason_of, typed
from .shown import shown

CONTACTS = {"call": Activity.Kind.CALL, "email": Activity.Kind.EMAIL, "fax": Activity.Kind.FAX}
_SAID = {"call": "Call", "email": "E-mail", "fax": "Fax"}


@page(Permission.ACTIVITY_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One note or call: its versions, and the form that corrects the latest one."""
    actor = request.actor  # type: ignore[attr-defined]
    versions = versions_of(actor, entry_id)
    latest, number = versions[0], case_number_of(actor, entry_id)
    wrong = Wrong()
    if request.method == "POST":
        try:
            newer = actions.correct_entry(actor, entry_id, text=request.POST.get("text", ""))
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            wrong, status = Wrong(text=reason_of(refused)), refused.status
        else:
            messages.success(request, "Corrected. The earlier version stays to be read.")
            return HttpResponseRedirect(url("activity:entry", newer.id))
    case = opened_case(request, number, seen="Case entry")
    context = {
        **frame(request, case, "activity"),
        "latest": shown(latest, actor.may(Permission.ACTIVITY_LOG)),
        "versions": [_version(each) for each in versions],
        "may_correct": latest.is_written and latest.is_mine and actor.may(Permission.ACTIVITY_LOG),
        "sent": typed(request.POST if wrong else None),
        "wrong": wrong,
    }
    return render(request, "activity/entry.jinja", context, status=status if wrong else 200)


@page(Permission.ACTIVITY_LOG)
@require_POST
def pin(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Puts an entry on top of its case, or takes it down."""
    actor = request.actor  # type: ignore[attr-defined]
    is_pinned = request.POST.get("pinned") == "yes"
    number = case_number_of(actor, entry_id)
    actions.pin_entry(actor, entry_id, is_pinned=is_pinned)
    messages.success(request, "Pinned to the summary." if is_pinned else "No longer pinned.")
    return HttpResponseRedirect(url("cases:activity", number))


@page(Permission.ACTIVITY_LOG)
@require_POST
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Logs a button of a contact card; without JavaScript its answer leads on to telephone or mail."""
    case = opened_case(request, number, seen="Case contact")
    kind, point = request.POST.get("kind", ""), request.POST.get("point", "")
    if kind not in CONTACTS:
        raise InvalidInput("kind", "Choose telephone, mail or fax.")
    whom = Whom(party_id=_uuid(request.POST.get("party", "")), name=request.POST.get("name", ""), point=point)
    logged = actions.log_contact(request.actor, number, kind=CONTACTS[kind], whom=whom)  # type: ignore[attr-defined]
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"sentence": f"Logged: {logged.summary}."})
    context = {
        **frame(request, case, "activity"),
        "said": logged.summary,
        "what": _SAID[kind],
        "point": point,
        "href": address_of(kind, point),
    }
    return render(request, "activity/contact.jinja", context)


def _version(each: Entry) -> dict[str, object]:
    at = time_text(business_time.here(each.at))
    return {"entry": each, "at": at, "href": url("activity:entry", each.id)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
