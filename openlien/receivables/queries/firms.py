"""How the law firms compare: what is open with each, what came in, and how risky it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import UUID

from openlien.cases.stages import Family, Stage
from openlien.identity.actor import Actor
from openlien.kit.money import Money, Rate, share_percent, total
from openlien.kit.rounding import round_to_decimal

from ..policies.firm_grades import Grade, RiskScore, firm_grade, firm_risk_score
from ..policies.rates import concentration, portfolio_rate
from .book import DAY, Book, day_number, open_book
from .filters import EVERYTHING, Filters
from .groups import CaseGroup, group_sql
from .risk_sql import category_sql

NO_FIRM = "No law firm"
MONEY = ("open", "at_risk", "billed", "collected")
COUNTS = ("all_cases", "cases", "bills", "open_invoice_days", "delays_known", "delay_days")


@dataclass(frozen=True, slots=True)
class FirmLine:
    """One law firm; the cases without a firm have no id and the name "No law firm".

    *Units*: days to one decimal, percentages to two; None where nothing is known or open.
    """

    law_firm_id: UUID | None
    name: str
    cases: int
    open_cases: int
    open_bills: int
    open: Money
    open_by_family: Mapping[Family, Money]
    at_risk: Money
    at_risk_percent: Decimal | None
    billed: Money
    collected: Money
    portfolio_rate: Rate | None
    average_age_days: Decimal | None
    average_delay_days: Decimal | None
    grade: Grade | None
    risk: RiskScore | None


@dataclass(frozen=True, slots=True)
class FirmBreakdown:
    """All law firms, the largest open balance first.

    *Units*: `concentration` is the share of the three largest firms in the open balance, in percent.
    """

    as_of: date
    unknown_cases: int
    firms: tuple[FirmLine, ...]
    open: Money
    concentration: Decimal | None


def firm_breakdown(actor: Actor, as_of: date, filters: Filters = EVERYTHING) -> FirmBreakdown:
    """Return what is open with each law firm on a day, and how the firm pays.

    *Raises*: Forbidden; HistoryUnknown when no case's stage is known for that day.
    """
    book = open_book(actor, as_of, filters)
    rows = book.fetch_all(
        "firm_breakdown", category=category_sql(DAY), settled=group_sql(CaseGroup.SETTLED_PENDING)
    )
    rows.sort(key=lambda row: str(row.law_firm_id))
    firms = [_firm(book, list(its_rows)) for _, its_rows in groupby(rows, key=lambda row: row.law_firm_id)]
    firms.sort(key=lambda firm: (-firm.open.cents, firm.name, str(firm.law_firm_id)))
    return FirmBreakdown(
        as_of=as_of,
        unknown_cases=book.unknown_cases,
        firms=tuple(firms),
        open=total(firm.open for firm in firms),
        concentration=concentration([firm.open for firm in firms if firm.law_firm_id]),
    )


def _firm(book: Book, rows: list[Any]) -> FirmLine:
    money = {name: total(Money(getattr(row, name)) for row in rows) for name in MONEY}
    count = {name: sum(int(getattr(row, name)) for row in rows) for name in COUNTS}
    rate = portfolio_rate(collected=money["collected"], billed=money["billed"])
    at_risk = _percent(money["at_risk"].ratio_to(money["open"]))
    age = _average(day_number(book.as_of) * count["bills"] - count["open_invoice_days"], count["bills"])
    delay = _average(count["delay_days"], count["delays_known"])
    return FirmLine(
        law_firm_id=rows[0].law_firm_id,
        name=rows[0].name or NO_FIRM,
        cases=count["all_cases"],
        open_cases=count["cases"],
        open_bills=count["bills"],
        open=money["open"],
        open_by_family={family: _open_in(family, rows) for family in Family},
        at_risk=money["at_risk"],
        at_risk_percent=share_percent(money["at_risk"], money["open"]),
        billed=money["billed"],
        collected=money["collected"],
        portfolio_rate=rate,
        average_age_days=_shown(age),
        average_delay_days=_shown(delay),
        grade=firm_grade(
            rate_percent=_percent(rate), at_risk_percent=at_risk, age_days=age, cases=count["all_cases"]
        ),
        risk=firm_risk_score(
            rate_percent=_percent(rate), at_risk_percent=at_risk, age_days=age, delay_days=delay
        ),
    )


def _open_in(family: Family, rows: list[Any]) -> Money:
    return total(Money(row.open) for row in rows if Stage(row.stage).family is family)


def _average(days: int, count: int) -> Fraction | None:
    return Fraction(days, count) if count else None


def _percent(rate: Rate | None) -> Fraction | None:
    return None if rate is None else rate.value * 100


def _shown(days: Fraction | None) -> Decimal | None:
    return None if days is None else round_to_decimal(days, 1)
