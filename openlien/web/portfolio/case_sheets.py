"""Lists of cases as tables: what stands behind a stage, a figure, the won money and the risk."""

from __future__ import annotations

from collections.abc import Iterable

from openlien.kit.dates import months_shown
from openlien.receivables import queries
from openlien.receivables.policies.settlement_delay import DelayBand
from openlien.web.jinja import plural, url
from openlien.web.sheets import Head, Line, Sheet, Sign, Value

DELAY_FAMILIES = {
    DelayBand.ON_TIME: "settled",
    DelayBand.AMBER: "pending",
    DelayBand.RED: "risk",
    DelayBand.DARK_RED: "severe",
    DelayBand.UNKNOWN: "neutral",
}

LEFT_OUT_AT_HOME = (
    "Patient",
    "Payoff status",
    "Billed, $",
    "Collected, $",
    "Stage",
    "Quiet, days",
    "Bills",
    "What to do",
)
CASE_HEADS = (
    Head("Case"),
    Head("Patient"),
    Head("Law firm"),
    Head("State"),
    Head("Stage"),
    Head("In stage since", "date"),
    Head("Days in stage", "count"),
    Head("Age, months", "number"),
    Head("Bills", "count"),
    Head("Billed, $", "money"),
    Head("Collected, $", "money"),
    Head("Open, $", "money"),
)
SETTLED_HEADS = (
    Head("Case"),
    Head("Patient"),
    Head("Law firm"),
    Head("Settled", "date"),
    Head("Days since", "count"),
    Head("Delay"),
    Head("Payoff status"),
    Head("Billed, $", "money"),
    Head("Collected, $", "money"),
    Head("Owed, $", "money"),
    Head("What to do"),
)
AT_RISK_HEADS = (
    Head("Case"),
    Head("Patient"),
    Head("Law firm"),
    Head("Reason"),
    Head("Stage"),
    Head("Age, months", "number"),
    Head("Quiet, days", "count"),
    Head("Bills", "count"),
    Head("Open, $", "money"),
    Head("What to do"),
)


def case_sheet(caption: str, items: Iterable[queries.CaseLine], totals: queries.Part | None = None) -> Sheet:
    """Return cases in full, one row a case."""
    return Sheet(
        caption,
        CASE_HEADS,
        (
            Line(
                (
                    case.number,
                    case.patient,
                    case.law_firm,
                    case.state,
                    Sign(case.stage.label, case.stage.color),
                    case.stage_on,
                    case.days_in_stage,
                    months_shown(case.age_days),
                    case.bills,
                    case.billed,
                    case.collected,
                    case.open,
                ),
                case_href(case),
            )
            for case in items
        ),
        totals and _foot(CASE_HEADS, totals),
    )


def settled_sheet(
    items: Iterable[queries.SettledCase], totals: queries.Part | None = None, *, caption: str
) -> Sheet:
    """Return settled cases that await their money, one row a case."""
    return Sheet(
        caption,
        SETTLED_HEADS,
        (
            Line(
                (
                    item.case.number,
                    item.case.patient,
                    item.case.law_firm,
                    item.settled_on,
                    item.days,
                    delay_sign(item.band),
                    item.payoff_label,
                    item.case.billed,
                    item.case.collected,
                    item.case.open,
                    "; ".join(item.band.recommended_actions),
                ),
                case_href(item.case),
            )
            for item in items
        ),
        totals and _foot(SETTLED_HEADS, totals),
    )


def at_risk_sheet(
    items: Iterable[queries.AtRiskCase], totals: queries.Part | None = None, *, caption: str
) -> Sheet:
    """Return cases at risk with the reason and what to do, one row a case."""
    return Sheet(
        caption,
        AT_RISK_HEADS,
        (
            Line(
                (
                    item.case.number,
                    item.case.patient,
                    item.case.law_firm,
                    item.category.label,
                    Sign(item.case.stage.label, item.case.stage.color),
                    months_shown(item.case.age_days),
                    item.case.quiet_days,
                    item.case.bills,
                    item.case.open,
                    "; ".join(item.category.recommended_actions),
                ),
                case_href(item.case),
            )
            for item in items
        ),
        totals and _foot(AT_RISK_HEADS, totals),
    )


def without(sheet: Sheet, *labels: str) -> Sheet:
    """Return the table without some columns: a page that names no patient leaves no trace of one."""
    kept = [place for place, head in enumerate(sheet.heads) if head.label not in labels]
    return Sheet(
        sheet.caption,
        tuple(sheet.heads[place] for place in kept),
        tuple(Line(tuple(line.cells[place] for place in kept), line.href) for line in sheet.lines),
        sheet.totals and tuple(sheet.totals[place] for place in kept),
    )


def delay_sign(band: DelayBand) -> Sign:
    """Return the delay as a word with icon and color; an unknown one stays unknown."""
    return Sign(band.label, DELAY_FAMILIES[band])


def case_href(case: queries.CaseLine) -> str:
    """Return the address of the case's own page."""
    return url("cases:case", case.number)


def _foot(heads: tuple[Head, ...], totals: queries.Part) -> tuple[Value, ...]:
    """The last row: the number of cases first, sums under their columns."""
    sums: dict[str, Value] = {"Bills": totals.bills, "Open, $": totals.open, "Owed, $": totals.open}
    return (f"Total, {plural(totals.cases, 'case')}", *(sums.get(head.label) for head in heads[1:]))
