"""The list of fee schedules with the look-up, one schedule with its prices, and their file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.cases.fee_schedules.actions import add_schedule, rename_schedule
from openlien.cases.fee_schedules.errors import NoPriceFound
from openlien.cases.fee_schedules.price_files import HEADINGS
from openlien.cases.fee_schedules.queries import (
    RetailPrice,
    Schedule,
    Version,
    facility_choices,
    prices,
    read_schedule,
    retail_price,
    schedules,
)
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound

from .. import business_time
from ..access import page
from ..admin.places import admin_tabs
from ..jinja import amount, count, date_text, url
from ..sheets import Head, Line, Sheet, exported
from .forms import LookUpForm, NameForm, ScheduleForm

PRICES_A_PAGE = 200
WORDS_LETTERS_MAX = 20


@page(Permission.FEES_VIEW)
@require_safe
def schedule_list(request: HttpRequest) -> HttpResponse:
    """Every schedule, and what a code retails for on a day."""
    return render(request, "fees/list.jinja", list_context(request))


@page(Permission.FEES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_schedule(request: HttpRequest) -> HttpResponse:
    """The drawer in which a schedule is added; its prices come next."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ScheduleForm(request.POST or None, auto_id="f-new-%s", facilities=facility_choices(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            facility = UUID(given["facility"]) if given["facility"] else None
            made = add_schedule(actor, name=given["name"], facility_id=facility)
            messages.success(request, "The schedule is added. Its prices come next.")
            return HttpResponseRedirect(url("fees:new_version", made))
        except Forbidden:
            raise
        except DomainError as refused:
            form.refuse(refused)
    words = {**list_context(request), "new": form, "close_href": url("fees:list")}
    return render(request, "fees/new.jinja", words, status=form.status if form.is_bound else 200)


@page(Permission.FEES_VIEW)
@require_safe
def schedule(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """One schedule: its versions, and the prices of the one that is open."""
    found = read_schedule(request.actor, schedule_id)  # type: ignore[attr-defined]
    return render(request, "fees/schedule.jinja", schedule_context(request, found))


@page(Permission.FEES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """The drawer in which a schedule gets another name; its prices stay."""
    actor = request.actor  # type: ignore[attr-defined]
    found = read_schedule(actor, schedule_id)
    form = NameForm(
        request.POST or None, auto_id="f-%s", initial={"name": found.name, "name_before": found.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            rename_schedule(actor, schedule_id, **form.cleaned_data)
            messages.success(request, f"The schedule is named {form.cleaned_data['name']}.")
            return HttpResponseRedirect(url("fees:schedule", schedule_id))
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
    words = {**schedule_context(request, found), "form": form}
    return render(request, "fees/rename.jinja", words, status=form.status if form.errors else 200)


@page(Permission.FEES_VIEW)
@require_safe
def prices_file(request: HttpRequest, schedule_id: UUID, form: str) -> HttpResponseBase:
    """The prices of a version as a file that an import reads back."""
    actor = request.actor  # type: ignore[attr-defined]
    found = read_schedule(actor, schedule_id)
    version = opened_version(request, found)
    if version is None:
        raise NotFound()
    heads = (Head(HEADINGS[0]), Head(HEADINGS[1], "money"))
    lines = [Line((each.code, each.retail)) for each in prices(actor, found, version)]
    return exported(Sheet(found.name, heads, lines), form, name=f"prices-{version.effective_on}")


def list_context(request: HttpRequest) -> dict[str, Any]:
    """What the list shows, also behind its drawer."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    form, found = _looked_up(request)
    return {
        "tabs": admin_tabs(request),
        "rows": [_row(each) for each in schedules(actor)],
        "form": form,
        "found": found,
        "working": _working(found) if found else None,
        "today": today,
        "may_edit": actor.may(Permission.FEES_EDIT),
    }


def schedule_context(
    request: HttpRequest, found: Schedule, *, opened: Version | None = None
) -> dict[str, Any]:
    """What the page of a schedule shows, also behind a drawer; `opened` instead of what the address names."""
    actor = request.actor  # type: ignore[attr-defined]
    version, holds = opened or opened_version(request, found), found.version_on(business_time.today())
    words = request.GET.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", "").strip().upper()
    shown = prices(actor, found, version) if version else []
    fitting = [each for each in shown if each.code.startswith(words)]
    return {
        "tabs": admin_tabs(request),
        "schedule": found,
        "version": version,
        "versions": [_version(found, each, version, holds) for each in found.versions],
        "words": words,
        "prices": fitting[:PRICES_A_PAGE],
        "found": len(fitting),
        "cut": len(fitting) > PRICES_A_PAGE,
        "query": {"version": str(version.effective_on)} if version else {},
        "may_edit": actor.may(Permission.FEES_EDIT),
    }


def opened_version(request: HttpRequest, found: Schedule) -> Version | None:
    """The version that the address names, else the one that holds today, else the latest."""
    named = request.GET.get("version", "")
    for each in found.versions:
        if str(each.effective_on) == named:
            return each
    return found.version_on(business_time.today()) or next(iter(found.versions), None)


def _looked_up(request: HttpRequest) -> tuple[LookUpForm, RetailPrice | None]:
    actor = request.actor  # type: ignore[attr-defined]
    initial = {"quantity": "1", "on": f"{business_time.today():%m/%d/%Y}"}
    asked = request.GET if "code" in request.GET else None
    form = LookUpForm(asked, auto_id="f-%s", initial=initial, facilities=facility_choices(actor))
    if asked is None or not form.is_valid():
        return form, None
    given = form.cleaned_data
    try:
        facility = UUID(given["facility"]) if given["facility"] else None
        return form, retail_price(
            actor, given["code"], quantity=given["quantity"], on=given["on"], facility_id=facility
        )
    except NoPriceFound as none:
        form.add_error("code", none.sentence)
    except Forbidden:
        raise
    except DomainError as refused:
        form.refuse(refused)
    return form, None


def _working(found: RetailPrice) -> dict[str, Any]:
    price = f"{found.code} from {date_text(found.effective_on)}"
    return {
        "id": "x-retail",
        "title": "Retail charges",
        "formula": "price of one unit × quantity",
        "inputs": [
            {"label": price, "value": amount(found.unit_price), "total": False},
            {"label": "Quantity", "value": count(found.quantity), "total": False},
            {"label": "Charges", "value": amount(found.charges), "total": True},
        ],
        "note": "",
        "links": [("How it is worked out", url("formulas:page", "fee-schedules"))],
    }


def _row(found: Schedule) -> dict[str, Any]:
    today = business_time.today()
    holds = found.version_on(today)
    coming = [each.effective_on for each in found.versions if each.effective_on > today]
    return {
        "name": found.name,
        "facility": found.facility or "Every facility",
        "since": holds.effective_on if holds else "",
        "codes": holds.codes if holds else "",
        "versions": len(found.versions),
        "next": min(coming) if coming else "",
        "href": url("fees:schedule", found.id),
    }


def _version(found: Schedule, each: Version, opened: Version | None, holds: Version | None) -> dict[str, Any]:
    is_coming = each.effective_on > business_time.today()
    return {
        "version": each,
        "href": url("fees:schedule", found.id, query={"version": str(each.effective_on)}),
        "current": each == opened,
        "word": "Holds" if each == holds else "Coming" if is_coming else "Past",
        "family": "active" if each == holds else "pending" if is_coming else "neutral",
    }
