"""Trust accounts, the ledger of one, its clients, what is on its way to or from the bank."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.settlement.trust.queries import book_of, client_ledger, overview

from ... import business_time
from ...access import page
from ...as_of import as_of_asked
from ...jinja import url
from ...seen import shows
from ...sheets import Head, Line, Sheet, exported
from .words import (
    accounts_sheet,
    book_words,
    books_tabs,
    case_entries_sheet,
    clients_sheet,
    entries_sheet,
    frame,
    items_sheet,
)

ENTRIES_IN_A_FILE_MAX = 100_000
TRANSFER_HEADS = (
    Head("Date", "date"),
    Head("From"),
    Head("To"),
    Head("Amount, $", "money"),
    Head("Why"),
    Head("By"),
)
SHARE_HEADS = (Head("Share"), Head("Held, $", "money"))


@page(Permission.TRUST_VIEW)
@require_safe
def accounts_page(request: HttpRequest) -> HttpResponse:
    """Every trust account with what it holds, beside what the general ledger holds in trust."""
    found = overview(request.actor, as_of=business_time.today())  # type: ignore[attr-defined]
    words = {"found": found, "sheet": accounts_sheet(found.rows), "tabs": books_tabs(request)}
    may_set_up = request.actor.may(Permission.LEDGER_SET_UP)  # type: ignore[attr-defined]
    return render(request, "settlement/trust/accounts.jinja", {**words, "may_set_up": may_set_up})


@page(Permission.TRUST_VIEW)
@require_safe
def ledger_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The running ledger of an account on a day."""
    as_of, complaint = as_of_asked(request)
    book = book_of(request.actor, account_id, as_of=as_of)  # type: ignore[attr-defined]
    shows(request, "Trust ledger", rows=len(book.entries))
    today = business_time.today()
    context = {
        **frame(request, book.account, "ledger"),
        **book_words(book),
        "sheet": entries_sheet(book.entries),
        "complaint": complaint,
        "is_today": as_of == today,
        "query": {} if as_of == today else {"as_of": as_of.isoformat()},
    }
    return render(request, "settlement/trust/ledger.jinja", context)


@page(Permission.TRUST_VIEW)
@require_safe
def ledger_file(request: HttpRequest, account_id: UUID, form: str) -> HttpResponseBase:
    """The whole ledger as a file, the newest entry first."""
    as_of, _ = as_of_asked(request)
    book = book_of(request.actor, account_id, as_of=as_of, shown=ENTRIES_IN_A_FILE_MAX)  # type: ignore[attr-defined]
    shows(request, "Trust ledger, export", rows=len(book.entries))
    return exported(entries_sheet(book.entries), form, name="trust-ledger")


@page(Permission.TRUST_VIEW)
@require_safe
def clients_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The client ledgers that hold money, which together are the book."""
    as_of, complaint = as_of_asked(request)
    book = book_of(request.actor, account_id, as_of=as_of)  # type: ignore[attr-defined]
    shows(request, "Client ledgers", rows=len(book.clients))
    today = business_time.today()
    context = {
        **frame(request, book.account, "clients"),
        **book_words(book),
        "sheet": clients_sheet(account_id, book.clients),
        "complaint": complaint,
        "is_today": as_of == today,
        "query": {} if as_of == today else {"as_of": as_of.isoformat()},
    }
    return render(request, "settlement/trust/clients.jinja", context)


@page(Permission.TRUST_VIEW)
@require_safe
def clients_file(request: HttpRequest, account_id: UUID, form: str) -> HttpResponseBase:
    """The client ledgers as a file."""
    as_of, _ = as_of_asked(request)
    book = book_of(request.actor, account_id, as_of=as_of)  # type: ignore[attr-defined]
    shows(request, "Client ledgers, export", rows=len(book.clients))
    return exported(clients_sheet(account_id, book.clients), form, name="client-ledgers")


@page(Permission.TRUST_VIEW)
@require_safe
def client_page(request: HttpRequest, account_id: UUID, number: str) -> HttpResponse:
    """One case in an account: its balances, entries, shares in the books, transfers."""
    return render(request, "settlement/trust/client.jinja", client_words(request, account_id, number))


@page(Permission.TRUST_VIEW)
@require_safe
def outstanding_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Deposits in transit and outstanding checks on a day."""
    as_of, complaint = as_of_asked(request)
    book = book_of(request.actor, account_id, as_of=as_of)  # type: ignore[attr-defined]
    shows(request, "Outstanding checks", rows=len(book.in_transit) + len(book.outstanding))
    context = {
        **frame(request, book.account, "outstanding"),
        **book_words(book),
        "deposits": items_sheet(book.in_transit, "Deposits in transit", as_of),
        "checks": items_sheet(book.outstanding, "Outstanding checks", as_of),
        "complaint": complaint,
        "is_today": as_of == business_time.today(),
    }
    return render(request, "settlement/trust/outstanding.jinja", context)


def client_words(request: HttpRequest, account_id: UUID, number: str) -> dict[str, object]:
    """What the page of one case in an account shows, also behind a drawer."""
    found = client_ledger(
        request.actor,  # type: ignore[attr-defined]
        account_id,
        number,
        as_of=business_time.today(),
    )
    shows(request, "Client ledger", case_number=found.case_number)
    shares = [Line((share.role.label, share.amount)) for share in found.shares]
    transfers = [
        Line((each.moved_on, each.from_share, each.to_share, each.amount, each.reason, each.moved_by))
        for each in found.transfers
    ]
    return {
        **frame(request, found.account, "clients"),
        "found": found,
        "entries": case_entries_sheet(found.entries),
        "shares": Sheet("Shares in the books", SHARE_HEADS, shares),
        "transfers": Sheet("Transfers between shares", TRANSFER_HEADS, transfers),
        "has_negative_share": any(share.amount.cents < 0 for share in found.shares),
        "case_href": url("cases:case", found.case_number),
    }
