"""The Settlement View: the case file for one plaintiff, as far as it matters in a negotiation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import total
from openlien.negotiation.rounds.queries import settlement_view

from ...access import page
from ...cases.frame import frame, opened_case
from ...jinja import url
from ...seen import shows
from ..page import page_words
from ..payers import KINDS
from ..place import place_of, uuid_or_none

COVERAGE = (
    {"key": "company", "label": "Ins. co."},
    {"key": "type", "label": "Ins. type"},
    {"key": "adjuster", "label": "Adjuster"},
    {"key": "insured", "label": "Insured name"},
    {"key": "limit", "label": "Policy limit, $", "kind": "number"},
)
LIENORS = (
    {"key": "name", "label": "Lienor name"},
    {"key": "type", "label": "Lienor type"},
    {"key": "amount", "label": "Lienor amount, $", "kind": "money"},
    {"key": "comments", "label": "Comments"},
)
INJURIES = ({"key": "injury", "label": "Injury"}, {"key": "description", "label": "Description"})


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel over the page."""
    words = page_words(request, number)
    place = words["place"]
    shows(request, "Settlement view", case_number=number)
    words |= _view_words(request, number)
    chosen = str(words["view"].facts.plaintiff_id) if words["view"] else ""
    own = {
        "chosen": chosen,
        "view_href": place.to("view"),
        "paper_href": url("settlement:view_print", number, query={**place.query, "of": chosen}),
        "close_href": place.page,
    }
    return render(request, "settlement/rounds/view_panel.jinja", {**words, **own})


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The same on a page of its own that prints."""
    case = opened_case(request, number, seen="Settlement view, print")
    words = {
        **frame(request, case, "settlement"),
        **_view_words(request, number),
        "close_href": place_of(request, number).page,
        # Paper leads nowhere.
        "file_hrefs": None,
    }
    return render(request, "settlement/rounds/view_paper.jinja", words)


def _view_words(request: HttpRequest, number: str) -> dict[str, Any]:
    """The sections for the plaintiff asked for; no view for a case without plaintiffs."""
    asked = uuid_or_none(request.GET.get("of", "")) or place_of(request, number).plaintiff_id
    try:
        view = settlement_view(request.actor, number, asked)  # type: ignore[attr-defined]
    except NotFound:
        if asked is not None:
            raise
        return {"view": None}
    facts = view.facts
    return {
        "view": view,
        "coverage_columns": COVERAGE,
        "coverage_rows": [
            {
                "company": row.name,
                "type": " · ".join(filter(None, [row.insurance_type, KINDS.get(row.kind, "")])),
                "adjuster": row.contact,
                "insured": row.insured,
                "limit": row.limits,
            }
            for row in facts.coverage
        ],
        "lienor_columns": LIENORS,
        "lienor_rows": [
            {"name": row.name, "type": row.type, "amount": row.amount, "comments": row.comments}
            for row in facts.lienors
        ],
        "lienor_total": total(row.amount for row in facts.lienors if row.amount is not None),
        "injury_columns": INJURIES,
        "injury_rows": [{"injury": row.injury, "description": row.description} for row in facts.injuries],
    }
