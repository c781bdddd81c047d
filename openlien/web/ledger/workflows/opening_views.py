"""An account begins: with a new case, or with what earlier books bring over to one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.accounting.actions.openings import NewCase, Opening, open_case, record_opening
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.ledger.actions.case_accounts import AccountSettings
from openlien.ledger.queries.account_read import setting_choices
from openlien.ledger.queries.line_choices import find_law_firms

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import url
from ..accounts.frame import opened_account
from ..journals.option_views import offered
from .flow import carried_out, done, drawer, preview_words, status_of
from .forms import NewAccountForm, OpeningForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page(Permission.CASE_ACCOUNTS_EDIT)
def new_account(request: HttpRequest) -> HttpResponse:
    """The form of a new case and its account, which exist together from then on."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    initial = {"key": new_key(), "opened_on": f"{today:%m/%d/%Y}"}
    form = NewAccountForm(
        request.POST or None,
        auto_id="f-%s",
        initial=initial,
        actor=actor,
        choices=setting_choices(actor),
    )
    found = carried_out(
        request,
        form,
        lambda: open_case(
            actor,
            _new_case(form),
            today=today,
            idempotency_key=form.cleaned_data["key"],
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda opened: opened.account.id,
        is_repeated=lambda opened: not opened.is_new,
    )
    if found and found.is_kept:
        number = found.result.account.number
        entry = f", with {found.result.number}" if found.result.number else ""
        messages.success(request, f"{number} is open{entry}.")
        return HttpResponseRedirect(url("ledger:account", number))
    words = {
        **preview_words(request, form, found, None),
        "firm_text": request.POST.get("law_firm_id_text", ""),
        "post_href": request.get_full_path(),
        "close_href": url("ledger:accounts"),
        "note": "",
    }
    return render(request, "ledger/workflows/new_account.jinja", words, status=status_of(form))


@form_page
@page(Permission.JOURNALS_POST)
def opening_entry(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which earlier books bring something over to an account without transactions."""
    account = opened_account(request, number, seen="Opening entry form")
    today = business_time.today()
    initial = {"key": new_key(), "on": f"{account.opened_on:%m/%d/%Y}"}
    form = OpeningForm(request.POST or None, auto_id="f-%s", initial=initial)
    found = carried_out(
        request,
        form,
        lambda: record_opening(
            request.actor,  # type: ignore[attr-defined]
            case_number=account.case_number,
            opening=Opening(retail=form.cleaned_data["retail"], cost=form.cleaned_data["cost"] or Money.zero),
            on=form.cleaned_data["on"],
            today=today,
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda opened: opened.account.id,
        is_repeated=lambda opened: not opened.is_new,
    )
    if found and found.is_kept:
        as_what = f" as {found.result.number}" if found.result.number else " as a memo"
        return done(request, account, f"Opening entry recorded{as_what}.")
    return drawer(request, account, "opening", form, found, note="")


@page(Permission.LEDGER_VIEW)
@require_safe
def firm_options(request: HttpRequest) -> HttpResponse:
    """The law firms a new case can belong to."""
    return offered(request, find_law_firms)


def _new_case(form: NewAccountForm) -> NewCase:
    given = form.cleaned_data
    return NewCase(
        patient=given["patient"],
        mrn=given["mrn"],
        law_firm_id=given["law_firm_id"],
        opened_on=given["opened_on"],
        settings=AccountSettings(
            credit_limit=given["credit_limit"],
            cost_center=given["cost_center"],
            department=given["department"],
        ),
        opening=form.opening(),
    )
