"""What gathers around a case: coverage, liens of others, expenses, calls and notes, follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from openlien.cases.models import Activity, Coverage
from openlien.cases.stages import Stage

from .chance import Dice, working_day
from .directory import Directory, Entry, Insurer, person_name
from .vocabulary import happenings
from .vocabulary.companies import INSURER_WEIGHTS, LIENORS
from .vocabulary.people import FEMALE, MALE

OTHER_LIEN_SHARE, FIRST_EXPENSE_SHARE = 0.15, 0.14
UNINSURED_SHARE, MEDICAL_PAYMENTS_SHARE, ADMINISTRATOR_SHARE = 0.16, 0.12, 0.08
OPEN_TASK_SHARE, DONE_TASK_SHARE = 0.16, 0.08
Steps = tuple[tuple[date, Stage], ...]


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """One policy; the limits of a bodily-injury policy are those of the case."""

    kind: str
    insurer: Insurer
    adjuster: Entry
    administrator: Entry | None
    policy_number: str
    claim_number: str
    insured_name: str


@dataclass(frozen=True, slots=True)
class LienFacts:
    """A lien beside ours. *Units*: cents."""

    holder: Entry
    kind: str
    asserted: int
    confirmed: int | None
    negotiated: int | None
    paid: int | None


@dataclass(frozen=True, slots=True)
class ExpenseFacts:
    """Money the firm spent. *Units*: cents."""

    incurred_on: date
    description: str
    amount: int


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """One event on the timeline; `desk` says which of the demo's users acted."""

    kind: str
    happened_at: datetime
    summary: str
    desk: int


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One follow-up; `desk` says which of the demo's users it is for."""

    title: str
    created_at: datetime
    due_on: date
    done_at: datetime | None
    desk: int


@dataclass(frozen=True, slots=True)
class Paperwork:
    """All of it."""

    coverages: tuple[CoverageFacts, ...]
    liens: tuple[LienFacts, ...]
    expenses: tuple[ExpenseFacts, ...]
    activities: tuple[ActivityFacts, ...]
    tasks: tuple[TaskFacts, ...]


def paperwork_of(
    dice: Dice, directory: Directory, steps: Steps, *, opened_on: date, as_of: date, closed_on: date | None
) -> Paperwork:
    """The paperwork of a case that went through these steps."""
    # The last day on which anything happened in full: whatever has an hour lies before the day itself.
    until = max(opened_on, min(closed_on or as_of, as_of) - timedelta(days=1))
    stages = {stage for _, stage in steps}
    is_open = Stage.CLOSED_DISBURSED not in stages
    return Paperwork(
        coverages=_coverages(dice, directory),
        liens=_liens(dice, directory, stages),
        expenses=_expenses(dice, stages, opened_on, until),
        activities=_activities(dice, opened_on, until) if until < as_of else (),
        tasks=_tasks(dice, opened_on, as_of) if is_open and until < as_of else (),
    )


def _coverages(dice: Dice, directory: Directory) -> tuple[CoverageFacts, ...]:
    kinds = [Coverage.Kind.BODILY_INJURY]
    if dice.happens(UNINSURED_SHARE):
        kinds.append(Coverage.Kind.UNINSURED)
    if dice.happens(MEDICAL_PAYMENTS_SHARE):
        kinds.append(Coverage.Kind.MEDICAL_PAYMENTS)
    return tuple(_coverage(dice, directory, kind) for kind in kinds)


def _coverage(dice: Dice, directory: Directory, kind: str) -> CoverageFacts:
    insurer = dice.pick(directory.insurers, INSURER_WEIGHTS)
    has_administrator = dice.happens(ADMINISTRATOR_SHARE)
    return CoverageFacts(
        kind=kind,
        insurer=insurer,
        adjuster=dice.pick(insurer.adjusters),
        administrator=dice.pick(directory.administrators) if has_administrator else None,
        policy_number=f"{dice.pick('ABCHKMPR')}{dice.randrange(10**8):08d}",
        claim_number=f"{dice.randrange(10, 99)}-{dice.randrange(10**7):07d}",
        insured_name=person_name(dice, dice.pick((FEMALE, MALE))),
    )


