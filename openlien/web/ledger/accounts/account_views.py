"""One case account: its overview, entries, transactions and history."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.ledger.queries.account_filter import BadCursor
from openlien.ledger.queries.account_lines import (
    PostedLine,
    TAccount,
    Transaction,
    posted_lines,
    t_accounts,
    transactions,
)
from openlien.ledger.queries.account_read import CaseAccountRecord, read_account, status_changes

from ... import business_time
from ...access import page
from ...jinja import amount, date_text, time_text, url
from .columns import STATUS_FAMILIES
from .frame import frame, journal_href, opened_account, tab_href
from .notices import notices
from .overview import overview_words


@page(Permission.LEDGER_VIEW)
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """The account at a glance."""
    account = opened_account(request, number, seen="Case account")
    return render(request, "ledger/accounts/overview.jinja", overview_context(request, account))


@page(Permission.LEDGER_VIEW)
def entries(request: HttpRequest, number: str) -> HttpResponse:
    """The posted lines of the account, newest first, with the running balance of each GL account."""
    account = opened_account(request, number, seen="Case account entries")
    context = frame(request, account, "account_entries")
    ts = t_accounts(request.actor, account)  # type: ignore[attr-defined]
    known = {t.number: t.name for t in ts}
    gl = request.GET.get("gl", "")
    gl = gl if gl in known else ""
    after = request.GET.get("after", "")[:64]
    found, is_lost = _found(posted_lines, request, account, after, gl_account=gl)
    here = {**context["origin"], "gl": gl}
    words = {
        "rows": [_line(line) for line in found.rows],
        "total": found.total,
        "is_lost": is_lost,
        "gl": gl,
        "gl_name": known.get(gl, ""),
        "gl_links": _gl_links(account, ts, gl, context["origin"]),
        **_pages("account_entries", account, here, after and not is_lost, found.next_cursor),
    }
    return render(request, "ledger/accounts/entries.jinja", {**context, **words})


@page(Permission.LEDGER_VIEW)
def account_transactions(request: HttpRequest, number: str) -> HttpResponse:
    """What each event did to the account, newest first."""
    account = opened_account(request, number, seen="Case account transactions")
    context = frame(request, account, "account_transactions")
    after = request.GET.get("after", "")[:32]
    found, is_lost = _found(transactions, request, account, after)
    words = {
        "rows": [_transaction(row) for row in found.rows],
        "total": found.total,
        "is_lost": is_lost,
        **_pages(
            "account_transactions", account, context["origin"], after and not is_lost, found.next_cursor
        ),
    }
    return render(request, "ledger/accounts/transactions.jinja", {**context, **words})


@page(Permission.LEDGER_VIEW)
def history(request: HttpRequest, number: str) -> HttpResponse:
    """How the account's status changed, and who changed what last."""
    account = opened_account(request, number, seen="Case account history")
    changes = status_changes(request.actor, account)  # type: ignore[attr-defined]
    words = {
        "changes": [
            {
                "at": time_text(business_time.here(change.changed_at)),
                "previous": change.previous.label,
                "status": change.status.label,
                "family": STATUS_FAMILIES[change.status],
                "reason": change.reason,
                "by": change.actor_name,
            }
            for change in changes
        ],
        "override_at": business_time.here(account.credit_override_at),
        "created_at": time_text(business_time.here(account.created_at)),
        "updated_at": time_text(business_time.here(account.updated_at)),
    }
    return render(
        request, "ledger/accounts/history.jinja", {**frame(request, account, "account_history"), **words}
    )


