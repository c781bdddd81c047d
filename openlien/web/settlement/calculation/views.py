"""The page of the calculation: read, worked out again while somebody types, saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.kit.money import Money
from openlien.settlement.actions.calculations import save_calculation
from openlien.settlement.input_rules import InputName
from openlien.settlement.queries.calculations import (
    CalculationView,
    compared_calculations,
    read_calculation,
    tried_calculation,
)
from openlien.settlement.queries.reductions import reduction_rows

from ... import business_time
from ...access import page
from ...cases.frame import frame, opened_case
from ...jinja import money, time_text, url
from ...sent_forms import Wrong, reason_of
from .comparing import comparison
from .figures import chart_of
from .form import BASES, FEE_KINDS, Sent, first_texts, read_form, recovery_rows, texts_after
from .offer import offered
from .place import CalculationPlace, last_offer, place_of
from .receipt import receipt

page_or_save = require_http_methods(["GET", "HEAD", "POST"])


@dataclass
class Shown:
    """What a page shows besides the calculation: what is wrong, and whether it is saved."""

    wrong: Wrong = field(default_factory=Wrong)
    complaint: str = ""
    version: int | None = None
    is_tried: bool = False
    status: int = 200


@page_or_save
@page(Permission.SETTLEMENTS_VIEW)
def calculation(request: HttpRequest, number: str) -> HttpResponse:
    """The calculation of a settlement or a what-if; POST saves it."""
    place = place_of(request, number)
    if request.method == "POST":
        return _saved(request, place)
    view = _read(request, place)
    if view is None:
        return calculation_page(request, place, None, {}, Shown())
    if place.name and not view.is_saved:
        raise NotFound()
    return calculation_page(request, place, view, first_texts(view), Shown(version=view.version))


@page(Permission.SETTLEMENTS_VIEW)
@require_POST
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The calculation with what was typed, kept nowhere: parts for htmx, the whole page without."""
    place, sent = place_of(request, number), read_form(request.POST)
    view = _tried(request, place, sent)
    shown = Shown(wrong=sent.wrong, version=_version(sent), is_tried=True)
    return calculation_page(
        request, place, view, texts_after(sent, view), shown, parts=bool(request.headers.get("HX-Request"))
    )


def _saved(request: HttpRequest, place: CalculationPlace) -> HttpResponse:
    """The way back when the calculation could be saved, else the page with what is wrong."""
    actor, sent = request.actor, read_form(request.POST)  # type: ignore[attr-defined]
    actor.require(Permission.SETTLEMENTS_EDIT)
    if place.settlement is None:
        raise NotFound()
    shown = Shown(wrong=sent.wrong, version=_version(sent), is_tried=True, status=422)
    if not sent.wrong:
        try:
            save_calculation(
                actor,
                place.settlement.id,
                terms=sent.terms,
                values=typed_values(sent, place),
                name=place.name,
                version=shown.version,
            )
        except (NotFound, Forbidden):
            raise
        except StaleVersion:
            shown.complaint, shown.version = _who_was_faster(request, place)
            shown.status = 409
        except DomainError as refused:
            shown.complaint, shown.status = reason_of(refused), refused.status
        else:
            after = read_calculation(actor, place.settlement.id, name=place.name)
            client = money(after.result.client) if after.result else "not known"
            messages.success(request, f"Calculation saved. Net to client {client}.")
            return HttpResponseRedirect(place.to())
    view = _tried(request, place, sent)
    return calculation_page(request, place, view, texts_after(sent, view), shown)


def typed_values(sent: Sent, place: CalculationPlace) -> dict[str, Money]:
    """The values that a form changes; the gross of the real calculation is the settlement's."""
    typed = {name: value for name, value in sent.typed.items() if name not in sent.taken}
    if not place.name:
        typed.pop(InputName.GROSS.value, None)
    return typed


