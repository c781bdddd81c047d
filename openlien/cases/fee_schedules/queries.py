"""Fee schedules as they stand: schedules, versions, prices, and the price of a code on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money

from ..models import FeeSchedule, FeeScheduleLine, FeeScheduleVersion, Party
from .errors import NoPriceFound
from .price_files import Comparison, PriceRow, compared
from .pricing import day_in_force, read_code, retail_charges


@dataclass(frozen=True, slots=True)
class Version:
    """The prices from a day on; `until` is the day before the next version, None for the last one."""

    id: UUID
    effective_on: date
    until: date | None
    codes: int


@dataclass(frozen=True)
class Schedule:
    """A price list of everyone or of one facility, with its versions, the latest first."""

    id: UUID
    name: str
    facility_id: UUID | None
    facility: str
    versions: tuple[Version, ...]

    def version_on(self, day: date) -> Version | None:
        """The version that holds on a day; None before the first."""
        begins = day_in_force((each.effective_on for each in self.versions), day)
        return next((each for each in self.versions if each.effective_on == begins), None)

    def version_named(self, version_id: UUID) -> Version:
        """The version of that id.

        *Raises*: NotFound.
        """
        for each in self.versions:
            if each.id == version_id:
                return each
        raise NotFound()

    def version_before(self, version: Version) -> Version | None:
        """The version whose prices held until the first day of this one; None before the first."""
        return self.version_on(version.effective_on - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Price:
    """One price of a version, with that of the version before; None where it had none."""

    code: str
    retail: Money
    before: Money | None


@dataclass(frozen=True, slots=True)
class RetailPrice:
    """What a code retails for on a day: the unit price, the charges, and where the price stands."""

    code: str
    on: date
    quantity: int
    unit_price: Money
    charges: Money
    schedule_id: UUID
    schedule: str
    facility: str
    effective_on: date


def schedules(actor: Actor) -> list[Schedule]:
    """Every schedule by name, in two queries.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FEES_VIEW)
    return _schedules()


def read_schedule(actor: Actor, schedule_id: UUID) -> Schedule:
    """One schedule.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.FEES_VIEW)
    found = _schedules(schedule_id)
    if not found:
        raise NotFound()
    return found[0]


def prices(actor: Actor, schedule: Schedule, version: Version) -> list[Price]:
    """The prices of a version by code, each beside that of the version before.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FEES_VIEW)
    older = schedule.version_before(version)
    before = prices_of(older.id) if older else {}
    return [Price(code, retail, before.get(code)) for code, retail in prices_of(version.id).items()]


def retail_price(
    actor: Actor, code: str, *, quantity: int, on: date, facility_id: UUID | None = None
) -> RetailPrice:
    """What a code retails for on a day; a facility's own schedule comes before those of everyone.

    *Raises*: Forbidden, CodeUnreadable, QuantityOutOfRange, NoPriceFound.
    *Source*: docs/formulas/fee-schedules.md
    """
    actor.require(Permission.FEES_VIEW)
    code = read_code(code)
    fitting = [each for each in _schedules() if each.facility_id in {None, facility_id}]
    for schedule in sorted(fitting, key=lambda each: each.facility_id is None):
        version = schedule.version_on(on)
        line = version and FeeScheduleLine.objects.filter(version_id=version.id, code=code).first()
        if version and line:
            charges = retail_charges(line.retail, quantity)
            names = (schedule.id, schedule.name, schedule.facility, version.effective_on)
            return RetailPrice(code, on, quantity, line.retail, charges, *names)
    raise NoPriceFound(code=code, day=on)


def comparison(
    actor: Actor, schedule: Schedule, rows: Sequence[PriceRow], *, effective_on: date, keep_others: bool
) -> tuple[Version | None, Comparison]:
    """The version that the new one would follow, and what the rows would make of its prices.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FEES_EDIT)
    base = schedule.version_on(effective_on)
    return base, compared(rows, prices_of(base.id) if base else {}, keep_others=keep_others)


def facility_choices(actor: Actor) -> list[tuple[UUID, str]]:
    """The facilities as pairs of id and name, by name.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FEES_VIEW)
    found = Party.objects.filter(kind=Party.Kind.FACILITY).order_by("name", "id")
    return list(found.values_list("id", "name"))


def prices_of(version_id: UUID) -> dict[str, Money]:
    """The prices of a version by code, in the order of codes; for those who have read the schedule."""
    lines = FeeScheduleLine.objects.filter(version_id=version_id).order_by("code")
    return dict(lines.values_list("code", "retail"))


def _schedules(schedule_id: UUID | None = None) -> list[Schedule]:
    found = FeeSchedule.objects.select_related("facility").order_by("name", "id")
    if schedule_id:
        found = found.filter(id=schedule_id)
    versions: dict[UUID, list[FeeScheduleVersion]] = {}
    rows = FeeScheduleVersion.objects.filter(schedule__in=found).annotate(codes=Count("lines"))
    for row in rows.order_by("-effective_on"):
        versions.setdefault(row.schedule_id, []).append(row)
    return [
        Schedule(
            id=each.id,
            name=each.name,
            facility_id=each.facility_id,
            facility=each.facility.name if each.facility else "",
            versions=_versions(versions.get(each.id, [])),
        )
        for each in found
    ]


def _versions(rows: list[FeeScheduleVersion]) -> tuple[Version, ...]:
    # The latest comes first, so the version after a row is the one above it.
    nexts = [None, *(row.effective_on for row in rows[:-1])]
    return tuple(
        Version(row.id, row.effective_on, _day_before(following), row.codes)  # type: ignore[attr-defined]
        for row, following in zip(rows, nexts, strict=False)
    )


def _day_before(day: date | None) -> date | None:
    return day and day - timedelta(days=1)
