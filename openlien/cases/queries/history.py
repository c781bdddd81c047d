"""What happened on a case: the stages it went through, and the timeline of activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from openlien.kit.errors import DomainError

from ..models import Activity, StageChange
from ..stages import Stage
from .heads import CaseHead

ACTIVITIES_MAX = 50
# A provider learns that a case moved, and nothing of what was said or paid to others.
KINDS_FOR_PROVIDERS = frozenset({"stage"})


class NoSuchActivity(DomainError):
    """This part of the timeline does not exist. Start again from the newest entry."""

    status = 404


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


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One entry of the timeline; `kind` is a code, `kind_name` what people call it."""

    id: UUID
    kind: str
    kind_name: str
    happened_at: datetime
    summary: str
    body: str
    actor: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many entries of one kind the timeline has."""

    kind: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of what happened, newest first; the counts by kind are over all of it."""

    entries: tuple[ActivityLine, ...]
    kinds: tuple[KindCount, ...]
    total: int
    older_than: UUID | None


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


def timeline_of(case: CaseHead, *, kind: str = "", older_than: UUID | None = None) -> Timeline:
    """What happened on a case that the actor has read, newest first; `kind` restricts the entries.

    *Shapes*: at most ACTIVITIES_MAX entries; `older_than` of the answer names the next page.
    Raises: NoSuchActivity when the entry to continue after is not of this case.
    """
    seen = Activity.objects.filter(case_id=case.id)
    if not case.is_seen_whole:
        seen = seen.filter(kind__in=KINDS_FOR_PROVIDERS)
    counts = dict(seen.values_list("kind").annotate(Count("id")).order_by())
    entries = seen.filter(kind=kind) if kind else seen
    if older_than:
        entries = entries.filter(_before(seen.filter(id=older_than).first()))
    page = list(entries.select_related("actor").order_by("-happened_at", "-id")[: ACTIVITIES_MAX + 1])
    return Timeline(
        entries=tuple(_line(entry, with_body=case.is_seen_whole) for entry in page[:ACTIVITIES_MAX]),
        kinds=_kinds(counts),
        total=sum(counts.values()),
        older_than=page[ACTIVITIES_MAX - 1].id if len(page) > ACTIVITIES_MAX else None,
    )


def _kinds(counts: dict[str, int]) -> tuple[KindCount, ...]:
    return tuple(
        KindCount(kind.value, kind.label, counts[kind.value])
        for kind in Activity.Kind
        if kind.value in counts
    )


def _before(entry: Activity | None) -> Q:
    if entry is None:
        raise NoSuchActivity()
    return Q(happened_at__lt=entry.happened_at) | Q(happened_at=entry.happened_at, id__lt=entry.id)


def _line(entry: Activity, *, with_body: bool) -> ActivityLine:
    return ActivityLine(
        id=entry.id,
        kind=entry.kind,
        kind_name=entry.get_kind_display(),
        happened_at=entry.happened_at,
        summary=entry.summary,
        body=entry.body if with_body else "",
        actor=entry.actor.name if entry.actor else "",
    )


def activity_kinds() -> Sequence[str]:
    """The codes of all kinds of activity."""
    return [kind.value for kind in Activity.Kind]
