"""The page: rounds with their convergence, settlements with their sums, checks of the open one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.cases.case_file.reach import reaches_file
from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.negotiation.rounds.queries import RoundRow, round_table
from openlien.settlement.queries.people import plaintiffs_of
from openlien.settlement.queries.tables import SettlementTable, settlement_table

from ..access import page
from ..cases.frame import frame, opened_case
from ..jinja import url
from .checks.words import opened_words
from .place import NONE_OPEN, Place, place_of
from .rounds.words import rounds_words
from .settlements.words import settlements_words


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def settlement_page(request: HttpRequest, number: str) -> HttpResponse:
    """The Settlement tab of a case."""
    return render(request, "settlement/page.jinja", page_words(request, number))


def page_words(request: HttpRequest, number: str, *, place: Place | None = None) -> dict[str, Any]:
    """What the page shows, also behind its panels.

    *Raises*: Forbidden, NotFound.
    """
    actor = request.actor  # type: ignore[attr-defined]
    place = place or place_of(request, number)
    case = opened_case(request, number, seen="Negotiations and settlements")
    plaintiffs = plaintiffs_of(actor, number)
    rounds, table = round_table(actor, number), settlement_table(actor, number)
    opened = _opened(place, table)
    may_edit, may_check = actor.may(Permission.SETTLEMENTS_EDIT), actor.may(Permission.CHECKS_EDIT)
    return {
        **frame(request, case, "settlement"),
        "place": place,
        "plaintiffs": plaintiffs,
        "plaintiff_links": _plaintiff_links(place, plaintiffs),
        "file_hrefs": _file_hrefs(actor, case, place),
        "may_edit": may_edit,
        "may_check": may_check,
        "round_rows": rounds,
        "settlement_rows": table,
        **rounds_words(place, rounds, may_edit=may_edit),
        **settlements_words(place, table, opened, may_edit=may_edit),
        **opened_words(actor, place, opened, may_edit=may_check),
    }


def named_payers(words: dict[str, Any]) -> list[Any]:
    """Everybody that a round or a settlement of the case names."""
    rounds: list[RoundRow] = words["round_rows"]
    return [row.counterparty for row in (*rounds, *words["settlement_rows"].rows)]


def _file_hrefs(actor: Actor, case: CaseHead, place: Place) -> dict[str, str] | None:
    """Where what the case file lacks is added, and back here; None for who may not change the file."""
    if not (case.is_seen_whole and reaches_file(actor, case.law_firm_id)):
        return None
    query = {"list": place.came_from, "from": "settlement"}
    parts = ("plaintiff", "injury", "coverage", "expense")
    added = {part: url(f"cases:{part}_new", case.number, query=query) for part in parts}
    return {**added, "facts": url("cases:facts", case.number, query=query)}


def _opened(place: Place, table: SettlementTable) -> UUID | None:
    """The settlement whose checks are shown: the one asked for, or the only one there is."""
    if place.opened == NONE_OPEN:
        return None
    asked = next((row.id for row in table.rows if str(row.id) == place.opened), None)
    return asked or (table.rows[0].id if len(table.rows) == 1 else None)


def _plaintiff_links(place: Place, plaintiffs: list[tuple[UUID, str]]) -> list[dict[str, Any]]:
    """All, then each plaintiff; nothing to choose where there is one."""
    if len(plaintiffs) < 2:
        return []
    choices = [("", "All plaintiffs"), *((str(id_), name) for id_, name in plaintiffs)]
    return [
        {"label": name, "href": place.showing(key).page, "current": place.plaintiff == key}
        for key, name in choices
    ]
