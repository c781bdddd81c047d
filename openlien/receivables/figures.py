"""Every published figure of the portfolio: what it means, how it is worked out, and from what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from openlien.kit.money import Money, Rate

from .queries.groups import CaseGroup
from .queries.summary import Summary

FigureValue = Money | Rate | Decimal | int | None
Read = Callable[[Summary], FigureValue]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure; `inputs` names the values that the formula reads."""

    name: str
    definition: str
    formula: str
    page: str
    value: Read
    inputs: tuple[tuple[str, Read], ...] = ()
    cases: CaseGroup | None = None


def _open(part: str) -> Read:
    return lambda summary: getattr(summary, part).open


def _cases(part: str) -> Read:
    return lambda summary: getattr(summary, part).cases


def _field(name: str) -> Read:
    return lambda summary: getattr(summary, name)


def _score(name: str) -> Read:
    def read(summary: Summary) -> Decimal | None:
        score = getattr(summary, name)
        return None if score is None else score.score

    return read


def _part(name: str, definition: str, page: str, part: str, cases: CaseGroup) -> Figure:
    return Figure(
        name=name,
        definition=definition,
        formula="The sum of what is open on the bills of these cases.",
        page=page,
        value=_open(part),
        inputs=(
            ("Cases", _cases(part)),
            ("Open bills", lambda summary: getattr(summary, part).bills),
            ("Total open", _open("total")),
        ),
        cases=cases,
    )


