"""Who would miss the prices of a version, or of a whole schedule: codes, and bills that were charged so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import fetch_all, load

from .queries import Schedule, Version, prices_of


@dataclass(frozen=True, slots=True)
class BillsOfPrices:
    """Bills whose price stands here, those of them charged so, and those charged so by no other price."""

    bills: int
    charged: int
    charged_only_so: int

    @property
    def may_go(self) -> bool:
        """Whether every bill's charges would still be those of a price."""
        return self.charged_only_so == 0


@dataclass(frozen=True, slots=True)
class VersionUse:
    """What would change without a version: codes of another price, of none any more, and of one again.

    *Shapes*: `before` is the version whose prices would go on in its days; None when it is the first.
    """

    before: Version | None
    changed: int
    removed: int
    restored: int
    bills: BillsOfPrices


def use_of_version(actor: Actor, schedule: Schedule, version: Version) -> VersionUse:
    """What a version prices, and what would change without it.

    *Raises*: Forbidden.
    *Source*: docs/formulas/fee-schedules.md
    """
    actor.require(Permission.FEES_EDIT)
    before = schedule.version_before(version)
    prices, others = prices_of(version.id), prices_of(before.id) if before else {}
    return VersionUse(
        before=before,
        changed=sum(1 for code in prices.keys() & others.keys() if prices[code] != others[code]),
        removed=len(prices.keys() - others.keys()),
        restored=len(others.keys() - prices.keys()),
        bills=bills_of({version.id}),
    )


def use_of_schedule(actor: Actor, schedule: Schedule) -> BillsOfPrices:
    """The bills that a schedule prices in any of its versions.

    *Raises*: Forbidden.
    *Source*: docs/formulas/fee-schedules.md
    """
    actor.require(Permission.FEES_EDIT)
    return bills_of({each.id for each in schedule.versions})


def bills_of(version_ids: Collection[UUID]) -> BillsOfPrices:
    """The bills that these versions price, for those who may keep schedules."""
    row = fetch_all(load("openlien.cases", "fees_in_use"), {"leaving": list(version_ids)})[0]
    return BillsOfPrices(bills=row.bills, charged=row.charged, charged_only_so=row.charged_only_so)
