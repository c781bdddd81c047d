"""Month end: steps of the checklist are confirmed and the month is closed; each is one transaction."""

from __future__ import annotations

from datetime import date

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end, month_start
from openlien.kit.errors import Conflict, DomainError, InvalidInput
from openlien.ledger.actions.periods import close_period
from openlien.ledger.actions.unit import ledger_action
from openlien.ledger.errors import PeriodNotOver
from openlien.ledger.models import Period
from openlien.ledger.vocabulary import PeriodStatus

from ..models import WITHOUT_CHECKLIST, MonthEndStep
from ..month_end import (
    ABOUT_THE_BOOKS,
    BooksMoved,
    Step,
    require_complete,
    require_turn,
)
from ..queries.month_end import months, steps_of

NOTE_LETTERS_MAX = 500


class MonthNotOpen(Conflict):
    """Not saved. {month} is {status}; its checklist does not change any more."""


class StepIsNotConfirmed(Conflict):
    """Not saved. This step is done by finding services and creating accruals, not by a confirmation."""


class HistoryHasChecklists(Conflict):
    """Not closed. {month} was closed through its checklist, so the months after it are closed one by one."""


@ledger_action
def confirm_step(
    actor: Actor, month: date, step: Step, *, note: str, lines_seen: int, today: date
) -> MonthEndStep:
    """The confirmation of a step: comparison, explanation, or review of the trial balance, by name.

    *Units*: `lines_seen` is what the page showed as posted up to the month's end.
    *Raises*: Forbidden, PeriodNotOver, MonthNotOpen, StepOutOfOrder, BooksMoved, NoteMissing.
    """
    actor.require(Permission.PERIODS_CLOSE if step is Step.REVIEWED else Permission.JOURNALS_WRITE)
    if step not in ABOUT_THE_BOOKS:
        raise StepIsNotConfirmed()
    month = open_month(month, today=today)
    steps, facts = steps_of(month)
    require_turn(steps, step)
    _require_same_books(facts.lines, lines_seen)
    said = typed_text("note", note, NOTE_LETTERS_MAX)
    if not said:
        raise InvalidInput("note", "Not saved. Write down what you found.")
    return note_step(actor, month, step, said)


@ledger_action
def close_month(actor: Actor, month: date, *, lines_seen: int, today: date) -> Period:
    """The closed month: every step of its checklist is done, and nothing was posted since it was read.

    *Raises*: Forbidden, PeriodNotOver, MonthEndIncomplete, BooksMoved, and as `close_period`.
    """
    actor.require(Permission.PERIODS_CLOSE)
    month = month_start(month)
    # Closing waits for the postings under way; what they brought is judged behind the closed door.
    closed = close_period(actor, month, today=today)
    steps, facts = steps_of(month)
    require_complete(steps)
    _require_same_books(facts.lines, lines_seen)
    return closed


@ledger_action
def close_history(actor: Actor, through: date, *, reason: str, today: date) -> list[date]:
    """The months up to `through` that were open and are closed now, without checklists: books taken over.

    *Raises*: Forbidden, HistoryHasChecklists, InvalidInput, PeriodNotOver, and as `close_period`.
    """
    actor.require(Permission.PERIODS_CLOSE)
    why = typed_text("reason", reason, NOTE_LETTERS_MAX)
    if not why:
        raise InvalidInput("reason", "Not saved. Say why these months need no checklist.")
    if month_end(through) >= today:
        raise PeriodNotOver(month=f"{through:%B %Y}")
    found = sorted(months(actor, today=today), key=lambda line: line.month)
    for line in found:
        if line.status is not PeriodStatus.OPEN and not line.is_history:
            raise HistoryHasChecklists(month=f"{line.month:%B %Y}")
    wanted = [
        line.month
        for line in found
        if line.status is PeriodStatus.OPEN and line.month <= month_start(through)
    ]
    for month in wanted:
        close_period(actor, month, today=today)
        note_step(actor, month, WITHOUT_CHECKLIST, why)
    return wanted


def open_month(month: date, *, today: date) -> date:
    """The first day of the month, when its checklist can be worked on: from the month's last day on.

    *Raises*: PeriodNotOver, MonthNotOpen.
    """
    first = month_start(month)
    if month_end(first) > today:
        raise PeriodNotOver(month=f"{first:%B %Y}")
    later_closed = Period.objects.filter(month__gte=first).exclude(status=PeriodStatus.OPEN).order_by("month")
    closed = later_closed.first()
    if closed is not None:
        raise MonthNotOpen(month=f"{first:%B %Y}", status=closed.get_status_display().lower())
    return first


def note_step(actor: Actor, month: date, step: str, note: str) -> MonthEndStep:
    """Notes who did the step, and how many lines stood up to the month's end by then."""
    _, facts = steps_of(month)
    return MonthEndStep.objects.create(
        month=month,
        step=str(step),
        note=note,
        lines_seen=facts.lines,
        confirmed_by_id=actor.user_id,
        confirmed_by_name=actor.name,
    )


def typed_text(field: str, text: str, letters_max: int) -> str:
    """The text trimmed.

    *Raises*: InvalidInput with the field it was typed into.
    """
    try:
        return plain_text(text, letters_max=letters_max)
    except DomainError as refused:
        raise InvalidInput(field, refused.sentence) from None


def _require_same_books(lines: int, lines_seen: int) -> None:
    """Lines are never taken out of the books: who saw more of them than there are saw other books."""
    if lines_seen > lines:
        raise InvalidInput("lines_seen", f"Not saved. The books hold {lines:,} lines up to this month's end.")
    if lines_seen < lines:
        raise BooksMoved(lines=lines - lines_seen)
