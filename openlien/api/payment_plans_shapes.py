"""How payment plans, reminders and the history of a balance look in JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from openlien.payments.plans.choices import Channel
from openlien.payments.plans.fulfilment import Standing
from openlien.payments.plans.queries import PlanRecord
from openlien.payments.plans.schedule import INSTALMENTS_MAX, Interval
from openlien.payments.plans.terms import DAYS_MAX, NOTE_LETTERS_MAX, REASON_LETTERS_MAX, PlanTerms

from .schemas import Answer, Day, MoneyText, Percentage, Request


class PlanRequest(Request):
    """What was agreed: by the number of instalments (`count`) or the amount of each (`each`), one of them."""

    amount: MoneyText
    first_due_on: Day
    interval: Interval = Interval.MONTHLY
    count: int | None = Field(None, ge=1, le=INSTALMENTS_MAX)
    each: MoneyText | None = None
    days_before: int = Field(3, ge=0, le=DAYS_MAX)
    days_after: int = Field(3, ge=0, le=DAYS_MAX)
    is_reminded_on_day: bool = True
    note: str = Field("", max_length=NOTE_LETTERS_MAX)

    def terms(self) -> PlanTerms:
        """The same as the domain takes it."""
        return PlanTerms(
            amount=self.amount,
            first_due_on=self.first_due_on,
            interval=self.interval,
            count=self.count,
            each=self.each,
            days_before=self.days_before,
            days_after=self.days_after,
            is_reminded_on_day=self.is_reminded_on_day,
            note=self.note,
        )


class PlanChangeRequest(PlanRequest):
    """Other instalments for what is not paid in full, beside the version that was seen."""

    version: int = Field(ge=1, le=2_000_000_000)


class PlanCancellationRequest(Request):
    """The version that was seen, and why the plan is cancelled."""

    version: int = Field(ge=1, le=2_000_000_000)
    reason: str = Field(min_length=1, max_length=REASON_LETTERS_MAX)


class ReminderRequest(Request):
    """How somebody was reminded."""

    channel: Channel
    note: str = Field("", max_length=NOTE_LETTERS_MAX)


class InstalmentAnswer(Answer):
    """One instalment; `state` is paid, partly, due or late."""

    number: int
    due_on: date
    amount: MoneyText
    paid: MoneyText
    open: MoneyText
    paid_on: date | None
    state: str


class ComplianceAnswer(Answer):
    """What was paid on time of what fell due; `percent` is null while nothing has."""

    due: int
    on_time: int
    late: int
    percent: Percentage | None


class PlanAnswer(Answer):
    """A payment plan; `state` is on_track, late, paid, completed or cancelled."""

    id: UUID
    case_number: str
    state: str
    amount: MoneyText
    received: MoneyText
    open: MoneyText
    late: MoneyText
    interval: Interval
    days_before: int
    days_after: int
    is_reminded_on_day: bool
    note: str
    created_by: str
    created_at: datetime
    ended_on: date | None
    ending_reason: str
    version: int
    compliance: ComplianceAnswer
    instalments: list[InstalmentAnswer]


class PlansAnswer(Answer):
    """The plans of a case, the newest first, as of a day."""

    as_of: date
    items: list[PlanAnswer]


class ReminderAnswer(Answer):
    """A reminder that became due, or was sent: then `channel` says how."""

    id: UUID
    kind: str
    number: int | None
    due_on: date | None
    amount: MoneyText
    raised_on: date
    channel: str = Field(validation_alias="channel_code")
    sent_at: datetime | None
    sent_by: str
    note: str


class RemindersAnswer(Answer):
    """The latest reminders of a case, the newest first."""

    items: list[ReminderAnswer]


class HistoryPart(Answer):
    """The part of a payment that paid one bill."""

    bill_id: UUID
    facility: str
    bill: str
    amount: MoneyText


class HistoryStep(Answer):
    """One step of a balance; `kind` is billed, payment, reduction, bad_debt or refund."""

    on: date
    kind: str
    label: str
    detail: str
    by: str
    change: MoneyText
    balance: MoneyText
    parts: list[HistoryPart]


class HistoryAnswer(Answer):
    """Every step of a case's balance, the newest first."""

    items: list[HistoryStep]
    balance: MoneyText


def plan_answer(plan: PlanRecord) -> dict[str, Any]:
    """A plan as the interface says it."""
    names = PlanAnswer.model_fields.keys() - {"instalments", "compliance"}
    return {
        **{name: getattr(plan, name) for name in names},
        "compliance": plan.compliance,
        "instalments": [_instalment(one) for one in plan.instalments],
    }


def _instalment(one: Standing) -> dict[str, Any]:
    names = InstalmentAnswer.model_fields.keys() - {"state"}
    return {**{name: getattr(one, name) for name in names}, "state": one.state.code}
