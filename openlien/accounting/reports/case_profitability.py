"""What did each case earn: collected, cost, interest, profit and rate of return, with the weighted total."""

from __future__ import annotations

from collections.abc import Sequence

from openlien.identity.actor import Actor
from openlien.kit.date_words import day_text
from openlien.kit.money import Money
from openlien.ledger.vocabulary import CaseAccountStatus, PostingPack

from .asking import Asked, Choice, Days, Definition
from .profit import Profit, middle, points, simple_mean, together
from .shapes import Column, Figure, Held, Link, Report, Row
from .standings import Standing, policy, standings_on
from .words import counted, dollars, percent

COLUMNS = (
    Column("account", "Case account"),
    Column("case", "Case"),
    Column("lawFirm", "Law firm"),
    Column("status", "Status"),
    Column("collected", "Collected, $", "money"),
    Column("cost", "Cost, $", "money"),
    Column("interest", "Interest, $", "money", is_sparse=True),
    Column("fees", "Fees, $", "money", is_sparse=True),
    Column("profit", "Profit, $", "money"),
    Column("rateOfReturn", "ROR", "percent"),
    Column("rateBeforeInterest", "Ex interest", "percent"),
    Column("writtenOff", "Written off, $", "money", is_sparse=True),
    Column("openCost", "Open cost, $", "money", is_sparse=True),
    Column("recognised", "In the books, $", "money"),
)
SHOWN = Choice(
    "cases",
    "Cases",
    (("recovered", "With money received"), ("concluded", "Concluded"), ("all", "All with cost or cash")),
)
PAGE = "case-profitability"


def build(actor: Actor, asked: Asked) -> Report:
    """Return what the cases earned by the end of the day, the largest profit first.

    *Raises*: Forbidden.
    """
    holds_cost = policy().pack == PostingPack.COST_RECOVERY
    found = [
        (each, profit_of(each, holds_cost=holds_cost))
        for each in standings_on(actor, asked.as_of)
        if _is_shown(each, asked.choices["cases"])
    ]
    found.sort(key=lambda pair: (-pair[1].profit.cents, pair[0].number))
    profits = [profit for _, profit in found]
    whole = together(profits)
    return Report(
        slug=CASE_PROFITABILITY.slug,
        title=CASE_PROFITABILITY.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(tuple(_row(each, profit) for each, profit in found)),
        totals=(f"Total, {counted(len(found), 'case')}", None, None, None, *_amounts(whole)),
        takeaway=_finding(whole, len(found), asked),
        figures=_figures(whole, profits),
        notes=_notes([each for each, _ in found]),
        empty="No case fits: choose all cases, or a later day.",
        shows_cases=True,
        formula_page=PAGE,
    )


def profit_of(standing: Standing, *, holds_cost: bool) -> Profit:
    """Return the money side of one case account; the expense pack holds no cost as an asset."""
    position = standing.position
    return Profit(
        collected=position.applied,
        cost=position.contracted,
        interest=standing.interest,
        fees=standing.fees,
        open_cost=standing.open_cost if holds_cost else Money.zero,
        written_off=position.cost_written_off,
    )


def _is_shown(standing: Standing, shown: str) -> bool:
    position = standing.position
    if shown == "recovered":
        return bool(position.payments or position.refund_due)
    if shown == "concluded":
        return not position.lien_balance and not standing.open_cost and bool(position.retail)
    return bool(position.contracted or position.applied or standing.interest or standing.fees)


def _row(standing: Standing, profit: Profit) -> Row:
    return Row(
        (
            standing.number,
            standing.case_number,
            standing.law_firm,
            CaseAccountStatus(standing.status).label,
            *_amounts(profit),
        ),
        Link("case_account", standing.number),
    )


def _amounts(profit: Profit) -> tuple[object, ...]:
    return (
        profit.collected,
        profit.cost,
        profit.interest,
        profit.fees,
        profit.profit,
        points(profit.rate_of_return),
        points(profit.rate_before_interest),
        profit.written_off,
        profit.open_cost,
        profit.recognised,
    )


def _finding(whole: Profit, cases: int, asked: Asked) -> str:
    if not cases:
        return f"No case of this kind by {day_text(asked.as_of)}."
    word = "earned" if whole.profit >= Money.zero else "lost"
    rate = percent(points(whole.rate_of_return))
    return (
        f"{counted(cases, 'case')} {word} {dollars(abs(whole.profit))} by {day_text(asked.as_of)}:"
        f" {dollars(whole.collected)} came in for {dollars(whole.allocated)} put in, a return of {rate}."
    )


def _figures(whole: Profit, profits: Sequence[Profit]) -> tuple[Figure, ...]:
    inputs = (
        ("Collected", whole.collected, "money"),
        ("Cost", whole.cost, "money"),
        ("Interest", whole.interest, "money"),
        ("Fees we bore", whole.fees, "money"),
    )
    return (
        Figure(key="profit", label="Profit", value=whole.profit, inputs=inputs, page=PAGE,
               formula="collected − cost − interest − fees"),
        Figure(key="weighted", label="Weighted ROR", kind="percent", value=points(whole.rate_of_return),
               inputs=inputs, page=PAGE, formula="sum of profit ÷ sum of cost, interest and fees"),
        Figure(key="mean", label="Mean of the cases", kind="percent", value=simple_mean(profits), page=PAGE,
               formula="every case counts alike, however small"),
        Figure(key="median", label="Median case", kind="percent", value=middle(profits), page=PAGE,
               formula="half of the cases earned more, half less"),
        Figure(key="recognised", label="Of it in the books", value=whole.recognised, page=PAGE,
               formula="profit + cost still open: what is not recovered yet is an asset, not a loss",
               inputs=(("Profit", whole.profit, "money"), ("Cost still open", whole.open_cost, "money"))),
    )  # fmt: skip


def _notes(found: Sequence[Standing]) -> tuple[str, ...]:
    notes = [
        "Ex interest: collected less cost, for each dollar of cost.",
        "In the books: lien revenue less write-offs, interest and fees booked on these cases.",
    ]
    if unknown := sum(1 for each in found if each.charges_of_unknown_cost):
        has = counted(unknown, "case has", "cases have")
        notes.append(f"{has} charges whose contracted amount is not known; they count as 0.00 of cost.")
    return tuple(notes)


CASE_PROFITABILITY = Definition(
    slug="case-profitability",
    title="Case profitability",
    question="What did each case earn?",
    answer="Collected, cost, interest, profit and rate of return of every case, with the weighted total.",
    days=Days.AS_OF,
    build=build,
    choices=(SHOWN,),
)
