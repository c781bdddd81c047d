"""Which settlement money is still to come, and when."""

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
from openlien.kit.dates import add_months, month_range, month_start
from openlien.kit.money import Money, total

from .grouping import grouped
from .settled import Settled, settled_until

PAGE = "settlement-reports"
# What the chart shows around its day: one date mistyped by decades would flatten every month.
MONTHS_BEFORE, MONTHS_AFTER = 24, 12
WHEN = Choice(
    "when", "Check", (("", "All"), ("late", "Late"), ("coming", "To come"), ("undated", "Without a date"))
)
COLUMNS = (
    Column("case", "Case"),
    Column("plaintiff", "Plaintiff"),
    Column("lawFirm", "Law firm"),
    Column("settledOn", "Settled", "date"),
    Column("settlement", "Settlement, $", "money"),
    Column("received", "Received, $", "money"),
    Column("toCome", "To come, $", "money"),
    Column("feeToCome", "Fee to come, $", "money"),
    Column("expected", "Check expected", "date"),
    Column("daysLate", "Days late", "days"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Every settlement whose money is not all in on the day, by the day its check is expected.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    when = asked.choices["when"]
    waiting = [
        each for each in settled_until(asked.as_of) if each.to_come and when in ("", _when(each, asked.as_of))
    ]
    waiting.sort(key=lambda each: (each.expected_on or date.max, each.case_number))
    rows = tuple(_row(each, asked.as_of) for each in waiting)
    shown = _in_picture(waiting, asked.as_of)
    return Report(
        slug=FORECAST.slug,
        title=FORECAST.title,
        as_of=asked.as_of,
        columns=COLUMNS,
        lines=Held(rows),
        totals=totals_of(COLUMNS, rows, first=f"Total, {counted(len(rows), 'settlement')}"),
        takeaway=_finding(waiting, asked.as_of),
        figures=_figures(waiting, asked.as_of),
        notes=_notes(waiting, shown),
        picture=_picture(shown),
        empty="No settlement money of this kind is to come.",
        shows_cases=True,
        formula_page=PAGE,
    )


def _when(each: Settled, as_of: date) -> str:
    if each.expected_on is None:
        return "undated"
    return "late" if each.expected_on < as_of else "coming"


def _row(each: Settled, as_of: date) -> Row:
    is_late = each.expected_on is not None and each.expected_on < as_of
    return Row(
        (
            each.case_number,
            each.plaintiff,
            each.firm,
            each.settled_on,
            each.gross,
            each.received,
            each.to_come,
            each.fee_open,
            each.expected_on,
            (as_of - each.expected_on).days if is_late and each.expected_on else None,
        ),
        Link("case", each.case_number),
    )


def _finding(waiting: Sequence[Settled], as_of: date) -> str:
    if not waiting:
        return f"No settlement money of this kind is to come on {day_text(as_of)}."
    parts = {name: _sum(waiting, name, as_of) for name in ("late", "undated")}
    whole = dollars(total(each.to_come for each in waiting))
    said = [f"{whole} of {counted(len(waiting), 'settlement')} is to come"]
    if parts["late"]:
        said.append(f"{dollars(parts['late'])} of it is late")
    if parts["undated"]:
        said.append(f"for {dollars(parts['undated'])} nobody entered when")
    return "; ".join(said) + "."


def _figures(waiting: Sequence[Settled], as_of: date) -> tuple[Figure, ...]:
    gross, received = total(each.gross for each in waiting), total(each.received for each in waiting)
    fees = [each.fee_open for each in waiting if each.fee_open is not None]
    this_month = [each for each in waiting if each.expected_on and _is_this_month(each.expected_on, as_of)]
    return (
        Figure(key="toCome", label="To come", value=total(each.to_come for each in waiting), page=PAGE,
               formula="settlements − received, each not below zero",
               inputs=(("Settlements", gross, "money"), ("Received", received, "money"))),
        Figure(key="thisMonth", label="Expected this month", value=total(each.to_come for each in this_month),
               page=PAGE, formula="to come, with a check expected from the day on until its month ends"),
        Figure(key="late", label="Late", value=_sum(waiting, "late", as_of), page=PAGE,
               formula="to come, with a check expected before the day"),
        Figure(key="undated", label="Without a date", value=_sum(waiting, "undated", as_of), page=PAGE,
               formula="to come, without an expected date"),
        Figure(key="feeToCome", label="Fees to come", value=total(fees), page=PAGE,
               formula="firm fees − fees recorded, of these settlements"),
    )  # fmt: skip


def _is_this_month(expected: date, as_of: date) -> bool:
    return expected >= as_of and month_start(expected) == month_start(as_of)


def _sum(waiting: Sequence[Settled], when: str, as_of: date) -> Money:
    return total(each.to_come for each in waiting if _when(each, as_of) == when)


def _picture(shown: Sequence[Settled]) -> Picture:
    months = grouped(shown, lambda each: month_start(each.expected_on or date.max))
    span = month_range(min(months), max(months)) if months else []  # type: ignore[type-var]
    return Picture(
        form="months",
        title="To come, by the month in which its check is expected",
        series=("To come",),
        points=tuple((month, (total(each.to_come for each in months.get(month, [])),)) for month in span),
    )


def _in_picture(waiting: Sequence[Settled], as_of: date) -> list[Settled]:
    first, last = add_months(month_start(as_of), -MONTHS_BEFORE), add_months(month_start(as_of), MONTHS_AFTER)
    return [each for each in waiting if each.expected_on and first <= month_start(each.expected_on) <= last]


def _notes(waiting: Sequence[Settled], shown: Sequence[Settled]) -> tuple[str, ...]:
    dated = total(each.to_come for each in waiting if each.expected_on)
    beyond = dated - total(each.to_come for each in shown)
    notes = (
        "A check counts from the day it came in; a settlement with a date of distribution is over.",
        "A fee to come is known once its calculation is saved.",
    )
    if not beyond:
        return notes
    months = f"{MONTHS_BEFORE} months back and {MONTHS_AFTER} ahead"
    return (
        f"The chart goes {months}; {dollars(beyond)} expected outside of them stands in the rows.",
        *notes,
    )


FORECAST = Definition(
    slug="settlement-forecast",
    title="Settlement forecast",
    question="Which settlement money is to come?",
    answer="Settlements whose checks are not all in, by the month they are expected; what is late.",
    days=Days.AS_OF,
    build=build,
    choices=(WHEN,),
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
