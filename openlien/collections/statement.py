"""A filter of Collections put into SQL: its conditions, its order, its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from openlien.cases.search import prefix_query
from openlien.cases.stages import open_stages
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import load
from openlien.negotiation.queries.offer_lists import EXPIRING_DAYS
from openlien.negotiation.vocabulary import EXPIRING_STATUSES

from .filters import (
    NO_FIRM,
    NOBODY,
    QUIET_DAYS,
    CollectionFilter,
    CollectionOrder,
    CollectionSort,
    CollectionView,
)

_FIRM_KEYS = {
    CollectionSort.NAME: "lower(firm.name)",
    CollectionSort.BILLED: "firm.billed",
    CollectionSort.OFFER: "firm.offered",
    CollectionSort.BALANCE: "firm.balance",
}
_CASE_KEYS = {
    CollectionSort.NAME: "figure.number",
    CollectionSort.BILLED: "figure.billed",
    CollectionSort.OFFER: "figure.offered",
    CollectionSort.BALANCE: "figure.balance",
}
_OPEN = "summary.stage = ANY (%(open_stages)s::text[])"
_VIEWS = {
    CollectionView.MINE: f"matter.negotiator_id = %(me)s::uuid AND {_OPEN}",
    CollectionView.DUE: """matter.id IN (
        SELECT case_id
        FROM cases_task
        WHERE assigned_to_id = %(me)s::uuid
            AND done_at IS NULL
            AND cancelled_at IS NULL
            AND due_on <= %(today)s
    )""",
    CollectionView.EXPIRING: """matter.id IN (
        SELECT case_id
        FROM negotiation_offer
        WHERE status = ANY (%(expiring)s::text[]) AND expires_on <= %(expiring_until)s
    )""",
    CollectionView.QUIET: _OPEN
    + """ AND matter.opened_on <= %(quiet_since)s AND NOT EXISTS (
        SELECT 1
        FROM cases_activity AS contact
        WHERE contact.case_id = matter.id
            AND contact.kind IN ('call', 'email', 'fax')
            AND contact.happened_at >= %(quiet_since)s::timestamp AT TIME ZONE %(time_zone)s
    )""",
}


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which somebody asks, in the business's time zone."""

    as_of: date
    time_zone: str


def parameters(actor: Actor, day: Day) -> dict[str, Any]:
    """What every statement needs, whatever its filter.

    *Raises*: Forbidden. Who sees offers does so on every case, so nothing else bounds the list.
    """
    actor.require(Permission.OFFERS_VIEW)
    return {
        "me": actor.user_id,
        "today": day.as_of,
        "time_zone": day.time_zone,
        "open_stages": [stage.value for stage in open_stages()],
        "expiring": sorted(status.value for status in EXPIRING_STATUSES),
        "expiring_until": day.as_of + timedelta(days=EXPIRING_DAYS),
        "quiet_since": day.as_of - timedelta(days=QUIET_DAYS),
    }


def conditions(chosen: CollectionFilter, params: dict[str, Any], prefix: str = "") -> str:
    """The condition of a filter; what it asks for is put among the parameters under names that begin so."""
    return "\n        AND ".join(_conditions(chosen, params, prefix)) or "true"


def statement(
    name: str, chosen: CollectionFilter, order: CollectionOrder, params: dict[str, Any], **parts: str
) -> str:
    """The text of a statement over the cases of a filter."""
    wanted = conditions(chosen, params)
    parts = {"conditions": wanted, "belongs": "true", **parts}
    ordering = {"firm_order": _firm_order(order), "case_order": _case_order(order)}
    begin = load("openlien.collections", "figures").format(**parts)
    return begin + load("openlien.collections", name).format(**parts, **ordering)


def _conditions(chosen: CollectionFilter, params: dict[str, Any], prefix: str) -> Iterator[str]:
    if chosen.view in _VIEWS:
        yield _VIEWS[chosen.view]
    if words := prefix_query(chosen.words, with_firm=True):
        params[f"{prefix}words"] = words
        yield f"matter.id IN (SELECT id FROM cases_case WHERE search @@ %({prefix}words)s::tsquery)"
    elif chosen.words.strip():
        yield "false"
    if chosen.stages:
        params[f"{prefix}stages"] = [stage.value for stage in chosen.stages]
        yield f"summary.stage = ANY (%({prefix}stages)s::text[])"
    if chosen.owner == NOBODY:
        yield "matter.negotiator_id IS NULL"
    elif chosen.owner:
        params[f"{prefix}owner"] = chosen.owner
        yield f"matter.negotiator_id = %({prefix}owner)s::uuid"
    if chosen.law_firm:
        params[f"{prefix}firm"] = chosen.law_firm
        yield f"coalesce(matter.law_firm_id, '{NO_FIRM}') = %({prefix}firm)s::uuid"
    if chosen.is_in_network is not None:
        params[f"{prefix}inside"] = chosen.is_in_network
        yield (
            "EXISTS (SELECT 1 FROM cases_bill AS bill"
            f" WHERE bill.case_id = matter.id AND bill.is_in_network = %({prefix}inside)s)"
        )
    if chosen.selection is not None:
        params |= {
            f"{prefix}numbers": list(chosen.selection.numbers),
            f"{prefix}firms": list(chosen.selection.firms),
        }
        yield (
            f"(matter.number = ANY (%({prefix}numbers)s::text[])"
            f" OR coalesce(matter.law_firm_id, '{NO_FIRM}') = ANY (%({prefix}firms)s::uuid[]))"
        )


def _firm_order(order: CollectionOrder) -> str:
    # Cases without a firm come last, whatever the order.
    way = "DESC" if order.descending else "ASC"
    return f"firm.firm_id = '{NO_FIRM}', {_FIRM_KEYS[order.sort]} {way}, lower(firm.name), firm.firm_id"


def _case_order(order: CollectionOrder) -> str:
    way = "DESC" if order.descending else "ASC"
    return f"{_CASE_KEYS[order.sort]} {way}, figure.number"