@page(Permission.LEDGER_VIEW)
def account_of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The way from a case to its account."""
    actor = request.actor  # type: ignore[attr-defined]
    account = read_account(actor, number, as_of=business_time.today())
    return HttpResponseRedirect(url("ledger:account", account.number))


def overview_context(request: HttpRequest, account: CaseAccountRecord) -> dict[str, Any]:
    """What the overview shows; the drawers over it show it too."""
    context = frame(request, account, "account")
    actor = request.actor  # type: ignore[attr-defined]
    return {
        **context,
        **overview_words(actor, account),
        "notices": notices(account, may_edit=context["may_edit"], may_override=context["may_override"]),
        "ts": [_t(t, account, context["origin"]) for t in t_accounts(actor, account)],
    }


def _found(
    read: Any, request: HttpRequest, account: CaseAccountRecord, after: str, **asked: str
) -> tuple[Any, bool]:
    """The page asked for, or the first one and True when there is no such page."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        return read(actor, account, after=after, **asked), False
    except BadCursor:
        return read(actor, account, **asked), True


def _pages(
    name: str, account: CaseAccountRecord, here: dict[str, str], is_later: object, cursor: str | None
) -> dict[str, str | None]:
    return {
        "first_href": tab_href(name, account, here) if is_later else None,
        "older_href": tab_href(name, account, {**here, "after": cursor}) if cursor else None,
    }


def _t(t: TAccount, account: CaseAccountRecord, origin: dict[str, str]) -> dict[str, Any]:
    rows = [
        {
            "debit_what": debit.type.label if debit else "",
            "debit": amount(debit.amount) if debit else "",
            "credit_what": credit.type.label if credit else "",
            "credit": amount(credit.amount) if credit else "",
        }
        for debit, credit in zip_longest(t.debits, t.credits)
    ]
    return {
        "number": t.number,
        "name": t.name,
        "rows": rows,
        "debit": amount(t.debit),
        "credit": amount(t.credit),
        "balance": amount(abs(t.balance)),
        "is_left": t.balance.cents > 0,
        "is_zero": not t.balance,
        "lines": t.lines,
        "href": tab_href("account_entries", account, {**origin, "gl": t.number}),
    }


def balance_text(balance: Money) -> str:
    """A balance with the side it stands on, as `300.00 Dr`."""
    if not balance:
        return amount(balance)
    return f"{amount(abs(balance))} {'Dr' if balance.cents > 0 else 'Cr'}"


def _gl_links(
    account: CaseAccountRecord, ts: Sequence[TAccount], gl: str, origin: dict[str, str]
) -> list[dict[str, object]]:
    everything = {"label": "All", "href": tab_href("account_entries", account, origin), "current": not gl}
    return [
        everything,
        *(
            {
                "label": f"{t.number} {t.name}",
                "href": tab_href("account_entries", account, {**origin, "gl": t.number}),
                "current": t.number == gl,
            }
            for t in ts
        ),
    ]


def _line(line: PostedLine) -> dict[str, object]:
    return {
        "posting_on": line.posting_on,
        "number": line.number,
        "href": journal_href(line.number),
        "account": f"{line.account} {line.account_name}",
        "type": line.type.label,
        "description": line.description,
        "reference": line.reference,
        "debit": amount(line.debit) if line.debit else "",
        "credit": amount(line.credit) if line.credit else "",
        "balance": balance_text(line.balance),
        "mark": "Reversal" if line.is_reversal else "Reversed" if line.is_reversed else "",
        "entry_on": "" if line.entry_on == line.posting_on else f"entered for {date_text(line.entry_on)}",
    }


def _transaction(row: Transaction) -> dict[str, object]:
    written_off = row.lien_written_off or row.cost_written_off
    amounts = {
        "retail": row.retail,
        "contracted": row.contracted,
        "given_up": row.reduction,
        "payment": row.payment,
        "refund": row.refund_due or row.refund_paid,
        "written_off": written_off,
    }
    return {
        "on": row.occurred_on,
        "what": row.what,
        "note": row.description if row.description != row.what else "",
        "is_cost_unknown": row.is_cost_unknown,
        "number": row.number,
        "href": journal_href(row.number),
        "by": row.recorded_by,
        **{name: amount(value) if value else "" for name, value in amounts.items()},
        "cost": amount(row.cost_balance),
        "lien": amount(row.lien_balance),
    }
