"""Facts that an import or the demo brought go into the books together, in the transaction that wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import DatabaseError, connection

from openlien.identity.actor import Actor
from openlien.kit.sql import fetch_all, load
from openlien.ledger.errors import refusal_of

ENTRIES_A_CALL = 20_000


def begin_events() -> None:
    """Makes room for events; what is gathered after this goes in together."""
    _call("SELECT make_case_events()")


def gather_facts(batch_id: UUID) -> None:
    """Gathers what the bills, receipts and adjustments of a batch mean for the books."""
    _call(load("openlien.payments", "events_of_batch"), {"batch": batch_id})


def closed_months() -> list[date]:
    """The closed months in which what was gathered would have to be posted, the first one first."""
    return [row.month for row in fetch_all(load("openlien.payments", "closed_months"))]


def post_events(
    actor: Actor, *, today: date, first_open_day: date | None = None, entries_a_call: int = ENTRIES_A_CALL
) -> int:
    """How many events are in the books now, all of what was gathered.

    `first_open_day` is given where somebody decided to post what belongs to closed months on that day.
    Raises: what the books refuse, such as PeriodClosed, CaseAccountClosed or FutureEntryDate.
    """
    given = [actor.user_id, actor.name, actor.source, actor.request_id, today, entries_a_call]
    given.append(first_open_day or date.min)
    return _answer("SELECT post_case_events(%s, %s, %s, %s, %s, %s, %s)", given)


def mirror_booked(actor: Actor, keys: Sequence[str], *, today: date) -> int:
    """How many entries were taken back: those under these keys that were not before.

    Raises: what the books refuse, such as CaseAccountClosed.
    """
    given = [list(keys), actor.user_id, actor.name, actor.source, actor.request_id, today]
    return _answer("SELECT mirror_booked(%s, %s, %s, %s, %s, %s)", given)


def _call(statement: str, params: object = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _answer(statement: str, params: Sequence[object]) -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            return cursor.fetchone()[0]
    except DatabaseError as broken:
        if refusal := refusal_of(broken):
            raise refusal from broken
        raise
