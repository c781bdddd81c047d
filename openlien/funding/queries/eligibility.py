"""What a line may count: the cost of cases not yet recovered, less what is too old or too much of one firm.

A case that another line has lent on is pledged there. The age of a receivable is that of its case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from openlien.kit.money import Money, Rate
from openlien.kit.sql import fetch_all, load
from openlien.ledger.position import Position

from ..calculations.borrowing_base import (
    BorrowingBase,
    Eligible,
    Receivable,
    borrowing_base,
    eligible_receivables,
)

if TYPE_CHECKING:
    from .lines import Line


def base_of(line: Line, *, eligible: Money, drawn: Money) -> BorrowingBase:
    """The base of a line and what is available, from what is eligible and what is drawn.

    *Source*: docs/formulas/borrowing-base.md
    """
    return borrowing_base(
        eligible=eligible, advance=line.advance_rate, drawn=drawn, commitment=line.commitment
    )


def eligible_of_lines(lines: Sequence[Line], *, as_of: date, today: date) -> dict[UUID, Eligible]:
    """What is eligible for each of these lines; a past day is worked out from what had happened by then."""
    params = {"lines": [line.id for line in lines], "as_of": as_of}
    receivables: dict[UUID, list[Receivable]] = {line.id: [] for line in lines}
    is_past = as_of < today
    for row in fetch_all(load("openlien.funding", "pledged_on" if is_past else "pledged"), params):
        amount = _cost_balance(row) if is_past else Money(row.amount)
        receivables[row.line_id].append(Receivable(row.debtor, amount, int(row.is_too_old)))
    return {
        line.id: eligible_receivables(
            receivables=receivables[line.id],
            # The query has compared each age with the line's limit already: 1 is beyond it, 0 within.
            age_days_max=0,
            debtor_share_max=line.debtor_share_max or Rate.whole,
        )
        for line in lines
    }


def _cost_balance(row: Any) -> Money:
    return Position(
        contracted=Money(row.contracted),
        payments=Money(row.payments),
        refund_due=Money(row.refund_due),
        cost_written_off=Money(row.cost_written_off),
    ).cost_balance
