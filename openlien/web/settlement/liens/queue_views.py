"""Proposed reductions across cases, and the page on which somebody decides about one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.settlement.actions.reductions import approve_reduction, refuse_reduction
from openlien.settlement.queries.reductions import list_reductions, read_reduction

from ... import business_time
from ...access import page
from ...jinja import money, url
from ...seen import shows
from ...sent_forms import reason_of
from .words import DECISIONS, input_words, law_words, queue_sheet, trace_words

VIEWS = (("proposed", "Waiting"), ("approved", "Approved"), ("refused", "Refused"), ("all", "All"))
ROWS_MAX = 500


@page(Permission.SETTLEMENTS_VIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """Reductions that wait for a decision, those that wait longest first; the decided ones beside them."""
    actor = request.actor  # type: ignore[attr-defined]
    show = _shown(request)
    rows, found = list_reductions(actor, status=shown_status(request), rows_max=ROWS_MAX)
    shows(request, "Reductions of liens", rows=len(rows))
    context = {
        "views": [
            {"label": label, "href": url("liens:queue", query={"show": name}), "current": name == show}
            for name, label in VIEWS
        ],
        "show": show,
        "sheet": queue_sheet(rows),
        "found": found,
        "shown": len(rows) if len(rows) < found else None,
        "may_approve": actor.may(Permission.REDUCTIONS_APPROVE),
    }
    return render(request, "settlement/liens/queue.jinja", context)


def shown_status(request: HttpRequest) -> str:
    """The status of the reductions that the queue shows; blank for all."""
    show = _shown(request)
    return "" if show == "all" else show


def _shown(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in dict(VIEWS) else "proposed"


@page(Permission.SETTLEMENTS_VIEW)
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal with its trace and source, and who decided."""
    return _page(request, proposal_id)


@page(Permission.REDUCTIONS_APPROVE)
@require_POST
def approve(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Approves a reduction that somebody else proposed."""
    actor = request.actor  # type: ignore[attr-defined]
    row = read_reduction(actor, proposal_id)
    try:
        approve_reduction(actor, proposal_id)
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        return _page(request, proposal_id, complaint=refused.sentence, status=refused.status)
    messages.success(request, f"Approved. The lien of {row.holder} comes to {money(row.amount)}.")
    return HttpResponseRedirect(url("liens:proposal", proposal_id))


@page(Permission.REDUCTIONS_APPROVE)
@require_POST
def refuse(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Refuses a reduction with a reason; the lien stays as it is."""
    actor, reason = request.actor, request.POST.get("reason", "")  # type: ignore[attr-defined]
    row = read_reduction(actor, proposal_id)
    try:
        refuse_reduction(actor, proposal_id, reason=reason)
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        return _page(request, proposal_id, wrong=reason_of(refused), typed=reason, status=refused.status)
    messages.success(request, f"Refused. The lien of {row.holder} stays at {money(row.amount_before)}.")
    return HttpResponseRedirect(url("liens:proposal", proposal_id))


def _page(
    request: HttpRequest,
    proposal_id: UUID,
    *,
    complaint: str = "",
    wrong: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = read_reduction(actor, proposal_id)
    shows(request, "Reduction of a lien", case_number=row.case_number)
    context: dict[str, Any] = {
        "row": row,
        "sign": DECISIONS[row.status],
        "law": law_words(row.rule, row.law, business_time.today()),
        "trace": trace_words(row.trace),
        "inputs": input_words(row.rule, row.inputs),
        "is_own": row.proposed_by_id == actor.user_id,
        "may_decide": actor.may(Permission.REDUCTIONS_APPROVE) and row.status == "proposed",
        "complaint": complaint,
        "wrong": wrong,
        "typed": typed[:300],
    }
    return render(request, "settlement/liens/proposal.jinja", context, status=status)
