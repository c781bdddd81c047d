"""What surrounds every tab of a case: breadcrumb, head, tabs, the way to the next case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead, read_case
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import age_days, months_shown
from openlien.negotiation.queries import outside_bill_count

from .. import business_time
from ..jinja import age_words, date_text, url
from ..negotiation.offers.due import offer_due
from ..seen import shows
from .way import way_of

STATUTE_NEAR_DAYS = 180
TABS = (
    ("case", "Summary", Permission.CASES_VIEW),
    ("negotiation", "Negotiation", Permission.OFFERS_VIEW),
    ("settlement", "Settlement", Permission.SETTLEMENTS_VIEW),
    ("outside", "Outside meds", Permission.OFFERS_VIEW),
    ("bills", "Bills", Permission.CASES_VIEW),
    ("money", "Payments", Permission.CASES_VIEW),
    ("activity", "Activity", Permission.CASES_VIEW),
    ("documents", "Documents", Permission.DOCUMENTS_VIEW),
    ("account", "Account", Permission.LEDGER_VIEW),
)


def opened_case(request: HttpRequest, number: str, *, seen: str) -> CaseHead:
    """The case, whose view is noted in the access log.

    Raises: Forbidden, NotFound.
    """
    actor = request.actor  # type: ignore[attr-defined]
    case = read_case(actor, number)
    shows(request, seen, case_number=case.number)
    return case


def frame(request: HttpRequest, case: CaseHead, tab: str) -> dict[str, Any]:
    """What the frame of a case page shows; `tab` is the address name of the tab at hand."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    way = way_of(request, case, tab, today)
    origin = way.origin
    offers_due, may_record_offer = offer_due(actor, case, today)
    return {
        "case": case,
        "origin": origin,
        "crumbs": way.crumbs,
        "tabs": [
            {
                "label": label,
                "href": url(f"cases:{name}", case.number, query=origin),
                "current": name == tab,
                "count": _count(actor, case, name),
            }
            for name, label, permission in TABS
            if actor.may(permission) and not _is_held_by_another(actor, name)
        ],
        "walk": way.walk,
        "subtitle": " · ".join(_facts(case, today)),
        "due": offers_due or _statute_warning(case, today),
        # On the tab of money that is the main button.
        "may_record_offer": may_record_offer and tab != "money",
        "report_href": url("case_report:pdf", case.number) if actor.may(Permission.OFFERS_VIEW) else None,
        "log_call_href": _log_call_href(actor, case, {**origin, "from": tab}),
        "may_change_stage": actor.may(Permission.CASES_EDIT),
        "may_record_payment": actor.may(Permission.PAYMENTS_RECORD),
        "may_adjust": actor.may(Permission.ADJUSTMENTS_RECORD),
    }


def _log_call_href(actor: Actor, case: CaseHead, query: dict[str, str]) -> str | None:
    if not actor.may(Permission.ACTIVITY_LOG):
        return None
    return url("cases:new_call", case.number, query=query)


def _is_held_by_another(actor: Actor, name: str) -> bool:
    """Whether another tab of this reader holds all that this one shows, and more."""
    return name == "bills" and actor.may(Permission.OFFERS_VIEW)


def _count(actor: Actor, case: CaseHead, name: str) -> int | None:
    """The number beside the name of a tab; none where there is nothing to count."""
    return (outside_bill_count(actor, case) or None) if name == "outside" else None


def _facts(case: CaseHead, today: date) -> list[str]:
    facts = [case.accident_type or "Accident type not recorded"]
    # The law of the state is that of the accident; at the end it would stand alone on a second line.
    if case.state:
        facts.append(case.state)
    if case.date_of_loss:
        facts.append(f"Loss {date_text(case.date_of_loss)}")
    if (days := case.days_since_loss(today)) is not None:
        facts.append(f"{months_shown(days)} months out")
    if case.statute_on:
        verb = "runs" if case.statute_on >= today else "ran"
        facts.append(f"Statute {verb} {date_text(case.statute_on)}")
    return facts


def _statute_warning(case: CaseHead, today: date) -> str | None:
    if case.statute_on is None or not case.stage.is_open:
        return None
    days = age_days(today, case.statute_on)
    if not 0 <= days <= STATUTE_NEAR_DAYS:
        return None
    return "Statute runs today" if days == 0 else f"{age_words(days)} until the statute runs"
