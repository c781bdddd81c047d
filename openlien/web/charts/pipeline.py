"""The pipeline: open receivables by litigation stage, one row a stage, every row a way into its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.kit.money import share_percent
from openlien.kit.rounding import round_to_decimal
from openlien.web.charts.parts import (
    Described,
    LegendRow,
    Rect,
    Table,
    TableRow,
    Tone,
    legend_row,
    lying,
    painted_order,
)
from openlien.web.charts.scale import edges, exact, percent
from openlien.web.charts.shares import given_or_computed
from openlien.web.charts.words import EMPTY, Unit, counted, first_capital, percent_text

# A stage with little money still has to be seen beside one with millions: two pixels of a 500 pixel track.
_SMALLEST_BAR = Fraction(4, 1000)
_HEADS = ("Stage", "Open AR", "Share", "Cases", "Bills", "Median in stage")


@dataclass(frozen=True, kw_only=True)
class PipelineRow:
    """One stage. Units: amount in USD, share in percent of the whole, months as decimal months."""

    label: str
    tone: Tone
    amount: object
    cases: int
    bills: int
    share: Decimal | None = None
    median_months: Decimal | None = None
    href: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class PipelineBar:
    """One drawn row; `width` is a percentage of the track, None when there is no bar to draw."""

    label: str
    tone: Tone
    width: str | None
    y: str
    height: str
    amount: str
    share: str
    cases: str
    bills: str
    facts_in_words: str
    median: str
    href: str | None
    aria_label: str
    title: str
    note: str | None
    negative: bool


@dataclass(frozen=True, kw_only=True)
class PipelineChart(Described):
    """Rows in the order given, and a strip of the whole by family."""

    bars: tuple[PipelineBar, ...]
    strip: tuple[Rect, ...]
    shows_median: bool


def pipeline(rows: Sequence[PipelineRow], *, title: str = "Where the money is") -> PipelineChart:
    """The pipeline chart of the stages, longest bar = largest stage.

    Shapes: `legend` has one row a stage family, `table` one row a stage.
    Units: shares in percent; when no row brings one they are computed to add up to 100.00.
    """
    amounts = [exact(row.amount) for row in rows]
    shares = given_or_computed([row.share for row in rows], amounts)
    largest = max([*amounts, Fraction(0)])
    bars = tuple(
        _bar(row, amount, share, largest) for row, amount, share in zip(rows, amounts, shares, strict=True)
    )
    families = _families(rows, amounts, shares)
    return PipelineChart(
        title=title,
        description=f"Open receivables by litigation stage, {counted(len(rows), 'bar')}.",
        takeaway=_takeaway(families, rows, amounts),
        legend=tuple(row for row, _ in families),
        table=_table(title, bars),
        is_empty=largest == 0 and not any(amounts),
        bars=bars,
        strip=_strip(families),
        shows_median=any(row.median_months is not None for row in rows),
    )


def _bar(row: PipelineRow, amount: Fraction, share: Decimal | None, largest: Fraction) -> PipelineBar:
    money, shown_share = Unit.MONEY.full(amount), percent_text(share)
    cases, bills = counted(row.cases, "case"), counted(row.bills, "bill")
    median = EMPTY if row.median_months is None else Unit.MONTHS.full(row.median_months)
    facts = [cases, bills]
    if row.median_months is not None:
        facts.append(f"median {round_to_decimal(exact(row.median_months), 1)} months in stage")
    y, height = lying(row.tone, top=1, height=14)
    return PipelineBar(
        label=row.label,
        tone=row.tone,
        width=percent(max(amount / largest, _SMALLEST_BAR)) if amount > 0 else None,
        y=y,
        height=height,
        amount=money,
        share=shown_share,
        cases=f"{row.cases:,}",
        bills=f"{row.bills:,}",
        facts_in_words=", ".join(facts),
        median=median,
        href=row.href,
        aria_label=", ".join([row.label, money, f"{shown_share} of open AR", *facts]),
        title=f"{row.label}: {money}, {shown_share}",
        note=row.note,
        negative=amount < 0,
    )


def _families(
    rows: Sequence[PipelineRow], amounts: list[Fraction], shares: list[Decimal | None]
) -> list[tuple[LegendRow, Fraction]]:
    found = []
    for tone in dict.fromkeys(row.tone for row in rows):
        inside = [n for n, row in enumerate(rows) if row.tone is tone]
        amount = sum((amounts[n] for n in inside), Fraction(0))
        known = [share for n in inside if (share := shares[n]) is not None]
        row = legend_row(
            label=first_capital(tone.family or tone.value),
            value=Unit.MONEY.full(amount),
            share=sum(known, Decimal(0)) if known else None,
            tone=tone,
            negative=amount < 0,
        )
        found.append((row, amount))
    return found


def _strip(families: list[tuple[LegendRow, Fraction]]) -> tuple[Rect, ...]:
    drawn = [(row, amount) for row, amount in families if amount > 0]
    total = sum((amount for _, amount in drawn), Fraction(0))
    places = edges(amount / total for _, amount in drawn)
    return painted_order(
        [
            Rect(
                x=f"{places[n]}%",
                y=lying(row.tone, top=1, height=10)[0],
                width=f"{places[n + 1] - places[n]}%",
                height=lying(row.tone, top=1, height=10)[1],
                tone=row.tone,
                title=f"{row.label}: {row.value}, {row.share}",
            )
            for n, (row, _) in enumerate(drawn)
        ]
    )


def _takeaway(
    families: list[tuple[LegendRow, Fraction]], rows: Sequence[PipelineRow], amounts: list[Fraction]
) -> str:
    whole = sum(amounts, Fraction(0))
    if whole <= 0 or not any(amount > 0 for amount in amounts):
        return "No open receivables."
    family, part = max(families, key=lambda pair: pair[1])
    largest = max(range(len(rows)), key=lambda n: amounts[n])
    # These three families are states of money, the others are places where it sits.
    verb = "is" if family.tone in (Tone.SETTLED, Tone.PENDING, Tone.RISK) else "sits in"
    cases = counted(rows[largest].cases, "case")
    return (
        f"{percent_text(share_percent(part, whole, 1))} {verb} {family.label.lower()}; the largest stage is "
        f"{rows[largest].label} with {Unit.MONEY.full(amounts[largest])} in {cases}."
    )


def _table(title: str, bars: tuple[PipelineBar, ...]) -> Table:
    return Table(
        caption=title,
        heads=_HEADS,
        rows=tuple(
            TableRow(label=bar.label, cells=(bar.amount, bar.share, bar.cases, bar.bills, bar.median))
            for bar in bars
        ),
    )
