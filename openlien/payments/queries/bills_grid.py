"""The bills grid: each bill of a case with its offer, what came in, what is fair and what it cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from openlien.cases.queries import CaseHead
from openlien.funding.calculations.annualised import Outlay, YearlyReturn, yearly_return
from openlien.funding.calculations.returns import rate_of_return
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, Rate, share_percent
from openlien.kit.rounding import decimal_from_units
from openlien.kit.sql import fetch_all, load
from openlien.negotiation.calculations.fairness import is_below_trigger
from openlien.negotiation.costs import BillCost, costs_seen_by
from openlien.negotiation.fair_share import fair_share_of


class Network(StrEnum):
    """Which bills of a case the grid shows."""

    ALL = "all"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class GridLine:
    """One bill with the columns of the requirement; None where there is nothing to say or to divide by.

    *Units*: USD and percent. `cost` includes interest, and so do `percent_cost` and `ror` (ruling A5); before
    there is an offer nothing is reduced (ruling A9). `offer_version` is 0 before there was one.
    """

    bill_id: UUID
    number: str
    is_in_network: bool
    facility: str
    code: str
    description: str
    service_on: date
    retail: Money
    offer: Money | None
    offer_version: int
    offer_source: str
    offer_set_by: str
    offer_set_at: datetime | None
    percent_billed: Decimal | None
    is_below_trigger: bool
    reduction: Money
    received: Money
    balance: Money
    pro_rata: Money | None
    site_cost: Money | None
    interest: Money | None
    cost: Money | None
    percent_cost: Decimal | None
    ror: Decimal | None
    ror_ex_interest: Decimal | None
    first_paid_on: date | None
    notes: int

    @property
    def refund_due(self) -> Money:
        """What was paid beyond the offer."""
        return max(Money.zero, -self.balance)


@dataclass(frozen=True, slots=True)
class GridTotals:
    """Sums over lines; percentages and returns are those of the sums, over the bills with offer and cost.

    `site_cost`, `interest` and `cost` are None where the reader knows the cost of no bill. `annualised` is
    the return as if the offers came in on the day of the view.
    """

    bills: int
    bills_with_offer: int
    retail: Money
    offer: Money
    percent_billed: Decimal | None
    reduction: Money
    received: Money
    balance: Money
    pro_rata: Money | None
    site_cost: Money | None
    interest: Money | None
    cost: Money | None
    percent_cost: Decimal | None
    ror: Decimal | None
    ror_ex_interest: Decimal | None
    annualised: YearlyReturn
    notes: int


@dataclass(frozen=True, slots=True)
class BillsGrid:
    """The lines of the grid and their totals; `counts` are those of the networks whatever is shown.

    `last_received_on` is the last deposit for any bill of the case, None before the first.
    """

    lines: tuple[GridLine, ...]
    totals: GridTotals
    counts: dict[Network, int]
    fair_share: Rate | None
    last_received_on: date | None


def bills_grid(actor: Actor, case: CaseHead, *, as_of: date, network: Network = Network.ALL) -> BillsGrid:
    """The grid of a case that the actor has read, by day of service, in three queries however many bills.

    Who may not see what bills cost reads every cost as unknown.
    *Raises*: Forbidden.
    *Source*: requirement 1, rulings A5, A6, A9; docs/formulas/bill-lines.md
    """
    actor.require(Permission.OFFERS_VIEW)
    rows = fetch_all(load("openlien.payments", "bills_grid"), {"case_id": case.id})
    share = fair_share_of(case.id)
    contracted = {row.id: None if row.contracted is None else Money(row.contracted) for row in rows}
    costs = costs_seen_by(actor, contracted, as_of=as_of)
    shown = [row for row in rows if _is_shown(row, network)]
    lines = tuple(_line(row, costs[row.id], share) for row in shown)
    inside = sum(1 for row in rows if row.is_in_network)
    counts = {Network.ALL: len(rows), Network.IN: inside, Network.OUT: len(rows) - inside}
    deposits = [row.last_received_on for row in rows if row.last_received_on]
    return BillsGrid(lines, totals_of(lines, as_of=as_of), counts, share, max(deposits, default=None))


def totals_of(lines: Sequence[GridLine], *, as_of: date) -> GridTotals:
    """The totals of lines, such as those that somebody has selected."""
    offered = [line for line in lines if line.offer is not None]
    costed = [line for line in offered if line.cost is not None]
    offer, spent = _sum(line.offer for line in offered), _sum(line.cost for line in costed)
    returned, bare = _sum(line.offer for line in costed), _sum(line.site_cost for line in costed)
    return GridTotals(
        bills=len(lines),
        bills_with_offer=len(offered),
        retail=_sum(line.retail for line in lines),
        offer=offer,
        percent_billed=share_percent(offer, _sum(line.retail for line in offered)),
        reduction=_sum(line.reduction for line in lines),
        received=_sum(line.received for line in lines),
        balance=_sum(line.balance for line in lines),
        pro_rata=_sum(line.pro_rata for line in lines) if lines and lines[0].pro_rata is not None else None,
        site_cost=_known(line.site_cost for line in lines),
        interest=_known(line.interest for line in lines),
        cost=_known(line.cost for line in lines),
        percent_cost=share_percent(returned, spent),
        ror=rate_of_return(returned=returned, cost=spent),
        ror_ex_interest=rate_of_return(returned=returned, cost=bare),
        annualised=_yearly(costed, returned, as_of),
        notes=sum(line.notes for line in lines),
    )


def _is_shown(row: Any, network: Network) -> bool:
    return network is Network.ALL or row.is_in_network == (network is Network.IN)


def _line(row: Any, cost: BillCost | None, share: Rate | None) -> GridLine:
    """The figures of calculations.bill_line, without the working that a grid does not show."""
    retail, received = Money(row.retail), Money(row.received)
    offer = None if row.offer is None else Money(row.offer)
    reduction = Money.zero if offer is None else retail - offer
    spent, bare = (cost.total, cost.site_cost) if cost else (None, None)
    has_both = offer is not None and spent is not None
    return GridLine(
        bill_id=row.id,
        number=row.number,
        is_in_network=row.is_in_network,
        facility=row.facility,
        code=row.code,
        description=row.description,
        service_on=row.service_on,
        retail=retail,
        offer=offer,
        offer_version=row.offer_version,
        offer_source=row.source or "",
        offer_set_by=row.set_by,
        offer_set_at=row.set_at,
        percent_billed=None if offer is None else _percent(offer.cents, retail.cents),
        is_below_trigger=offer is not None and is_below_trigger(offer=offer, retail=retail),
        reduction=reduction,
        received=received,
        balance=retail - reduction - received,
        pro_rata=None if share is None else retail.times(min(share, Rate.whole)),
        site_cost=bare,
        interest=cost.interest if cost else None,
        cost=spent,
        percent_cost=_percent(offer.cents, spent.cents) if has_both else None,
        ror=_percent(offer.cents - spent.cents, spent.cents) if has_both else None,
        ror_ex_interest=_percent(offer.cents - bare.cents, bare.cents) if has_both else None,
        first_paid_on=cost.first_paid_on if cost else None,
        notes=row.notes,
    )


def _yearly(costed: Sequence[GridLine], returned: Money, as_of: date) -> YearlyReturn:
    if not costed:
        note = "No bill has both an offer and a known cost yet, so there is no yearly rate."
        return YearlyReturn(None, None, as_of, note)
    outlays = [Outlay(line.cost, line.first_paid_on, as_of) for line in costed if line.cost is not None]
    return yearly_return(outlays, returned=returned, as_of=as_of)


def _percent(part: int, whole: int) -> Decimal | None:
    """share_percent() in whole numbers, three times as quick on the thousand shares of a grid."""
    if whole == 0:
        return None
    hundredths, rest = divmod(abs(part) * 10_000, whole)
    hundredths += 2 * rest >= whole
    return decimal_from_units(hundredths if part >= 0 else -hundredths, 2)


def _known(amounts: Iterable[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    return _sum(known) if known else None


def _sum(amounts: Iterable[Money | None]) -> Money:
    return Money.from_cents(sum(amount.cents for amount in amounts if amount is not None))
