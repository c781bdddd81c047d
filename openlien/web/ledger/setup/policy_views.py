"""The policy of the ledger: how recoveries are recognised, who must approve, what a credit limit does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.identity.permissions import Permission
from openlien.identity.queries import AuditFilter, audit_entries
from openlien.kit.errors import DomainError, Forbidden
from openlien.ledger.actions.chart import change_policy
from openlien.ledger.queries.chart import PolicyRules, policy_rules

from ...access import page
from ...business_time import here
from ...jinja import money, time_text, url
from .chart_views import status_of
from .forms import CREDIT_LIMITS, PACKS, PolicyForm
from .frame import frame

CONFIRMED = "confirmed"


@page(Permission.LEDGER_VIEW)
@require_http_methods(["GET", "HEAD"])
def policy(request: HttpRequest) -> HttpResponse:
    """The policy in force."""
    return render(request, "ledger/setup/policy.jinja", _words(request))


@page(Permission.LEDGER_SET_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_policy(request: HttpRequest) -> HttpResponse:
    """The form that changes it; another posting pack is asked about once more before it counts."""
    words = _words(request)
    rules: PolicyRules = words["rules"]
    form = PolicyForm(request.POST or None, auto_id="f-%s", initial=_initial(rules))
    words |= {"form": form, "packs": PACKS, "credit_limits": CREDIT_LIMITS, "asks": False}
    if request.method == "POST" and form.is_valid():
        changes_pack = form.cleaned_data["pack"] != rules.pack
        if changes_pack and not request.POST.get(CONFIRMED):
            return render(request, "ledger/setup/policy_form.jinja", {**words, "asks": True})
        if answer := _saved(request, form):
            return answer
    return render(request, "ledger/setup/policy_form.jinja", words, status=status_of(form))


def _saved(request: HttpRequest, form: PolicyForm) -> HttpResponse | None:
    try:
        version = form.cleaned_data["version"] or 0
        change_policy(request.actor, form.fields_given(), version=version)  # type: ignore[attr-defined]
    except Forbidden:
        raise
    except DomainError as refused:
        form.refuse(refused)
        return None
    messages.success(request, "The policy is saved and counts from now on.")
    return HttpResponseRedirect(url("ledger:policy"))


def _words(request: HttpRequest) -> dict[str, Any]:
    rules = policy_rules(request.actor)  # type: ignore[attr-defined]
    words = frame(request, "ledger:policy")
    threshold = rules.approval_threshold
    limits = rules.ageing_days
    return {
        **words,
        "rules": rules,
        "pack_name": rules.pack.label,
        "pack_words": next(what for value, _, what in PACKS if value == rules.pack),
        "limit_name": rules.credit_limit_mode.label,
        "limit_words": next(what for value, _, what in CREDIT_LIMITS if value == rules.credit_limit_mode),
        "threshold_words": f"Journals below {money(threshold)} are let through and marked so; from there on a"
        " person approves."
        if threshold
        else "A person approves every journal.",
        "buckets": _buckets(limits),
        "history_href": url("admin_audit", query={"table": "ledger_ledgerpolicy"}),
        "changed": _last_change(request) if words["may_see_history"] else None,
    }


def _last_change(request: HttpRequest) -> str | None:
    entries = audit_entries(
        request.actor,  # type: ignore[attr-defined]
        AuditFilter(table="ledger_ledgerpolicy"),
        limit=1,
    ).items
    changed = next((entry for entry in entries if entry.action == "update"), None)
    return f"Changed by {changed.actor_name}, {time_text(here(changed.at))}" if changed else None


def _buckets(limits: tuple[int, ...]) -> list[tuple[str, str]]:
    names = ("Current", "30", "60", "90")
    firsts = (0, *(limit + 1 for limit in limits[:-1]))
    spans = [
        (name, f"{first} to {last} days") for name, first, last in zip(names, firsts, limits, strict=True)
    ]
    return [*spans, ("120+", f"more than {limits[-1]} days")]


def _initial(rules: PolicyRules) -> dict[str, Any]:
    return {
        "pack": rules.pack.value,
        "approval_threshold": f"{rules.approval_threshold.amount:,}",
        "credit_limit_mode": rules.credit_limit_mode.value,
        **{f"ageing_{place}": days for place, days in enumerate(rules.ageing_days, start=1)},
        "version": rules.version,
    }
