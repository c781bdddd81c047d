"""Adds, renames and deletes schedules, adds and deletes versions.

Prices that bills were charged at are never rewritten and never deleted: a version from a later day follows
them. Bills keep what they were charged.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    PricesInUse,
    RowsRefused,
    ScheduleNameMissing,
    ScheduleRenamed,
    VersionOfThatDay,
    VersionsChangedMeanwhile,
)
from .price_files import Comparison, PriceRow, Verdict
from .queries import comparison, prices_of, read_schedule
from .use import bills_of

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
def delete_version(actor: Actor, version_id: UUID) -> None:
    """Deletes a version by which no bill was charged; the prices before it go on.

    *Raises*: Forbidden, NotFound, PricesInUse.
    """
    actor.require(Permission.FEES_EDIT)
    version = FeeScheduleVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound()
    # Whoever adds a version holds the schedule, so that two changes of its days come one after the other.
    FeeSchedule.objects.select_for_update().filter(id=version.schedule_id).first()
    _refuse_prices_in_use({version_id})
    if version.delete()[0] == 0:
        raise NotFound()


@action
def delete_schedule(actor: Actor, schedule_id: UUID, *, versions_seen: Collection[UUID]) -> None:
    """Deletes a schedule with its versions when no bill was charged by them; `versions_seen` are their ids.

    *Raises*: Forbidden, NotFound, VersionsChangedMeanwhile, PricesInUse.
    """
    actor.require(Permission.FEES_EDIT)
    schedule = FeeSchedule.objects.select_for_update().filter(id=schedule_id).first()
    if schedule is None:
        raise NotFound()
    versions = set(schedule.versions.values_list("id", flat=True))
    if versions != set(versions_seen):
        raise VersionsChangedMeanwhile()
    _refuse_prices_in_use(versions)
    schedule.delete()


def _stated_name(name: str) -> str:
    stated = " ".join(plain_text(name, letters_max=NAME_LETTERS_MAX).split())
    if not stated:
        raise ScheduleNameMissing()
    return stated


def _refuse_prices_in_use(version_ids: Collection[UUID]) -> None:
    use = bills_of(version_ids)
    if not use.may_go:
        number = use.charged_only_so
        raise PricesInUse(charged="1 bill was" if number == 1 else f"{number:,} bills were")


def _refuse_unreadable(found: Comparison) -> None:
    refused = [each for each in found.changes if each.verdict is Verdict.REFUSED]
    if refused:
        raise RowsRefused(refused=len(refused), line=refused[0].line, reason=refused[0].refusal)
    if not found.prices:
        raise NoPrices()
