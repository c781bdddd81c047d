"""The percentages of a distribution as they are printed: parts sum to their portion, portions to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.kit.allocation import allocate_cents
from openlien.kit.money import Money
from openlien.kit.rounding import decimal_from_units, round_to_whole

from .distribution import Dashboard

PLACES = 2
WHOLE = 100 * 10**PLACES


@dataclass(frozen=True, slots=True)
class PrintedShares:
    """Each portion in percent of the settlement with two decimals; None of a settlement of 0.00."""

    attorney: Decimal | None
    fee: Decimal | None
    costs: Decimal | None
    medical: Decimal | None
    in_network: Decimal | None
    out_of_network: Decimal | None
    outside: Decimal | None
    client: Decimal | None
    client_funding: Decimal | None
    remainder: Decimal | None


NOTHING = PrintedShares(*[None] * 10)


def printed_shares(board: Dashboard) -> PrintedShares:
    """Return the percentages of a distribution so that every sum holds in print, by largest remainder.

    Where others take more than the settlement, their shares sum to what they take, above 100, and the
    remainder is what is missing, below zero.
    *Source*: rulings A1 and A2; docs/formulas/distribution.md
    """
    if not board.settled:
        return NOTHING
    attorney, medical, funding, remainder = _portions(board)
    fee, costs = _parts(attorney, [board.fee.amount, board.costs.amount])
    inside, out, outside = _parts(
        medical, [board.in_network.amount, board.out_of_network.amount, board.outside.amount]
    )
    units = (attorney, fee, costs, medical, inside, out, outside, funding + remainder, funding, remainder)
    return PrintedShares(*(decimal_from_units(unit, PLACES) for unit in units))


def _portions(board: Dashboard) -> list[int]:
    amounts = [
        board.attorney.amount,
        board.medical.amount,
        board.client_funding.amount,
        board.remainder.amount,
    ]
    if not board.is_overdrawn:
        return allocate_cents(WHOLE, [amount.cents for amount in amounts])
    others = [amount.cents for amount in amounts[:-1]]
    taken = round_to_whole(Fraction(sum(others), board.settled.cents) * WHOLE)
    return [*allocate_cents(taken, others), WHOLE - taken]


def _parts(portion: int, amounts: Sequence[Money]) -> list[int]:
    if not any(amounts):
        return [0] * len(amounts)
    return allocate_cents(portion, [amount.cents for amount in amounts])