def _read(request: HttpRequest, place: CalculationPlace) -> CalculationView | None:
    actor = request.actor  # type: ignore[attr-defined]
    if place.settlement:
        return read_calculation(actor, place.settlement.id, name=place.name)
    gross = last_offer(actor, place)
    return offered(actor, place, gross) if gross else None


def _tried(request: HttpRequest, place: CalculationPlace, sent: Sent) -> CalculationView | None:
    actor, typed = request.actor, typed_values(sent, place)  # type: ignore[attr-defined]
    if place.settlement is None:
        return offered(actor, place, sent.typed.get(InputName.GROSS.value), sent)
    return tried_calculation(
        actor, place.settlement.id, terms=sent.terms, typed=typed, taken=sent.taken, name=place.name
    )


def _who_was_faster(request: HttpRequest, place: CalculationPlace) -> tuple[str, int | None]:
    """What the other person did, and the version that replaces it knowingly."""
    now = read_calculation(request.actor, place.settlement.id, name=place.name)  # type: ignore[attr-defined, union-attr]
    when = f" at {time_text(business_time.here(now.saved_at))}" if now.saved_at else ""
    client = f" Theirs leaves {money(now.result.client)} for the client." if now.result else ""
    sentence = f"{now.saved_by or 'Somebody'} saved this calculation{when} while you were editing.{client}"
    return f"{sentence} Your values stand below; save again to replace theirs.", now.version


def _version(sent: Sent) -> int | None:
    text = sent.texts.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def calculation_page(
    request: HttpRequest,
    place: CalculationPlace,
    view: CalculationView | None,
    texts: dict[str, str],
    shown: Shown,
    *,
    parts: bool = False,
) -> HttpResponse:
    """The page, or its computed parts, with the texts of the form and what is wrong with them."""
    actor = request.actor  # type: ignore[attr-defined]
    case = opened_case(request, place.number, seen="Settlement calculation")
    context: dict[str, Any] = {
        "place": place,
        "shown": shown,
        "texts": texts,
        "may_edit": actor.may(Permission.SETTLEMENTS_EDIT) and place.settlement is not None,
        "may_see_rules": actor.may(Permission.CALCULATE),
        "receipt": None,
    }
    if view is not None:
        states = lien_states(request, place.number)
        context |= {
            "view": view,
            "receipt": receipt(
                view,
                texts,
                shown.wrong,
                number=place.number,
                lien_states=states,
                is_real=place.settlement is not None and not place.name,
            ),
            "chart": chart_of(view, place.number),
            "recovery_rows": recovery_rows(texts, shown.wrong),
            "fee_kinds": FEE_KINDS,
            "bases": BASES,
        }
    if parts:
        return render(request, "settlement/calculation/parts.jinja", context)
    context |= {**frame(request, case, "settlement"), "comparison": _comparison(request, place)}
    context |= {"tools": section_links(place.number, "calculation"), "as_of": business_time.today()}
    return render(request, "settlement/calculation/page.jinja", context, status=shown.status)


def lien_states(request: HttpRequest, number: str) -> dict[str, str]:
    """What was proposed last for each lien of the case, by the lien's id."""
    rows = reduction_rows(request.actor, number)  # type: ignore[attr-defined]
    return {str(row.lien_id): row.status for row in reversed(rows)}


def section_links(number: str, current: str) -> list[dict[str, object]]:
    """The pages of the settlement tab as links."""
    pages = (
        ("Rounds and settlements", "rounds", url("cases:settlement", number)),
        ("Calculation", "calculation", url("calculation:page", number)),
        ("Liens", "liens", url("liens:list", number)),
    )
    return [{"label": label, "href": href, "current": key == current} for label, key, href in pages]


def _comparison(request: HttpRequest, place: CalculationPlace) -> Any:
    if place.settlement is None:
        return None
    views = compared_calculations(request.actor, place.settlement.id)  # type: ignore[attr-defined]
    return comparison(views, place)
