"""What was done for a patient and billed for: by level of care, at facilities of the patient's state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openlien.cases.codes import ArType

from .chance import Dice, later, working_day
from .directory import Directory, Facility
from .vocabulary import services
from .vocabulary.services import Service


class CareLevel(StrEnum):
    """The most severe care a case reached."""

    THERAPY = "therapy"
    PAIN = "pain"
    SURGICAL = "surgical"


CARE_LEVELS = tuple(CareLevel)
CARE_WEIGHTS = (50, 37, 13)
CARE_DAYS = {CareLevel.THERAPY: 135, CareLevel.PAIN: 205, CareLevel.SURGICAL: 300}


@dataclass(frozen=True, slots=True)
class Treatment:
    """One billed line. *Units*: cents."""

    facility: Facility
    service: Service
    quantity: int
    service_on: date
    invoice_on: date
    originated_on: date
    billed: int
    contracted: int
    ar_type: ArType


def treatments(
    dice: Dice,
    directory: Directory,
    *,
    level: CareLevel,
    state: str,
    opened_on: date,
    until: date,
    invoiced_by: date,
) -> list[Treatment]:
    """The billed lines of a case in order of service, none invoiced later than `invoiced_by`."""
    chosen = {}
    span = max(1, (until - opened_on).days - 1)
    visits = sorted(
        ((round(span * share), service) for service, share in _plan(dice, level)), key=lambda visit: visit[0]
    )
    lines = []
    for days, service in visits:
        place = chosen.get(service.facility)
        if place is None:
            place = chosen[service.facility] = dice.pick(directory.facilities_for[state, service.facility])
        on = opened_on if not lines else working_day(max(opened_on, opened_on + timedelta(days=days)))
        lines.append(_line(dice, directory, place, service, on, opened_on, invoiced_by))
    return lines


def _plan(dice: Dice, level: CareLevel) -> list[tuple[Service, float]]:
    """What is done, and at which share of the time of care it is billed."""
    plan = [(services.VISITS[0], 0.0)]
    plan += [
        (service, dice.uniform(0.35, 1))
        for service in dice.sample(services.THERAPIES, dice.pick((1, 2), (60, 40)))
    ]
    if dice.happens(0.25):
        plan.append((dice.pick(services.PICTURES), dice.uniform(0, 0.15)))
    if level is CareLevel.THERAPY:
        return plan + _maybe_scan(dice)
    plan += [
        (scan, dice.uniform(0.1, 0.35)) for scan in dice.sample(services.SCANS, dice.pick((1, 2), (65, 35)))
    ]
    if level is CareLevel.PAIN:
        return plan + _pain_care(dice)
    return plan + _surgical_care(dice)


def _maybe_scan(dice: Dice) -> list[tuple[Service, float]]:
    if dice.happens(0.2):
        return [(dice.pick(services.SCANS), dice.uniform(0.2, 0.5))]
    return [(services.VISITS[3], dice.uniform(0.4, 0.9))] if dice.happens(0.4) else []


def _pain_care(dice: Dice) -> list[tuple[Service, float]]:
    plan = [(services.VISITS[1], dice.uniform(0.3, 0.4))]
    plan += [
        (injection, dice.uniform(0.45, 0.95))
        for injection in dice.sample(services.INJECTIONS, dice.pick((1, 2), (60, 40)))
    ]
    if dice.happens(0.2):
        plan.append((dice.pick(services.TESTS), dice.uniform(0.3, 0.6)))
    if dice.happens(0.15):
        plan.append((dice.pick(services.NERVE_TREATMENTS), dice.uniform(0.8, 1)))
    return plan


def _surgical_care(dice: Dice) -> list[tuple[Service, float]]:
    at = dice.uniform(0.7, 0.9)
    return [
        (services.VISITS[2], dice.uniform(0.3, 0.45)),
        (dice.pick(services.INJECTIONS), dice.uniform(0.4, 0.6)),
        (dice.pick(services.OPERATIONS, (26, 24, 22, 15, 13)), at),
        (dice.pick(services.ANESTHESIA), at),
        (services.VISITS[4], min(1, at + 0.1)),
    ]


def _line(
    dice: Dice,
    directory: Directory,
    place: Facility,
    service: Service,
    on: date,
    opened_on: date,
    invoiced_by: date,
) -> Treatment:
    quantity = dice.randint(*service.quantities)
    billed = directory.price(service, on) * quantity
    rate = dice.thousandths(270, 330, 420) if place.in_network else dice.thousandths(430, 500, 620)
    advanced = dice.happens(place.group.advanced_share / 100)
    return Treatment(
        facility=place,
        service=service,
        quantity=quantity,
        service_on=on,
        # Care that a settlement overtook was billed when it came, never before it was given.
        invoice_on=max(on, min(later(on, dice.randint(4, 24)), invoiced_by)),
        originated_on=max(opened_on, working_day(on - timedelta(days=dice.randint(0, 12)))),
        billed=billed,
        contracted=billed * rate // 1000,
        ar_type=ArType.PARTIAL_ADVANCE if advanced else ArType.SERVICED,
    )
