"""The key figures as tiles: what is read at once, and how each was worked out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from openlien.cases.stages import Family, Stage
from openlien.kit.money import Money, Rate
from openlien.receivables import queries
from openlien.receivables.figures import FigureValue
from openlien.receivables.policies.ramps import Component
from openlien.receivables.policies.scores import Band, HealthScore
from openlien.web import charts
from openlien.web.charts import Tone, Unit
from openlien.web.jinja import EMPTY, amount, count, money, money_short, percent, plural, url
from openlien.web.sheets import Head, Line, Sheet, Sign

from .asking import Question
from .figure_sheets import months
from .pictures import open_sparkline
from .reading import Asked

BAND_FAMILIES = {
    Band.EXCELLENT: "settled",
    Band.GOOD: "settled",
    Band.FAIR: "early",
    Band.POOR: "pending",
    Band.CRITICAL: "risk",
}
LITIGATED = tuple(stage for stage in Stage if stage.is_active_litigation)
WON = tuple(stage for stage in Stage if stage.family is Family.WON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure: `value` at a glance, `full` to the last digit, `explain` the arguments of the popover."""

    key: str
    label: str
    value: str
    explain: dict[str, object]
    full: str | None = None
    context: str = ""
    href: str | None = None
    badge: Sign | None = None
    has_line: bool = False
    beside: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One component of a health score; `bar` is None when its value is not known."""

    name: str
    weight: str
    value: str
    bar: charts.BulletChart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A health score with its components; `value` is n/a when it does not exist."""

    key: str
    label: str
    value: str
    band: Sign | None
    parts: tuple[ScorePart, ...]
    explain: dict[str, object]


def key_tiles(asked: Asked) -> list[Tile]:
    """Return the four figures that open the page."""
    question, summary = asked.question, asked.summary
    return [
        _part_tile(
            asked,
            "total_open",
            "Total open AR",
            summary.total,
            context=f"{plural(summary.total.cases, 'case')} · {plural(summary.total.bills, 'bill')}",
            href=question.link("group", "open"),
            has_line=True,
        ),
        _part_tile(
            asked,
            "settled_pending",
            "Settled, awaiting payment",
            summary.settled_pending,
            context=_wait(asked),
            href=question.link("settled-pending"),
            badge=Sign("Money won", "settled"),
            has_line=True,
        ),
        _part_tile(
            asked,
            "active_litigation",
            "Active litigation",
            summary.active_litigation,
            context=f"{plural(summary.active_litigation.cases, 'case')} · negotiation and litigation",
            href=question.link("group", "active_litigation"),
            has_line=True,
        ),
        _part_tile(
            asked,
            "at_risk",
            "At risk",
            summary.at_risk,
            context=_age(asked),
            href=question.link("at-risk"),
            badge=Sign(f"{percent(summary.at_risk_percent)} of open", "risk")
            if summary.at_risk.cases
            else None,
            beside=(
                f"Watch list {money(summary.watch.open)}, {plural(summary.watch.cases, 'case')}",
                question.link("group", "watch"),
            ),
        ),
    ]


def month_lines(mix: queries.StageMix) -> list[tuple[str, charts.SparklineChart | None]]:
    """Return the lines under the key figures that history is kept of: the key of the tile and its months."""
    return [
        ("total_open", open_sparkline(mix, tuple(Stage), "Open by month", Tone.INK)),
        ("settled_pending", open_sparkline(mix, WON, "Won by month", Tone.SETTLED)),
        ("active_litigation", open_sparkline(mix, LITIGATED, "In litigation by month", Tone.ACTIVE)),
    ]


def further_tiles(asked: Asked) -> list[Tile]:
    """Return the figures of the second row: what came in, what was given up, how old the rest is."""
    summary = asked.summary
    return [
        _amount_tile(asked, "collected", "Collected", summary.collected, "all cash so far"),
        _rate_tile(asked, "portfolio_rate", "Portfolio rate", summary.portfolio_rate, "of all bills"),
        _rate_tile(asked, "realised_rate", "Realised rate", summary.realised_rate, "of concluded bills"),
        _days_tile(
            asked, "avg_days_outstanding", "Average age", summary.avg_days_outstanding, "of an open bill"
        ),
        _amount_tile(asked, "reduction", "Reduction", summary.reduction, "given up in payoffs"),
        _amount_tile(
            asked, "bad_debt", "Bad debt", summary.bad_debt, "recognised as lost" if summary.bad_debt else ""
        ),
        _amount_tile(
            asked,
            "refund_due",
            "Refunds due so far",
            summary.refund_due,
            "paid above what is owed" if summary.refund_due else "",
        ),
        _days_tile(
            asked, "weighted_avg_days", "Weighted age", summary.weighted_avg_days, "of an open dollar"
        ),
    ]


