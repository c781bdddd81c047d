"""One case: its summary, bills and money."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.case_file.reach import reaches_file
from openlien.cases.queries import CaseHead, Claims, claims_of, people_of
from openlien.cases.queries.people import age_years
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import months_shown
from openlien.kit.money import share_percent
from openlien.payments.queries import CaseBills, bills_of, money_of

from .. import business_time
from ..access import page
from ..activity.summary import summary_cards
from ..jinja import url
from ..plans.tab import payments_tab, reverse_href
from .contacts import contact_links, reach_lines
from .frame import frame, opened_case

AGE_OF_MAJORITY = 18


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
    """Payments: where the money stands, the plan, everything that moved the balance."""
    case = opened_case(request, number, seen="Case money")
    return render(request, "cases/money.jinja", money_context(request, case))


def summary_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the summary shows."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    people = people_of(actor, case, as_of=today)
    firm, patient = people.firm, people.patient
    claims = claims_of(case)
    return {
        **frame(request, case, "case"),
        "firm": firm,
        "firm_href": url("firms:firm", firm.id) if firm and actor.may(Permission.FIRMS_VIEW) else None,
        "firm_links": contact_links((*firm.contacts, *firm.attorney_contacts)) if firm else [],
        "patient": patient,
        "patient_title": _patient_title(patient),
        "patient_links": contact_links(patient.contacts),
        "reach": [
            *(reach_lines("Firm", firm.contacts) if firm else []),
            *(reach_lines("Attorney", firm.attorney_contacts) if firm else []),
            *reach_lines("Patient", patient.contacts),
        ],
        "claims": claims,
        "minors": _minors(claims, today),
        "may_edit_file": case.is_seen_whole and reaches_file(actor, case.law_firm_id),
        "tiles": tiles(actor, case),
        **summary_cards(actor, case),
    }


def bills_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the bills tab shows."""
    actor = request.actor  # type: ignore[attr-defined]
    found = bills_of(actor, case)
    return {**frame(request, case, "bills"), "bills": found, "columns": _bill_columns(found)}


def money_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the Payments tab shows, and what of it this person may take back or decide."""
    actor = request.actor  # type: ignore[attr-defined]
    around, money = frame(request, case, "money"), money_of(actor, case)
    shown = payments_tab(actor, case, money, business_time.today())
    may_decide = actor.may(Permission.JOURNALS_APPROVE)
    may_reverse = {
        "payment": around["may_record_payment"],
        "reduction": around["may_adjust"],
        "bad_debt": may_decide,
    }
    return {
        **around,
        **shown,
        "money": money,
        "history_rows": [
            {"line": line, "href": reverse_href(line, case, around["origin"], may_reverse)}
            for line in shown["history"]
        ],
        "may_decide": may_decide,
        # Who asked for a write-off does not decide on it.
        "own_id": actor.user_id,
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


def _minors(claims: Claims, today: date) -> set[UUID]:
    """The plaintiffs below the age of majority, whose settlement a court may have to approve."""
    ages = {each.id: age_years(each.born_on, today) for each in claims.plaintiffs if each.born_on}
    return {key for key, age in ages.items() if age is not None and age < AGE_OF_MAJORITY}


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
