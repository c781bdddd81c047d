"""Accruals: unbilled services are listed, decided on, posted, and taken back when the next month begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from openlien.identity.actor import Actor
from openlien.identity.constraints import speaks_for
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.errors import Conflict, InvalidInput, NotFound, StaleVersion
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load
from openlien.ledger.actions.periods import take_back_events
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.events import AccrualMade
from openlien.ledger.recording import record_events

from ..models import Accrual
from ..month_end import Step, accrual_day, require_turn, reversal_day
from ..queries.accruals import accrual_totals, unbilled_services
from ..queries.month_end import steps_of
from .month_end import note_step, open_month, typed_text

REASON_LETTERS_MAX = 300


@speaks_for("accrual_is_posted")
class AccrualIsPosted(Conflict):
    """Not saved. The accrual is in the books and does not change any more."""


class ServicesGone(Conflict):
    """Not posted. {services} services of the list are not in the book any more: find services again."""


class AccrualsUndecided(Conflict):
    """Not posted. {services} services have no amount yet: enter one, or 0.00 to leave the service out."""


@ledger_action
def find_services(actor: Actor, month: date, *, today: date) -> int:
    """How many unbilled services the month's accrual list holds after it was made anew.

    What was decided by hand and what is posted stays; services that were billed since leave the list.
    *Raises*: Forbidden, PeriodNotOver, MonthNotOpen.
    """
    actor.require(Permission.JOURNALS_WRITE)
    month = open_month(month, today=today)
    found = unbilled_services(month)
    kept = {row.bill_id: row for row in Accrual.objects.select_for_update().filter(month=month)}
    wanted = {service.bill_id for service in found}
    Accrual.objects.filter(month=month, journal_id=None).exclude(bill_id__in=wanted).delete()
    fresh = []
    for service in found:
        row = kept.get(service.bill_id)
        facts = {
            "served_on": service.served_on,
            "billed": service.billed,
            "proposed": service.estimate.amount,
            "working": service.estimate.working[:200],
        }
        if row is None:
            amount = service.estimate.amount
            fresh.append(
                Accrual(
                    month=month,
                    bill_id=service.bill_id,
                    amount=amount,
                    saved_by_id=actor.user_id,
                    **facts,
                )
            )
        elif row.journal_id is None and not row.reason and row.proposed != service.estimate.amount:
            changes = {**facts, "amount": service.estimate.amount, "version": row.version + 1}
            Accrual.objects.filter(id=row.id).update(**changes)
    Accrual.objects.bulk_create(fresh, batch_size=1_000)
    totals = accrual_totals(month)
    note_step(actor, month, Step.UNBILLED, f"{totals.services:,} found, {totals.amount.amount:,} proposed")
    return totals.services


@ledger_action
def decide_accrual(
    actor: Actor, accrual_id: UUID, *, amount: Money, reason: str, version: int, today: date
) -> Accrual:
    """The accrual with the amount a person chose; 0.00 leaves the service out.

    *Raises*: Forbidden, NotFound, StaleVersion, AccrualIsPosted, MonthNotOpen, InvalidInput.
    """
    actor.require(Permission.JOURNALS_WRITE)
    row = Accrual.objects.select_for_update().filter(id=accrual_id).first()
    if row is None:
        raise NotFound()
    open_month(row.month, today=today)
    if row.journal_id is not None:
        raise AccrualIsPosted()
    if version != row.version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {row.version}")
    if amount < Money.zero:
        raise InvalidInput("amount", "Not saved. An accrual is 0.00 or more.")
    why = typed_text("reason", reason, REASON_LETTERS_MAX)
    if amount != row.proposed and not why:
        raise InvalidInput("reason", "Not saved. Say why the amount differs from the proposal.")
    row.amount, row.reason, row.saved_by_id, row.version = amount, why, actor.user_id, row.version + 1
    row.save(update_fields=["amount", "reason", "saved_by", "version"])
    Accrual.objects.filter(id=row.id).update(saved_at=Now())
    return row


@ledger_action
def create_accruals(actor: Actor, month: date, *, today: date) -> int:
    """How many accruals were posted on the month's last day; where the next month has begun they are taken
    back on its first day at once.

    *Raises*: Forbidden, PeriodNotOver, MonthNotOpen, StepOutOfOrder, AccrualsUndecided, and what the books
    refuse.
    """
    actor.require(Permission.JOURNALS_POST)
    month = open_month(month, today=today)
    require_turn(steps_of(month)[0], Step.ACCRUED)
    rows = list(Accrual.objects.select_for_update().filter(month=month, journal_id=None).order_by("id"))
    undecided = sum(row.amount is None for row in rows)
    if undecided:
        raise AccrualsUndecided(services=f"{undecided:,}")
    to_post = [row for row in rows if row.amount]
    _post(actor, month, to_post, today=today)
    _take_back(actor, [(row.id, month) for row in to_post], today=today)
    totals = accrual_totals(month)
    note_step(actor, month, Step.ACCRUED, f"{totals.posted:,} accruals of {totals.posted_amount.amount:,}")
    return len(to_post)


@ledger_action
def take_back_accruals(actor: Actor, *, today: date) -> int:
    """How many accruals of months that are over were reversed on the first day of the next (ruling C10).

    *Raises*: Forbidden, and what the books refuse.
    """
    actor.require(Permission.JOURNALS_POST)
    due = fetch_all(load("openlien.accounting", "accruals_due"), {"today": today})
    return _take_back(actor, [(row.id, row.month) for row in due], today=today)


def _post(actor: Actor, month: date, rows: Sequence[Accrual], *, today: date) -> None:
    bills = {
        row.bill_id: row
        for row in fetch_all(
            load("openlien.accounting", "bill_cases"), {"bills": [row.bill_id for row in rows]}
        )
    }
    if gone := sum(row.bill_id not in bills for row in rows):
        raise ServicesGone(services=f"{gone:,}")
    events = [(str(row.id), _event(month, row, bills[row.bill_id])) for row in rows]
    for row, recorded in zip(rows, record_events(actor, events, today=today), strict=True):
        row.journal_id = recorded.journal_id
    Accrual.objects.bulk_update(rows, ["journal_id"], batch_size=500)


def _event(month: date, row: Accrual, bill: Any) -> AccrualMade:
    return AccrualMade(
        on=accrual_day(month),
        amount=row.amount,  # type: ignore[arg-type]
        case_id=bill.case_id,
        description=f"Service of {day_text(row.served_on)} not billed by the end of {month:%B %Y}",
    )


def _take_back(actor: Actor, due: Sequence[tuple[UUID, date]], *, today: date) -> int:
    taken = 0
    for month in sorted({month for _, month in due}):
        day = reversal_day(month)
        if day <= today:
            keys = [str(id_) for id_, own in due if own == month]
            taken += len(take_back_events(actor, "AccrualMade", keys, on=day, today=today))
    return taken