FIGURES: dict[str, Figure] = {
    "total_open": Figure(
        name="Total open",
        definition="What is left to collect on all bills.",
        formula="Billed less collected, reduction and bad debt of each bill, never below zero; then the sum.",
        page="rates",
        value=_open("total"),
        inputs=(
            ("Billed", _field("billed")),
            ("Collected", _field("collected")),
            ("Reduction", _field("reduction")),
            ("Bad debt", _field("bad_debt")),
            ("Refunds due so far, which are no open balance", _field("refund_due")),
        ),
        cases=CaseGroup.OPEN,
    ),
    "settled_pending": _part(
        "Settled, awaiting payment",
        "What is open on settled cases whose money has not come in.",
        "settlement-delay",
        "settled_pending",
        CaseGroup.SETTLED_PENDING,
    ),
    "active_litigation": _part(
        "Active litigation",
        "What is open on cases in Negotiation or In Litigation.",
        "stages",
        "active_litigation",
        CaseGroup.ACTIVE_LITIGATION,
    ),
    "at_risk": _part(
        "At risk",
        "What is open on cases no longer represented, Pending for too long, or old and quiet.",
        "at-risk",
        "at_risk",
        CaseGroup.AT_RISK,
    ),
    "watch": _part(
        "Watch list",
        "What is open on Pending cases that are not at risk yet.",
        "at-risk",
        "watch",
        CaseGroup.WATCH,
    ),
    "at_risk_wide": _part(
        "At risk, wide",
        "What is open on cases that are no longer represented or Pending, whatever their age.",
        "at-risk",
        "at_risk_wide",
        CaseGroup.AT_RISK_WIDE,
    ),
    "at_risk_percent": Figure(
        name="At-risk share",
        definition="The share of the open balance that is at risk.",
        formula="At risk / total open x 100.",
        page="shares",
        value=_field("at_risk_percent"),
        inputs=(("At risk", _open("at_risk")), ("Total open", _open("total"))),
        cases=CaseGroup.AT_RISK,
    ),
    "avg_days_outstanding": Figure(
        name="Average days outstanding",
        definition="How old the open bills are on average, each bill counting once.",
        formula="The days since the invoice of every open bill, added up, / open bills.",
        page="ages-and-months",
        value=_field("avg_days_outstanding"),
        inputs=(("Open bills", lambda summary: summary.total.bills),),
        cases=CaseGroup.OPEN,
    ),
    "weighted_avg_days": Figure(
        name="Weighted average days",
        definition="How old an open dollar is on average.",
        formula="The days since the invoice x the open amount of every bill, added up, / total open.",
        page="ages-and-months",
        value=_field("weighted_avg_days"),
        inputs=(("Total open", _open("total")),),
        cases=CaseGroup.OPEN,
    ),
    "settled_avg_days": Figure(
        name="Days since settlement",
        definition="How long settled cases have been waiting for their money, where the day is known.",
        formula="The known days since settlement, added up, / the cases that have them; unknown is left out.",
        page="settlement-delay",
        value=_field("settled_avg_days"),
        inputs=(("Settled cases", _cases("settled_pending")),),
        cases=CaseGroup.SETTLED_PENDING,
    ),
    "portfolio_rate": Figure(
        name="Portfolio rate",
        definition="The share of everything ever billed that has come in.",
        formula="Collected / billed, over all bills, open ones included.",
        page="rates",
        value=_field("portfolio_rate"),
        inputs=(("Collected", _field("collected")), ("Billed", _field("billed"))),
        cases=CaseGroup.ALL,
    ),
    "realised_rate": Figure(
        name="Realised rate",
        definition="The share of the billed amount that came in on bills with nothing left open.",
        formula="Collected / billed, over concluded bills.",
        page="rates",
        value=_field("realised_rate"),
        inputs=(
            ("Collected on concluded bills", _field("concluded_collected")),
            ("Billed on concluded bills", _field("concluded_billed")),
        ),
        cases=CaseGroup.ALL,
    ),
    "collected": Figure(
        name="Collected",
        definition="All cash that came in on the bills.",
        formula="The sum of all deposits, by the bills they paid.",
        page="rates",
        value=_field("collected"),
        cases=CaseGroup.ALL,
    ),
    "billed": Figure(
        name="Billed",
        definition="The amounts of all bills.",
        formula="The sum of the billed amounts, by invoice date.",
        page="rates",
        value=_field("billed"),
        cases=CaseGroup.ALL,
    ),
    "reduction": Figure(
        name="Reduction",
        definition="What was given up in negotiation.",
        formula="The sum of the reductions; bad debt is not among them.",
        page="rates",
        value=_field("reduction"),
        cases=CaseGroup.ALL,
    ),
    "bad_debt": Figure(
        name="Bad debt",
        definition="What was recognised as lost.",
        formula="The sum of the bad debts; reductions are not among them.",
        page="rates",
        value=_field("bad_debt"),
        cases=CaseGroup.ALL,
    ),
    "refund_due": Figure(
        name="Refunds due so far",
        definition="Cash above what a bill comes to, owed back; also what of it was paid back since.",
        formula=(
            "For each bill: collected less billed, or less what people agreed to take instead, "
            "where that is above zero; then the sum."
        ),
        page="rates",
        value=_field("refund_due"),
        cases=CaseGroup.ALL,
    ),
    "dso_days": Figure(
        name="Days sales outstanding",
        definition="How many days of billing are open; it says little about personal-injury receivables.",
        formula="Total open / (billed in the last 365 days / 365).",
        page="health-scores",
        value=_field("dso_days"),
        inputs=(("Total open", _open("total")), ("Billed in the last 365 days", _field("billed_365_days"))),
        cases=CaseGroup.OPEN,
    ),
    "gain_v1": Figure(
        name="Health score gain_v1",
        definition="The health score of the requirement, to the letter.",
        formula="40% collection rate, 30% days outstanding, 20% open up to 90 days, 10% at-risk share.",
        page="health-scores",
        value=_score("gain_v1"),
        inputs=(
            ("Portfolio rate", _field("portfolio_rate")),
            ("Days sales outstanding", _field("dso_days")),
            ("Open up to 90 days, %", _field("open_90_percent")),
            ("At-risk share, %", _field("at_risk_percent")),
        ),
    ),
    "pi_v2": Figure(
        name="Health score pi_v2",
        definition="OpenLien's own health score, made for money that comes from settlements.",
        formula="Portfolio rate 40, settled-conversion speed 20, at-risk share 25, stage momentum 15 points.",
        page="health-scores",
        value=_score("pi_v2"),
        inputs=(
            ("Portfolio rate", _field("portfolio_rate")),
            ("Average days since settlement", _field("settled_avg_days")),
            ("At-risk share, %", _field("at_risk_percent")),
            ("Open in cases that moved within 365 days, %", _field("moving_percent")),
        ),
        cases=CaseGroup.MOVING,
    ),
}