def scores(asked: Asked) -> list[Score]:
    """Return the two health scores with their components."""
    return [
        _score(asked, "pi_v2", "By settlements", asked.summary.pi_v2),
        _score(asked, "gain_v1", "By ageing", asked.summary.gain_v1),
    ]


def figure_sheet(asked: Asked) -> Sheet:
    """Return all of these as a table."""
    rows = [
        (tile.label, tile.full or tile.value, tile.context)
        for tile in key_tiles(asked) + further_tiles(asked)
    ]
    watch = asked.summary.watch
    rows.insert(4, ("Watch list", money(watch.open), plural(watch.cases, "case")))
    for score in scores(asked):
        name = f"Health {score.label.lower()}"
        rows.append((name, score.value, score.band.text if score.band else ""))
        rows += [(f"{name}: {part.name}", part.value, f"weight {part.weight}") for part in score.parts]
    heads = (Head("Figure"), Head("Value"), Head("Context"), Head("As of", "date"))
    return Sheet("Key figures", heads, tuple(Line((*row, asked.question.as_of)) for row in rows))


def explained(question: Question, working: queries.Working) -> dict[str, object]:
    """Return the arguments of the popover that shows how a figure was worked out."""
    links = [("What it means", url("formulas:page", working.formula_page))]
    if working.cases is not None:
        links.insert(0, ("The cases behind it", question.link("group", working.cases.value)))
    inputs: list[dict[str, object]] = [
        {"label": given.name, "value": written(given.value)} for given in working.inputs
    ]
    inputs.append({"label": working.name, "value": written(working.value), "total": True})
    return {
        "id": f"x-{working.figure.replace('_', '-')}",
        "title": working.name,
        "formula": working.formula,
        "inputs": inputs,
        "note": working.definition,
        "links": links,
    }


def written(value: FigureValue) -> str:
    """Return an input of a figure as people read it."""
    match value:
        case None:
            return EMPTY
        case Money():
            return money(value)
        case Rate():
            return percent(value, 2)
        case Decimal():
            return amount(value, max(0, -int(value.as_tuple().exponent)))
        case _:
            return count(value)


def _explain(asked: Asked, key: str) -> dict[str, object]:
    return explained(asked.question, queries.working_of(key, asked.summary))


def _part_tile(asked: Asked, key: str, label: str, part: queries.Part, **facts: object) -> Tile:
    shown, full = money_short(part.open), money(part.open)
    return Tile(key=key, label=label, value=shown, full=full, explain=_explain(asked, key), **facts)


def _amount_tile(asked: Asked, key: str, label: str, value: Money, context: str) -> Tile:
    shown, full = money_short(value), money(value)
    return Tile(key=key, label=label, value=shown, full=full, context=context, explain=_explain(asked, key))


def _rate_tile(asked: Asked, key: str, label: str, value: Rate | None, context: str) -> Tile:
    shown = percent(value, 2)
    return Tile(key=key, label=label, value=shown, context=context, explain=_explain(asked, key))


def _days_tile(asked: Asked, key: str, label: str, value: Decimal | None, context: str) -> Tile:
    shown = EMPTY if value is None else f"{amount(value, 1)} days"
    return Tile(key=key, label=label, value=shown, context=context, explain=_explain(asked, key))


def _wait(asked: Asked) -> str:
    average, unknown = asked.summary.settled_avg_days, asked.settled.delay.unknown
    words = [plural(asked.summary.settled_pending.cases, "case")]
    if average is not None:
        words.append(f"{amount(average, 1)} days on average")
    if unknown:
        words.append(f"{count(unknown)} without a date")
    return " · ".join(words)


def _age(asked: Asked) -> str:
    cases, age = plural(asked.summary.at_risk.cases, "case"), months(asked.risk.average_age_days)
    return cases if age is None else f"{cases} · {age} months old on average"


def _score(asked: Asked, key: str, label: str, score: HealthScore | None) -> Score:
    return Score(
        key=key,
        label=label,
        value="n/a" if score is None else str(score.score),
        band=None if score is None else Sign(score.band.value, BAND_FAMILIES[score.band]),
        parts=() if score is None else tuple(_score_part(part) for part in score.components),
        explain=_explain(asked, key),
    )


def _score_part(part: Component) -> ScorePart:
    bar = None
    if part.value is not None:
        tone = Tone.SETTLED if part.value >= 60 else Tone.PENDING if part.value >= 20 else Tone.RISK
        bar = charts.bullet(part.value, most=100, label=part.name, unit=Unit.COUNT, tone=tone)
    shown = "unknown" if part.shown is None else str(part.shown)
    return ScorePart(name=part.name, weight=str(part.weight), value=shown, bar=bar)
