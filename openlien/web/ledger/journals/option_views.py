"""What the fields of the journal form offer while somebody types, and the period of an entry date."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.cases.search import search_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.ledger.queries import line_choices
from openlien.ledger.queries.line_choices import CHOICES_MAX, Choice
from openlien.ledger.queries.posting_days import posting_day
from openlien.ledger.queries.templates import find_templates

from ...access import page
from ...seen import shows
from .checking import entry_day
from .typed import read_typed

WORDS_LETTERS_MAX = 100


@page(Permission.LEDGER_VIEW)
def template_options(request: HttpRequest) -> HttpResponse:
    """The templates that a journal can be written by."""
    return offered(request, find_templates)


@page(Permission.LEDGER_VIEW)
def account_options(request: HttpRequest) -> HttpResponse:
    """The accounts of the chart."""
    return offered(request, line_choices.find_gl_accounts)


@page(Permission.LEDGER_VIEW)
def cost_center_options(request: HttpRequest) -> HttpResponse:
    """The cost centers."""
    return offered(request, line_choices.find_cost_centers)


@page(Permission.LEDGER_VIEW)
def department_options(request: HttpRequest) -> HttpResponse:
    """The departments."""
    return offered(request, line_choices.find_departments)


@page(Permission.LEDGER_VIEW)
def vendor_options(request: HttpRequest) -> HttpResponse:
    """The companies that could be paid."""
    return offered(request, line_choices.find_vendors)


@page(Permission.LEDGER_VIEW)
def case_options(request: HttpRequest) -> HttpResponse:
    """The cases that fit the words."""
    found = search_cases(request.actor, _words(request), limit=CHOICES_MAX)  # type: ignore[attr-defined]
    shows(request, "Search", rows=len(found))
    return _options(
        request, [Choice(case.number, f"{case.number} · {case.patient}", case.firm) for case in found]
    )


@page(Permission.LEDGER_VIEW)
def period_part(request: HttpRequest) -> HttpResponse:
    """Where the entry date of the form stands: open, or which day is offered instead."""
    typed = read_typed(request.GET)
    day = entry_day(typed)
    period = posting_day(request.actor, day) if day else None  # type: ignore[attr-defined]
    return render(
        request, "ledger/journals/period_part.jinja", {"period": period, "typed": typed, "wrong": {}}
    )


def offered(request: HttpRequest, find: Callable[[Actor, str], list[Choice]]) -> HttpResponse:
    """What `find` has for the words typed so far, as the options of a field."""
    return _options(request, find(request.actor, _words(request)))  # type: ignore[attr-defined]


def _options(request: HttpRequest, found: Iterable[Choice]) -> HttpResponse:
    options = [{"value": each.value, "label": each.label, "note": each.note} for each in found]
    return render(request, "search/options.jinja", {"options": options})


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", "")
