"""Calls, mails and faxes as they are logged: with whom, which way, what came of it, what is to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.clock import now
from openlien.kit.idempotency import content_hash, earlier_result

from ...models import Activity, Case, Party
from ...wording import plain_text
from ..errors import ContactMissing, ContactNotOfCase, HappenedInFuture, MinutesOutOfRange
from ..queries.people import party_ids_of
from ..reach import case_of
from ..sentences import contact_sentence
from .follow_ups import schedule_follow_up
from .making import NOTE_LETTERS_MAX, FollowUp

MINUTES_MAX = 1440
NAME_LETTERS_MAX = 200
POINT_LETTERS_MAX = 300
Direction, Outcome = Activity.Direction, Activity.Outcome


@dataclass(frozen=True, kw_only=True)
class Whom:
    """With whom: somebody of the case by id, or a name that is typed; and the number or address."""

    party_id: UUID | None = None
    name: str = ""
    point: str = ""


@action
def log_call(
    actor: Actor,
    case_number: str,
    *,
    whom: Whom,
    today: date,
    direction: Direction = Direction.OUT,
    outcome: Outcome = Outcome.REACHED,
    minutes: int | None = None,
    note: str = "",
    happened_at: datetime | None = None,
    follow_up: FollowUp | None = None,
    idempotency_key: str | None = None,
) -> Activity:
    """The call on the timeline of its case, and the follow-up that it led to.

    *Raises*: Forbidden, NotFound, ContactMissing, ContactNotOfCase, MinutesOutOfRange, HappenedInFuture,
    TextTooLong, TextNotPlain, IdempotencyKeyReused; of the follow-up TitleMissing, DueDayMissing, DuePassed,
    AssigneeUnknown.
    """
    if minutes is not None and not 0 <= minutes <= MINUTES_MAX:
        raise MinutesOutOfRange(field="minutes", minutes_max=MINUTES_MAX)
    planned = follow_up.checked(today=today) if follow_up else None
    entry, is_new = _logged(
        actor,
        case_number,
        Activity(kind="call", direction=direction, outcome=outcome, minutes=minutes, body=note),
        whom,
        happened_at=happened_at,
        idempotency_key=idempotency_key,
        follow_up=planned,
    )
    if planned and is_new:
        schedule_follow_up(actor, case_number, planned, today=today, follows=entry)
    return entry


@action
def log_contact(
    actor: Actor,
    case_number: str,
    *,
    kind: Activity.Kind,
    whom: Whom,
    direction: Direction = Direction.OUT,
    note: str = "",
    happened_at: datetime | None = None,
    idempotency_key: str | None = None,
) -> Activity:
    """The mail, fax or call on the timeline, as the buttons of a contact card log it: without an outcome.

    *Raises*: Forbidden, NotFound, ContactMissing, ContactNotOfCase, HappenedInFuture, TextTooLong,
    TextNotPlain, IdempotencyKeyReused.
    """
    if kind not in {Activity.Kind.CALL, Activity.Kind.EMAIL, Activity.Kind.FAX}:
        raise ValueError(f"{kind} is no way to get in touch")
    entry, _ = _logged(
        actor,
        case_number,
        Activity(kind=kind, direction=direction, body=note),
        whom,
        happened_at=happened_at,
        idempotency_key=idempotency_key,
    )
    return entry


def _logged(
    actor: Actor,
    case_number: str,
    entry: Activity,
    whom: Whom,
    *,
    happened_at: datetime | None,
    idempotency_key: str | None,
    follow_up: FollowUp | None = None,
) -> tuple[Activity, bool]:
    """The saved entry, and whether it is new."""
    case = case_of(actor, case_number, Permission.ACTIVITY_LOG)
    entry.body = plain_text(entry.body, letters_max=NOTE_LETTERS_MAX)
    entry.contact_point = plain_text(whom.point, letters_max=POINT_LETTERS_MAX)
    content = content_hash(
        case=case.number,
        kind=entry.kind,
        direction=entry.direction,
        outcome=entry.outcome,
        minutes=entry.minutes,
        whom=whom,
        note=entry.body,
        at=happened_at,
        follow_up=follow_up,
    )
    if earlier := earlier_result(Activity, idempotency_key, content):
        return earlier, False
    name = _name(case, whom, entry)
    entry.summary = contact_sentence(entry.kind, entry.direction, name, entry.outcome)
    entry.case, entry.actor_id = case, actor.user_id
    entry.happened_at = _past(happened_at)
    entry.idempotency_key, entry.content_hash = idempotency_key, content
    entry.save(force_insert=True)
    return entry, True


def _name(case: Case, whom: Whom, entry: Activity) -> str:
    """The name of whom it was with, which the entry keeps as party or as text."""
    if whom.party_id:
        party = Party.objects.filter(id=whom.party_id).first()
        if party is None or party.id not in party_ids_of(case):
            raise ContactNotOfCase(field="whom")
        entry.contact = party
        return party.name
    entry.contact_name = " ".join(plain_text(whom.name, letters_max=NAME_LETTERS_MAX).split())
    if not entry.contact_name:
        raise ContactMissing(field="whom")
    return entry.contact_name


def _past(happened_at: datetime | None) -> datetime:
    present = now()
    if happened_at and happened_at > present:
        raise HappenedInFuture(field="happened_at")
    return happened_at or present
