"""What people said to each other about a case: calls, mails, faxes with outcomes; and what is to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from openlien.cases.activity.sentences import contact_sentence
from openlien.cases.models import Activity, Task
from openlien.cases.stages import Stage

from .chance import Dice, working_day
from .facts import CaseFacts
from .vocabulary import happenings

RECENT_DAYS = 75
LIVELY = {Stage.DEMAND_SENT, Stage.NEGOTIATION, Stage.IN_LITIGATION, Stage.SETTLED_NOT_DISBURSED}
OUTCOMES = Activity.Outcome
OUTCOME_WEIGHTS = (46, 27, 13, 3, 9, 2)
FOLLOW_UP_SHARE = {Stage.CLOSED_DISBURSED: 0.0, Stage.NO_LONGER_REPRESENT: 0.1, Stage.STILL_TREATING: 0.2}
USUAL_FOLLOW_UP_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Talk:
    """One entry of the timeline as a person logs it; `contact_id` and `point` say with whom and where."""

    kind: str
    happened_at: datetime
    summary: str
    body: str = ""
    direction: str = ""
    outcome: str = ""
    contact_id: str | None = None
    point: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up that is open."""

    kind: str
    title: str
    created_at: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of a case who can be called and written to."""

    party_id: str
    name: str
    phone: str
    email: str


def people_of(facts: CaseFacts, patient_id: str) -> list[Someone]:
    """Whom one talks to about a case: its attorney most of the time, the patient, the adjuster."""
    attorney, patient = facts.attorney, facts.patient
    found = [_someone(attorney.id, attorney.name, attorney.contacts)] * 4
    found += [_someone(patient_id, patient.name, patient.contacts)] * 2
    if facts.paperwork.coverages:
        adjuster = facts.paperwork.coverages[0].adjuster
        found.append(_someone(adjuster.id, adjuster.name, adjuster.contacts))
    return found


def talk(dice: Dice, kind: str, happened_at: datetime, words: str, people: list[Someone]) -> Talk:
    """The entry that says who was called or written to, and what came of it."""
    if kind == Activity.Kind.NOTE:
        return Talk(kind, happened_at, words, words)
    whom = dice.pick(people)
    direction = dice.pick(("out", "in"), (78, 22) if kind == Activity.Kind.CALL else (60, 40))
    outcome, minutes, point = "", None, whom.email
    if kind == Activity.Kind.CALL:
        outcome = dice.pick(tuple(OUTCOMES), OUTCOME_WEIGHTS) if direction == "out" else OUTCOMES.REACHED
        minutes = dice.randint(2, 26) if outcome == OUTCOMES.REACHED else 1
        point = whom.phone
    was_heard = kind != Activity.Kind.CALL or outcome == OUTCOMES.REACHED
    return Talk(
        kind=kind,
        happened_at=happened_at,
        summary=contact_sentence(kind, direction, whom.name, outcome),
        body=words if was_heard else "",
        direction=direction,
        outcome=outcome,
        contact_id=whom.party_id,
        point=point,
        minutes=minutes,
    )


def recent_talks(dice: Dice, facts: CaseFacts, people: list[Someone], *, as_of: date) -> Iterator[Talk]:
    """What was said in the last weeks about a case whose money is near; many others are quiet."""
    if facts.stage not in LIVELY:
        return
    first = max(facts.steps[-1][0], as_of - timedelta(days=RECENT_DAYS))
    span = (as_of - first).days - 1
    if span < 1:
        return
    for days in sorted(dice.randint(1, span) for _ in range(dice.pick((0, 1, 2, 4), (25, 30, 30, 15)))):
        kind, words = dice.pick(
            (
                (Activity.Kind.CALL, happenings.CALLS),
                (Activity.Kind.EMAIL, happenings.EMAILS),
                (Activity.Kind.FAX, happenings.FAXES),
                (Activity.Kind.NOTE, happenings.NOTES),
            ),
            (55, 20, 5, 20),
        )
        day = max(first, working_day(first + timedelta(days=days - 1)))
        yield talk(dice, kind, _office_hour(dice, day), dice.pick(words), people)


def follow_ups(dice: Dice, facts: CaseFacts, *, as_of: date) -> Iterator[FollowUp]:
    """What is to do next on an open case: overdue, today, or in the weeks ahead."""
    if not dice.happens(FOLLOW_UP_SHARE.get(facts.stage, USUAL_FOLLOW_UP_SHARE)):
        return
    days = dice.pick((-dice.randint(1, 20), 0, dice.randint(1, 7), dice.randint(8, 30)), (22, 16, 32, 30))
    # On a weekend nothing is due.
    due_on = as_of if days == 0 else working_day(as_of + timedelta(days=days))
    made_on = max(
        facts.opened_on, min(as_of - timedelta(days=1), due_on - timedelta(days=dice.randint(3, 14)))
    )
    if made_on >= as_of:
        return
    kind, title = dice.pick(happenings.FOLLOW_UPS)
    yield FollowUp(Task.Kind(kind), title, _office_hour(dice, made_on), max(made_on, due_on))


def _someone(party_id: str, name: str, contacts: tuple) -> Someone:
    by_kind = {contact.kind: contact.value for contact in contacts}
    return Someone(party_id, name, by_kind.get("phone", by_kind.get("mobile", "")), by_kind.get("email", ""))


def _office_hour(dice: Dice, day: date) -> datetime:
    return datetime.combine(day, time(dice.randint(16, 23), dice.randrange(60)), UTC)
