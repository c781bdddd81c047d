"""One case: its summary, bills, money and history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.queries import (
    ActivityLine,
    CaseHead,
    activity_kinds,
    claims_of,
    people_of,
    stage_steps,
    timeline_of,
)
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import months_shown
from openlien.kit.money import share_percent
from openlien.payments.queries import CaseBills, bills_of, money_of

from .. import business_time
from ..access import page
from ..jinja import date_text, url
from .contacts import contact_links, reach_lines
from .frame import frame, opened_case


@page(Permission.CASES_VIEW)
def summary(request: HttpRequest, number: str) -> HttpResponse:
    """The case at a glance."""
    case = opened_case(request, number, seen="Case summary")
    return render(request, "cases/summary.jinja", summary_context(request, case))


@page(Permission.CASES_VIEW)
def bills(request: HttpRequest, number: str) -> HttpResponse:
    """The bills of the case."""
    case = opened_case(request, number, seen="Case bills")
    return render(request, "cases/bills.jinja", bills_context(request, case))


@page(Permission.CASES_VIEW)
def money(request: HttpRequest, number: str) -> HttpResponse:
    """What came in and what was given up."""
    case = opened_case(request, number, seen="Case money")
    return render(request, "cases/money.jinja", money_context(request, case))


@page(Permission.CASES_VIEW)
def history(request: HttpRequest, number: str) -> HttpResponse:
    """The stages of the case and what happened on it."""
    case = opened_case(request, number, seen="Case history")
    return render(request, "cases/history.jinja", history_context(request, case))


def summary_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the summary shows."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    people = people_of(actor, case, as_of=today)
    firm, patient = people.firm, people.patient
    return {
        **frame(request, case, "case"),
        "firm": firm,
        "firm_links": contact_links((*firm.contacts, *firm.attorney_contacts)) if firm else [],
        "patient": patient,
        "patient_title": _patient_title(patient),
        "patient_links": contact_links(patient.contacts),
        "reach": [
            *(reach_lines("Firm", firm.contacts) if firm else []),
            *(reach_lines("Attorney", firm.attorney_contacts) if firm else []),
            *reach_lines("Patient", patient.contacts),
        ],
        "claims": claims_of(case),
        "tiles": tiles(actor, case),
    }


def bills_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the bills tab shows."""
    actor = request.actor  # type: ignore[attr-defined]
    found = bills_of(actor, case)
    return {**frame(request, case, "bills"), "bills": found, "columns": _bill_columns(found)}


def money_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the money tab shows, and what of it this person may take back or decide."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        **frame(request, case, "money"),
        "money": money_of(actor, case),
        "may_decide": actor.may(Permission.JOURNALS_APPROVE),
        # Who asked for a write-off does not decide on it.
        "own_id": actor.user_id,
    }


def history_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the history tab shows; an unknown kind or page of the timeline shows all of it."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in activity_kinds() else ""
    timeline = timeline_of(case, kind=kind, older_than=_uuid(request.GET.get("older", "")))
    context = frame(request, case, "history")
    origin = context["origin"]
    older = {**origin, "kind": kind, "older": timeline.older_than}
    return {
        **context,
        "steps": stage_steps(case, as_of=business_time.today())[::-1],
        "timeline": timeline,
        "entries": [_entry(entry) for entry in timeline.entries],
        "kinds": _kind_links(case, timeline, kind, origin),
        "older_href": url("cases:history", case.number, query=older) if timeline.older_than else None,
    }


def tiles(actor: Actor, case: CaseHead) -> dict[str, Any]:
    """The key figures of the case, over the bills that the actor sees."""
    found = bills_of(actor, case)
    age = found.age_days(business_time.today())
    return {
        "bills": found,
        "collected_share": share_percent(found.collected, found.billed, 1),
        "reduction_share": share_percent(found.reduction, found.billed, 1),
        "age_months": None if age is None else months_shown(age),
    }


def _patient_title(patient: Any) -> str:
    age = None if patient.age_years is None else str(patient.age_years)
    speaks = f"speaks {patient.language}" if patient.language else None
    return ", ".join(filter(None, ["Patient", age, speaks]))


def _bill_columns(found: CaseBills) -> dict[str, dict[str, str]]:
    columns = [
        ("facility", "Facility", "text"),
        ("network", "Network", "text"),
        ("code", "Code", "text"),
        ("service_on", "Service", "date"),
        ("billed", "Billed, $", "money"),
        ("contracted", "Contracted, $", "money"),
        ("collected", "Collected, $", "money"),
        ("reduction", "Reduction, $", "money"),
        ("bad_debt", "Bad debt, $", "money"),
        ("open", "Open, $", "money"),
        ("payoff", "Payoff status", "text"),
        ("tranche", "Tranche", "text"),
        ("adjust", "Action", "actions"),
    ]
    hidden = {"contracted": not found.shows_cost, "tranche": not found.shows_tranche}
    return {
        key: {"key": key, "label": label, "kind": kind} for key, label, kind in columns if not hidden.get(key)
    }


def _kind_links(case: CaseHead, timeline: Any, kind: str, origin: dict[str, str]) -> list[dict[str, Any]]:
    everything = {
        "label": "All",
        "href": url("cases:history", case.number, query=origin),
        "current": not kind,
        "count": timeline.total,
    }
    return [
        everything,
        *(
            {
                "label": found.name,
                "href": url("cases:history", case.number, query={**origin, "kind": found.kind}),
                "current": found.kind == kind,
                "count": found.count,
            }
            for found in timeline.kinds
        ),
    ]


def _entry(entry: ActivityLine) -> dict[str, str]:
    at = business_time.here(entry.happened_at)
    told = {"who": entry.actor, "note": entry.body}
    return {
        "when": date_text(at),
        "iso": at.isoformat(),
        "title": entry.summary,
        **{name: text for name, text in told.items() if text},
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
