"""The limits beyond which somebody else approves an offer: read by all, set by who approves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.identity.permissions import Permission, roles_allowing
from openlien.kit.errors import DomainError
from openlien.negotiation import errors
from openlien.negotiation.actions import set_policy
from openlien.negotiation.queries import Policy, policy

from ...access import page
from ...cases.fields import MoneyField
from ...cases.forms import KeyedForm
from ...jinja import amount, money, percent, plural, url
from .places import offer_tabs

form_page = require_http_methods(["GET", "HEAD", "POST"])


class PolicyForm(KeyedForm):
    """The limits, and the version that was read."""

    refusals = {
        errors.PercentOutOfRange: "approval_percent_below",
        errors.AmountNegative: "approval_amount_above",
        errors.ValidityOutOfRange: "validity_days",
    }
    version = forms.IntegerField(widget=forms.HiddenInput)
    approval_percent_below = forms.DecimalField(
        label="Below this share of retail",
        max_digits=5,
        decimal_places=2,
        localize=False,
        help_text="An offer of exactly this share needs no approval; 0 asks for none",
        widget=forms.TextInput,
        error_messages={"required": "Enter a percentage like 60.", "invalid": "Enter a percentage like 60."},
    )
    approval_amount_above = MoneyField(
        label="Above this amount", required=False, help_text="Blank asks for none because of its amount"
    )
    validity_days = forms.IntegerField(
        label="Days that our offers hold",
        help_text="Where nobody gives another last day",
        widget=forms.TextInput,
        error_messages={"required": "Enter a number of days.", "invalid": "Enter a number of days."},
    )


@page(Permission.OFFERS_VIEW)
@form_page
def policy_page(request: HttpRequest) -> HttpResponse:
    """What each role may do alone, and the form that changes it."""
    actor = request.actor  # type: ignore[attr-defined]
    limits = policy(actor)
    may_set = actor.may(Permission.OFFERS_APPROVE)
    if request.method == "POST":
        actor.require(Permission.OFFERS_APPROVE)
    form = PolicyForm(request.POST or None, auto_id="f-%s", initial=_initial(limits))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in _initial(limits)}
        try:
            set_policy(actor, **given)
        except errors.TermsStale as refused:
            form.status = refused.status
            form.add_error(None, f"{refused.sentence} Below is what you typed; in force is: {_words(limits)}")
            form.data = {**form.data.dict(), "version": limits.version}
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The limits are set. They count from the next offer that is submitted.")
            return HttpResponseRedirect(url("offers:policy"))
    context = {
        "tabs": offer_tabs(actor, "policy"),
        "limits": limits,
        "in_force": _words(limits),
        "form": form if may_set else None,
        "roles": _roles(limits),
    }
    status = form.status if form.errors else 200
    return render(request, "negotiation/offers/policy.jinja", context, status=status)


def _initial(limits: Policy) -> dict[str, Any]:
    above = limits.approval_amount_above
    return {
        "approval_percent_below": f"{limits.approval_percent_below:f}",
        "approval_amount_above": amount(above) if above is not None else "",
        "validity_days": limits.validity_days,
        "version": limits.version,
    }


def _words(limits: Policy) -> str:
    above = limits.approval_amount_above
    parts = [f"below {percent(limits.approval_percent_below, 2)} of retail"]
    if above is not None:
        parts.append(f"above {money(above)}")
    return f"{' or '.join(parts)} somebody else approves; offers hold {plural(limits.validity_days, 'day')}."


def _roles(limits: Policy) -> list[dict[str, str]]:
    """What each role may do alone and beyond the limits, in words."""
    makers, approvers = roles_allowing(Permission.OFFERS_MAKE), roles_allowing(Permission.OFFERS_APPROVE)
    readers = [role for role in roles_allowing(Permission.OFFERS_VIEW) if role not in {*makers, *approvers}]
    rows = [
        {
            "role": role.value,
            "alone": "Makes, sends and accepts offers",
            "beyond": "Approves those of others" if role in approvers else "Asks for approval",
        }
        for role in makers
    ]
    return [*rows, *({"role": role.value, "alone": "Reads", "beyond": "Reads"} for role in readers)]
