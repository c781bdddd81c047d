"""Fee schedules: versions and prices, what a code retails for on a day, new versions with a preview."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from openlien.cases.fee_schedules.actions import (
    add_schedule,
    add_version,
    delete_schedule,
    delete_version,
    rename_schedule,
)
from openlien.cases.fee_schedules.price_files import ROWS_MAX, PriceRow, Verdict
from openlien.cases.fee_schedules.pricing import CODE_LETTERS_MAX, QUANTITY_MAX, read_code, read_price
from openlien.cases.fee_schedules.queries import (
    Schedule,
    comparison,
    prices,
    read_schedule,
    retail_price,
    schedules,
)
from openlien.cases.fee_schedules.use import use_of_schedule, use_of_version
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import DomainError, NotFound
from openlien.receivables.fee_effect import fee_effect

from .authentication import actor_of_call
from .operations import operation
from .schemas import Answer, Day, MoneyText, Request

router = Router(tags=["fee schedules"])
_VIEW, _EDIT = Permission.FEES_VIEW, Permission.FEES_EDIT
_VERSION = "/{uuid:schedule_id}/versions/{uuid:version_id}"
_SEEN = "Each version that was read; another one refuses."


class VersionAnswer(Answer):
    """The prices from a day on; `until` is null for the last version."""

    id: UUID
    effective_on: date
    until: date | None
    codes: int


class ScheduleAnswer(Answer):
    """A price list of everyone, or of one facility; its versions, the latest first."""

    id: UUID
    name: str
    facility_id: UUID | None
    facility: str
    versions: list[VersionAnswer]


class ScheduleList(Answer):
    """Every schedule."""

    items: list[ScheduleAnswer]
    total: int
    next_cursor: str | None


class PriceAnswer(Answer):
    """A price with that of the version before."""

    code: str
    retail: MoneyText
    before: MoneyText | None


class PriceList(Answer):
    """The prices of a version by code."""

    effective_on: date
    items: list[PriceAnswer]
    total: int
    next_cursor: str | None


class RetailAnswer(Answer):
    """What a code retails for on a day."""

    code: str
    on: date
    quantity: int
    unit_price: MoneyText
    charges: MoneyText
    schedule_id: UUID
    schedule: str
    facility: str
    effective_on: date


class ScheduleRequest(Request):
    """A new schedule, of everyone without a facility."""

    name: str = Field(min_length=1, max_length=120)
    facility_id: UUID | None = None


class ScheduleNameRequest(Request):
    """Another name; `nameBefore` is the one that was read."""

    name: str = Field(min_length=1, max_length=120)
    name_before: str = Field(min_length=1, max_length=120)


class PriceRequest(Request):
    """The price of a code."""

    code: str = Field(min_length=1, max_length=40)
    retail: MoneyText


class FeeVersionRequest(Request):
    """Prices from a day on; `keepOthers` carries over the codes that are not named."""

    effective_on: Day
    keep_others: bool = True
    prices: list[PriceRequest] = Field(max_length=ROWS_MAX)
    base_id: UUID | None = Field(None, description="The version these prices were compared with.")


class FeeChangeAnswer(Answer):
    """A code that changes; `line` is its place in the request, 0 for a code it does not name."""

    line: int
    code: str
    verdict: Verdict
    before: MoneyText | None
    after: MoneyText | None
    refusal: str


class FeePreviewAnswer(Answer):
    """What a version would change: codes, and open bills, which keep what they were charged."""

    base_id: UUID | None
    counts: dict[str, int]
    changes: list[FeeChangeAnswer]
    open_bills: int
    difference: MoneyText


class BillsOfPricesAnswer(Answer):
    """Bills whose price stands here, those charged so, and those charged so by no other price."""

    bills: int
    charged: int
    charged_only_so: int
    may_go: bool = Field(description="Whether it may be deleted: no bill is charged only so.")


class VersionUseAnswer(BillsOfPricesAnswer):
    """What would change without a version: codes of another price, of none any more, and of one again."""

    before: VersionAnswer | None = Field(description="Its prices would go on in the days of this version.")
    changed: int
    removed: int
    restored: int


@operation(router, "GET", "", permission=_VIEW, response=ScheduleList)
def get_schedules(request: HttpRequest):
    """Every schedule by name."""
    return _listed(actor_of_call(request))


@operation(router, "POST", "", permission=_EDIT, response=ScheduleAnswer, status=201)
def post_schedule(request: HttpRequest, body: ScheduleRequest):
    """Adds a schedule without versions."""
    actor = actor_of_call(request)
    made = add_schedule(actor, name=body.name, facility_id=body.facility_id)
    return Status(201, read_schedule(actor, made))


@operation(router, "GET", "/retail-price", permission=_VIEW, response=RetailAnswer)
def get_retail_price(
    request: HttpRequest,
    code: Annotated[str, Query(max_length=40)],
    quantity: Annotated[int, Query(ge=1, le=QUANTITY_MAX)] = 1,
    on: Annotated[Day | None, Query()] = None,
    facility_id: Annotated[UUID | None, Query(alias="facilityId")] = None,
):
    """What a code retails for on a day, today when none is given; a facility's own schedule comes first."""
    return retail_price(
        actor_of_call(request), code, quantity=quantity, on=on or _today(), facility_id=facility_id
    )


@operation(router, "GET", "/{uuid:schedule_id}", permission=_VIEW, response=ScheduleAnswer)
def get_schedule(request: HttpRequest, schedule_id: UUID):
    """One schedule."""
    return read_schedule(actor_of_call(request), schedule_id)


