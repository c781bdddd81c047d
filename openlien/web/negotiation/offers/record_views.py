"""The drawer in which an offer is recorded, the page that sets it bill by bill, and the counter-offer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.negotiation import actions, errors
from openlien.negotiation.actions import OfferTerms
from openlien.negotiation.queries import OfferRecord, agreement_of, read_offer
from openlien.negotiation.vocabulary import Direction, OfferStatus

from ... import business_time
from ...access import page
from ...cases.forms import KeyedForm, new_key
from ...cases.frame import frame, opened_case
from ...jinja import amount, money, url
from ..own_cases import opened_to_negotiate, refuse_foreign
from .case_views import TAB, back_to, case_context, offer_context, opened_offer
from .record_form import (
    BY_HAND,
    BY_RETAIL,
    FROM_GRID,
    Ground,
    HandForm,
    RecordForm,
    are_seen,
    codes_of,
    ground_of,
    line_name,
)
from .words import whose

form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.OFFERS_MAKE)
@form_page
def new(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which our offer is drafted or the firm's recorded."""
    case = opened_to_negotiate(request, number, seen="Case offer form")
    _refuse_agreed(request, case)
    return _record(request, case, None)


@page(Permission.OFFERS_MAKE)
@form_page
def counter(request: HttpRequest, number: str, offer_id: UUID) -> HttpResponse:
    """The drawer in which an offer is answered by another."""
    case, offer = opened_offer(request, number, offer_id)
    refuse_foreign(request, case, Permission.OFFERS_MAKE)
    if offer.status is not OfferStatus.SENT:
        raise errors.OfferNotThere(
            status=offer.status.label.lower(), is_now=offer.status, version=offer.version
        )
    return _record(request, case, offer)


@page(Permission.OFFERS_MAKE)
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """What to know of the offer that is being typed, before it is saved."""
    case = opened_case(request, number, seen="Case offer form")
    form = RecordForm(request.GET, ground=_ground(request, case), fixed=_fixed(request.GET.get("fixed", "")))
    form.is_valid()
    return render(request, "negotiation/offers/check.jinja", _checked(form, case))


@page(Permission.OFFERS_MAKE)
@form_page
def by_hand(request: HttpRequest, number: str) -> HttpResponse:
    """Saves an offer that was set bill by bill; without one to save the drawer begins anew."""
    case = opened_to_negotiate(request, number, seen="Case offer form")
    if request.method != "POST":
        return HttpResponseRedirect(url("offers:new", number))
    _refuse_agreed(request, case)
    form = HandForm(request.POST, auto_id="f-%s", ground=_ground(request, case))
    answered = _answered(request, case, form["counter_of"].value())
    direction = Direction.THEIRS if form["direction"].value() == Direction.THEIRS else Direction.OURS
    is_told = form.is_valid() and are_seen(form.warnings(), form.cleaned_data["seen"])
    if is_told and (saved := _saved(request, case, form, direction, answered)):
        return saved
    return _hand_page(request, case, form, title=f"{_named(direction)}, bill by bill")


@page(Permission.OFFERS_MAKE)
@form_page
def change(request: HttpRequest, number: str, offer_id: UUID) -> HttpResponse:
    """The page on which a draft gets other amounts and terms."""
    case, offer = opened_offer(request, number, offer_id)
    refuse_foreign(request, case, Permission.OFFERS_MAKE)
    ground = _ground(request, case)
    form = HandForm(request.POST or None, auto_id="f-%s", ground=ground, initial=_initial_of(offer))
    if request.method == "POST" and form.is_valid() and are_seen(form.warnings(), form.cleaned_data["seen"]):
        try:
            actions.change_offer(
                request.actor,  # type: ignore[attr-defined]
                offer_id,
                form.offer_terms(),
                version=form.cleaned_data["version"] or 0,
                today=business_time.today(),
            )
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{whose(offer)} is changed.")
            return HttpResponseRedirect(back_to(offer))
    return _hand_page(request, case, form, title=f"Change {whose(offer).lower()}", offer=offer)


