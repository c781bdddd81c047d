"""Which fees of settled cases the firm has not taken in yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openlien.accounting.reports import (
    Asked,
    Choice,
    Column,
    Days,
    Definition,
    Figure,
    Held,
    Link,
    Picture,
    Report,
    Row,
)
from openlien.accounting.reports.shapes import totals_of
from openlien.accounting.reports.words import counted, dollars
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.money import Money, total

from .grouping import BARS_MAX, NO_FIRM, grouped
from .settled import Settled, settled_until

PAGE = "settlement-reports"
MONEY = Choice(
    "money", "Settlement money", (("", "All"), ("cleared", "Cleared"), ("waiting", "Not all cleared"))
)
COLUMNS = (
    Column("case", "Case"),
    Column("plaintiff", "Plaintiff"),
    Column("lawFirm", "Law firm"),
    Column("settledOn", "Settled", "date"),
    Column("settlement", "Settlement, $", "money"),
    Column("cleared", "Cleared, $", "money"),
    Column("firmFee", "Firm fee, $", "money"),
    Column("recorded", "Fee recorded, $", "money"),
    Column("outstanding", "Outstanding, $", "money"),
    Column("days", "Days since settled", "days"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Every settlement whose fee is not all recorded on the day, the largest open fee first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    known = settled_until(asked.as_of)
    money = asked.choices["money"]
    owed = [
        each for each in known if each.fee_open and money in ("", "cleared" if each.is_cleared else "waiting")
    ]
    owed.sort(key=lambda each: (-_open(each).cents, each.case_number))
    rows = tuple(_row(each, asked.as_of) for each in owed)
    unknown = sum(1 for each in known if each.firm_fee is None)
    return Report(
        slug=FEES_OUTSTANDING.slug,
        title=FEES_OUTSTANDING.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(rows),
        totals=totals_of(COLUMNS, rows, first=f"Total, {counted(len(rows), 'settlement')}"),
        takeaway=_finding(owed, asked.as_of),
        figures=_figures(owed, unknown),
        notes=(
            "The firm fee is net: after reduction, referral and co-counsel, as the saved calculation has it.",
            f"Without a saved calculation, and so without a known fee: {counted(unknown, 'settlement')}.",
        ),
        picture=_picture(owed),
        empty="No fee of this kind is outstanding.",
        shows_cases=True,
        formula_page=PAGE,
    )


def _open(each: Settled) -> Money:
    return each.fee_open or Money.zero


def _row(each: Settled, as_of: date) -> Row:
    return Row(
        (
            each.case_number,
            each.plaintiff,
            each.firm,
            each.settled_on,
            each.gross,
            each.cleared,
            each.firm_fee,
            each.recorded,
            each.fee_open,
            (as_of - each.settled_on).days,
        ),
        Link("case", each.case_number),
    )


def _finding(owed: Sequence[Settled], as_of: date) -> str:
    if not owed:
        return f"No fee of this kind is outstanding on {day_text(as_of)}."
    ready = total(_open(each) for each in owed if each.is_cleared)
    return (
        f"{dollars(total(map(_open, owed)))} of fees from {counted(len(owed), 'settlement')} are outstanding;"
        f" for {dollars(ready)} of it the settlement has cleared."
    )


def _figures(owed: Sequence[Settled], unknown: int) -> tuple[Figure, ...]:
    fees = total(each.firm_fee or Money.zero for each in owed)
    recorded = total(each.recorded for each in owed)
    ready = total(_open(each) for each in owed if each.is_cleared)
    return (
        Figure(key="outstanding", label="Outstanding", value=total(map(_open, owed)), page=PAGE,
               formula="firm fees − fees recorded, each not below zero",
               inputs=(("Firm fees", fees, "money"), ("Recorded", recorded, "money"))),
        Figure(key="ready", label="Ready to take", value=ready, page=PAGE,
               formula="outstanding of settlements that have cleared whole"),
        Figure(key="unknown", label="Fee not known", kind="count", value=unknown, page=PAGE,
               formula="settlements without a saved calculation"),
    )  # fmt: skip


def _picture(owed: Sequence[Settled]) -> Picture:
    firms = grouped(owed, lambda each: each.firm)
    points = [(str(firm) or NO_FIRM, _split(held)) for firm, held in firms.items()]
    points.sort(key=lambda point: (-point[1][1].cents, point[0]))
    return Picture(
        form="bars",
        title="Fees by law firm: recorded, outstanding",
        series=("Recorded", "Outstanding"),
        points=tuple(points[:BARS_MAX]),
    )


def _split(held: Sequence[Settled]) -> tuple[Money, Money]:
    return total(each.recorded for each in held), total(map(_open, held))


FEES_OUTSTANDING = Definition(
    slug="fees-outstanding",
    title="Fees outstanding",
    question="Which fees are not taken in yet?",
    answer="Settlements whose firm fee is not all recorded, and whether their money has cleared.",
    days=Days.AS_OF,
    build=build,
    choices=(MONEY,),
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
