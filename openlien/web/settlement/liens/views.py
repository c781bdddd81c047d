"""The liens of a case with their six amounts, and what was proposed to reduce them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.settlement.queries.reductions import LienRow, lien_rows, reduction_rows

from ... import business_time
from ...access import page
from ...cases.frame import frame, opened_case
from ...jinja import url
from ..calculation.views import section_links
from .words import AMOUNTS, DECISIONS, STATUSES, law_title, lien_sums


@page(Permission.SETTLEMENTS_VIEW)
def liens(request: HttpRequest, number: str) -> HttpResponse:
    """Every lien of the case, and the history of their reductions."""
    return render(request, "settlement/liens/list.jinja", list_context(request, number))


def list_context(request: HttpRequest, number: str) -> dict[str, Any]:
    """What the page shows; the drawers of a lien stand over it."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = lien_rows(actor, number)
    case = opened_case(request, number, seen="Liens of a case")
    proposals = reduction_rows(actor, number)
    waiting = {row.lien_id for row in proposals if row.status == "proposed"}
    return {
        **frame(request, case, "settlement"),
        "tools": section_links(number, "liens"),
        "columns": _columns(actor.may(Permission.SETTLEMENTS_EDIT)),
        "liens": [_shown(row, row.id in waiting) for row in rows],
        "sums": lien_sums(rows),
        "files": {form: url("liens:file", number, form) for form in ("csv", "xlsx")},
        "proposals": [
            {
                "row": row,
                "sign": DECISIONS[row.status],
                "title": law_title(row.rule),
                "href": url("liens:proposal", row.id),
                "on": business_time.here(row.proposed_at).date(),
            }
            for row in proposals
        ],
        "waiting": len([row for row in proposals if row.status == "proposed"]),
        "may_edit": actor.may(Permission.SETTLEMENTS_EDIT),
        "may_approve": actor.may(Permission.REDUCTIONS_APPROVE),
    }


def _columns(has_actions: bool) -> list[dict[str, str]]:
    money = [{"key": name, "label": f"{label}, $", "kind": "money"} for name, label in AMOUNTS]
    columns = [
        {"key": "holder", "label": "Lien holder"},
        *money,
        {"key": "payable", "label": "Payable, $", "kind": "money"},
        {"key": "status", "label": "Status"},
    ]
    return [*columns, {"key": "actions", "label": "Action", "kind": "actions"}] if has_actions else columns


def _shown(row: LienRow, is_waiting: bool) -> dict[str, Any]:
    return {
        "row": row,
        "sign": STATUSES[row.status],
        "amounts": [getattr(row, name) for name, _ in AMOUNTS],
        "is_waiting": is_waiting,
        "needs_funding": row.kind == "health_plan" and row.plan_funding == "unknown",
    }
