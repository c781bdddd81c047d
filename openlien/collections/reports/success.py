"""Do our offers succeed: what was sent and received in a period, what became of it, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from openlien.accounting.reports import (
    Asked,
    Choice,
    Column,
    Days,
    Definition,
    Figure,
    Held,
    Picture,
    Report,
    Row,
)
from openlien.accounting.reports.shapes import totals_of
from openlien.accounting.reports.words import counted, dollars, percent
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.dates import month_range
from openlien.kit.money import Money, share_percent, total
from openlien.kit.sql import fetch_all, load
from openlien.negotiation.vocabulary import OPEN_STATUSES, OfferStatus

from .grouping import BARS_MAX, grouped, key_of, named
from .measures import mean_percent, middle_days, success_percent

PAGE = "casework-reports"
BY = Choice("by", "By", (("firm", "Law firm"), ("negotiator", "Negotiator"), ("month", "Month")))
SIDE = Choice("side", "Offers", (("", "All"), ("ours", "Ours"), ("theirs", "The firms’")))
_S = OfferStatus
_OUTCOMES = (_S.ACCEPTED, _S.REJECTED, _S.COUNTERED, _S.EXPIRED)


def build(actor: Actor, asked: Asked) -> Report:
    """What became of the offers that went out or came in between two days.

    *Raises*: Forbidden.
    """
    actor.require(Permission.CASEWORK_REPORTS_VIEW)
    offers = _offers(asked)
    by = asked.choices["by"]
    columns = _columns(by)
    groups = grouped(offers, lambda each: key_of(by, firm=each.firm, person=each.negotiator, on=each.sent_on))
    rows = tuple(_row(named(key, by), held) for key, held in _in_order(groups, by))
    sums = totals_of(columns, rows, first=f"Total, {counted(len(offers), 'offer')}")
    whole = _row("", offers).values
    return Report(
        slug=SUCCESS.slug,
        title=SUCCESS.title,
        as_of=asked.as_of,
        columns=columns,
        lines=Held(rows),
        totals=(*sums[:7], *whole[7:]),
        takeaway=_finding(offers, asked),
        figures=_figures(offers),
        notes=(
            "An offer counts on the day it was sent, or came in from the firm. Drafts do not count.",
            "Ended: accepted, rejected, countered, expired, withdrawn or voided later.",
        ),
        picture=_picture(groups, by),
        empty="No offer was sent or received in this period.",
        formula_page=PAGE,
    )


def _offers(asked: Asked) -> list[Any]:
    params = {"since": asked.since, "as_of": asked.as_of, "zone": settings.BUSINESS_TIME_ZONE}
    found = fetch_all(load("openlien.collections", "ended_offers"), params)
    side = asked.choices["side"]
    return [each for each in found if not side or each.direction == side]


def _columns(by: str) -> tuple[Column, ...]:
    return (
        Column(by, BY.label_of(by)),
        Column("offers", "Offers", "count"),
        Column("accepted", "Accepted", "count"),
        Column("rejected", "Rejected", "count"),
        Column("countered", "Countered", "count"),
        Column("expired", "Expired", "count"),
        Column("open", "Open", "count"),
        Column("successPercent", "Accepted of ended", "percent"),
        Column("daysToAccept", "Days to accept", "days"),
        Column("agreed", "Agreed, $", "money"),
        Column("retail", "Of retail, $", "money"),
        Column("agreedPercent", "Agreed", "percent"),
    )


def _row(name: str, offers: Sequence[Any]) -> Row:
    accepted = _accepted(offers)
    outcomes = [sum(1 for each in offers if each.status == status) for status in _OUTCOMES]
    still_open = sum(1 for each in offers if each.status in OPEN_STATUSES)
    agreed, retail = _sum(accepted, "amount"), _sum(accepted, "retail")
    return Row(
        (
            name,
            len(offers),
            *outcomes,
            still_open,
            success_percent(len(accepted), len(offers) - still_open),
            middle_days(_days(accepted)),
            agreed,
            retail,
            share_percent(agreed, retail),
        )
    )


def _in_order(groups: dict[object, list[Any]], by: str) -> list[tuple[object, list[Any]]]:
    """Months by time; firms and people by what was agreed, the most first."""
    if by == "month":
        return sorted(groups.items(), key=lambda pair: str(pair[0]))
    return sorted(groups.items(), key=lambda pair: (-_sum(_accepted(pair[1]), "amount").cents, str(pair[0])))


def _finding(offers: Sequence[Any], asked: Asked) -> str:
    assert asked.since is not None
    span = f"from {day_text(asked.since)} to {day_text(asked.as_of)}"
    if not offers:
        return f"No offer was sent or received {span}."
    accepted = _accepted(offers)
    ended = len(offers) - sum(1 for each in offers if each.status in OPEN_STATUSES)
    if not ended:
        return f"{counted(len(offers), 'offer')} {span}: all of them are still open."
    agreed, retail = _sum(accepted, "amount"), _sum(accepted, "retail")
    return (
        f"{len(accepted):,} of {counted(ended, 'offer')} that ended were accepted, of those sent or received"
        f" {span}: {dollars(agreed)}, {percent(share_percent(agreed, retail))} of what the bills retail for."
    )


def _figures(offers: Sequence[Any]) -> tuple[Figure, ...]:
    accepted = _accepted(offers)
    still_open = sum(1 for each in offers if each.status in OPEN_STATUSES)
    ended = len(offers) - still_open
    agreed, retail = _sum(accepted, "amount"), _sum(accepted, "retail")
    pairs = [(Money(each.amount), Money(each.retail)) for each in accepted]
    return (
        Figure(key="success", label="Accepted of ended", kind="percent", page=PAGE,
               value=success_percent(len(accepted), ended), formula="accepted offers ÷ offers that ended",
               inputs=(("Accepted", len(accepted), "count"), ("Ended", ended, "count"))),
        Figure(key="days", label="Days to accept, median", kind="count", page=PAGE,
               value=middle_days(_days(accepted)), formula="half of the accepted offers took longer"),
        Figure(key="agreed", label="Agreed", value=agreed, page=PAGE, formula="sum of the accepted offers"),
        Figure(key="weighted", label="Of retail", kind="percent", value=share_percent(agreed, retail),
               page=PAGE, formula="sum agreed ÷ sum of retail of the same bills",
               inputs=(("Agreed", agreed, "money"), ("Retail", retail, "money"))),
        Figure(key="mean", label="Of retail, mean", kind="percent", value=mean_percent(pairs), page=PAGE,
               formula="every accepted offer counts alike, however small"),
    )  # fmt: skip


def _picture(groups: dict[object, list[Any]], by: str) -> Picture:
    shown = [(key, held) for key, held in _in_order(groups, by) if _accepted(held)]
    points: list[tuple[Any, tuple[Money, ...]]] = [
        (named(key, by), _split(held)) for key, held in shown[:BARS_MAX]
    ]
    if by == "month" and shown:
        first, last = shown[0][0], shown[-1][0]
        # A month without an agreement keeps its place, so that time runs evenly.
        points = [(month, _split(groups.get(month, []))) for month in month_range(first, last)]  # type: ignore[arg-type]
    return Picture(
        form="months" if by == "month" else "bars",
        title="Accepted offers: agreed, and given up of retail",
        series=("Agreed", "Given up"),
        points=tuple(points),
    )


def _split(offers: Sequence[Any]) -> tuple[Money, Money]:
    accepted = _accepted(offers)
    agreed = _sum(accepted, "amount")
    return agreed, _sum(accepted, "retail") - agreed


def _accepted(offers: Sequence[Any]) -> list[Any]:
    return [each for each in offers if each.status == OfferStatus.ACCEPTED]


def _days(accepted: Sequence[Any]) -> list[int]:
    return [(each.ended_on - each.sent_on).days for each in accepted if each.ended_on >= each.sent_on]


def _sum(offers: Sequence[Any], name: str) -> Money:
    return total(Money(getattr(each, name)) for each in offers)


SUCCESS = Definition(
    slug="settlement-success",
    title="Settlement success",
    question="Do our offers succeed?",
    answer="Offers made, accepted and rejected, days to accept, what was agreed of retail.",
    days=Days.YEAR,
    build=build,
    choices=(BY, SIDE),
    permission=Permission.CASEWORK_REPORTS_VIEW,
)
