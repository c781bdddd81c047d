"""On which day a journal of an entry date is posted: its own, or the first of the next open period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_start
from openlien.kit.sql import fetch_one

from ..vocabulary import PeriodStatus

_PERIOD = """
SELECT
    (SELECT status FROM ledger_period WHERE month = %(month)s) AS status,
    EXISTS (SELECT FROM ledger_period WHERE month > %(month)s AND status <> 'open') AS is_before_a_closed_one,
    next_open_day(%(month)s) AS next_open_on
"""


@dataclass(frozen=True, slots=True)
class PostingDay:
    """The period of an entry date, and the day offered instead when it takes no postings (ruling C7)."""

    entry_on: date
    status: PeriodStatus
    next_open_on: date

    @property
    def is_open(self) -> bool:
        """Whether the entry date itself can be posted on."""
        return self.status is PeriodStatus.OPEN

    @property
    def month_name(self) -> str:
        """The period as people call it, such as November 2026."""
        return f"{self.entry_on:%B %Y}"

    def allows(self, posting_on: date) -> bool:
        """Whether a journal of this entry date may be meant for that posting date."""
        return posting_on == self.entry_on or (not self.is_open and posting_on == self.next_open_on)


def posting_day(actor: Actor, entry_on: date) -> PostingDay:
    """Where the entry date stands.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    return period_of(entry_on)


def period_of(entry_on: date) -> PostingDay:
    """The same for actions, which ask for their own permission."""
    row = fetch_one(_PERIOD, {"month": month_start(entry_on)})
    status = row.status or (PeriodStatus.CLOSED if row.is_before_a_closed_one else PeriodStatus.OPEN)
    return PostingDay(entry_on, PeriodStatus(status), row.next_open_on)
