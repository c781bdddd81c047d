"""Words that the pages of periods share: months in addresses, states in colors, who and when."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from openlien.accounting.month_end import State
from openlien.accounting.queries.month_end import MonthLine
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end
from openlien.kit.errors import NotFound
from openlien.ledger.vocabulary import PeriodStatus, SyncStatus

from ...business_time import here
from ...jinja import time_text, url
from ..places import ledger_tabs

PERIOD_FAMILIES = {
    PeriodStatus.OPEN: "active",
    PeriodStatus.CLOSED: "settled",
    PeriodStatus.LOCKED: "neutral",
}
STEP_SIGNS = {
    State.DONE: ("Done", "settled"),
    State.STALE: ("Again", "risk"),
    State.READY: ("To do", "pending"),
    State.WAITING: ("Waits", "neutral"),
}
SYNC_FAMILIES = {
    SyncStatus.PENDING: "pending",
    SyncStatus.SENDING: "active",
    SyncStatus.SYNCED: "settled",
    SyncStatus.ERROR: "risk",
    SyncStatus.REJECTED: "neutral",
}


def frame(request: HttpRequest) -> dict[str, object]:
    """The tabs of the books, and what the reader may do to a month."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "tabs": ledger_tabs(request),
        "may_write": actor.may(Permission.JOURNALS_WRITE),
        "may_post": actor.may(Permission.JOURNALS_POST),
        "may_close": actor.may(Permission.PERIODS_CLOSE),
        "may_set_up": actor.may(Permission.LEDGER_SET_UP),
    }


def month_of(text: str) -> date:
    """The first day of the month in an address, 2026-11.

    *Raises*: NotFound.
    """
    try:
        year, month = text.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        raise NotFound() from None


def month_code(month: date) -> str:
    """The month as addresses name it."""
    return f"{month:%Y-%m}"


def month_href(month: date) -> str:
    """The page of a month."""
    return url("ledger:period", month_code(month))


def month_name(month: date) -> str:
    """The month as people read it."""
    return f"{month:%B %Y}"


def state_words(line: MonthLine) -> str:
    """Who closed or locked the month, and when; why it was opened again."""
    if line.status is PeriodStatus.LOCKED:
        return f"Locked by {line.locked_by or 'OpenLien'}, {when(line.locked_at)}"
    if line.status is PeriodStatus.CLOSED:
        return f"Closed by {line.closed_by or 'OpenLien'}, {when(line.closed_at)}" if line.closed_at else ""
    if line.reopening_reason:
        return f"Opened again: {line.reopening_reason}"
    return "" if line.is_over else "The month is not over"


def when(moment: datetime | None) -> str:
    """A moment on the company's clock."""
    return time_text(here(moment))


def trial_balance_href(month: date) -> str:
    """The trial balance at the month's end."""
    return url("ledger:report", "trial-balance", query={"asOf": month_end(month).isoformat()})
