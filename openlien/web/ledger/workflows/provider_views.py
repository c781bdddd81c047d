"""The provider of a claim is paid, from our own money or from a warehouse line."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.funding.actions.site_costs import pay_site_cost
from openlien.funding.queries.lines import lines
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import amount, money
from ..accounts.frame import opened_account, origin_of, tab_href
from .claim_views import CHARGES, charge_name, charges_words
from .flow import carried_out, done, preview_words, status_of
from .forms import ProviderForm


@page(Permission.FUNDING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """The drawer in which a provider is paid."""
    account = opened_account(request, number, seen="Provider payment form")
    words = charges_words(request, account)
    charge = words["charges"].line(bill_id)
    if charge is None:
        raise NotFound()
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    initial = {
        "key": new_key(),
        "amount": amount(charge.contracted) if charge.contracted else "",
        "paid_on": f"{today:%m/%d/%Y}",
    }
    form = ProviderForm(request.POST or None, auto_id="f-%s", initial=initial, lines=_open_lines(actor))
    found = carried_out(
        request,
        form,
        lambda: pay_site_cost(
            actor,
            bill_id,
            amount=form.cleaned_data["amount"],
            paid_on=form.cleaned_data["paid_on"],
            today=today,
            line_id=UUID(form.cleaned_data["line"]) if form.cleaned_data["line"] else None,
            reference=form.cleaned_data["reference"],
            idempotency_key=form.cleaned_data["key"],
            posting_on=form.cleaned_data["posting_on"],
        ),
        account_of=lambda cost: account.id,
    )
    if found and found.is_kept:
        return done(request, account, f"Payment of {money(found.result.amount)} recorded.", tab=CHARGES)
    context = {
        **words,
        **preview_words(request, form, found, account),
        "chosen": charge,
        "chosen_name": charge_name(charge),
        "post_href": request.get_full_path(),
        "close_href": tab_href(CHARGES, account, origin_of(request)),
    }
    return render(request, "ledger/workflows/provider.jinja", context, status=status_of(form))


def _open_lines(actor: Actor) -> list[tuple[str, str]]:
    """The warehouse lines that money can be drawn on, each with what is available."""
    today = business_time.today()
    return [
        (str(each.line.id), f"{each.line.name}, {money(each.base.available)} available")
        for each in lines(actor, as_of=today, today=today)
        if each.line.closed_on is None
    ]
