"""What people do to a case's facts; each one a transaction."""

from __future__ import annotations

from datetime import date

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import Conflict, DomainError, NotFound
from openlien.kit.idempotency import content_hash, earlier_result

from .models import Activity, Case, StageChange
from .scope import visible_cases
from .stages import Stage
from .wording import plain_text

NOTE_LETTERS_MAX = 500


class StageUnchanged(Conflict):
    """Not saved. The case is at {stage} already."""


class StageNotNamed(DomainError):
    """Not saved. Unknown stands for a stage that nobody recorded; choose the one the case has reached."""


class StageBeginsInFuture(DomainError):
    """Not saved. A stage can begin today or earlier; {began_on} is still to come."""


class StageBeginsTooEarly(DomainError):
    """Not saved. The case was at {stage} on {since}; the next stage cannot begin before that day."""


@action
def change_stage(
    actor: Actor,
    *,
    case_number: str,
    stage: Stage,
    began_on: date,
    today: date,
    note: str = "",
    idempotency_key: str | None = None,
) -> StageChange:
    """The new last row of the case's stage history; receivables show it from the next answer on.

    Raises: NotFound, StageUnchanged, StageNotNamed, StageBeginsInFuture, StageBeginsTooEarly, TextTooLong,
    TextNotPlain, IdempotencyKeyReused.
    """
    note = plain_text(note, letters_max=NOTE_LETTERS_MAX)
    case = lock_case(actor, case_number, Permission.CASES_EDIT)
    content = content_hash(case=case.number, stage=stage.value, began_on=began_on, note=note)
    if earlier := earlier_result(StageChange, idempotency_key, content):
        return earlier
    _check_stage(case, stage, began_on=began_on, today=today)
    change = StageChange.objects.create(
        case=case,
        stage=stage.value,
        began_on=began_on,
        source="api" if actor.source == "api" else "person",
        note=note,
        actor_id=actor.user_id,
        idempotency_key=idempotency_key,
        content_hash=content,
    )
    summary = f"Stage changed from {Stage(case.stage).label} to {stage.label}"
    Activity.objects.create(
        case=case, kind="stage", summary=summary, body=note, object_id=str(change.id), actor_id=actor.user_id
    )
    return change


def lock_case(actor: Actor, case_number: str, permission: Permission) -> Case:
    """The case, locked until the transaction ends.

    Raises: NotFound when there is none or the actor's scope does not reach it.
    """
    case = visible_cases(actor, permission).select_for_update(of=("self",)).filter(number=case_number).first()
    if case is None:
        raise NotFound()
    return case


def _check_stage(case: Case, stage: Stage, *, began_on: date, today: date) -> None:
    if stage == case.stage:
        raise StageUnchanged(stage=stage.label)
    if stage is Stage.UNKNOWN:
        raise StageNotNamed()
    if began_on > today:
        raise StageBeginsInFuture(began_on=began_on)
    if case.stage_on and began_on < case.stage_on:
        raise StageBeginsTooEarly(stage=Stage(case.stage).label, since=case.stage_on)
