"""What the interface says and is told of law firms; rates in percent, null where there is nothing to say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from openlien.cases.stages import Stage

from .schemas import AnnualisedAnswer, Answer, MoneyText, Request

NAME_LETTERS, VALUE_LETTERS = 200, 300


class ListedFirmAnswer(Answer):
    """One law firm of the list."""

    id: UUID
    name: str
    cases: int
    open_cases: int
    billed: MoneyText
    collected: MoneyText
    open: MoneyText


class FirmList(Answer):
    """The law firms found, by name."""

    items: list[ListedFirmAnswer]
    total: int
    next_cursor: str | None


class ContactAnswer(Answer):
    """One way to reach somebody; `kind` is phone, mobile, fax, email, home, work, office or mailing."""

    kind: str
    value: str
    label: str


class PersonAnswer(Answer):
    """Somebody who works at a firm."""

    id: UUID
    name: str
    contacts: list[ContactAnswer]


class ReachAnswer(Answer):
    """A law firm as one reaches it; `version` grows with each change of its contacts."""

    id: UUID
    name: str
    version: int
    contacts: list[ContactAnswer]
    people: list[PersonAnswer]


class TimeOutAnswer(Answer):
    """The average months that money is out for cases with this care at most."""

    care: str
    months: Decimal
    cases: int


class FirmTotalsAnswer(Answer):
    """Many cases of a firm together; what bills cost is null for a reader who may not see it."""

    cases: int
    dates: int = Field(description="Days of service; each patient's day counts once.")
    accounts: int
    billed: MoneyText
    collected: MoneyText
    open: MoneyText
    site_cost: MoneyText | None
    interest: MoneyText | None
    allocated: MoneyText | None
    returned: MoneyText | None
    ror: Decimal | None = Field(description="Weighted: all returned over all allocated.")
    ror_mean: Decimal | None
    ror_median: Decimal | None
    annualised: AnnualisedAnswer | None
    time_out: list[TimeOutAnswer]


class FirmMonthAnswer(Answer):
    """What came in for a firm's cases in a month, written 2026-11."""

    month: str
    collected: MoneyText


class FirmAnswer(ReachAnswer):
    """A law firm: how to reach it, what its cases come to, what came in by month."""

    as_of: date
    totals: FirmTotalsAnswer
    collections: list[FirmMonthAnswer]


class FirmCaseAnswer(Answer):
    """One case of a firm."""

    case_number: str
    patient: str
    accident_type: str
    date_of_loss: date | None
    stage: Stage
    dates: int
    accounts: int
    billed: MoneyText
    collected: MoneyText
    open: MoneyText
    site_cost: MoneyText | None
    interest: MoneyText | None
    allocated: MoneyText | None
    returned: MoneyText | None
    ror: Decimal | None
    annualised: AnnualisedAnswer | None
    months_out: Decimal | None


class FirmCaseList(Answer):
    """The cases of a firm with the words, by number; the totals are those of all of them."""

    as_of: date
    items: list[FirmCaseAnswer]
    total: int
    totals: FirmTotalsAnswer
    next_cursor: str | None


class ContactRequest(Request):
    """The first contact of a kind; a blank value removes it."""

    kind: Literal["phone", "fax", "email", "office", "mailing"]
    value: str = Field(max_length=VALUE_LETTERS)


class ContactsRequest(Request):
    """The contacts to change, and the version that was read; kinds that are not named stay."""

    version: int = Field(ge=0, le=2_147_483_647)
    contacts: list[ContactRequest] = Field(max_length=5)


class FirmRequest(Request):
    """A law firm that no import brought."""

    name: str = Field(min_length=1, max_length=NAME_LETTERS)
    attorney: str = Field("", max_length=NAME_LETTERS)
    contacts: list[ContactRequest] = Field([], max_length=5)
