"""How a case moves through the stages, from opening to settlement, with the detours real cases take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.cases.stages import Stage

from .chance import Dice, later
from .vocabulary.companies import FirmKind

# Mean days in a stage for a firm of pace 1, and how far they scatter. Fitted so that the open balance by
# stage, the age of the book and the months to cash are those of a real book: see tests/domain/demo.
GATHERING_DAYS, DEMAND_DAYS, NEGOTIATION_DAYS, LITIGATION_DAYS = 26, 17, 73, 450
PENDING_DAYS, DROPPED_DAYS = 400, 360
DIRECT_SETTLEMENT_SHARE = 0.14
PENDING_SHARE, DROPPED_SHARE, STALLED_SHARE = 0.12, 0.05, 0.07
NEW_COUNSEL_SHARE = 0.45
PRIOR_SETTLEMENT_SHARE = 0.006
STALLED_DAYS = 780

Leg = tuple[Stage, int]


@dataclass(frozen=True, slots=True)
class Course:
    """The stages a case passes, with the day each began, however far they lie ahead.

    *Shapes*: exactly one of `settled_on` and `given_up_on` is set.
    """

    steps: tuple[tuple[date, Stage], ...]
    treated_until: date
    settled_on: date | None
    given_up_on: date | None
    has_new_counsel: bool


def course_of(dice: Dice, kind: FirmKind, *, opened_on: date, care_days: int) -> Course:
    """The course of a case of such a firm that opens on that day and is treated for so long."""
    if dice.happens(PRIOR_SETTLEMENT_SHARE):
        return _settled_before_we_serviced(dice, opened_on, care_days)
    legs = _usual_legs(dice, kind, care_days)
    if dice.happens(STALLED_SHARE * kind.stall):
        _stall(dice, legs)
    if dice.happens(PENDING_SHARE * kind.stall):
        _fall_silent(dice, kind, legs)
    if dice.happens(DROPPED_SHARE * kind.stall):
        return _dropped(dice, opened_on, legs)
    steps, settled_on = _walk(opened_on, legs)
    steps.append((settled_on, Stage.SETTLED_NOT_DISBURSED))
    return Course(tuple(steps), _end_of_care(steps), settled_on, None, has_new_counsel=False)


def _usual_legs(dice: Dice, kind: FirmKind, care_days: int) -> list[Leg]:
    def days(mean: int, spread: float = 0.6) -> int:
        return dice.days(mean * kind.pace, spread)

    legs = [
        (Stage.STILL_TREATING, care_days),
        (Stage.GATHERING_BILLS, days(GATHERING_DAYS)),
        (Stage.DEMAND_SENT, days(DEMAND_DAYS)),
    ]
    if not dice.happens(DIRECT_SETTLEMENT_SHARE):
        legs.append((Stage.NEGOTIATION, days(NEGOTIATION_DAYS, 0.75)))
        if dice.happens(kind.litigation):
            legs.append((Stage.IN_LITIGATION, days(LITIGATION_DAYS, 0.7)))
    return legs


def _stall(dice: Dice, legs: list[Leg]) -> None:
    """Makes the last leg drag on for years."""
    stage, days = legs[-1]
    legs[-1] = (stage, days + dice.days(STALLED_DAYS, 0.5))


def _fall_silent(dice: Dice, kind: FirmKind, legs: list[Leg]) -> None:
    """Puts a time of Pending before the rest of the case, which then takes up where it stood."""
    place = dice.randint(2, len(legs))
    legs.insert(place, (Stage.PENDING, dice.days(PENDING_DAYS * kind.pace, 0.8)))
    if place == len(legs) - 1 and dice.happens(0.6):
        legs.append((Stage.NEGOTIATION, dice.days(45)))


def _dropped(dice: Dice, opened_on: date, legs: list[Leg]) -> Course:
    """The attorney drops the client: another one takes over, or the balance is given up one day."""
    place = dice.randint(2, len(legs))
    waiting = (Stage.NO_LONGER_REPRESENT, dice.days(DROPPED_DAYS, 0.5))
    if dice.happens(NEW_COUNSEL_SHARE):
        rest = legs[place:] or [(Stage.NEGOTIATION, dice.days(80))]
        steps, settled_on = _walk(opened_on, [*legs[:place], waiting, *rest])
        steps.append((settled_on, Stage.SETTLED_NOT_DISBURSED))
        return Course(tuple(steps), _end_of_care(steps), settled_on, None, has_new_counsel=True)
    steps, given_up_on = _walk(opened_on, [*legs[:place], waiting])
    return Course(tuple(steps), _end_of_care(steps), None, given_up_on, has_new_counsel=False)


def _settled_before_we_serviced(dice: Dice, opened_on: date, care_days: int) -> Course:
    settled_on = later(opened_on, min(care_days, 30) + dice.days(20))
    steps = ((opened_on, Stage.STILL_TREATING), (settled_on, Stage.SETTLED_PRIOR_TO_SERVICING))
    return Course(steps, settled_on, settled_on, None, has_new_counsel=False)


def _walk(opened_on: date, legs: list[Leg]) -> tuple[list[tuple[date, Stage]], date]:
    steps, day = [], opened_on
    for stage, days in legs:
        steps.append((day, stage))
        # Three days at least, so that a weekend never puts two stages on one day.
        day = later(day, max(3, days))
    return steps, day


def _end_of_care(steps: list[tuple[date, Stage]]) -> date:
    return steps[1][0]
