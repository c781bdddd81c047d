"""What did each negotiator achieve: agreed, collected, and the return on the cases that moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from openlien.accounting.reports import Asked, Column, Days, Definition, Figure, Held, Picture, Report, Row
from openlien.accounting.reports.shapes import totals_of
from openlien.accounting.reports.words import counted, dollars, percent
from openlien.funding.calculations.returns import rate_of_return
from openlien.funding.queries.costs import CaseCost, costs_of_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.money import Money, share_percent, total
from openlien.kit.sql import fetch_all, load

from .grouping import BARS_MAX, grouped, named
from .measures import mean_percent

PAGE = "casework-reports"
COLUMNS = (
    Column("negotiator", "Negotiator"),
    Column("cases", "Cases", "count"),
    Column("agreements", "Agreements", "count"),
    Column("agreed", "Agreed, $", "money"),
    Column("retail", "Of retail, $", "money"),
    Column("agreedPercent", "Agreed", "percent"),
    Column("meanPercent", "Mean of agreements", "percent"),
    Column("collected", "Collected, $", "money"),
)
COST_COLUMNS = (
    Column("collectedToDate", "Collected to date, $", "money"),
    Column("allocated", "Allocated, $", "money"),
    Column("rateOfReturn", "ROR", "percent"),
)
NOTES = (
    "Cases with a deposit or an agreement in the period; a case counts for whom it belongs to now.",
    "Collected: what was deposited, less what was taken back, as the portfolio counts it by month.",
)
NOTE_ON_RETURNS = "ROR, collected to date: of these cases from their beginning, where something was spent."


def build(actor: Actor, asked: Asked) -> Report:
    """What each negotiator agreed and collected between two days; returns for those who see costs.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    params = {"since": asked.since, "as_of": asked.as_of}
    cases = fetch_all(load("openlien.collections", "negotiator_cases"), params)
    costs = _costs(actor, cases, asked)
    columns = COLUMNS if costs is None else (*COLUMNS, *COST_COLUMNS)
    groups = sorted(
        grouped(cases, lambda each: each.negotiator).items(),
        key=lambda pair: (-_collected(pair[1]).cents, str(pair[0])),
    )
    rows = tuple(Row(_values(named(key, "negotiator"), held, costs)) for key, held in groups)
    whole = _values("", cases, costs)
    sums = totals_of(columns, rows, first="Total")
    return Report(
        slug=NEGOTIATORS.slug,
        title=NEGOTIATORS.title,
        as_of=asked.as_of,
        columns=columns,
        lines=Held(rows),
        totals=tuple(one if one is not None else other for one, other in zip(sums, whole, strict=True)),
        takeaway=_finding(cases, groups, asked),
        figures=_figures(cases, costs),
        notes=NOTES if costs is None else (*NOTES, NOTE_ON_RETURNS),
        picture=_picture(groups),
        empty="No money came in and nothing was agreed in this period.",
        formula_page=PAGE,
    )


def _costs(actor: Actor, cases: Sequence[Any], asked: Asked) -> dict[UUID, CaseCost] | None:
    if not actor.may(Permission.FUNDING_VIEW):
        return None
    ids = [each.case_id for each in cases]
    return costs_of_cases(actor, ids, as_of=asked.as_of) if ids else {}


def _values(name: str, cases: Sequence[Any], costs: dict[UUID, CaseCost] | None) -> tuple[Any, ...]:
    pairs = _agreed(cases)
    agreed, retail = total(pair[0] for pair in pairs), total(pair[1] for pair in pairs)
    plain = (
        name,
        len(cases),
        len(pairs),
        agreed,
        retail,
        share_percent(agreed, retail),
        mean_percent(pairs),
        _collected(cases),
    )
    return plain if costs is None else (*plain, *_returns(cases, costs))


def _returns(cases: Sequence[Any], costs: dict[UUID, CaseCost]) -> tuple[Any, ...]:
    """Over the cases that something was spent on: what came in for nothing has no rate.

    Cash is that of the receipts, as in the other columns.
    """
    spent = [each for each in cases if each.case_id in costs and costs[each.case_id].allocated]
    collected = total(Money(each.collected_to_date) for each in spent)
    allocated = total(costs[each.case_id].allocated for each in spent)
    return collected, allocated, rate_of_return(returned=collected, cost=allocated)


def _finding(cases: Sequence[Any], groups: Sequence[tuple[object, list[Any]]], asked: Asked) -> str:
    assert asked.since is not None
    span = f"from {day_text(asked.since)} to {day_text(asked.as_of)}"
    if not cases:
        return f"No money came in and nothing was agreed {span}."
    pairs = _agreed(cases)
    agreed, retail = total(pair[0] for pair in pairs), total(pair[1] for pair in pairs)
    best = named(groups[0][0], "negotiator")
    said = f"{dollars(_collected(cases))} came in on {counted(len(cases), 'case')} {span}"
    most = f", the most for {best} ({dollars(_collected(groups[0][1]))})" if len(groups) > 1 else ""
    if not pairs:
        return f"{said}{most}."
    share = percent(share_percent(agreed, retail))
    return f"{said}{most}; {counted(len(pairs), 'agreement')} at {share} of retail."


def _figures(cases: Sequence[Any], costs: dict[UUID, CaseCost] | None) -> tuple[Figure, ...]:
    pairs = _agreed(cases)
    agreed, retail = total(pair[0] for pair in pairs), total(pair[1] for pair in pairs)
    figures = (
        Figure(key="collected", label="Collected", value=_collected(cases), page=PAGE,
               formula="deposits − what was taken back, in the period"),
        Figure(key="agreed", label="Agreed", value=agreed, page=PAGE, formula="sum of the agreements"),
        Figure(key="weighted", label="Of retail", kind="percent", value=share_percent(agreed, retail),
               page=PAGE, formula="sum agreed ÷ sum of retail of the same bills",
               inputs=(("Agreed", agreed, "money"), ("Retail", retail, "money"))),
        Figure(key="mean", label="Of retail, mean", kind="percent", value=mean_percent(pairs), page=PAGE,
               formula="every agreement counts alike, however small"),
    )  # fmt: skip
    if costs is None:
        return figures
    collected, allocated, ror = _returns(cases, costs)
    inputs = (("Collected to date", collected, "money"), ("Allocated", allocated, "money"))
    return (
        *figures,
        Figure(key="ror", label="ROR", kind="percent", value=ror, page="returns", inputs=inputs,
               formula="(collected to date − allocated) ÷ allocated, of cases that something was spent on"),
    )  # fmt: skip


def _picture(groups: Sequence[tuple[object, list[Any]]]) -> Picture:
    return Picture(
        form="bars",
        title="Collected in the period by negotiator",
        series=("Collected",),
        points=tuple((named(key, "negotiator"), (_collected(held),)) for key, held in groups[:BARS_MAX]),
        facts=tuple(f"{len(_agreed(held)):,}" for _, held in groups[:BARS_MAX]),
        fact_heads=("Agreements",),
    )


def _agreed(cases: Sequence[Any]) -> list[tuple[Money, Money]]:
    return [(Money(each.agreed), Money(each.retail)) for each in cases if each.agreed is not None]


def _collected(cases: Sequence[Any]) -> Money:
    return total(Money(each.collected) for each in cases)


NEGOTIATORS = Definition(
    slug="negotiator-results",
    title="Negotiator results",
    question="What did each negotiator achieve?",
    answer="Agreed and collected by negotiator, what was agreed of retail, and the return on their cases.",
    days=Days.YEAR,
    build=build,
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
