"""Reports of offers, contacts, payment plans and negotiators; the same figures as their pages and files."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from openlien.collections.reports import BY_SLUG, REPORTS
from openlien.identity.permissions import Permission

from .authentication import actor_of_call
from .financial_reports import ReportAnswer, ReportLinks, ReportQuestion, answered, cases_shown, links_to
from .operations import operation

router = Router(tags=["reports"])
VIEW = Permission.CASEWORK_REPORTS_VIEW


@operation(router, "GET", "", permission=VIEW, response=ReportLinks)
def list_casework_reports(request: HttpRequest):
    """The reports of casework with what each may be asked."""
    actor = actor_of_call(request)
    actor.require(VIEW)
    return links_to(actor, REPORTS)


@operation(router, "GET", "/{slug}", permission=VIEW, response=ReportAnswer, shows=cases_shown)
def casework_report(request: HttpRequest, slug: str, question: Query[ReportQuestion]):
    """One report, such as settlement-success or plan-compliance; the list names them all."""
    actor = actor_of_call(request)
    actor.require(VIEW)
    return answered(actor, BY_SLUG, slug, question)
