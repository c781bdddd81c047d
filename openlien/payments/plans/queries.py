"""Reads of payment plans: the plan of a case with what came in of it, its reminders, all plans together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openlien.cases.models import Case
from openlien.cases.queries import CaseHead
from openlien.cases.scope import visible_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, total

from .actions.reminders import next_to_pay
from .deposits import standings_of
from .fulfilment import Compliance, InstalmentState, Standing, compliance
from .models import PaymentPlan, Reminder
from .schedule import Interval

VIEW = Permission.PAYMENT_PLANS_VIEW


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder that became due or was sent; `channel` and its code are empty until it was sent."""

    id: UUID
    kind: str
    kind_name: str
    number: int | None
    due_on: date | None
    amount: Money
    raised_on: date
    channel: str
    channel_code: str
    sent_at: datetime | None
    sent_by: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A payment plan with what came in of each instalment.

    *Shapes*: `state` is paid, late, on_track, completed or cancelled.
    *Units*: USD.
    """

    id: UUID
    case_number: str
    state: str
    amount: Money
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
    instalments: tuple[Standing, ...]
    compliance: Compliance

    @property
    def is_active(self) -> bool:
        """Whether it still says what is to come."""
        return self.state not in {"completed", "cancelled"}

    @property
    def received(self) -> Money:
        """What came in of it."""
        return total(one.paid for one in self.instalments)

    @property
    def open(self) -> Money:
        """What is still to come of it."""
        return self.amount - self.received

    @property
    def late(self) -> Money:
        """What should have come in already."""
        return total(one.open for one in self.instalments if one.state is InstalmentState.LATE)

    @property
    def next(self) -> Standing | None:
        """The instalment that money pays next; None when all is paid."""
        return next_to_pay(list(self.instalments))

    @property
    def paid_count(self) -> int:
        """How many instalments are paid in full."""
        return sum(1 for one in self.instalments if one.state is InstalmentState.PAID)

    @property
    def unpaid(self) -> Money:
        """What the instalments sum to that are not paid in full: what a change may schedule anew."""
        return total(one.amount for one in self.instalments if one.state is not InstalmentState.PAID)


def plan_of(actor: Actor, case: CaseHead, *, as_of: date) -> PlanRecord | None:
    """The active plan of a case that the actor has read, else the latest one; None when it has none.

    *Raises*: Forbidden.
    """
    actor.require(VIEW)
    plans = _with_parts().filter(case_id=case.id)
    plan = plans.filter(status="active").first() or plans.order_by("-id").first()
    return _records([plan], as_of)[0] if plan else None


def plans_of_case(actor: Actor, case: CaseHead, *, as_of: date) -> list[PlanRecord]:
    """Every plan of a case that the actor has read, the newest first.

    *Raises*: Forbidden.
    """
    actor.require(VIEW)
    return _records(list(_with_parts().filter(case_id=case.id).order_by("-id")), as_of)


def read_plan(actor: Actor, plan_id: UUID, *, as_of: date) -> PlanRecord:
    """The plan of that id on a case within the actor's reach.

    *Raises*: Forbidden, NotFound.
    """
    plan = _with_parts().filter(id=plan_id, case__in=visible_cases(actor, VIEW)).first()
    if plan is None:
        raise NotFound()
    return _records([plan], as_of)[0]


@dataclass(frozen=True, slots=True)
class PlanOnCase:
    """A plan beside the case and the people it belongs to."""

    plan: PlanRecord
    law_firm: str
    negotiator: str


def all_plans(actor: Actor, *, as_of: date) -> list[PlanOnCase]:
    """Every plan that is not cancelled, on the cases that the actor reaches, by case number; four queries.

    *Raises*: Forbidden.
    """
    plans = list(
        _with_parts()
        .filter(case__in=visible_cases(actor, VIEW))
        .exclude(status="cancelled")
        .order_by("case__number", "id")
    )
    records = _records(plans, as_of)
    return [
        PlanOnCase(record, _firm(plan.case), plan.case.negotiator.name if plan.case.negotiator else "")
        for plan, record in zip(plans, records, strict=True)
    ]


def plans_to_watch() -> list[UUID]:
    """The ids of the active plans, for the job that raises reminders."""
    return list(PaymentPlan.objects.filter(status="active").order_by("id").values_list("id", flat=True))


def reminders_of(actor: Actor, case: CaseHead, *, limit: int = 20) -> list[ReminderLine]:
    """The latest reminders of a case that the actor has read, the newest first.

    *Raises*: Forbidden.
    """
    actor.require(VIEW)
    found = Reminder.objects.filter(case_id=case.id).select_related("sent_by").order_by("-id")
    return [
        ReminderLine(
            id=row.id,
            kind=row.kind,
            kind_name=row.get_kind_display(),
            number=row.number,
            due_on=row.due_on,
            amount=row.amount,
            raised_on=row.raised_on,
            channel=row.get_channel_display() if row.channel else "",
            channel_code=row.channel,
            sent_at=row.sent_at,
            sent_by=row.sent_by.name if row.sent_by else "",
            note=row.note,
        )
        for row in found[:limit]
    ]


def _with_parts():  # type: ignore[no-untyped-def]
    return PaymentPlan.objects.select_related(
        "case__law_firm", "case__negotiator", "created_by"
    ).prefetch_related("instalments")


def _records(plans: list[PaymentPlan], as_of: date) -> list[PlanRecord]:
    found = standings_of(plans, as_of=as_of)
    return [_record(plan, found[plan.id], as_of) for plan in plans]


def _record(plan: PaymentPlan, found: list[Standing], as_of: date) -> PlanRecord:
    last_day = min(as_of, plan.ended_on) if plan.ended_on else as_of
    return PlanRecord(
        id=plan.id,
        case_number=plan.case.number,
        state=_state(plan, found),
        amount=plan.amount,
        interval=Interval(plan.interval),
        days_before=plan.days_before,
        days_after=plan.days_after,
        is_reminded_on_day=plan.is_reminded_on_day,
        note=plan.note,
        created_by=plan.created_by.name if plan.created_by else "",
        created_at=plan.created_at,
        ended_on=plan.ended_on,
        ending_reason=plan.ending_reason,
        version=plan.version,
        instalments=tuple(found),
        compliance=compliance(found, as_of=last_day),
    )


def _state(plan: PaymentPlan, found: list[Standing]) -> str:
    if plan.status != "active":
        return str(plan.status)
    states = {one.state for one in found}
    if states == {InstalmentState.PAID}:
        return "paid"
    return "late" if InstalmentState.LATE in states else "on_track"


def _firm(case: Case) -> str:
    return case.law_firm.name if case.law_firm else ""
