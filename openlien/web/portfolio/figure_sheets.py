"""The figures of a day as tables: stages, payoff statuses, reasons of risk, law firms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from openlien.cases.stages import Family
from openlien.kit.dates import DAYS_PER_MONTH
from openlien.kit.money import Money, total
from openlien.kit.rounding import round_to_decimal
from openlien.receivables import queries
from openlien.receivables.policies.firm_grades import RiskBand
from openlien.web.sheets import Head, Line, Sheet, Sign

from .asking import Question

# Closed and unknown stages are one part, so that the parts of a firm sum to its open balance.
PARTS: tuple[tuple[str, str, tuple[Family, ...]], ...] = (
    ("Early", "early", (Family.EARLY,)),
    ("Active", "active", (Family.ACTIVE,)),
    ("Won", "settled", (Family.WON,)),
    ("Pending", "pending", (Family.PENDING,)),
    ("No longer represented", "risk", (Family.RISK,)),
    ("Closed or unknown", "neutral", (Family.CLOSED, Family.UNKNOWN)),
)
RISKS = {
    RiskBand.CRITICAL: "severe",
    RiskBand.HIGH: "risk",
    RiskBand.MEDIUM: "pending",
    RiskBand.LOW: "settled",
}


def pipeline_sheet(question: Question, found: queries.Pipeline, times: queries.TimeInStage) -> Sheet:
    """Return the open balance by stage, in pipeline order."""
    median = {time.stage: time.median_days for time in times.stages}
    return Sheet(
        "Open balance by stage",
        (
            Head("Stage"),
            Head("Open, $", "money"),
            Head("Share", "percent"),
            Head("Cases", "count"),
            Head("Bills", "count"),
            Head("Median days in stage", "number"),
        ),
        tuple(
            Line(
                (bar.stage.label, bar.open, bar.percentage, bar.cases, bar.bills, median.get(bar.stage)),
                question.link("stage", bar.stage.value),
            )
            for bar in found.bars
        ),
        ("Total", found.totals.open, None, found.totals.cases, found.totals.bills, None),
    )


def payoff_sheet(question: Question, found: queries.SettledPending) -> Sheet:
    """Return the settled cases by payoff status."""
    return Sheet(
        "Settled, by payoff status",
        (
            Head("Payoff status"),
            Head("Cases", "count"),
            Head("Bills", "count"),
            Head("Owed, $", "money"),
            Head("Share", "percent"),
            Head("Average days", "number"),
            Head("Longest, days", "count"),
            Head("Unknown date", "count"),
        ),
        tuple(
            Line(
                (
                    card.label,
                    card.cases,
                    card.bills,
                    card.open,
                    card.percentage,
                    card.delay.average,
                    card.delay.most,
                    card.delay.unknown,
                ),
                question.link("settled-pending", payoff=card.status),
            )
            for card in found.by_payoff_status
        ),
        (
            "Total",
            found.totals.cases,
            found.totals.bills,
            found.totals.open,
            None,
            found.delay.average,
            found.delay.most,
            found.delay.unknown,
        ),
    )


def category_sheet(question: Question, found: queries.AtRisk) -> Sheet:
    """Return the cases at risk by reason, with what to do."""
    return Sheet(
        "At risk, by reason",
        (
            Head("Reason"),
            Head("Cases", "count"),
            Head("Bills", "count"),
            Head("Open, $", "money"),
            Head("Share", "percent"),
            Head("Average age, months", "number"),
            Head("What to do"),
        ),
        tuple(
            Line(
                (
                    group.category.label,
                    group.cases,
                    group.bills,
                    group.open,
                    group.percentage,
                    months(group.average_age_days),
                    "; ".join(group.category.recommended_actions),
                ),
                question.link("at-risk", category=group.category.value),
            )
            for group in found.groups
        ),
        (
            "Total",
            found.totals.cases,
            found.totals.bills,
            found.totals.open,
            None,
            months(found.average_age_days),
            None,
        ),
    )


def firm_sheet(question: Question, found: queries.FirmBreakdown) -> Sheet:
    """Return the law firms with what is open by stage family, how they pay and how risky they are."""
    return Sheet(
        "Law firms by open balance",
        (
            Head("Law firm"),
            Head("Open cases", "count"),
            Head("Open, $", "money"),
            Head("At risk", "percent"),
            Head("Portfolio rate", "percent"),
            Head("Average age, days", "number"),
            Head("Settlement delay, days", "number"),
            Head("Grade"),
            Head("Risk score", "number"),
            Head("Risk"),
            *(Head(f"{label}, $", "money") for label, _, _ in PARTS),
            Head("All cases", "count"),
        ),
        tuple(_firm_line(question, firm) for firm in found.firms),
        (
            f"Total, {len(found.firms):,} {'firm' if len(found.firms) == 1 else 'firms'}",
            sum(firm.open_cases for firm in found.firms),
            found.open,
            *(None,) * 7,
            *(
                total(family_part(firm.open_by_family, families) for firm in found.firms)
                for _, _, families in PARTS
            ),
            sum(firm.cases for firm in found.firms),
        ),
    )


def family_part(open_by_family: Mapping[Family, Money], families: Sequence[Family]) -> Money:
    """Return what is open in these families together."""
    return total(open_by_family[family] for family in families if family in open_by_family)


def months(days: Decimal | int | None) -> Decimal | None:
    """Return days as months of 30.4375 days with one decimal; None stays None."""
    return None if days is None else round_to_decimal(Fraction(days) / DAYS_PER_MONTH, 1)


def _firm_line(question: Question, firm: queries.FirmLine) -> Line:
    return Line(
        (
            firm.name,
            firm.open_cases,
            firm.open,
            firm.at_risk_percent,
            firm.portfolio_rate,
            firm.average_age_days,
            firm.average_delay_days,
            None if firm.grade is None else firm.grade.value,
            None if firm.risk is None else firm.risk.score,
            None if firm.risk is None else Sign(firm.risk.band.value, RISKS[firm.risk.band]),
            *(family_part(firm.open_by_family, families) for _, _, families in PARTS),
            firm.cases,
        ),
        question.link("home", firm=str(firm.law_firm_id)) if firm.law_firm_id else None,
    )
