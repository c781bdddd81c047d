"""Where every case account stood at the end of a day: what ageing and profitability are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load
from openlien.ledger.models import LedgerPolicy
from openlien.ledger.position import Position
from openlien.ledger.vocabulary import PostingPack

TOTALS = tuple(Position.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case account at the end of a day: its totals, and what the books hold on the case itself.

    *Units*: USD; `open_cost` is the cost not recovered. Under cost recovery that is what stands on the lien
    receivable: an event booked late, for an earlier day, was split by what was known when it was booked, so
    totals by day alone would differ from the books of a day gone by.
    """

    number: str
    case_number: str
    law_firm: str
    status: str
    position: Position
    open_cost: Money
    interest: Money
    fees: Money
    oldest_unpaid_on: date | None
    charges_of_unknown_cost: int


def standings_on(actor: Actor, as_of: date) -> list[Standing]:
    """Return each case account that anything was booked on by then, by number.

    *Units*: a journal counts on its posting date, an agreed reduction on its own day.
    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    in_books = policy().pack == PostingPack.COST_RECOVERY
    rows = fetch_all(load("openlien.accounting", "case_standings_on"), {"as_of": as_of})
    return [_standing(row, in_books=in_books) for row in rows]


def policy() -> LedgerPolicy:
    """Return the rules the books are kept by."""
    return LedgerPolicy.objects.get()


def _standing(row: Any, *, in_books: bool) -> Standing:
    position = Position(**{name: Money.from_cents(getattr(row, name) or 0) for name in TOTALS})
    return Standing(
        number=row.number,
        case_number=row.case_number,
        law_firm=row.law_firm,
        status=row.status,
        position=position,
        open_cost=Money.from_cents(row.receivable) if in_books else position.cost_balance,
        interest=Money.from_cents(row.interest),
        fees=Money.from_cents(row.fees),
        oldest_unpaid_on=row.oldest_unpaid_on if position.lien_balance > Money.zero else None,
        charges_of_unknown_cost=row.charges_of_unknown_cost or 0,
    )
