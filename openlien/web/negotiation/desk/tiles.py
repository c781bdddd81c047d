"""The row of figures above the bills: what was billed and offered, what came in, what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openlien.kit.money import Money, Rate, share_percent, total
from openlien.negotiation.calculations.fairness import TRIGGER, is_below_trigger
from openlien.payments.queries.bills_grid import BillsGrid, GridLine, GridTotals

from ... import business_time
from ...charts import BulletChart, Marker, Tone, bullet
from ...jinja import date_short, percent


@dataclass(frozen=True, slots=True)
class Tiles:
    """The figures of the tiles; `warning` says in words why the offer asks for a second look, or is empty.

    `fair` is the fair offer for the bills that have an offer, `fair_whole` that of all bills.
    """

    sums: GridTotals
    without_offer: int
    is_overpaid: bool
    warning: str
    bar: BulletChart
    fair_share: Rate | None
    fair: Money | None
    offered_retail: Money
    trigger: Rate
    received_percent: str
    last_check: str
    shows_cost: bool


def tiles_of(grid: BillsGrid, *, shows_cost: bool) -> Tiles:
    """The tiles over all bills of a case, whatever the grid shows of them."""
    sums, share = grid.totals, grid.fair_share
    offered = [line for line in grid.lines if line.offer is not None]
    retail = total(line.retail for line in offered)
    fair = None if share is None else total(line.pro_rata for line in offered if line.pro_rata is not None)
    received = share_percent(sums.received, sums.offer)
    return Tiles(
        sums=sums,
        without_offer=sums.bills - sums.bills_with_offer,
        is_overpaid=sums.balance < Money.zero,
        warning=_warning(sums.offer, retail, fair, share, offered),
        bar=_bar(sums.offer, retail or sums.retail, share),
        fair_share=share,
        fair=fair,
        offered_retail=retail,
        trigger=TRIGGER,
        received_percent=percent(received, 2),
        last_check=_last_check(grid.last_received_on),
        shows_cost=shows_cost,
    )


def _last_check(day: date | None) -> str:
    return f"Last check {date_short(day, business_time.today())}" if day else "No check yet"


def _warning(
    offer: Money, retail: Money, fair: Money | None, share: Rate | None, offered: Sequence[GridLine]
) -> str:
    if not offered:
        return ""
    if fair is not None and share is not None and offer < fair:
        return f"Below pro rata {percent(share, 0)}"
    return f"Below {percent(TRIGGER, 0)}" if is_below_trigger(offer=offer, retail=retail) else ""


def _bar(offer: Money, retail: Money, share: Rate | None) -> BulletChart:
    """The offer against the retail of the bills that it is for, as the percentage beside it."""
    markers = [Marker(label=f"{percent(TRIGGER, 0)} of billed", value=retail.times(TRIGGER))]
    if share is not None:
        fair = retail.times(min(share, Rate.whole))
        markers.insert(0, Marker(label=f"Pro rata {percent(share, 0)}", value=fair, is_main=True))
    return bullet(offer, most=retail, label="Current offer", markers=markers, tone=Tone.ACTIVE)
