"""One account of the chart: the lines its balance is made of, a page at a time, and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.kit.dates import DateError, month_end, month_start, parse_user_date
from openlien.ledger.queries.chart_lines import AccountLine, every_line_of_account, lines_of_account
from openlien.ledger.vocabulary import EntryType

from ... import business_time
from ...access import page
from ...jinja import date_text, url
from ...seen import shows
from ...sheets import Head, Line, Sheet, exported
from .frame import frame

HEADS = (
    Head("Posted on", "date"),
    Head("Journal"),
    Head("Type"),
    Head("Description"),
    Head("Case"),
    Head("Reference"),
    Head("Cost center"),
    Head("Department"),
    Head("Debit", "money"),
    Head("Credit", "money"),
    Head("Balance", "money"),
)


@page(Permission.LEDGER_VIEW)
@require_safe
def account(request: HttpRequest, number: str) -> HttpResponse:
    """The lines of an account in a span of days, with a running balance."""
    since, until, complaints = _span(request)
    found = lines_of_account(
        request.actor,  # type: ignore[attr-defined]
        number,
        today=business_time.today(),
        since=since,
        until=until,
        cursor=request.GET.get("after", ""),
    )
    shows(request, "Lines of an account", rows=len(found.items))
    query = _query(since, until)
    words = {
        **frame(request, "ledger:chart"),
        "found": found,
        "account": found.account,
        "complaints": complaints,
        "query": query,
        "span": _span_words(since, until),
        "is_first_page": not request.GET.get("after"),
        "rows": [_row(line) for line in found.items],
        "months": _months(),
        "older_href": _older(number, query, found.next_cursor),
    }
    return render(request, "ledger/setup/account.jinja", words)


@page(Permission.LEDGER_VIEW)
@require_safe
def export(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The lines of the same span as a file."""
    since, until, _ = _span(request)
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    total = lines_of_account(actor, number, today=today, since=since, until=until, limit=1).total
    shows(request, "Lines of an account, export", rows=total)
    lines = (
        Line(_cells(line))
        for line in every_line_of_account(actor, number, today=today, since=since, until=until)
    )
    return exported(Sheet(f"Account {number}", HEADS, lines), form, name=f"account-{number}".lower())


def _cells(line: AccountLine) -> tuple[Any, ...]:
    return (
        line.posting_on,
        line.journal_number,
        EntryType(line.type).label,
        line.description,
        line.case_number or "",
        line.reference,
        line.cost_center,
        line.department,
        line.debit or None,
        line.credit or None,
        line.balance,
    )


def _row(line: AccountLine) -> dict[str, Any]:
    return {
        "line": line,
        "type": EntryType(line.type).label,
        "href": url("ledger:journal", line.journal_number),
        "case_href": url("cases:case", line.case_number) if line.case_number else None,
        "debit": line.debit or None,
        "credit": line.credit or None,
    }


def _older(number: str, query: dict[str, str], cursor: str | None) -> str | None:
    return url("ledger:gl_account", number, query={**query, "after": cursor}) if cursor else None


def _span(request: HttpRequest) -> tuple[date | None, date | None, list[str]]:
    complaints: list[str] = []
    since = _day(request.GET.get("since", ""), complaints)
    until = _day(request.GET.get("until", ""), complaints)
    if since and until and until < since:
        complaints.append("The first day lies after the last, so no line fits.")
    return since, until, complaints


def _day(text: str, complaints: list[str]) -> date | None:
    if not text:
        return None
    try:
        return parse_user_date(text, today=business_time.today())
    except DateError as wrong:
        complaints.append(wrong.sentence)
        return None


def _query(since: date | None, until: date | None) -> dict[str, str]:
    return {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}


def _span_words(since: date | None, until: date | None) -> str:
    if since and until:
        return f"{date_text(since)} to {date_text(until)}"
    if since:
        return f"since {date_text(since)}"
    return f"up to {date_text(until)}" if until else "everything posted"


def _months() -> list[dict[str, str]]:
    """The months people ask for most, as spans."""
    today = business_time.today()
    this = month_start(today)
    last = month_start(this.replace(day=1).fromordinal(this.toordinal() - 1))
    spans = (
        (f"{this:%b %Y}", this, month_end(this)),
        (f"{last:%b %Y}", last, month_end(last)),
        (f"{this:%Y}", this.replace(month=1), month_end(this.replace(month=12))),
    )
    return [{"label": label, **_query(since, until)} for label, since, until in spans]
