"""The figures of a firm as tiles with their workings, and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from openlien.cases.stages import Stage
from openlien.funding.calculations.returns import portfolio_return
from openlien.funding.calculations.time_out import CareLevel
from openlien.funding.queries.costs import PortfolioCost
from openlien.kit.money import Money, share_percent, total
from openlien.receivables.firm_standing import FirmCase, FirmStanding, FirmTotals, MonthCollected

from ..charts import Tone
from ..charts.bars import BarRow, BarsChart, Series, grouped_bars, stacked_bars
from ..charts.columns import ColumnsChart, Measure, month_column, stacked_columns
from ..charts.words import Unit
from ..jinja import amount, count, date_text, money, money_short, percent, plural, url

LEVELS = {
    CareLevel.CHIROPRACTIC: "Chiro | PT only",
    CareLevel.PAIN_MANAGEMENT: "Pain management",
    CareLevel.SURGICAL: "Surgical | TBI",
}
FAMILY_TONES = {tone.value: tone for tone in Tone}
Tile = dict[str, Any]


def tiles_of(standing: FirmStanding) -> list[Tile]:
    """The figures that open the page; those of cost only for a reader who may see them."""
    sums = standing.totals
    share = share_percent(sums.collected, sums.billed)
    tiles = [
        _tile("Total dates", count(sums.dates), plural(sums.cases, "case"), explain=_dates(sums)),
        _tile("Total accounts", count(sums.accounts), "bills, one a code and day"),
        _tile("Total billed", money_short(sums.billed), full=money(sums.billed), explain=_billed(sums)),
        _tile(
            "Total collected",
            money_short(sums.collected),
            f"{percent(share)} of billed",
            full=money(sums.collected),
            explain=_collected(sums),
        ),
    ]
    return [*tiles, *_cost_tiles(standing, sums.cost)] if sums.cost else tiles


def time_out_chart(sums: FirmTotals) -> BarsChart | None:
    """The average months out by level of care; None where cost is hidden or nothing was paid yet."""
    if sums.cost is None or not sums.cost.months_out:
        return None
    rows = [
        BarRow(label=LEVELS[level], values=[months], facts=[count(sums.cases_by_level[level])])
        for level, months in sums.cost.months_out.items()
    ]
    chart = grouped_bars(
        rows,
        series=[Series(label="Months out", tone=Tone.C1)],
        title="Average time out",
        unit=Unit.MONTHS,
        fact_heads=["Cases"],
    )
    # Averages have no sum of which one could be a share.
    level, months = max(sums.cost.months_out.items(), key=lambda each: each[1])
    return replace(chart, takeaway=f"{LEVELS[level]} is out the longest: {months} months on average.")


def stage_chart(cases: Sequence[FirmCase], firm_id: object) -> BarsChart | None:
    """What is open by stage, each a way to its cases; None where nothing is open."""
    rows = []
    for stage in Stage:
        inside = [case for case in cases if case.stage is stage and case.open]
        if inside:
            href = url("cases:list", query={"firm": firm_id, "stage": stage.value})
            facts = [count(len(inside))]
            rows.append((stage, BarRow(label=stage.label, values=[], href=href, facts=facts), inside))
    if not rows:
        return None
    tones = list(dict.fromkeys(FAMILY_TONES[stage.color] for stage, _, _ in rows))
    bars = [_stage_row(stage, row, inside, tones) for stage, row, inside in rows]
    series = [Series(label=(tone.family or "other").capitalize(), tone=tone) for tone in tones]
    return stacked_bars(bars, series=series, title="Open by stage", fact_heads=["Cases"])


def months_chart(months: Sequence[MonthCollected]) -> ColumnsChart | None:
    """What came in by month; None where nothing came in."""
    if not any(each.collected for each in months):
        return None
    columns = [month_column(each.month, (each.collected,)) for each in months]
    series = [Series(label="Collected", tone=Tone.C3)]
    return stacked_columns(columns, series=series, title="Collected by month", measure=Measure.FLOW)


def time_out_words(cost: PortfolioCost) -> str:
    """The average months out from the least to the most intensive care: `9 / – / 33 mo`."""
    if not cost.months_out:
        return "–"
    shown = [f"{cost.months_out[level]:.0f}" if level in cost.months_out else "–" for level in CareLevel]
    return f"{' / '.join(shown)} mo"


def _stage_row(stage: Stage, row: BarRow, inside: Sequence[FirmCase], tones: Sequence[Tone]) -> BarRow:
    own, whole = FAMILY_TONES[stage.color], total(case.open for case in inside)
    values = [whole if tone is own else Money.zero for tone in tones]
    return BarRow(label=row.label, values=values, href=row.href, facts=row.facts)


def _cost_tiles(standing: FirmStanding, cost: PortfolioCost) -> list[Tile]:
    returns = cost.returns
    return [
        _tile(
            "Total allocated",
            money_short(cost.allocated),
            f"{money_short(cost.interest)} interest",
            full=money(cost.allocated),
            explain=_allocated(cost),
        ),
        _tile(
            "Total returned",
            money_short(cost.returned),
            "collected − allocated",
            full=money(cost.returned),
            explain=_returned(cost),
        ),
        _tile(
            "Average ROR",
            percent(returns.weighted),
            f"mean {percent(returns.simple)} · median {percent(returns.median)}",
            explain=return_working(standing, cost),
        ),
    ]


def _tile(label: str, value: str, context: str = "", *, full: str = "", explain: Any = None) -> Tile:
    return {"label": label, "value": value, "context": context, "full": full, "explain": explain}


def _dates(sums: FirmTotals) -> Tile:
    return _explain(
        "dates",
        "Total dates",
        "days of service, each patient's day counted once",
        [_input("Cases", count(sums.cases)), _input("Total dates", count(sums.dates), is_total=True)],
    )


def _billed(sums: FirmTotals) -> Tile:
    lines = [_input("Accounts", count(sums.accounts)), _input("Billed", amount(sums.billed), is_total=True)]
    note = "The retail price of each bill as it was charged; later fee schedules do not change it."
    return _explain("billed", "Total billed", "retail of the code × quantity, summed", lines, note=note)


def _collected(sums: FirmTotals) -> Tile:
    lines = [
        _input("Billed", amount(sums.billed)),
        _input("Collected", amount(sums.collected), is_total=True),
        _input("Still open", amount(sums.open)),
    ]
    note = "What was paid beyond a bill has to go back and is no collection."
    return _explain("collected", "Total collected", "payments allocated to bills", lines, note=note)


def _allocated(cost: PortfolioCost) -> Tile:
    lines = [
        _input("Site cost paid to providers", amount(cost.site_cost)),
        _input("Interest accrued", amount(cost.interest)),
        _input("Allocated", amount(cost.allocated), is_total=True),
    ]
    return _explain("allocated", "Total allocated", "site cost + interest", lines)


def _returned(cost: PortfolioCost) -> Tile:
    lines = [
        _input("Collected", amount(cost.collected)),
        _input("Allocated", f"− {amount(cost.allocated)}"),
        _input("Returned", amount(cost.returned), is_total=True),
    ]
    return _explain("returned", "Total returned", "collected − allocated", lines)


def return_working(firm: FirmStanding, cost: PortfolioCost) -> Tile:
    """The explanation of the average rate of return: its three averages, and how much of it is still open."""
    returns, closed = cost.returns, _closed(firm)
    lines = [
        _input("Returned", amount(cost.returned)),
        _input("Allocated", amount(cost.allocated)),
        _input("Weighted: returned ÷ allocated", percent(returns.weighted, 2), is_total=True),
        _input("Mean of the cases' rates", percent(returns.simple, 2)),
        _input("Median of the cases' rates", percent(returns.median, 2)),
        _input(
            f"Weighted over {plural(len(closed), 'case')} with nothing open",
            percent(portfolio_return(closed).weighted, 2),
        ),
        _input("A year (annualised)", percent(cost.yearly.rate, 1)),
    ]
    return _explain(
        "ror",
        "Average rate of return",
        "(all collected − all allocated) ÷ all allocated",
        lines,
        note=_what_counts(firm, cost),
        formula_page="returns",
    )


def _closed(firm: FirmStanding) -> list[tuple[Money, Money]]:
    """What was allocated to each case of which nothing is open any more, and what came in for it."""
    return [
        (case.cost.allocated, case.cost.collected)
        for case in firm.cases
        if case.cost is not None and case.cost.allocated and not case.open
    ]


def _what_counts(firm: FirmStanding, cost: PortfolioCost) -> str:
    """Which cases the averages count, in sentences."""
    still_open = sum(1 for case in firm.cases if case.open)
    says = [f"As of {date_text(cost.yearly.as_of)}. {cost.yearly.note}"]
    if still_open:
        counts = plural(still_open, "case is", "cases are")
        says.append(f"{counts} still open: the whole cost counts, but only the money that came in so far.")
    if left_out := firm.totals.without_cost:
        has = plural(left_out, "case has", "cases have")
        says.append(f"{has} no cost on record and no rate; what came in counts in the weighted one.")
    return " ".join(says)


def _explain(
    key: str, title: str, formula: str, inputs: list[Tile], *, note: str = "", formula_page: str = ""
) -> Tile:
    links = [("How it is worked out", url("formulas:page", formula_page))] if formula_page else []
    return {
        "id": f"x-firm-{key}",
        "title": title,
        "formula": formula,
        "inputs": inputs,
        "note": note,
        "links": links,
    }


def _input(label: str, value: str, *, is_total: bool = False) -> Tile:
    return {"label": label, "value": value, "total": is_total}
