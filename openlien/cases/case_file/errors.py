"""What the case file refuses, as the sentences that people read."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings

from openlien.identity.constraints import speaks_for
from openlien.kit.date_words import day_text
from openlien.kit.errors import Conflict, DomainError, InvalidInput, StaleVersion


class FileChangedMeanwhile(StaleVersion):
    """Not saved. {who} changed this{when} while you were editing: you saw {yours}, it is at {theirs} now."""

    code: ClassVar[str] = "stale_version"

    def __init__(self, *, who: str, at: datetime | None, yours: object, theirs: object) -> None:
        here = at.astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE)) if at else None
        when = f" on {day_text(here)} at {here:%H:%M}" if here else ""
        super().__init__(yours, theirs, who=who, at=at, when=when)


class WordsMissing(InvalidInput):
    """Not saved. Enter {what}."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(field, "", what=what)


class ChoiceUnknown(InvalidInput):
    """Not saved. There is no such {field} to choose."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "")


class DayToCome(InvalidInput):
    """Not saved. Enter a day that has passed or today; {day} is still to come."""

    def __init__(self, field: str, day: object) -> None:
        super().__init__(field, "", day=day)


@speaks_for("plaintiff_weight_is_positive")
class WeightOutOfRange(DomainError):
    """Not saved. The weight is a whole number from 1 to 1,000."""


class PlaintiffListed(Conflict):
    """Not saved. {name} is a plaintiff of this case already."""


class PlaintiffOfAnotherCase(DomainError):
    """Not saved. Choose one of the plaintiffs of this case."""


class PersonOfOtherCases(DomainError):
    """Not saved. {name} is also on a case that you do not reach; ask somebody who reaches both."""

    status = 403


class AdjusterOfOthers(DomainError):
    """Not saved. {name} is on file with another phone or e-mail, also for cases that you do not reach;
    leave both blank to keep what is on file.
    """

    status = 403


@speaks_for("case_expense_is_positive")
class ExpenseNotPositive(DomainError):
    """Not saved. An expense is more than 0.00; to take it back, remove the expense."""


class PatientStays(Conflict):
    """Not removed. {name} is the patient of the case, who stays one of its plaintiffs."""


class StillNamed(Conflict):
    """Not removed. It is still named by {named} of this case; change or remove those first."""


class SharedBySettlement(Conflict):
    """Not removed. The settlement of {settled_on} is of all plaintiffs and rests on who they are."""


class ExpensePaidBack(Conflict):
    """Not removed. A check of {drawn_on} pays this expense back; void that check first."""
