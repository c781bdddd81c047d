"""The columns of the bills grid: their heads, groups, order, and what each says of a bill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.payments.queries.bills_grid import GridLine, GridTotals

from ...sheets import Head


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: `says` is its value of a bill, `sums` that of the totals; None where nothing is summed."""

    key: str
    label: str
    kind: str
    full_label: str
    says: Callable[[GridLine], Any]
    sums: Callable[[GridTotals], Any] | None = None
    is_quiet: bool = False


def _account(line: GridLine) -> str:
    return " · ".join(filter(None, (line.code, line.description)))


Group = tuple[str, tuple[GridColumn, ...]]
BILL = (
    GridColumn("facility", "Facility", "text", "Facility", lambda line: line.facility),
    GridColumn("network", "Network", "network", "Network", lambda line: line.is_in_network),
    GridColumn("account", "Account", "text", "Account", _account),
    GridColumn("service", "Service", "date", "Service date", lambda line: line.service_on),
    GridColumn(
        "retail", "Retail", "money", "Retail charges", lambda line: line.retail, lambda sums: sums.retail
    ),
)
NEGOTIATION = (
    GridColumn("offer", "Offer", "money", "Offer", lambda line: line.offer, lambda sums: sums.offer),
    GridColumn(
        "percent_billed",
        "% billed",
        "percent",
        "% of billed charges",
        lambda line: line.percent_billed,
        lambda sums: sums.percent_billed,
    ),
    GridColumn(
        "reduction",
        "Reduction",
        "money",
        "Reduction",
        lambda line: line.reduction,
        lambda sums: sums.reduction,
    ),
    GridColumn(
        "pro_rata", "Pro rata", "money", "Pro rata", lambda line: line.pro_rata, lambda sums: sums.pro_rata
    ),
    GridColumn(
        "received",
        "Received",
        "money",
        "Payment received",
        lambda line: line.received,
        lambda sums: sums.received,
        is_quiet=True,
    ),
    GridColumn(
        "balance", "Balance", "money", "Balance", lambda line: line.balance, lambda sums: sums.balance
    ),
)
RETURN = (
    GridColumn("cost", "Cost", "money", "Cost", lambda line: line.cost, lambda sums: sums.cost),
    GridColumn(
        "interest",
        "Interest",
        "money",
        "Interest",
        lambda line: line.interest,
        lambda sums: sums.interest,
        is_quiet=True,
    ),
    GridColumn(
        "percent_cost",
        "% cost",
        "percent",
        "% of site cost",
        lambda line: line.percent_cost,
        lambda sums: sums.percent_cost,
    ),
    GridColumn("ror", "ROR", "percent", "ROR", lambda line: line.ror, lambda sums: sums.ror),
)
NOTES = GridColumn("notes", "Notes", "text", "Notes", lambda line: line.notes)
GROUPS: tuple[Group, ...] = (("Bill", BILL), ("Negotiation", NEGOTIATION), ("Return", (*RETURN, NOTES)))
COLUMNS = tuple(column for _, columns in GROUPS for column in columns)
GROUP_STARTS = frozenset(columns[0].key for _, columns in GROUPS[1:])
BY_KEY = {column.key: column for column in COLUMNS}
HEADS = {
    column.key: Head(column.full_label, "text" if column.kind == "network" else column.kind)
    for column in COLUMNS
}


def groups_for(actor: Actor) -> tuple[Group, ...]:
    """The groups of columns, without what bills cost for who may not see that."""
    if actor.may(Permission.FUNDING_VIEW):
        return GROUPS
    return (*GROUPS[:-1], ("Notes", (NOTES,)))


def columns_for(actor: Actor) -> tuple[GridColumn, ...]:
    """The columns of these groups."""
    return tuple(column for _, columns in groups_for(actor) for column in columns)
