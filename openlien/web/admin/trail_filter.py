"""The filters of audit trail and access log, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.http import QueryDict

from openlien.kit.dates import parse_user_date
from openlien.kit.errors import DomainError

from ..business_time import day_begins_at, today


@dataclass(frozen=True)
class TrailFilter:
    """What was asked for, as typed and as moments; `wrong` says by field what cannot be read."""

    texts: Mapping[str, str]
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        """Whether anything limits the list."""
        return any(self.texts.values())

    def query(self, **more: object) -> dict[str, object]:
        """The filter as the query of an address, with more in it."""
        return {**self.texts, **more}


def read_filter(given: QueryDict, names: tuple[str, ...]) -> TrailFilter:
    """The filter of an address: named texts, the days `since` and `until`, both included, and the cursor."""
    wrong: dict[str, str] = {}
    # PostgreSQL refuses the zero byte in any text.
    texts = {name: given.get(name, "").replace("\0", "").strip() for name in (*names, "since", "until")}
    since, until = (_day(texts[name], name, wrong) for name in ("since", "until"))
    cursor = given.get("before", "")
    return TrailFilter(
        texts=texts,
        since=day_begins_at(since) if since else None,
        until=day_begins_at(until + timedelta(days=1)) if until else None,
        before_id=int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else None,
        wrong=wrong,
    )


def _day(text: str, name: str, wrong: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return parse_user_date(text, today=today())
    except DomainError as unreadable:
        wrong[name] = unreadable.sentence
        return None
