"""The drawers that change a case account: settings, status, override of the credit limit."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.accounting.actions.closures import change_account_status
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.ledger.actions import case_accounts as actions
from openlien.ledger.queries.account_read import CaseAccountRecord, read_account, setting_choices
from openlien.ledger.vocabulary import CaseAccountStatus

from ... import business_time
from ...access import page
from ...jinja import date_text, money
from .account_views import overview_context
from .forms import OverrideForm, SettingsForm, StatusForm, VersionedForm, shown_settings
from .frame import opened_account, origin_of, tab_href

form_page = require_http_methods(["GET", "HEAD", "POST"])
STATUS_HINTS = {
    CaseAccountStatus.ACTIVE: "Charges and payments are posted as they come.",
    CaseAccountStatus.HOLD: "Stays open, and stands out in the list until it is released.",
    CaseAccountStatus.CLOSED: "Nothing is posted on it any more; it can be made active again.",
    CaseAccountStatus.WRITTEN_OFF: "After an approved write-off.",
}


@form_page
@page(Permission.CASE_ACCOUNTS_EDIT)
def settings(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer with everything that people set on the account."""
    account = opened_account(request, number, seen="Case account settings")
    actor = request.actor  # type: ignore[attr-defined]
    shown = shown_settings(account)
    initial = {**shown, "version": account.version, "seen": json.dumps(shown)}
    form = SettingsForm(request.POST or None, auto_id="f-%s", initial=initial, choices=setting_choices(actor))

    def save() -> str:
        actions.set_case_account(
            actor, account.case_id, form.settings(), version=form.cleaned_data["version"]
        )
        return f"The settings of {number} are saved."

    taken: list[str] = []
    if answer := _saved(
        request, account, form, save, on_stale=lambda: taken.extend(_met(request, form, number))
    ):
        return answer
    words = {"form": form, "taken": taken, "is_stale": form.is_bound and form.status == 409}
    return _drawer(request, account, "settings", form, words)


@form_page
@page(Permission.CASE_ACCOUNTS_EDIT)
def change_status(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which the account gets another status."""
    account = opened_account(request, number, seen="Case account status form")
    form = StatusForm(request.POST or None, auto_id="f-%s", initial={"version": account.version})

    def save() -> str:
        given = form.cleaned_data
        changed = change_account_status(
            request.actor,  # type: ignore[attr-defined]
            account.case_number,
            account.case_id,
            status=CaseAccountStatus(given["status"]),
            reason=given["reason"],
            on=business_time.today(),
            version=given["version"],
        )
        return f"{number} is {CaseAccountStatus(changed.status).label} now."

    if answer := _saved(request, account, form, save):
        return answer
    words = {"form": form, "choices": _status_choices(account)}
    return _drawer(request, account, "status", form, words)


@form_page
@page(Permission.JOURNALS_APPROVE)
def override(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which charges above the credit limit are allowed, or no longer."""
    account = opened_account(request, number, seen="Case account override form")
    initial = {"version": account.version, "reason": account.credit_override_reason}
    form = OverrideForm(request.POST or None, auto_id="f-%s", initial=initial)

    def save() -> str:
        given = form.cleaned_data
        actions.override_credit_limit(
            request.actor,  # type: ignore[attr-defined]
            account.case_id,
            reason=given["reason"],
            version=given["version"],
        )
        allowed = f"Charges of {number} may exceed its credit limit."
        return allowed if given["reason"].strip() else f"The credit limit of {number} holds again."

    if answer := _saved(request, account, form, save):
        return answer
    return _drawer(request, account, "override", form, {"form": form})


def _drawer(
    request: HttpRequest, account: CaseAccountRecord, name: str, form: VersionedForm, words: dict[str, Any]
) -> HttpResponse:
    context = {
        **overview_context(request, account),
        "close_href": tab_href("account", account, origin_of(request)),
        "post_href": tab_href(f"account_{name}", account, origin_of(request)),
        **words,
    }
    status = form.status if form.is_bound else 200
    return render(request, f"ledger/accounts/{name}.jinja", context, status=status)


def _saved(
    request: HttpRequest,
    account: CaseAccountRecord,
    form: VersionedForm,
    save: Callable[[], str],
    *,
    on_stale: Callable[[], object] | None = None,
) -> HttpResponse | None:
    """The way back with a toast when the form could be saved; None when it has to be shown."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        sentence = save()
    except (NotFound, Forbidden):
        raise
    except StaleVersion:
        if on_stale is None:
            _refuse_stale(form, account)
        else:
            on_stale()
        return None
    except DomainError as error:
        form.refuse(error)
        return None
    messages.success(request, sentence)
    return HttpResponseRedirect(tab_href("account", account, origin_of(request)))


def _met(request: HttpRequest, form: SettingsForm, number: str) -> list[str]:
    actor = request.actor  # type: ignore[attr-defined]
    return form.meet(read_account(actor, number, as_of=business_time.today()))


def _refuse_stale(form: VersionedForm, account: CaseAccountRecord) -> None:
    """Says who changed the account meanwhile, and lets the same be sent again knowingly."""
    form.status = 409
    at = date_text(business_time.here(account.updated_at))
    who = account.updated_by or "Somebody"
    form.add_error(
        None,
        f"{who} changed this account while you were editing ({at}); its status is {account.status.label}"
        " now. Look at it behind this form, then send again if it still holds.",
    )
    form.data = {**form.data.dict(), "version": str(account.version)}


def _status_choices(account: CaseAccountRecord) -> list[tuple[str, str, str]]:
    """The other statuses, each with what it means, or why it cannot be chosen yet."""
    return [
        (status.value, status.label, _why_not(account, status) or STATUS_HINTS[status])
        for status in CaseAccountStatus
        if status is not account.status
    ]


def _why_not(account: CaseAccountRecord, status: CaseAccountStatus) -> str:
    if status is CaseAccountStatus.CLOSED and account.open_balances:
        listed = " and ".join(f"{name} {money(amount)}" for name, amount in account.open_balances)
        return f"Not yet, an account is closed at zero. Still open: {listed}."
    if status is CaseAccountStatus.WRITTEN_OFF and not account.has_write_off:
        return "Not yet: no approved write-off stands on this account."
    return ""
