"""Closing, locking and opening months; the checklist before it is somebody else's."""

from __future__ import annotations

from datetime import date

from django.db import connection

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.kit.dates import month_end, month_start

from ..errors import PeriodNotOver, ReasonRequired
from ..models import Period
from ..rights import Right, require
from .unit import ledger_action

REASON_LETTERS_MAX = 500


@ledger_action
def close_period(actor: Actor, month: date, *, today: date) -> Period:
    """The closed month; postings under way end first, and none enters behind it.

    *Shapes*: any day names its month.
    *Raises*: Forbidden, PeriodNotOver, PeriodNotOpen, EarlierPeriodOpen, BooksBusy.
    """
    require(actor, Right.CLOSE_PERIODS)
    if month_end(month) >= today:
        raise PeriodNotOver(month=f"{month:%B %Y}")
    _call("SELECT close_period(%s, %s)", month_start(month), actor.user_id)
    return Period.objects.get(month=month_start(month))


@ledger_action
def lock_period(actor: Actor, month: date) -> Period:
    """The locked month; nothing opens it again.

    *Raises*: Forbidden, PeriodNotClosed.
    """
    require(actor, Right.CLOSE_PERIODS)
    _call("SELECT lock_period(%s, %s)", month_start(month), actor.user_id)
    return Period.objects.get(month=month_start(month))


@ledger_action
def reopen_period(actor: Actor, month: date, *, reason: str) -> Period:
    """The last closed month, open again.

    *Raises*: Forbidden, ReasonRequired, PeriodNotClosed, PeriodLocked, LaterPeriodClosed.
    """
    require(actor, Right.CLOSE_PERIODS)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonRequired()
    _call("SELECT reopen_period(%s, %s)", month_start(month), stated)
    return Period.objects.get(month=month_start(month))


@ledger_action
def anchor_books(actor: Actor) -> None:
    """Keeps the head of each year's chain as an anchor; what is printed or sent from it stands outside.

    *Raises*: Forbidden.
    """
    require(actor, Right.AUDIT)
    _call("SELECT anchor_books(%s)", actor.name)


def _call(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
