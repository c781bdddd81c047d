"""What cases settle for: gross, fee, liens and client, by case, law firm, type or month."""

from __future__ import annotations

from collections.abc import Sequence

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
from openlien.accounting.reports.words import counted, dollars
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.dates import month_range, month_start
from openlien.kit.money import Money, share_percent, total

from .grouping import BARS_MAX, NO_FIRM, grouped
from .measures import mean_amount, middle_amount
from .settled import Settled, settled_until

PAGE = "settlement-reports"
BY = Choice("by", "By", (("case", "Case"), ("firm", "Law firm"), ("type", "Type"), ("month", "Month")))


def build(actor: Actor, asked: Asked) -> Report:
    """What was settled between two days, and what of it is fee, went to lien holders and to clients so far.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    assert asked.since is not None
    since, by = asked.since, asked.choices["by"]
    found = [each for each in settled_until(asked.as_of) if each.settled_on >= since]
    groups = _in_order(grouped(found, lambda each: _key(each, by)), by)
    span = f"from {day_text(since)} to {day_text(asked.as_of)}"
    return Report(
        slug=SETTLEMENT_VALUES.slug,
        title=SETTLEMENT_VALUES.title,
        as_of=asked.as_of,
        columns=_columns(by),
        lines=Held(tuple(_row(_name(key, by), held, is_case=by == "case") for key, held in groups)),
        totals=_row(f"Total, {counted(len(found), 'settlement')}", found).values,
        takeaway=_finding(found, span),
        figures=_figures(found),
        notes=(
            "A settlement counts on the day it was reached. Lien holders and clients: checks issued so far.",
            "The fee is known once the calculation is saved; the share of fee is of those settlements only.",
        ),
        picture=_picture(groups, by),
        empty="Nothing was settled in this period.",
        shows_cases=by == "case",
        formula_page=PAGE,
    )


def _key(each: Settled, by: str) -> object:
    return {
        "case": each.case_number,
        "firm": each.firm,
        "type": each.type,
        "month": month_start(each.settled_on),
    }[by]


def _name(key: object, by: str) -> str:
    return f"{key:%B %Y}" if by == "month" else str(key) or NO_FIRM


def _in_order(groups: dict[object, list[Settled]], by: str) -> list[tuple[object, list[Settled]]]:
    if by == "month":
        return sorted(groups.items(), key=lambda pair: str(pair[0]))
    return sorted(groups.items(), key=lambda pair: (-_gross(pair[1]).cents, str(pair[0])))


def _columns(by: str) -> tuple[Column, ...]:
    return (
        Column(by, BY.label_of(by)),
        Column("settlements", "Settlements", "count"),
        Column("settlement", "Settlement, $", "money"),
        Column("mean", "Mean, $", "money"),
        Column("median", "Median, $", "money"),
        Column("received", "Received, $", "money"),
        Column("firmFee", "Firm fee, $", "money"),
        Column("feePercent", "Fee", "percent"),
        Column("lienHolders", "To lien holders, $", "money"),
        Column("client", "To clients, $", "money"),
    )


def _row(name: str, held: Sequence[Settled], *, is_case: bool = False) -> Row:
    fee, base = _fee(held)
    return Row(
        (
            name,
            len(held),
            _gross(held),
            mean_amount([each.gross for each in held]),
            middle_amount([each.gross for each in held]),
            total(each.received for each in held),
            fee,
            share_percent(fee, base),
            total(each.to_lien_holders for each in held),
            total(each.to_client for each in held),
        ),
        Link("case", name) if is_case else None,
    )


def _gross(held: Sequence[Settled]) -> Money:
    return total(each.gross for each in held)


def _fee(held: Sequence[Settled]) -> tuple[Money, Money]:
    """The fees that are known, and the settlements they are taken of."""
    known = [each for each in held if each.firm_fee is not None]
    return total(each.firm_fee or Money.zero for each in known), _gross(known)


def _finding(found: Sequence[Settled], span: str) -> str:
    if not found:
        return f"Nothing was settled {span}."
    middle = middle_amount([each.gross for each in found])
    assert middle is not None
    cases = len({each.case_number for each in found})
    return (
        f"{counted(cases, 'case')} settled {span} for {dollars(_gross(found))} in"
        f" {counted(len(found), 'settlement')}; half of them for {dollars(middle)} or less."
    )


def _figures(found: Sequence[Settled]) -> tuple[Figure, ...]:
    amounts = [each.gross for each in found]
    fee, base = _fee(found)
    return (
        Figure(key="settlement", label="Settled", value=_gross(found), page=PAGE,
               formula="sum of the gross settlements"),
        Figure(key="mean", label="Mean settlement", value=mean_amount(amounts), page=PAGE,
               formula="settled ÷ settlements",
               inputs=(("Settled", _gross(found), "money"), ("Settlements", len(found), "count"))),
        Figure(key="median", label="Median settlement", value=middle_amount(amounts), page=PAGE,
               formula="half of the settlements are larger"),
        Figure(key="feePercent", label="Firm fee", kind="percent", value=share_percent(fee, base), page=PAGE,
               formula="firm fees ÷ settlements whose fee is known",
               inputs=(("Firm fees", fee, "money"), ("Of settlements", base, "money"))),
    )  # fmt: skip


def _picture(groups: Sequence[tuple[object, list[Settled]]], by: str) -> Picture:
    points: list[tuple[object, tuple[Money, ...]]] = [
        (_name(key, by), (_gross(held),)) for key, held in groups
    ]
    if by == "month" and groups:
        known = dict(groups)
        # A month without a settlement keeps its place, so that time runs evenly.
        months = month_range(groups[0][0], groups[-1][0])  # type: ignore[arg-type]
        points = [(month, (_gross(known.get(month, [])),)) for month in months]
    return Picture(
        form="months" if by == "month" else "bars",
        title="Settled",
        series=("Settled",),
        points=tuple(points if by == "month" else points[:BARS_MAX]),  # type: ignore[arg-type]
    )


SETTLEMENT_VALUES = Definition(
    slug="case-settlement-values",
    title="Case settlement values",
    question="What do cases settle for?",
    answer="What was settled by case, law firm, type or month: mean, median, fee, lien holders, clients.",
    days=Days.YEAR,
    build=build,
    choices=(BY,),
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
