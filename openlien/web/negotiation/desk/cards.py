"""The cards around the bills: people above, pictures below. A card is one line here.

A card is a template and the function of (request, case) that gives what it shows, as `shown` in the template;
a card whose function answers None is left out, for example because the actor may not see it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from openlien.cases.queries import CaseHead

from ...firms.desk_cards import desk_cards as people_cards
from ..distribution.cards import desk_card as distribution_card
from ..offers.card import desk_card
from ..outside.banner import desk_card as outside_card

CardContext = Callable[[HttpRequest, CaseHead], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the page."""

    template: str
    context: CardContext


# What no edit of an offer changes: it is read with the page and not after each edit.
PEOPLE: tuple[Card, ...] = (Card("firms/desk_cards.jinja", people_cards),)
ABOVE: tuple[Card, ...] = (Card("negotiation/outside/desk_card.jinja", outside_card),)
BELOW: tuple[Card, ...] = (
    Card("negotiation/distribution/settlement_card.jinja", distribution_card),
    Card("negotiation/distribution/meds_card.jinja", distribution_card),
    Card("negotiation/offers/desk_card.jinja", desk_card),
)


def cards_of(cards: tuple[Card, ...], request: HttpRequest, case: CaseHead) -> list[dict[str, Any]]:
    """The cards that this reader sees of a case, as the page includes them."""
    found = ((card.template, card.context(request, case)) for card in cards)
    return [{"template": template, "shown": shown} for template, shown in found if shown is not None]
