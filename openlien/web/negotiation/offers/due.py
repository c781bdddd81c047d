"""What the head of a case says about its offers: the nearest deadline, and whether one may be recorded."""

from __future__ import annotations

from datetime import date

from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.negotiation.access import may_negotiate
from openlien.negotiation.queries.offer_standing import OfferStanding, offer_standing
from openlien.negotiation.vocabulary import Direction

from ...jinja import plural
from .words import amount_words


def offer_due(actor: Actor, case: CaseHead, today: date) -> tuple[str | None, bool]:
    """The sentence on the offer that ends first, and whether the actor may record another one."""
    standing = offer_standing(actor, case)
    may_record = may_negotiate(actor, case.negotiator_id) and not standing.is_agreed
    return _sentence(standing, today), may_record


def _sentence(standing: OfferStanding, today: date) -> str | None:
    if standing.expires_on is None or standing.amount is None:
        return None
    whose = "our" if standing.direction is Direction.OURS else "firm’s"
    offer = f"{whose} offer of {amount_words(standing.amount)}"
    days = (standing.expires_on - today).days
    if days < 0:
        return f"{offer[0].upper()}{offer[1:]} is over"
    return f"Last day of {offer}" if days == 0 else f"{plural(days, 'day')} left on {offer}"