@operation(router, "PATCH", "/{uuid:schedule_id}", permission=_EDIT, response=ScheduleAnswer)
def patch_schedule(request: HttpRequest, schedule_id: UUID, body: ScheduleNameRequest):
    """Gives a schedule another name; its prices stay."""
    actor = actor_of_call(request)
    rename_schedule(actor, schedule_id, name=body.name, name_before=body.name_before)
    return read_schedule(actor, schedule_id)


@operation(router, "GET", "/{uuid:schedule_id}/prices", permission=_VIEW, response=PriceList)
def get_prices(request: HttpRequest, schedule_id: UUID, on: Annotated[Day | None, Query()] = None):
    """The prices that hold on a day, today when none is given."""
    actor = actor_of_call(request)
    schedule = read_schedule(actor, schedule_id)
    version = schedule.version_on(on or _today())
    if version is None:
        raise NotFound()
    found = prices(actor, schedule, version)
    return {
        "effective_on": version.effective_on,
        "items": found,
        "total": len(found),
        "next_cursor": None,
    }


@operation(
    router, "POST", "/{uuid:schedule_id}/versions", permission=_EDIT, response=ScheduleAnswer, status=201
)
def post_version(request: HttpRequest, schedule_id: UUID, body: FeeVersionRequest):
    """Adds a version; sent twice it is one."""
    actor = actor_of_call(request)
    given = {"effective_on": body.effective_on, "keep_others": body.keep_others, "base_id": body.base_id}
    add_version(actor, schedule_id, _rows(body), **given)
    return Status(201, read_schedule(actor, schedule_id))


@operation(
    router, "POST", "/{uuid:schedule_id}/versions/preview", permission=_EDIT, response=FeePreviewAnswer
)
def preview_version(request: HttpRequest, schedule_id: UUID, body: FeeVersionRequest):
    """What the version would change; nothing is saved."""
    actor = actor_of_call(request)
    schedule: Schedule = read_schedule(actor, schedule_id)
    on, keep = body.effective_on, body.keep_others
    base, made = comparison(actor, schedule, _rows(body), effective_on=on, keep_others=keep)
    effect = fee_effect(actor, schedule, made.prices, effective_on=on)
    return {
        "base_id": base and base.id,
        "counts": {verdict.value: made.counts[verdict] for verdict in Verdict},
        "changes": [each for each in made.changes if each.verdict is not Verdict.UNCHANGED],
        "open_bills": effect.bills,
        "difference": effect.difference,
    }


@operation(router, "GET", "/{uuid:schedule_id}/use", permission=_EDIT, response=BillsOfPricesAnswer)
def get_use(request: HttpRequest, schedule_id: UUID):
    """The bills that a schedule prices, and whether it may be deleted."""
    actor, schedule = _to_keep(request, schedule_id)
    return use_of_schedule(actor, schedule)


@operation(router, "DELETE", "/{uuid:schedule_id}", permission=_EDIT, response=None, status=204)
def remove_schedule(
    request: HttpRequest,
    schedule_id: UUID,
    version_id: Annotated[list[UUID] | None, Query(alias="versionId", description=_SEEN)] = None,
):
    """Deletes a schedule with its versions, when no bill was charged by them alone."""
    delete_schedule(actor_of_call(request), schedule_id, versions_seen=version_id or ())
    return Status(204, None)


@operation(router, "GET", f"{_VERSION}/use", permission=_EDIT, response=VersionUseAnswer)
def get_version_use(request: HttpRequest, schedule_id: UUID, version_id: UUID):
    """What a version prices, what would change without it, and whether it may be deleted."""
    actor, schedule = _to_keep(request, schedule_id)
    use = use_of_version(actor, schedule, schedule.version_named(version_id))
    codes = {"changed": use.changed, "removed": use.removed, "restored": use.restored}
    return {"before": use.before, **codes, **BillsOfPricesAnswer.from_orm(use.bills).model_dump()}


@operation(router, "DELETE", _VERSION, permission=_EDIT, response=ScheduleAnswer)
def remove_version(request: HttpRequest, schedule_id: UUID, version_id: UUID):
    """Deletes a version by which alone no bill was charged; the schedule afterwards."""
    actor, schedule = _to_keep(request, schedule_id)
    delete_version(actor, schedule.version_named(version_id).id)
    return read_schedule(actor, schedule_id)


def _to_keep(request: HttpRequest, schedule_id: UUID) -> tuple[Actor, Schedule]:
    """The schedule for who may keep it; others do not learn whether it is there.

    *Raises*: Forbidden, NotFound.
    """
    actor = actor_of_call(request)
    actor.require(_EDIT)
    return actor, read_schedule(actor, schedule_id)


def _listed(actor: Actor) -> dict[str, Any]:
    found = schedules(actor)
    return {"items": found, "total": len(found), "next_cursor": None}


def _rows(body: FeeVersionRequest) -> list[PriceRow]:
    first: dict[str, int] = {}
    return [_row(line, price, first) for line, price in enumerate(body.prices, start=1)]


def _row(line: int, price: PriceRequest, first: dict[str, int]) -> PriceRow:
    try:
        code, retail = read_code(price.code), read_price(str(price.retail))
    except DomainError as refused:
        return PriceRow(line, price.code[:CODE_LETTERS_MAX], None, refused.sentence)
    if first.setdefault(code, line) != line:
        return PriceRow(line, code, None, f"The code stands in line {first[code]} already.")
    return PriceRow(line, code, retail)


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
