"""What a new version of a fee schedule would have made of open bills; bills keep what they were charged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from openlien.cases.fee_schedules.queries import Schedule
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load


@dataclass(frozen=True, slots=True)
class FeeEffect:
    """How many open bills were charged otherwise than these prices say, of how many that have a price.

    *Units*: `difference` is what they would ask more, below zero when less.
    """

    bills: int
    priced: int
    difference: Money


def fee_effect(
    actor: Actor, schedule: Schedule, prices: Mapping[str, Money], *, effective_on: date
) -> FeeEffect:
    """The effect of these prices on open bills with a service from that day on, before the next version.

    A schedule of everyone counts no bill of a facility with its own schedule.
    *Raises*: Forbidden.
    *Source*: docs/formulas/fee-schedules.md
    """
    actor.require(Permission.FEES_EDIT)
    later = [each.effective_on for each in schedule.versions if each.effective_on > effective_on]
    until = min(later) - timedelta(days=1) if later else None
    params = {
        "codes": list(prices),
        "prices": [price.amount for price in prices.values()],
        "since": effective_on,
        "until": until,
        "facility": schedule.facility_id,
    }
    row = fetch_all(load("openlien.receivables", "fee_effect"), params)[0]
    return FeeEffect(bills=row.bills, priced=row.priced, difference=Money(row.difference))
