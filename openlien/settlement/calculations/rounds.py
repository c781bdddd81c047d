"""Last demand and last offer of a negotiation. See docs/formulas/negotiation-rounds.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openlien.kit.money import Money


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one plaintiff; a blank amount is None. `order` is that in which rounds were entered."""

    on: date
    order: int
    demand: Money | None = None
    offer: Money | None = None


def last_demand(rounds: Sequence[Round]) -> Money | None:
    """Return the demand of the latest round that has one; of the same day, that entered last.

    *Source*: requirement 2, ruling B5; docs/formulas/negotiation-rounds.md
    """
    stated = [each for each in rounds if each.demand]
    return max(stated, key=_when).demand if stated else None


def last_offer(rounds: Sequence[Round]) -> Money | None:
    """Return the offer of the latest round that has one; of the same day, that entered last.

    *Source*: requirement 2, ruling B5; docs/formulas/negotiation-rounds.md
    """
    stated = [each for each in rounds if each.offer]
    return max(stated, key=_when).offer if stated else None


def _when(each: Round) -> tuple[date, int]:
    return each.on, each.order
