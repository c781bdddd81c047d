"""What did we recognise: collections by month, split into cost recovered and revenue by the posting pack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.dates import month_range
from openlien.kit.money import Money, total
from openlien.kit.sql import fetch_all, load
from openlien.ledger.vocabulary import PostingPack

from .asking import Asked, Days, Definition
from .recognition import Month
from .shapes import Column, Figure, Held, Picture, Report, Row, totals_of
from .standings import policy, standings_on
from .words import dollars

PAGE = "revenue-recognition"
COST_RECOVERY_COLUMNS = (
    Column("month", "Month"),
    Column("collected", "Collected, $", "money"),
    Column("costRecovered", "Cost recovered, $", "money"),
    Column("revenueCollected", "Revenue in it, $", "money"),
    Column("revenueRefunded", "Refunds, $", "money"),
    Column("revenueAdjusted", "Other changes, $", "money"),
    Column("revenue", "Revenue, $", "money"),
    Column("writtenOff", "Write-offs, $", "money"),
    Column("interest", "Interest, $", "money"),
    Column("fees", "Fees, $", "money"),
    Column("result", "Result, $", "money"),
)
EXPENSE_COLUMNS = (
    Column("month", "Month"),
    Column("collected", "Collected, $", "money"),
    Column("credited", "Credited to medical expense, $", "money"),
    Column("charged", "Charged to medical expense, $", "money"),
    Column("medicalExpense", "Medical expense, $", "money"),
    Column("revenue", "Revenue, $", "money"),
    Column("writtenOff", "Write-offs, $", "money"),
    Column("interest", "Interest, $", "money"),
    Column("fees", "Fees, $", "money"),
    Column("result", "Result, $", "money"),
)
# Where the pack was changed within the period: a row for each month and pack, with what either of them knows.
MIXED_COLUMNS = (
    Column("month", "Month"),
    Column("pack", "Pack"),
    Column("collected", "Collected, $", "money"),
    Column("costRecovered", "Cost recovered or credited, $", "money"),
    Column("revenueCollected", "Revenue in it, $", "money"),
    Column("revenueRefunded", "Refunds, $", "money"),
    Column("revenueAdjusted", "Other changes, $", "money"),
    Column("charged", "Charged to medical expense, $", "money"),
    Column("medicalExpense", "Medical expense, $", "money"),
    Column("revenue", "Revenue, $", "money"),
    Column("writtenOff", "Write-offs, $", "money"),
    Column("interest", "Interest, $", "money"),
    Column("fees", "Fees, $", "money"),
    Column("result", "Result, $", "money"),
)


def build(actor: Actor, asked: Asked) -> Report:
    """Return each month of the period, months without postings included.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    pack = PostingPack(policy().pack)
    is_literal = pack is PostingPack.EXPENSE
    by_pack = _months_by_pack(asked, pack)
    months = [_together(each) for each in zip(*by_pack.values(), strict=True)]
    is_mixed = len(by_pack) > 1
    columns = MIXED_COLUMNS if is_mixed else EXPENSE_COLUMNS if is_literal else COST_RECOVERY_COLUMNS
    rows = _mixed_rows(by_pack) if is_mixed else tuple(_row(m, is_literal=is_literal) for m in months)
    return Report(
        slug=REVENUE_RECOGNITION.slug,
        title=REVENUE_RECOGNITION.title,
        as_of=asked.as_of,
        columns=columns,
        lines=Held(rows),
        totals=totals_of(columns, rows, first="Total"),
        takeaway=_finding(months, asked, is_literal=is_literal),
        figures=_figures(actor, months, asked, is_literal=is_literal),
        notes=(
            _pack_note(is_literal),
            *((MIXED_NOTE,) if is_mixed else ()),
            "A reversal counts in its own month, as what it takes back.",
        ),
        picture=_picture(months, is_literal=is_literal),
        empty="Nothing was posted in this period.",
        formula_page=PAGE,
    )


def _months_by_pack(asked: Asked, present: PostingPack) -> dict[PostingPack, list[Month]]:
    """The months of each pack that was posted in, today's first; what belongs to none counts to today's."""
    assert asked.since is not None
    values = {"since": asked.since, "as_of": asked.as_of}
    found: dict[tuple[PostingPack, date], list[Month]] = {}
    for row in fetch_all(load("openlien.accounting", "recognition"), values):
        pack = PostingPack(row.pack) if row.pack else present
        found.setdefault((pack, row.month), []).append(_month(row))
    packs = dict.fromkeys([present, *(pack for pack, _ in found)])
    days = month_range(asked.since, asked.as_of)
    return {pack: [_together([Month(day), *found.get((pack, day), [])]) for day in days] for pack in packs}


def _month(row: Any) -> Month:
    return Month(row.month, **{name: Money.from_cents(getattr(row, name)) for name in _AMOUNTS})


def _together(parts: Sequence[Month]) -> Month:
    sums = {name: total(getattr(part, name) for part in parts) for name in _AMOUNTS}
    return Month(parts[0].first_day, **sums)


