"""The interface as a whole: its routers, its authentication, its errors."""

from __future__ import annotations

from ninja import NinjaAPI

from . import (
    activity,
    books,
    calculations,
    case_accounts,
    case_file,
    case_workflows,
    cases,
    casework_reports,
    chart,
    collections,
    corrections,
    documents,
    fee_schedules,
    financial_reports,
    firms,
    funding,
    imports,
    journal_templates,
    journals,
    liens,
    mail,
    offers,
    outside_bills,
    payment_plans,
    periods,
    receivables,
    settlements,
    trust,
    trust_bank,
)
from .authentication import BearerToken, BrowserSession
from .errors import handle_errors

api = NinjaAPI(
    title="OpenLien",
    version="1",
    description="Every figure has `asOf`; amounts are text with two decimals; totals cover the whole filter.",
    auth=[BearerToken(), BrowserSession()],
    docs_url=None,
)
handle_errors(api)
api.add_router("", cases.router)
api.add_router("", case_file.router)
api.add_router("", corrections.router)
api.add_router("", documents.router)
api.add_router("", activity.router)
api.add_router("", mail.router)
api.add_router("", settlements.router)
api.add_router("", trust.router)
api.add_router("", trust_bank.router)
api.add_router("", liens.router)
api.add_router("", offers.router)
api.add_router("", outside_bills.router)
api.add_router("", firms.router)
api.add_router("", payment_plans.router)
api.add_router("", collections.router)
api.add_router("/fee-schedules", fee_schedules.router)
api.add_router("/receivables", receivables.router)
api.add_router("/imports", imports.router)
api.add_router("/reports", financial_reports.router)
api.add_router("/casework-reports", casework_reports.router)
api.add_router("/calculations", calculations.router)
api.add_router("/funding", funding.router)
api.add_router("/ledger", case_accounts.router)
api.add_router("/ledger", case_workflows.router)
api.add_router("/ledger", journals.router)
api.add_router("/ledger", journal_templates.router)
api.add_router("/ledger", chart.router)
api.add_router("/ledger", books.router)
api.add_router("/ledger", periods.router)
