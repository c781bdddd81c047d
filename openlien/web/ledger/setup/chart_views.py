"""The chart of accounts: the list with balances, and the drawer in which an account is added or changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.dates import DateError, parse_user_date
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import total
from openlien.ledger.actions.chart import save_account
from openlien.ledger.chart_files import HEADINGS, cells_of
from openlien.ledger.chart_rules import AccountFields
from openlien.ledger.queries.chart import Chart, ChartAccount, chart_account, chart_of_accounts
from openlien.ledger.vocabulary import AccountKind, Side

from ... import business_time
from ...access import page
from ...jinja import url
from ...sheets import Head, Line, Sheet, exported
from .forms import AccountForm, SetupForm, text_of
from .frame import frame

form_page = require_http_methods(["GET", "HEAD", "POST"])
WORDS_LETTERS_MAX = 100
PLURALS = {
    AccountKind.ASSET: "Assets",
    AccountKind.LIABILITY: "Liabilities",
    AccountKind.EXPENSE: "Expenses",
}


@page(Permission.LEDGER_VIEW)
@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Every account, grouped by kind, with what stands on it."""
    return render(request, "ledger/setup/chart.jinja", chart_words(request))


@page(Permission.LEDGER_VIEW)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The chart as a file that an import reads back unchanged."""
    found = chart_of_accounts(request.actor, as_of=business_time.today())  # type: ignore[attr-defined]
    lines = [Line(cells_of(account.fields)) for account in found.accounts]
    heads = tuple(Head(heading) for heading in HEADINGS)
    return exported(Sheet("Chart of accounts", heads, lines), form, name="chart-of-accounts")


@page(Permission.LEDGER_SET_UP)
@form_page
def new_account(request: HttpRequest) -> HttpResponse:
    """The drawer for a new account."""
    form = AccountForm(request.POST or None, auto_id="f-%s", initial={"kind": "asset", "is_active": True})

    def save() -> str:
        account = save_account(request.actor, form.fields_given())  # type: ignore[attr-defined]
        return f"{account.number} {account.name} is in the chart."

    if answer := saved(request, form, save, back=url("ledger:chart")):
        return answer
    words = {**chart_words(request), "form": form, "account": None, "action": url("ledger:gl_account_new")}
    return render(request, "ledger/setup/account_form.jinja", words, status=status_of(form))


@page(Permission.LEDGER_SET_UP)
@form_page
def edit_account(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which an account is changed or switched off."""
    actor = request.actor  # type: ignore[attr-defined]
    account = chart_account(actor, number, as_of=business_time.today())
    form = AccountForm(request.POST or None, auto_id="f-%s", initial=_initial(account))

    def save() -> str:
        changed = save_account(
            actor, form.fields_given(), number=number, version=form.cleaned_data["version"]
        )
        return f"{changed.number} {changed.name} is saved."

    if answer := saved(request, form, save, back=url("ledger:chart")):
        return answer
    action = url("ledger:gl_account_edit", number)
    words = {**chart_words(request), "form": form, "account": account, "action": action}
    return render(request, "ledger/setup/account_form.jinja", words, status=status_of(form))


def saved(
    request: HttpRequest, form: SetupForm, save: Callable[[], str], *, back: str
) -> HttpResponse | None:
    """The way back with a toast when the form could be saved; None when it has to be shown."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        sentence = save()
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        form.refuse(refused)
        return None
    messages.success(request, sentence)
    return HttpResponseRedirect(back)


def status_of(form: SetupForm) -> int:
    """The status of a page that shows the form."""
    return form.status if form.is_bound else 200


def chart_words(request: HttpRequest) -> dict[str, Any]:
    """What the list of accounts shows, also behind a drawer."""
    as_of, complaint = _as_of(request)
    found = chart_of_accounts(request.actor, as_of=as_of)  # type: ignore[attr-defined]
    words = " ".join(request.GET.get("q", "").replace("\x00", "")[:WORDS_LETTERS_MAX].split())
    shown = request.GET.get("show", "")
    is_filtered = bool(words or shown)
    groups = list(_groups(found, words.casefold(), shown))
    return {
        **frame(request, "ledger:chart"),
        "as_of": as_of,
        "is_today": as_of == business_time.today(),
        "complaint": complaint,
        "words": words,
        "shown": shown,
        "is_filtered": is_filtered,
        "groups": groups,
        "accounts": len(found.accounts),
        "inactive": sum(not account.fields.is_active for account in found.accounts),
        "debits": total(account.debit - account.credit for account in found.accounts if _is_debit(account)),
        "credits": total(
            account.credit - account.debit for account in found.accounts if not _is_debit(account)
        ),
    }


def _is_debit(account: ChartAccount) -> bool:
    return account.debit >= account.credit


def _groups(found: Chart, words: str, shown: str) -> Any:
    for kind, accounts in found.groups:
        fitting = [each for each in accounts if _fits(each, words, shown)]
        if fitting:
            yield {
                "kind": kind.label,
                "plural": PLURALS.get(kind, kind.label),
                "rows": fitting,
                "total": total(_on_side_of(kind, account) for account in fitting),
            }


def _on_side_of(kind: AccountKind, account: ChartAccount) -> Any:
    difference = account.debit - account.credit
    return difference if kind in {AccountKind.ASSET, AccountKind.EXPENSE} else -difference


def _fits(account: ChartAccount, words: str, shown: str) -> bool:
    fields = account.fields
    if (shown == "active" and not fields.is_active) or (shown == "inactive" and fields.is_active):
        return False
    if shown == "used" and not account.has_lines:
        return False
    text = f"{fields.number} {fields.name} {fields.sub_category}".casefold()
    return all(word in text for word in words.split())


def _as_of(request: HttpRequest) -> tuple[date, str]:
    today = business_time.today()
    text = request.GET.get("as_of", "")
    if not text:
        return today, ""
    try:
        return parse_user_date(text, today=today), ""
    except DateError as wrong:
        return today, wrong.sentence


def _initial(account: ChartAccount) -> dict[str, Any]:
    fields: AccountFields = account.fields
    return {
        "number": fields.number,
        "name": fields.name,
        "kind": fields.kind.value,
        "sub_category": fields.sub_category,
        "normal_side": (fields.normal_side or Side.DEBIT).value,
        "role": fields.role.value if fields.role else "",
        "is_active": fields.is_active,
        "bc_id": text_of(fields.bc_id),
        "version": account.version,
    }
