"""A look at a case without leaving the list: last activities, open offers with the gap, what is next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.activity.queries.tasks import next_steps
from openlien.cases.activity.queries.timeline import timeline
from openlien.cases.queries import CaseHead, people_of, read_case
from openlien.collections.filters import CollectionFilter, CollectionOrder, Selection
from openlien.collections.queries.tree import cases_of_list
from openlien.collections.statement import Day
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.negotiation.queries import offers_of
from openlien.negotiation.vocabulary import OPEN_STATUSES, Direction

from .. import business_time
from ..access import page
from ..cases.contacts import contact_links
from ..cases.days import view_of_today
from ..jinja import EMPTY, date_text, money, plural, url
from ..negotiation.offers.card import gap_words, is_told
from ..seen import shows
from .list_state import ListState, read_state
from .shown import cells_of

ACTIVITIES = 3
OFFERS = 4


@page(Permission.OFFERS_VIEW)
def peek(request: HttpRequest, case_number: str) -> HttpResponse:
    """The panel alone, which the list puts beside itself."""
    state = read_state(request.actor, request.GET.dict())  # type: ignore[attr-defined]
    found = peek_context(request, case_number, state)
    if found is None:
        raise NotFound()
    return render(request, "collections/peek_part.jinja", {"peek": found})


def peek_context(request: HttpRequest, number: str, state: ListState) -> dict[str, Any] | None:
    """What the panel shows of the case of that number; None when there is no such case."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    try:
        case = read_case(actor, number)
    except NotFound:
        return None
    shows(request, "Collections peek", case_number=case.number)
    people = people_of(actor, case, as_of=today)
    list_text = {"list": state.text()}
    made = offers_of(actor, case)
    offers = [offer for offer in made if offer.status in OPEN_STATUSES][:OFFERS]
    return {
        "case": case,
        "href": url("cases:negotiation", case.number, query=list_text),
        "close_href": url("collections:list", query=state.whole()),
        "log_call_href": url("cases:new_call", case.number, query=list_text),
        "links": contact_links((*people.firm.contacts, *people.firm.attorney_contacts))
        if people.firm
        else [],
        "may_log": actor.may(Permission.ACTIVITY_LOG),
        "offers": [
            {
                "whose": "Ours" if offer.direction is Direction.OURS else "The firm’s",
                "status": offer.status.label,
                "amount": money(offer.amount),
                "ends": _ends(offer.days_left(today), offer.expires_on),
            }
            for offer in offers
        ],
        "gap": gap_words([offer for offer in made if is_told(offer)]) if offers else "",
        "figures": _figures(actor, case),
        "steps": [
            {"title": step.title, "due": date_text(step.due_on), "is_late": step.due_on < today}
            for step in next_steps(actor, case)[:2]
        ],
        "entries": timeline(actor, case, limit=ACTIVITIES).entries,
    }


def _ends(days_left: int | None, expires_on: Any) -> str:
    if days_left is None or expires_on is None:
        return ""
    if days_left < 0:
        return f"ended {date_text(expires_on)}"
    return "last day" if days_left == 0 else f"{plural(days_left, 'day')} left"


def _figures(actor: Actor, case: CaseHead) -> list[tuple[str, str]]:
    wanted = CollectionFilter(selection=Selection((case.number,)))
    rows = cases_of_list(actor, wanted, CollectionOrder(), day=Day(**view_of_today()), limit=1)
    if not rows:
        return []
    cells = cells_of(rows[0].figures)
    return [
        ("Billed", cells.billed),
        ("Offer", cells.offer if cells.offer == EMPTY else f"{cells.offer} · {cells.percent}"),
        ("Balance", cells.balance),
        ("ROR", cells.ror),
    ]
