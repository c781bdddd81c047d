"""The calculation based on an offer: what a settlement of that amount would leave, kept nowhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openlien.identity.actor import Actor
from openlien.kit.errors import DomainError, NotFound
from openlien.kit.money import Money
from openlien.settlement.calculations.waterfall import Tier
from openlien.settlement.input_rules import InputName, Terms
from openlien.settlement.queries.calculations import CalculationView, calculation_of_offer, case_terms
from openlien.web import business_time
from openlien.web.jinja import url

from .form import Sent
from .place import CalculationPlace


def offered(
    actor: Actor, place: CalculationPlace, gross: Money | None, sent: Sent | None = None
) -> CalculationView | None:
    """The calculation of an amount that is not settled; None where there is no amount to begin with."""
    if not gross:
        return None
    terms = sent.terms if sent else case_terms(actor, place.number)
    typed = {name: value for name, value in sent.typed.items() if name not in sent.taken} if sent else {}
    typed.pop(InputName.GROSS.value, None)
    return _calculated(actor, place.number, place.plaintiff_id, gross, terms, typed)


def offer_context(
    request: HttpRequest, number: str, plaintiff_id: UUID | None, offer: Money | None
) -> dict[str, Any]:
    """What `offer_summary` of settlement/calculation/offer.jinja shows under a round of negotiation.

    *Shapes*: `offer_sum` is None without an amount; else `lines` of label and amount, `client`, `href` of
    the whole calculation, and `refusal` where it has no result.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not offer or offer <= Money.zero:
        return {"offer_sum": None}
    try:
        view = _calculated(actor, number, plaintiff_id, offer, case_terms(actor, number), {})
    except NotFound:
        return {"offer_sum": None}
    result = view.result
    lines = [("Offer", offer)]
    if result is not None:
        lines += [(tier.label, -found) for tier in Tier if (found := result.distribution.of_tier(tier))]
    return {
        "offer_sum": {
            "lines": lines,
            "client": result.client if result else None,
            "refusal": view.refusal,
            "has_fee": view.terms != Terms(),
            "href": url("calculation:page", number, query={"plaintiff": plaintiff_id, "offer": str(offer)}),
        }
    }


def _calculated(
    actor: Actor, number: str, plaintiff_id: UUID | None, gross: Money, terms: Terms, typed: dict[str, Money]
) -> CalculationView:
    known = {
        "case_number": number,
        "plaintiff_id": plaintiff_id,
        "gross": gross,
        "on": business_time.today(),
        "typed": typed,
    }
    try:
        return calculation_of_offer(actor, terms=terms, **known)
    except NotFound:
        raise
    except DomainError as refused:
        empty = calculation_of_offer(actor, terms=Terms(fee_basis=terms.fee_basis), **known)
        return CalculationView("", False, None, empty.inputs, terms, None, refused.sentence)