def _mixed_rows(by_pack: dict[PostingPack, list[Month]]) -> tuple[Row, ...]:
    """A row for each month and pack in which something was posted, or the month alone under today's pack."""
    present = next(iter(by_pack))
    return tuple(
        _mixed_row(month, pack)
        for at_once in zip(*by_pack.values(), strict=True)
        for pack, month in zip(by_pack, at_once, strict=True)
        if pack is present or month != Month(month.first_day)
    )


def _mixed_row(month: Month, pack: PostingPack) -> Row:
    return Row(
        (
            f"{month.first_day:%Y-%m}",
            _PACK_NAMES[pack],
            month.collected,
            month.cost_recovered,
            month.revenue_collected,
            month.revenue_refunded,
            month.revenue_adjusted,
            month.expense_charged,
            month.expense,
            month.revenue,
            month.written_off,
            month.interest,
            month.fees,
            month.result,
        )
    )


def _row(month: Month, *, is_literal: bool) -> Row:
    split = (
        (month.cost_recovered, month.expense_charged, month.expense)
        if is_literal
        else (month.cost_recovered, month.revenue_collected, month.revenue_refunded, month.revenue_adjusted)
    )
    rest = (month.revenue, month.written_off, month.interest, month.fees, month.result)
    return Row((f"{month.first_day:%Y-%m}", month.collected, *split, *rest))


def _finding(months: Sequence[Month], asked: Asked, *, is_literal: bool) -> str:
    assert asked.since is not None
    collected = total(month.collected for month in months)
    period = f"from {day_text(asked.since)} to {day_text(asked.as_of)}"
    recovered = dollars(total(month.cost_recovered for month in months))
    revenue = dollars(total(month.revenue for month in months))
    if is_literal:
        return (
            f"{dollars(collected)} came in {period}; {recovered} of it lowered medical expense,"
            f" and {revenue} was moved to revenue."
        )
    return f"{dollars(collected)} came in {period}: {recovered} recovered cost; revenue is {revenue}."


def _figures(actor: Actor, months: Sequence[Month], asked: Asked, *, is_literal: bool) -> tuple[Figure, ...]:
    revenue, result = total(month.revenue for month in months), total(month.result for month in months)
    lost = total(month.written_off for month in months)
    interest, fees = total(month.interest for month in months), total(month.fees for month in months)
    expense = total(month.expense for month in months)
    inputs = (
        ("Revenue", revenue, "money"),
        *((("Medical expense", expense, "money"),) if is_literal else ()),
        ("Write-offs", lost, "money"),
        ("Interest", interest, "money"),
        ("Fees", fees, "money"),
    )
    less = "medical expense, write-offs" if is_literal else "write-offs"
    return (
        Figure(key="collected", label="Collected", value=total(month.collected for month in months)),
        Figure(key="revenue", label="Revenue", value=revenue, page=PAGE,
               formula="credits less debits of lien revenue in the period"),
        Figure(key="result", label="Result of the liens", value=result, inputs=inputs, page=PAGE,
               formula=f"revenue less {less}, interest and fees"),
        _deferred(actor, asked),
    )  # fmt: skip


def _deferred(actor: Actor, asked: Asked) -> Figure:
    open_accounts = standings_on(actor, asked.as_of)
    lien = total(each.position.lien_balance for each in open_accounts)
    cost = total(each.open_cost for each in open_accounts)
    return Figure(
        key="deferred",
        label="Not recognised yet",
        value=lien - cost,
        formula="liens open at retail − cost still to be recovered: revenue only once cash comes in",
        inputs=(("Liens at retail", lien, "money"), ("Cost not recovered", cost, "money")),
        page=PAGE,
    )


def _pack_note(is_literal: bool) -> str:
    if is_literal:
        return (
            "Pack: expense, as requirement 3 words it. Collections lower medical expense; what a closed case"
            " earned is moved to revenue by an entry of its own."
        )
    return "Pack: cost recovery. Cash first recovers the case's cost; only what comes in above it is revenue."


def _picture(months: Sequence[Month], *, is_literal: bool) -> Picture:
    if is_literal:
        series, parts = ("Collected", "Charged"), [(m.collected, -m.expense_charged) for m in months]
    else:
        series = ("Cost recovered", "Revenue")
        parts = [(m.cost_recovered, m.revenue) for m in months]
    return Picture(
        form="months",
        title="Collections by month",
        series=series,
        points=tuple((month.first_day, part) for month, part in zip(months, parts, strict=True)),
    )


_AMOUNTS = tuple(name for name in Month.__dataclass_fields__ if name != "first_day")
_PACK_NAMES = {PostingPack.COST_RECOVERY: "Cost recovery", PostingPack.EXPENSE: "Expense"}
MIXED_NOTE = (
    "The posting pack was changed: journals of both packs stand in this period, so each month is split by"
    " pack. Interest and fees count to today's pack."
)
REVENUE_RECOGNITION = Definition(
    slug="revenue-recognition",
    title="Revenue recognition",
    question="What did we recognise?",
    answer="Collections by month, split into cost recovered and revenue, with write-offs and interest.",
    days=Days.YEAR,
    build=build,
)
