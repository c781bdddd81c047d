"""What somebody agrees to in a payment plan, checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from openlien.cases.wording import plain_text
from openlien.kit.money import Money

from .errors import FirstDayOver, FirstDayTooFar, ReminderDaysOutOfRange, SplitUnclear
from .models import DAYS_MAX
from .schedule import Interval, Promised, scheduled

NOTE_LETTERS_MAX = 500
REASON_LETTERS_MAX = 300
FIRST_DAY_AHEAD_MAX = timedelta(days=731)


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """How much is to come, from which day on, how often; by number (`count`) or amount (`each`).

    *Units*: USD; `days_before` and `days_after` are days around an instalment, 0 for no reminder.
    """

    amount: Money
    first_due_on: date
    interval: Interval
    count: int | None = None
    each: Money | None = None
    days_before: int = 3
    days_after: int = 3
    is_reminded_on_day: bool = True
    note: str = ""

    def checked(self, *, today: date) -> PlanTerms:
        """The same with plain words, of a day that is still to come.

        *Raises*: SplitUnclear, FirstDayOver, FirstDayTooFar, ReminderDaysOutOfRange, TextTooLong,
        TextNotPlain.
        """
        if (self.count is None) == (self.each is None):
            raise SplitUnclear(field="count")
        if self.first_due_on < today:
            raise FirstDayOver(field="first_due_on", due_on=self.first_due_on)
        if self.first_due_on - today > FIRST_DAY_AHEAD_MAX:
            raise FirstDayTooFar(field="first_due_on", due_on=self.first_due_on)
        if not (0 <= self.days_before <= DAYS_MAX and 0 <= self.days_after <= DAYS_MAX):
            raise ReminderDaysOutOfRange(field="days_before", days_max=DAYS_MAX)
        return replace(self, note=plain_text(self.note, letters_max=NOTE_LETTERS_MAX))

    def schedule(self, *, number_from: int = 1) -> list[Promised]:
        """The instalments that these terms mean.

        *Raises*: TooManyInstalments, InstalmentTooSmall, InstalmentNotPositive.
        """
        return scheduled(
            self.amount,
            self.first_due_on,
            self.interval,
            count=self.count,
            each=self.each,
            number_from=number_from,
        )
