"""Pages of lists by keyset: a cursor holds the sort key of the last row shown."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from openlien.kit.errors import DomainError

LIMIT_MAX = 200
# A sum over no bills at all is written "0".
AMOUNT = re.compile(r"-?\d{1,12}(\.\d\d)?", re.ASCII)
UNKNOWN_LAST = "infinity"


class BadCursor(DomainError):
    """This page of the list does not exist. Start again from the first page."""

    code = "bad_cursor"
    status = 422


class LimitOutOfBounds(DomainError):
    """Ask for 1 to 200 rows at a time, not {limit}."""

    code = "limit_out_of_bounds"
    status = 422


class Order(Enum):
    """What a list is sorted by: the expression that rises, and the type that its keys have in SQL."""

    LARGEST = ("largest", "-matter.open", "numeric")
    OLDEST_SETTLEMENT = ("settled", f"coalesce(matter.settled_on, '{UNKNOWN_LAST}')", "date")

    def __init__(self, code: str, expression: str, kind: str) -> None:
        self.code = code
        self.expression = expression
        self.kind = kind

    def allows(self, key: str) -> bool:
        """Whether a list of this order could have this key."""
        if self.kind == "numeric":
            return AMOUNT.fullmatch(key) is not None
        try:
            return key == UNKNOWN_LAST or bool(date.fromisoformat(key))
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the row with this sort key and id."""

    key: str
    id: UUID


def checked_limit(limit: int) -> int:
    """Return the limit.

    *Raises*: LimitOutOfBounds.
    """
    if not 1 <= limit <= LIMIT_MAX:
        raise LimitOutOfBounds(limit=limit)
    return limit


def write_cursor(order: str, place: Place) -> str:
    """Return the text that names a place in a list of that order."""
    return base64.urlsafe_b64encode(f"{order}|{place.key}|{place.id}".encode()).decode().rstrip("=")


def read_place(order: str, cursor: str) -> Place:
    """Return the place that a cursor of that order names, its key not checked yet.

    *Raises*: BadCursor for text that no list of that order wrote.
    """
    try:
        written = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), b"-_", validate=True)
        its_order, its_key, its_id = written.decode("ascii").split("|")
        place = Place(its_key, UUID(its_id))
    except (ValueError, binascii.Error):
        raise BadCursor() from None
    if its_order != order:
        raise BadCursor()
    return place


def read_cursor(order: Order, cursor: str) -> Place:
    """Return the place that a cursor names.

    *Raises*: BadCursor for text that no list of that order wrote.
    """
    place = read_place(order.code, cursor)
    if not order.allows(place.key):
        raise BadCursor()
    return place
