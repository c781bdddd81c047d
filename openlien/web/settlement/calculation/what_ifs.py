"""What-ifs: the calculation as typed, kept under a name beside the real one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.settlement.actions.calculations import WHAT_IF_LETTERS_MAX, delete_what_if, save_calculation
from openlien.settlement.input_rules import InputName
from openlien.settlement.queries.calculations import list_what_ifs, tried_calculation

from ...access import page
from ...sent_forms import Wrong, reason_of
from .form import Sent, read_amount, read_form, texts_after
from .place import CalculationPlace, place_of
from .views import Shown, calculation_page


@page(Permission.SETTLEMENTS_EDIT)
@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Keeps what was typed under the name that was given, and opens it."""
    place, sent = place_of(request, number), read_form(request.POST)
    if place.settlement is None:
        raise NotFound()
    actor = request.actor  # type: ignore[attr-defined]
    name = request.POST.get("what_if", "").strip()
    gross = sent.texts.get("what_if_gross", "")
    wrong = Wrong(sent.wrong)
    if not name:
        wrong["what_if"] = 'Give the what-if a name, such as "At 60,000".'
    elif len(name) > WHAT_IF_LETTERS_MAX:
        wrong["what_if"] = f"A name has at most {WHAT_IF_LETTERS_MAX} letters."
    elif name in list_what_ifs(actor, place.settlement.id):
        wrong["what_if"] = "There is a what-if of that name; choose another or open it."
    values = {each: value for each, value in sent.typed.items() if each not in sent.taken}
    values.setdefault(InputName.GROSS.value, place.settlement.gross)
    if gross:
        read = read_amount(gross, "what_if_gross", wrong)
        values |= {InputName.GROSS.value: read} if read is not None else {}
    if not wrong:
        try:
            save_calculation(actor, place.settlement.id, terms=sent.terms, values=values, name=name)
            messages.success(request, f"What-if {name} is kept beside the real calculation.")
            return HttpResponseRedirect(place.called(name).to())
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            wrong["what_if"] = reason_of(refused)
    return _again(request, place, sent, wrong)


@page(Permission.SETTLEMENTS_EDIT)
@require_POST
def delete(request: HttpRequest, number: str) -> HttpResponse:
    """Deletes the what-if of the address; the real calculation stays."""
    place = place_of(request, number)
    if place.settlement is None or not place.name:
        raise NotFound()
    delete_what_if(request.actor, place.settlement.id, name=place.name)  # type: ignore[attr-defined]
    messages.success(request, f"What-if {place.name} is deleted.")
    return HttpResponseRedirect(place.called("").to())


def _again(request: HttpRequest, place: CalculationPlace, sent: Sent, wrong: Wrong) -> HttpResponse:
    typed = {each: value for each, value in sent.typed.items() if each != InputName.GROSS.value}
    view = tried_calculation(
        request.actor,  # type: ignore[attr-defined]
        place.settlement.id,  # type: ignore[union-attr]
        terms=sent.terms,
        typed=typed,
        taken=sent.taken,
        name=place.name,
    )
    shown = Shown(wrong=wrong, is_tried=True, status=422)
    return calculation_page(request, place, view, texts_after(sent, view), shown)
