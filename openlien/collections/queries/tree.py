"""Firms and their cases: a page of firms, the cases of a firm, all of the list, and a case's place in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one

from ..figures import Figures, figures_of
from ..filters import NO_FIRM, CollectionFilter, CollectionOrder
from ..statement import Day, conditions, parameters, statement

PAGE_FIRMS = 25
FIRM_CASES = 200
ZERO = Figures(Money.zero, Money.zero, 0, Money.zero, Money.zero, Money.zero, Money.zero)
_FIGURES = ("billed", "collected", "bills_with_offer", "offered", "offered_retail", "returned", "spent")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case; `next_what` is the follow-up that comes first, empty where an offer ends on `next_on`."""

    id: UUID
    firm_id: UUID
    number: str
    patient: str
    law_firm: str
    stage: Stage
    figures: Figures
    owner_id: UUID | None
    owner: str
    contacted_on: date | None
    contact_kind: str
    next_on: date | None
    next_what: str


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One firm with the sums over its cases in the list; `stages` in the order of the pipeline.

    `owner` is whoever owns its cases where that is one person; empty where there are several or none.
    """

    id: UUID
    name: str
    cases: int
    stages: tuple[tuple[Stage, int], ...]
    figures: Figures
    contacted_on: date | None
    next_on: date | None
    owners: int
    owner: str


@dataclass(frozen=True, slots=True)
class FirmPage:
    """One page of firms, and the sums over the whole list."""

    rows: tuple[FirmRow, ...]
    firms: int
    cases: int
    totals: Figures
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class PlaceInList:
    """Where a case stands; when it has left the list since (not `belongs`), `place` is the one before."""

    place: int
    cases: int
    belongs: bool
    before: str | None
    after: str | None


def firm_page(
    actor: Actor, chosen: CollectionFilter, order: CollectionOrder, *, day: Day, page: int = 1
) -> FirmPage:
    """The firms of the list, PAGE_FIRMS a page, in one query; a page past the last is the first.

    *Raises*: Forbidden.
    """
    params = parameters(actor, day) | {"beyond": (page - 1) * PAGE_FIRMS, "firms_shown": PAGE_FIRMS}
    rows = fetch_all(statement("firm_page", chosen, order, params), params)
    if not rows:
        return FirmPage((), 0, 0, ZERO, 1, 1) if page == 1 else firm_page(actor, chosen, order, day=day)
    first = rows[0]
    return FirmPage(
        rows=tuple(_firm(actor, row) for row in rows),
        firms=first.all_firms,
        cases=first.all_cases,
        totals=figures_of(actor, _Totals(first)),
        page=page,
        pages=-(-first.all_firms // PAGE_FIRMS),
    )


def cases_of_firms(
    actor: Actor, chosen: CollectionFilter, order: CollectionOrder, *, day: Day, firms: Collection[UUID]
) -> dict[UUID, list[CaseRow]]:
    """The first FIRM_CASES cases of each of these firms that the list has, in one query.

    *Raises*: Forbidden.
    """
    params = parameters(actor, day) | {"of_firms": list(firms), "cases_shown": FIRM_CASES}
    found: dict[UUID, list[CaseRow]] = {firm: [] for firm in firms}
    if not firms:
        return found
    # What is asked of few firms is not worked out for all.
    belongs = conditions(chosen, params)
    parts = {
        "conditions": f"{belongs} AND coalesce(matter.law_firm_id, '{NO_FIRM}') = ANY (%(of_firms)s::uuid[])",
        "within": "place_in_firm <= %(cases_shown)s",
    }
    for row in fetch_all(statement("case_rows", chosen, order, params, **parts), params):
        found[row.firm_id].append(_case(actor, row))
    return found


def all_cases(
    actor: Actor, chosen: CollectionFilter, order: CollectionOrder, *, day: Day
) -> Sequence[CaseRow]:
    """Every case of the list in its order, for an export.

    *Raises*: Forbidden.
    """
    actor.require(Permission.PORTFOLIO_EXPORT)
    return cases_of_list(actor, chosen, order, day=day)


def cases_of_list(
    actor: Actor,
    chosen: CollectionFilter,
    order: CollectionOrder,
    *,
    day: Day,
    limit: int = 0,
    beyond: int = 0,
) -> list[CaseRow]:
    """The cases of the list in its order; with a `limit` no more than so many, after the first `beyond`.

    *Raises*: Forbidden.
    """
    params = parameters(actor, day) | {"beyond": beyond, "cases_shown": limit}
    within = "place > %(beyond)s AND place <= %(beyond)s + %(cases_shown)s" if limit else "true"
    parts = {"within": within}
    rows = fetch_all(statement("case_rows", chosen, order, params, **parts), params)
    return [_case(actor, row) for row in rows]


def place_in_list(
    actor: Actor, number: str, chosen: CollectionFilter, order: CollectionOrder, *, day: Day
) -> PlaceInList | None:
    """Where the case of that number stands in the list, in one query; None when there is no such case.

    *Raises*: Forbidden.
    """
    params = parameters(actor, day) | {"walked": number}
    belongs = conditions(chosen, params)
    wanted = f"({belongs}) OR matter.number = %(walked)s"
    row = fetch_one(
        statement("place_in_list", chosen, order, params, conditions=wanted, belongs=f"({belongs}) IS TRUE"),
        params,
    )
    return None if row is None else PlaceInList(row.place, row.cases, row.belongs, row.before, row.after)


class _Totals:
    """The sums over the whole list as they stand in each row."""

    def __init__(self, row: Any) -> None:
        for name in _FIGURES:
            setattr(self, name, getattr(row, f"all_{name}"))


def _firm(actor: Actor, row: Any) -> FirmRow:
    counted = {Stage(code): cases for code, cases in json.loads(row.stages).items()}
    return FirmRow(
        id=row.firm_id,
        name=row.name,
        cases=row.cases,
        stages=tuple((stage, counted[stage]) for stage in Stage if stage in counted),
        figures=figures_of(actor, row),
        contacted_on=row.contacted_on,
        next_on=row.next_on,
        owners=row.owners,
        owner=row.owner,
    )


def _case(actor: Actor, row: Any) -> CaseRow:
    return CaseRow(
        id=row.id,
        firm_id=row.firm_id,
        number=row.number,
        patient=row.patient,
        law_firm=row.law_firm,
        stage=Stage(row.stage),
        figures=figures_of(actor, row),
        owner_id=row.owner_id,
        owner=row.owner,
        contacted_on=row.contacted_on,
        contact_kind=row.contact_kind or "",
        next_on=row.next_on,
        next_what=row.next_what or "",
    )
