"""Closing, locking and opening months, and taking back events; the checklist is the accountant's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end, month_start

from ..door import post_entries
from ..entries import Posted
from ..errors import LockedForGood, PeriodNotOver, ReasonRequired, UnknownJournal
from ..models import Period, Posting
from ..papers import entry_that_reverses
from ..vocabulary import PeriodStatus
from .journals import number_of
from .unit import ledger_action

REASON_LETTERS_MAX = 500


@ledger_action
def close_period(actor: Actor, month: date, *, today: date) -> Period:
    """The closed month; postings under way end first, and none enters behind it.

    *Shapes*: any day names its month.
    *Raises*: Forbidden, PeriodNotOver, PeriodNotOpen, EarlierPeriodOpen, BooksBusy.
    """
    actor.require(Permission.PERIODS_CLOSE)
    if month_end(month) >= today:
        raise PeriodNotOver(month=f"{month:%B %Y}")
    _call("SELECT close_period(%s, %s)", month_start(month), actor.user_id)
    return Period.objects.get(month=month_start(month))


@ledger_action
def lock_period(actor: Actor, month: date) -> Period:
    """The locked month; nothing opens it again.

    *Raises*: Forbidden, PeriodNotClosed.
    """
    actor.require(Permission.PERIODS_CLOSE)
    _call("SELECT lock_period(%s, %s)", month_start(month), actor.user_id)
    return Period.objects.get(month=month_start(month))


@ledger_action
def reopen_period(actor: Actor, month: date, *, reason: str) -> Period:
    """The last closed month, open again.

    *Raises*: Forbidden, ReasonRequired, PeriodNotClosed, PeriodLocked, LaterPeriodClosed.
    """
    actor.require(Permission.PERIODS_CLOSE)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonRequired()
    if Period.objects.filter(month=month_start(month), status=PeriodStatus.LOCKED).exists():
        raise LockedForGood(month=f"{month:%B %Y}")
    _call("SELECT reopen_period(%s, %s)", month_start(month), stated)
    return Period.objects.get(month=month_start(month))


@ledger_action
def take_back_events(
    actor: Actor, event: str, keys: Sequence[str], *, on: date, today: date, posting_on: date | None = None
) -> list[Posted]:
    """What became of the reversal of each event, in the order of the keys: all are taken back, or none.

    *Shapes*: the event's name and the keys it was recorded with; one that is taken back already is passed by.
    *Raises*: Forbidden, UnknownJournal and what the door refuses.
    """
    actor.require(Permission.JOURNALS_POST)
    found = {
        posting.key: posting
        for posting in Posting.objects.filter(key__in=[f"{event}:{key}" for key in keys]).select_related(
            "seal"
        )
    }
    if len(found) < len(set(keys)):
        raise UnknownJournal()
    reversed_ids = set(
        Posting.objects.filter(reverses__in=[posting.id for posting in found.values()]).values_list(
            "reverses_id", flat=True
        )
    )
    entries = [
        entry_that_reverses(
            actor, posting, number=number_of(posting), on=max(on, posting.entry_on), posting_on=posting_on
        )
        for posting in (found[f"{event}:{key}"] for key in keys)
        if posting.id not in reversed_ids
    ]
    return post_entries(actor, entries, today=today) if entries else []


@ledger_action
def anchor_books(actor: Actor) -> None:
    """Keeps the head of each year's chain as an anchor; what is printed or sent from it stands outside.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    _call("SELECT anchor_books(%s)", actor.name)


def _call(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
