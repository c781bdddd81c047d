"""Adds and renames schedules, adds versions; a version that has not begun can be taken back.

Prices that hold are never rewritten: what changes is a version from a later day. Bills keep what they were
charged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import NotFound

from ..models import FeeSchedule, FeeScheduleLine, FeeScheduleVersion, Party
from ..wording import plain_text
from .errors import (
    NoPrices,
    NotAFacility,
    PricesChangedMeanwhile,
    RowsRefused,
    ScheduleNameMissing,
    ScheduleRenamed,
    VersionHolds,
    VersionOfThatDay,
)
from .price_files import Comparison, PriceRow, Verdict
from .queries import comparison, prices_of, read_schedule

NAME_LETTERS_MAX = 120


@action
def add_schedule(actor: Actor, *, name: str, facility_id: UUID | None = None) -> UUID:
    """The id of a new schedule without versions.

    *Raises*: Forbidden, ScheduleNameMissing, ScheduleNameTaken, NotAFacility, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.FEES_EDIT)
    stated = _stated_name(name)
    if facility_id and not Party.objects.filter(kind=Party.Kind.FACILITY, id=facility_id).exists():
        raise NotAFacility()
    return FeeSchedule.objects.create(name=stated, facility_id=facility_id).id


@action
def rename_schedule(actor: Actor, schedule_id: UUID, *, name: str, name_before: str) -> None:
    """Gives a schedule another name; `name_before` is the one that the sender saw.

    *Raises*: Forbidden, NotFound, ScheduleNameMissing, ScheduleNameTaken, ScheduleRenamed, TextTooLong,
    TextNotPlain.
    """
    actor.require(Permission.FEES_EDIT)
    stated = _stated_name(name)
    schedule = FeeSchedule.objects.select_for_update().filter(id=schedule_id).first()
    if schedule is None:
        raise NotFound()
    if schedule.name not in {name_before, stated}:
        raise ScheduleRenamed(theirs=schedule.name)
    if schedule.name != stated:
        schedule.name = stated
        schedule.save(update_fields=["name"])


@action
def add_version(
    actor: Actor,
    schedule_id: UUID,
    rows: Sequence[PriceRow],
    *,
    effective_on: date,
    keep_others: bool,
    base_id: UUID | None,
) -> UUID:
    """The id of the version that holds from a day on; the same version sent twice is one.

    *Shapes*: `base_id` is the version whose prices the sender compared with, None for the first one.
    *Raises*: Forbidden, NotFound, VersionOfThatDay, PricesChangedMeanwhile, RowsRefused, NoPrices.
    """
    actor.require(Permission.FEES_EDIT)
    if not FeeSchedule.objects.select_for_update().filter(id=schedule_id).exists():
        raise NotFound()
    schedule = read_schedule(actor, schedule_id)
    base, found = comparison(actor, schedule, rows, effective_on=effective_on, keep_others=keep_others)
    _refuse_unreadable(found)
    if base and base.effective_on == effective_on:
        if prices_of(base.id) == found.prices:
            return base.id
        raise VersionOfThatDay()
    if (base.id if base else None) != base_id:
        raise PricesChangedMeanwhile()
    version = FeeScheduleVersion.objects.create(schedule_id=schedule_id, effective_on=effective_on)
    FeeScheduleLine.objects.bulk_create(
        FeeScheduleLine(version=version, code=code, retail=retail) for code, retail in found.prices.items()
    )
    return version.id


@action
def withdraw_version(actor: Actor, version_id: UUID, *, today: date) -> None:
    """Takes a version back whose first day is still to come.

    *Raises*: Forbidden, NotFound, VersionHolds.
    """
    actor.require(Permission.FEES_EDIT)
    version = FeeScheduleVersion.objects.select_for_update().filter(id=version_id).first()
    if version is None:
        raise NotFound()
    if version.effective_on <= today:
        raise VersionHolds()
    version.delete()


def _stated_name(name: str) -> str:
    stated = " ".join(plain_text(name, letters_max=NAME_LETTERS_MAX).split())
    if not stated:
        raise ScheduleNameMissing()
    return stated


def _refuse_unreadable(found: Comparison) -> None:
    refused = [each for each in found.changes if each.verdict is Verdict.REFUSED]
    if refused:
        raise RowsRefused(refused=len(refused), line=refused[0].line, reason=refused[0].refusal)
    if not found.prices:
        raise NoPrices()
