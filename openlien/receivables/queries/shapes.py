"""Shapes that several answers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openlien.cases.stages import Stage
from openlien.kit.money import Money


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the open book: its amount, the cases with an open balance and their open bills."""

    open: Money
    cases: int
    bills: int

    def __add__(self, other: Part) -> Part:
        return Part(self.open + other.open, self.cases + other.cases, self.bills + other.bills)


NOTHING = Part(Money.zero, 0, 0)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a list, as of a day.

    *Units*: amounts of the bills the question is about; age in days since the earliest origination,
    quiet days since the last stage change or cash, None when there was none.
    """

    case_id: UUID
    number: str
    patient: str
    law_firm_id: UUID | None
    law_firm: str
    state: str
    stage: Stage
    stage_on: date | None
    days_in_stage: int | None
    billed: Money
    collected: Money
    open: Money
    bills: int
    originated_on: date
    age_days: int
    quiet_days: int | None
