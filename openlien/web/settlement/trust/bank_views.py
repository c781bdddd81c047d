"""Bank lines of an account, and the way of a statement from file to lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.settlement.trust.bank_file import BYTES_MAX, FIELDS, LABELS
from openlien.settlement.trust.bank_lines import bank_lines, statements
from openlien.settlement.trust.matching import match_again
from openlien.settlement.trust.queries import account_head
from openlien.settlement.trust.statements import (
    Preview,
    choose_columns,
    discard_statement,
    preview,
    read_in,
    take_back_statement,
    upload_statement,
)

from ... import business_time
from ...access import page
from ...jinja import plural, time_text, url
from ...seen import shows
from .words import frame

STATES = (("open", "Open"), ("matched", "Matched"), ("all", "All"))
LINES_PREVIEWED = 50


@page(Permission.TRUST_VIEW)
@require_safe
def bank_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The bank lines of an account: the open ones with what to do, the matched ones, all."""
    return render(request, "settlement/trust/bank.jinja", bank_words(request, account_id))


@page(Permission.TRUST_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The drawer that takes the bank's file."""
    actor, wrong, status = request.actor, "", 200  # type: ignore[attr-defined]
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is not None:
                content = file.read(BYTES_MAX + 1)
                found = upload_statement(actor, account_id, name=file.name or "file", content=content)
                return HttpResponseRedirect(url("trust:statement", found.id))
            wrong, status = "Choose the file that the bank gave you.", 422
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            wrong, status = refused.sentence, refused.status
    words = {**bank_words(request, account_id), "wrong": wrong, "close_href": url("trust:bank", account_id)}
    return render(request, "settlement/trust/upload.jinja", words, status=status)


@page(Permission.TRUST_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_page(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """A file before it is read in: its columns, its lines, or why it is refused."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        choose_columns(actor, statement_id, _chosen(request))
        return HttpResponseRedirect(url("trust:statement", statement_id))
    found = preview(actor, statement_id, today=business_time.today())
    shows(request, "Bank statement", rows=min(len(found.lines), LINES_PREVIEWED))
    return render(request, "settlement/trust/statement.jinja", _preview_words(request, found))


@page(Permission.TRUST_IMPORT)
@require_POST
def read_statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Reads the file in and goes to the lines that are open."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    found = preview(actor, statement_id, today=today)
    try:
        done = read_in(actor, statement_id, today=today)
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        words = {**_preview_words(request, found), "refusal": refused.sentence}
        return render(request, "settlement/trust/statement.jinja", words, status=refused.status)
    said = f"{plural(done.new, 'new line')}, {done.matched} matched."
    messages.success(request, f"{said} {plural(done.known, 'line')} known already." if done.known else said)
    for sentence in done.held_up[:5]:
        messages.warning(request, sentence)
    return HttpResponseRedirect(url("trust:bank", found.account_id))


@page(Permission.TRUST_IMPORT)
@require_POST
def discard(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Drops a file that was not read in."""
    account_id = discard_statement(request.actor, statement_id)  # type: ignore[attr-defined]
    messages.success(request, "The file is dropped. Nothing was read.")
    return HttpResponseRedirect(url("trust:bank", account_id))


@page(Permission.TRUST_IMPORT)
@require_POST
def take_back(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """Takes a file back that was read in: its lines go, and it can be read in again or dropped."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        take_back_statement(actor, statement_id)
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        found = preview(actor, statement_id, today=business_time.today())
        words = {**_preview_words(request, found), "refusal": refused.sentence}
        return render(request, "settlement/trust/statement.jinja", words, status=refused.status)
    messages.success(request, "The file is taken back. Its lines are gone; their checks stay cleared.")
    return HttpResponseRedirect(url("trust:statement", statement_id))


@page(Permission.TRUST_IMPORT)
@require_POST
def match_all(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Matches open lines anew, now that more checks are entered."""
    account_head(request.actor, account_id)  # type: ignore[attr-defined]
    matched = match_again(request.actor, account_id, today=business_time.today())  # type: ignore[attr-defined]
    messages.success(request, f"{plural(matched, 'line')} matched by number and amount.")
    return HttpResponseRedirect(url("trust:bank", account_id))


def bank_words(request: HttpRequest, account_id: UUID) -> dict[str, Any]:
    """What the page of bank lines shows, also behind a drawer."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("state", "open")
    state = asked if asked in dict(STATES) else "open"
    rows, total = bank_lines(actor, account_id, state=state)
    shows(request, "Bank lines", rows=len(rows))
    return {
        **frame(request, account_head(actor, account_id), "bank"),
        "rows": [{"line": row, "href": url("trust:line", row.id)} for row in rows],
        "total": total,
        "state": state,
        "states": [
            {
                "label": label,
                "href": url("trust:bank", account_id, query={"state": code}),
                "current": code == state,
            }
            for code, label in STATES
        ],
        "files": [
            {
                "row": each,
                "at": time_text(business_time.here(each.uploaded_at)),
                "href": url("trust:statement", each.id),
            }
            for each in statements(actor, account_id)
        ],
    }


def _preview_words(request: HttpRequest, found: Preview) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    columns = found.table.columns
    places = [
        (str(place), heading or f"Column {place + 1}") for place, heading in enumerate(found.table.headings)
    ]
    return {
        **frame(request, account_head(actor, found.account_id), "bank"),
        "found": found,
        "refusal": found.refusal,
        "shown": found.lines[:LINES_PREVIEWED],
        "choices": [("", "Not in the file"), *places],
        "fields": [
            {"name": field, "label": LABELS[field], "value": str(columns.get(field, ""))} for field in FIELDS
        ],
        "is_mapping_open": bool(found.table.missing),
    }


def _chosen(request: HttpRequest) -> dict[str, int]:
    given = {field: request.POST.get(field, "") for field in FIELDS}
    return {field: int(place) for field, place in given.items() if place.isascii() and place.isdigit()}