def _record(request: HttpRequest, case: CaseHead, answered: OfferRecord | None) -> HttpResponse:
    fixed = _answering(answered) if answered else None
    ground = _ground(request, case)
    asked = request.GET.get("direction", "")
    initial = {
        "key": new_key(),
        "direction": asked if asked in Direction.values else Direction.OURS.value,
        "spread": BY_RETAIL,
        "version": answered.version if answered else None,
    }
    form = RecordForm(request.POST or None, auto_id="f-%s", ground=ground, fixed=fixed, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["spread"] == BY_HAND:
            return _to_hand(request, case, form, answered)
        is_told = are_seen(form.warnings(), form.cleaned_data["seen"])
        if is_told and (saved := _saved(request, case, form, form.chosen_direction, answered)):
            return saved
    return _drawer(request, case, form, answered)


def _drawer(
    request: HttpRequest, case: CaseHead, form: RecordForm, answered: OfferRecord | None
) -> HttpResponse:
    behind = offer_context(request, case, answered) if answered else case_context(request, case)
    context = {
        **behind,
        **_checked(form, case),
        "layout": "negotiation/offers/offer.jinja" if answered else "negotiation/offers/case_offers.jinja",
        "form": form,
        "spreads": form.spreads(),
        "drawer_title": _drawer_title(answered),
        "close_href": back_to(answered) if answered else url("offers:case_offers", case.number),
        "action": request.path,
        "ground": form.ground,
        "may_record_offer": False,
        "kept_back": form.is_bound and not form.errors,
    }
    status = form.status if form.errors else 200
    return render(request, "negotiation/offers/record.jinja", context, status=status)


def _checked(form: RecordForm, case: CaseHead) -> dict[str, Any]:
    is_read = form.is_bound and hasattr(form, "cleaned_data")
    found = form.cleaned_data.get("amount") if is_read else None
    return {
        "check_href": url("offers:check", case.number, query={"fixed": form.fixed}),
        "checked_amount": found,
        "checked_retail": form.ground.retail,
        "is_grid": is_read and form.cleaned_data.get("spread") == FROM_GRID,
        "warnings": form.warnings() if found else [],
        "seen": codes_of(form.warnings()) if found else "",
    }


def _saved(
    request: HttpRequest,
    case: CaseHead,
    form: RecordForm | HandForm,
    direction: Direction,
    answered: OfferRecord | None,
) -> HttpResponse | None:
    """The way to the offer when it could be saved; None when the form has to be shown."""
    try:
        made = _make(request, case, form.offer_terms(), direction, answered, form)
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        form.refuse(error)
        return None
    recorded = read_offer(request.actor, made)  # type: ignore[attr-defined]
    drafted = "is drafted. Submit it when it is right."
    what = drafted if direction is Direction.OURS else "is recorded. Accept, counter or reject it."
    messages.success(request, f"{whose(recorded)} of {money(recorded.amount)} {what}")
    return HttpResponseRedirect(back_to(recorded))


def _make(
    request: HttpRequest,
    case: CaseHead,
    terms: OfferTerms,
    direction: Direction,
    answered: OfferRecord | None,
    form: KeyedForm,
) -> UUID:
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    key, version = form.cleaned_data["key"], form.cleaned_data["version"]
    if answered is not None:
        return actions.counter_offer(
            actor, answered.id, terms, version=version or 0, today=today, idempotency_key=key
        ).id
    make = actions.draft_offer if direction is Direction.OURS else actions.receive_offer
    return make(actor, case_number=case.number, terms=terms, today=today, idempotency_key=key).id


def _to_hand(
    request: HttpRequest, case: CaseHead, form: RecordForm, answered: OfferRecord | None
) -> HttpResponse:
    """The page with each bill, filled pro rata with the amount that was typed."""
    given = form.cleaned_data
    shares = form.ground.by_retail(given["amount"])
    initial = {
        "key": given["key"],
        "direction": form.chosen_direction.value,
        "counter_of": answered.id if answered else None,
        "version": answered.version if answered else None,
        "expires_on": f"{given['expires_on']:%m/%d/%Y}" if given["expires_on"] else "",
        "terms": given["terms"],
        **{line_name(bill): amount(share) for bill, share in shares.items()},
    }
    hand = HandForm(auto_id="f-%s", ground=form.ground, initial=initial)
    return _hand_page(request, case, hand, title=f"{_named(form.chosen_direction)}, bill by bill")


def _hand_page(
    request: HttpRequest, case: CaseHead, form: HandForm, *, title: str, offer: OfferRecord | None = None
) -> HttpResponse:
    is_read = form.is_bound and form.is_valid()
    warnings = form.warnings() if is_read else []
    close = back_to(offer) if offer else url("offers:case_offers", case.number)
    context = {
        **frame(request, case, TAB),
        "form": form,
        "rows": [{"line": line, "field": form[line_name(line.bill_id)]} for line in form.ground.lines],
        "ground": form.ground,
        "warnings": warnings,
        "seen": codes_of(warnings),
        "title": title,
        "verb": "Change draft" if offer else "Record offer",
        "action": request.path if offer else url("offers:by_hand", case.number),
        "close_href": close,
        "may_record_offer": False,
        "kept_back": form.is_bound and not form.errors,
    }
    status = form.status if form.errors else 200
    return render(request, "negotiation/offers/by_hand.jinja", context, status=status)


def _initial_of(offer: OfferRecord) -> dict[str, Any]:
    return {
        "key": new_key(),
        "version": offer.version,
        "direction": offer.direction.value,
        "expires_on": f"{offer.expires_on:%m/%d/%Y}" if offer.expires_on else "",
        "terms": offer.terms,
        **{line_name(line.bill_id): amount(line.amount) for line in offer.lines},
    }


def _answered(request: HttpRequest, case: CaseHead, given: Any) -> OfferRecord | None:
    """The offer of this case that is countered, if one is."""
    if not given:
        return None
    try:
        wanted = UUID(str(given))
    except ValueError:
        raise NotFound() from None
    return opened_offer(request, case.number, wanted)[1]


def _refuse_agreed(request: HttpRequest, case: CaseHead) -> None:
    if agreement_of(request.actor, case) is not None:  # type: ignore[attr-defined]
        raise errors.CaseAgreed()


def _ground(request: HttpRequest, case: CaseHead) -> Ground:
    return ground_of(request.actor, case, as_of=business_time.today())  # type: ignore[attr-defined]


def _fixed(text: str) -> Direction | None:
    return Direction(text) if text in Direction.values else None


def _answering(offer: OfferRecord) -> Direction:
    return Direction.THEIRS if offer.direction is Direction.OURS else Direction.OURS


def _named(direction: Direction) -> str:
    return "Our offer" if direction is Direction.OURS else "Firm’s offer"


def _drawer_title(answered: OfferRecord | None) -> str:
    if answered is None:
        return "Record offer"
    return "Firm’s counter-offer" if answered.direction is Direction.OURS else "Our counter-offer"
