"""A new version: its rows, what they would change, and the change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.fee_schedules.actions import add_version
from openlien.cases.fee_schedules.errors import VersionOfThatDay
from openlien.cases.fee_schedules.price_files import HEADINGS, Comparison, PriceRow, Verdict, rows_of_csv
from openlien.cases.fee_schedules.queries import Schedule, Version, comparison, prices_of, read_schedule
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import Money
from openlien.receivables.fee_effect import fee_effect

from .. import business_time
from ..access import page
from ..admin.places import admin_tabs
from ..jinja import date_text, money, plural, url
from ..settlement.place import uuid_or_none
from ..uploaded_tables import text_of_table
from .forms import KEEP, VersionForm

CHANGES_SHOWN = 300
WORDS = {
    Verdict.REFUSED: ("Refused", "risk"),
    Verdict.CHANGED: ("Changed", "early"),
    Verdict.NEW: ("Added", "active"),
    Verdict.REMOVED: ("Removed", "pending"),
    Verdict.UNCHANGED: ("As before", "neutral"),
}


class PricesMissing(DomainError):
    """Choose a CSV or XLSX file of at most 1 MiB, or type the prices."""


@page(Permission.FEES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """The form for the rows; then what they would change; then the change itself."""
    found = read_schedule(request.actor, schedule_id)  # type: ignore[attr-defined]
    form = VersionForm(request.POST or None, auto_id="f-%s", initial=_initial(request, found))
    if request.method != "POST" or request.POST.get("again") or not form.is_valid():
        return _asked(request, found, form)
    upload, typed = request.FILES.get("file"), form.cleaned_data["rows"]
    try:
        is_typed = upload is None and typed.strip()
        text = typed if is_typed else text_of_table(upload, HEADINGS, missing=PricesMissing)
        rows = rows_of_csv(text)
        if request.POST.get("save"):
            return _saved(request, found, form, rows)
        return _previewed(request, found, form, text, rows)
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        form.refuse(refused)
        return _asked(request, found, form)


def _initial(request: HttpRequest, found: Schedule) -> dict[str, Any]:
    """A list by hand begins with the prices of today, so that a few of them can be changed."""
    holds = found.version_on(business_time.today())
    lines = [f"{code},{price}" for code, price in prices_of(holds.id).items()] if holds else []
    asked = request.GET.get("by") == "hand"
    return {"others": KEEP, "rows": "\n".join(["Code,Retail price", *lines]) if asked else ""}


def _saved(request: HttpRequest, found: Schedule, form: VersionForm, rows: list[PriceRow]) -> HttpResponse:
    given = form.cleaned_data
    add_version(
        request.actor,  # type: ignore[attr-defined]
        found.id,
        rows,
        effective_on=given["effective_on"],
        keep_others=given["others"] == KEEP,
        base_id=uuid_or_none(request.POST.get("base", "")),
    )
    day = given["effective_on"]
    messages.success(request, f"The prices hold from {date_text(day)}.")
    return HttpResponseRedirect(url("fees:schedule", found.id, query={"version": str(day)}))


def _previewed(
    request: HttpRequest, found: Schedule, form: VersionForm, text: str, rows: list[PriceRow]
) -> HttpResponse:
    given, actor = form.cleaned_data, request.actor  # type: ignore[attr-defined]
    day = given["effective_on"]
    base, made = comparison(actor, found, rows, effective_on=day, keep_others=given["others"] == KEEP)
    if base and base.effective_on == day:
        raise VersionOfThatDay()
    effect = fee_effect(actor, found, made.prices, effective_on=day)
    words = {
        "tabs": admin_tabs(request),
        "schedule": found,
        "text": text,
        "day": day,
        "others": given["others"],
        "base": base,
        "effect": effect,
        "difference": f"{'+' if effect.difference > Money.zero else ''}{money(effect.difference)}",
        **_changes(made, base),
    }
    return render(request, "fees/preview.jinja", words)


def _changes(made: Comparison, base: Version | None) -> dict[str, Any]:
    shown = [each for each in made.changes if each.verdict is not Verdict.UNCHANGED]
    return {
        "counts": [(WORDS[verdict][0], made.counts[verdict]) for verdict in Verdict],
        "rows": [{"change": each, "word": WORDS[each.verdict]} for each in shown[:CHANGES_SHOWN]],
        "rest": max(0, len(shown) - CHANGES_SHOWN),
        "blocked": _why_not(made, base),
    }


def _why_not(made: Comparison, base: Version | None) -> str | None:
    """Why the version cannot be saved, as a sentence; None when it can."""
    if not made.is_whole:
        return f"Correct {plural(made.counts[Verdict.REFUSED], 'row')} first."
    if not made.prices:
        return "A version needs at least one price."
    if base and made.counts.keys() == {Verdict.UNCHANGED}:
        return "No price changes."
    return None


def _asked(request: HttpRequest, found: Schedule, form: VersionForm) -> HttpResponse:
    by_hand = {"by": "hand"}
    words = {
        "tabs": admin_tabs(request),
        "schedule": found,
        "form": form,
        "by_hand_href": url("fees:new_version", found.id, query=by_hand) if found.versions else None,
    }
    return render(request, "fees/new_version.jinja", words, status=form.status if form.errors else 200)