def _liens(dice: Dice, directory: Directory, stages: set[Stage]) -> tuple[LienFacts, ...]:
    if not dice.happens(OTHER_LIEN_SHARE):
        return ()
    place = dice.choices(range(len(LIENORS)), [share for *_, share in LIENORS])[0]
    asserted = dice.randint(60_000, 2_400_000)
    confirmed = asserted - dice.randrange(asserted // 5) if dice.happens(0.7) else None
    is_settled = bool(stages & {Stage.SETTLED_NOT_DISBURSED, Stage.CLOSED_DISBURSED})
    negotiated = asserted * dice.randint(450, 750) // 1000 if is_settled else None
    return (
        LienFacts(
            holder=directory.lienors[place],
            kind=LIENORS[place][1],
            asserted=asserted,
            confirmed=confirmed,
            negotiated=negotiated,
            paid=negotiated if Stage.CLOSED_DISBURSED in stages else None,
        ),
    )


def _expenses(dice: Dice, stages: set[Stage], opened_on: date, until: date) -> tuple[ExpenseFacts, ...]:
    if Stage.IN_LITIGATION in stages:
        kinds = dice.sample(happenings.EXPENSES, dice.randint(2, 4))
    elif dice.happens(FIRST_EXPENSE_SHARE):
        kinds = [happenings.EXPENSES[1]]
    else:
        return ()
    return tuple(
        ExpenseFacts(_day_between(dice, opened_on, until), words, dice.randint(low * 100, high * 100))
        for words, low, high in kinds
    )


def _activities(dice: Dice, opened_on: date, until: date) -> tuple[ActivityFacts, ...]:
    days = sorted(
        _day_between(dice, opened_on, until) for _ in range(dice.pick((1, 2, 3, 5), (30, 35, 25, 10)))
    )
    return tuple(_activity(dice, day) for day in days)


def _activity(dice: Dice, day: date) -> ActivityFacts:
    kind, words = dice.pick(
        (
            (Activity.Kind.CALL, happenings.CALLS),
            (Activity.Kind.NOTE, happenings.NOTES),
            (Activity.Kind.EMAIL, happenings.EMAILS),
        ),
        (50, 35, 15),
    )
    return ActivityFacts(kind, _in_office_hours(dice, day), dice.pick(words), dice.randrange(8))


def _tasks(dice: Dice, opened_on: date, as_of: date) -> tuple[TaskFacts, ...]:
    tasks = []
    yesterday = as_of - timedelta(days=1)
    if dice.happens(OPEN_TASK_SHARE):
        made_on = _day_between(dice, max(opened_on, as_of - timedelta(days=35)), yesterday)
        due_on = max(made_on, as_of + timedelta(days=dice.randint(-14, 24)))
        tasks.append(_task(dice, made_on, due_on, None))
    if dice.happens(DONE_TASK_SHARE):
        made_on = _day_between(dice, opened_on, yesterday)
        done_on = min(yesterday, made_on + timedelta(days=dice.randint(0, 20)))
        tasks.append(_task(dice, made_on, made_on + timedelta(days=14), done_on))
    return tuple(tasks)


def _task(dice: Dice, made_on: date, due_on: date, done_on: date | None) -> TaskFacts:
    made_at = datetime.combine(made_on, time(16, dice.randrange(60)), UTC)
    done_at = datetime.combine(done_on, time(22, dice.randrange(60)), UTC) if done_on else None
    return TaskFacts(dice.pick(happenings.TASKS), made_at, due_on, done_at, dice.randrange(8))


def _day_between(dice: Dice, first: date, last: date) -> date:
    """A working day of the span, or its first day."""
    span = (last - first).days
    return max(first, working_day(first + timedelta(days=dice.randint(0, span)))) if span > 0 else first


def _in_office_hours(dice: Dice, day: date) -> datetime:
    """An hour of the day that is office time from coast to coast, in UTC."""
    return datetime.combine(day, time(dice.randint(17, 22), dice.randrange(60)), UTC)
