"""The stages that a case went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..models import StageChange
from ..stages import Stage
from .heads import CaseHead


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage of a case's life, in the order of the days.

    `is_sighting`: an import found the case there; it was there on `began_on` and may have been before.
    *Units*: days until the next stage or the day of the view.
    """

    stage: Stage
    began_on: date
    days: int
    is_sighting: bool
    is_last: bool
    source: str
    actor: str
    note: str


def stage_steps(case: CaseHead, *, as_of: date) -> tuple[StageStep, ...]:
    """The stages of a case that the actor has read, the first one first."""
    changes = list(
        StageChange.objects.filter(case_id=case.id).select_related("actor").order_by("began_on", "id")
    )
    ends = [*(later.began_on for later in changes[1:]), as_of]
    return tuple(
        StageStep(
            stage=Stage(change.stage),
            began_on=change.began_on,
            days=max(0, (end - change.began_on).days),
            is_sighting=change.is_sighting,
            is_last=change is changes[-1],
            source=change.source,
            actor=change.actor.name if change.actor else "",
            note=change.note if case.is_seen_whole else "",
        )
        for change, end in zip(changes, ends, strict=False)
    )
