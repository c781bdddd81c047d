"""Views that people save for themselves: a name for the present filter, another name, gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from openlien.collections.actions import delete_view, rename_view, save_view
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound

from ..access import page
from ..jinja import url
from .bulk_views import keep_undo
from .list_state import state_of_text


@page(Permission.OFFERS_VIEW)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Saves the present filter under a name."""
    actor, query = request.actor, _query(request)  # type: ignore[attr-defined]
    try:
        view = save_view(actor, request.POST.get("name", ""), query)
        messages.success(request, f"Saved as “{view.name}”.")
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(f"{url('collections:list')}?{query}")


@page(Permission.OFFERS_VIEW)
@require_POST
def rename(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Gives a view of the reader another name."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        view = rename_view(actor, view_id, request.POST.get("name", ""))
        messages.success(request, f"The view is called “{view.name}”.")
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(f"{url('collections:list')}?{_query(request)}")


@page(Permission.OFFERS_VIEW)
@require_POST
def delete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Deletes a view of the reader; the message can bring it back."""
    view = delete_view(request.actor, view_id)  # type: ignore[attr-defined]
    token = keep_undo(request, {"what": "view", "name": view.name, "query": view.query})
    undo = url("collections:undo", token)
    messages.success(request, f"Deleted the view “{view.name}”.", extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(f"{url('collections:list')}?{view.query}")


def _query(request: HttpRequest) -> str:
    """The filter of the form, written anew, so that only what the list understands is kept."""
    actor = request.actor  # type: ignore[attr-defined]
    state = state_of_text(actor, f"in=collections&{request.POST.get('query', '')}")
    return url("collections:list", query=state.query()).partition("?")[2] if state else ""
