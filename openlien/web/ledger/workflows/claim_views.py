"""A claim is approved; the charges of an account; one of them is adjusted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.accounting.actions.charges import adjust_charge, approve_claim
from openlien.accounting.queries.charges import Charge, charges_of
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money
from openlien.ledger.queries.account_read import CaseAccountRecord
from openlien.ledger.queries.line_choices import find_facilities

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import amount, money
from ..accounts.frame import frame, journal_href, opened_account, origin_of, tab_href
from ..journals.option_views import offered
from .flow import carried_out, done, drawer, preview_words, status_of
from .forms import ChargeForm, ClaimForm
from .preview import adjustment_words

form_page = require_http_methods(["GET", "HEAD", "POST"])
CHARGES = "account_charges"


@form_page
@page(Permission.JOURNALS_POST)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a claim is approved for payment, and charged to the account."""
    account = opened_account(request, number, seen="Claim approval form")
    today = business_time.today()
    initial = {"key": new_key(), "invoice_on": f"{today:%m/%d/%Y}", "is_in_network": True}
    form = ClaimForm(
        request.POST or None,
        auto_id="f-%s",
        initial=initial,
        actor=request.actor,  # type: ignore[attr-defined]
    )
    found = carried_out(
        request,
        form,
        lambda: approve_claim(
            request.actor,  # type: ignore[attr-defined]
            case_number=account.case_number,
            claim=form.claim(),
            today=today,
            idempotency_key=form.cleaned_data["key"],
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda approved: account.id,
        is_repeated=lambda approved: not approved.is_new,
    )
    if found and found.is_kept:
        approved = found.result
        number_words = f" as {approved.number}" if approved.number else " as a memo"
        over = " The account is over its credit limit now." if approved.is_over_credit_limit else ""
        return done(request, account, f"Claim of {money(approved.bill.billed)} approved{number_words}.{over}")
    note = adjustment_words(found.result.bill.billed, found.result.bill.contracted) if found else ""
    if found and found.result.is_over_credit_limit:
        note += " With it, the account is over its credit limit."
    return drawer(
        request, account, "claim", form, found, note=note, facility_text=request.POST.get("facility_text", "")
    )


@page(Permission.LEDGER_VIEW)
@require_safe
def charges(request: HttpRequest, number: str) -> HttpResponse:
    """The charges of the account: retail, contracted, adjustment, and where each stands."""
    account = opened_account(request, number, seen="Case account charges")
    return render(request, "ledger/workflows/charges.jinja", charges_words(request, account))


@form_page
@page(Permission.JOURNALS_POST)
def adjust(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """The drawer in which an approved claim gets other amounts."""
    account = opened_account(request, number, seen="Charge adjustment form")
    words = charges_words(request, account)
    charge = words["charges"].line(bill_id)
    if charge is None:
        raise NotFound()
    today = business_time.today()
    initial = {
        "key": new_key(),
        "version": charge.version,
        "retail": amount(charge.retail),
        "contracted": "" if charge.contracted is None else amount(charge.contracted),
        "on": f"{today:%m/%d/%Y}",
    }
    form = ChargeForm(request.POST or None, auto_id="f-%s", initial=initial)
    found = carried_out(
        request,
        form,
        lambda: adjust_charge(
            request.actor,  # type: ignore[attr-defined]
            bill_id=bill_id,
            retail=form.cleaned_data["retail"],
            contracted=form.cleaned_data["contracted"],
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            today=today,
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda bill: account.id,
        # The same change again finds the bill as it made it.
        is_repeated=lambda bill: charge.version == form.cleaned_data["version"] + 1,
    )
    if found and found.is_kept:
        return done(request, account, f"Charge changed to {money(found.result.billed)}.", tab=CHARGES)
    context = {
        **words,
        **preview_words(request, form, found, account),
        "chosen": charge,
        "chosen_name": charge_name(charge),
        "note": adjustment_words(found.result.billed, found.result.contracted) if found else "",
        "post_href": request.get_full_path(),
        "close_href": tab_href(CHARGES, account, origin_of(request)),
    }
    return render(request, "ledger/workflows/adjust.jinja", context, status=status_of(form))


@page(Permission.LEDGER_VIEW)
@require_safe
def facility_options(request: HttpRequest) -> HttpResponse:
    """The facilities a claim can come from."""
    return offered(request, find_facilities)


def charges_words(request: HttpRequest, account: CaseAccountRecord) -> dict[str, Any]:
    """What the list of charges shows, also behind a drawer."""
    actor = request.actor  # type: ignore[attr-defined]
    found = charges_of(actor, account)
    context = frame(request, account, CHARGES)
    return {
        **context,
        "may_pay": context["may_charge"] and actor.may(Permission.FUNDING_MANAGE),
        "charges": found,
        "rows": [_row(line) for line in found.lines],
        "sums": {
            "claim": "Total",
            "retail": found.retail,
            "contracted": found.contracted,
            "adjustment": found.adjustment,
            "collected": found.collected,
            "given_up": found.given_up,
            "open": found.open,
        },
    }


def _row(line: Charge) -> dict[str, object]:
    return {
        "id": line.bill_id,
        "name": charge_name(line),
        "note": " · ".join(filter(None, [line.code, line.description])),
        "on": line.service_on or line.invoice_on,
        "retail": line.retail,
        "contracted": line.contracted,
        "adjustment": line.adjustment,
        "collected": line.collected or Money.zero,
        "given_up": line.given_up,
        "open": line.open,
        "journal": line.journal,
        "href": journal_href(line.journal),
        "is_booked": line.is_booked,
        "has_cost": bool(line.contracted),
    }


def charge_name(line: Charge) -> str:
    """What a charge is called."""
    return " · ".join(filter(None, [line.facility, line.number])) or line.description or "Charge"
