"""The numbers people see: one series per kind of object and year, without reuse."""

from __future__ import annotations

from django.db import connection

_TAKE = """
INSERT INTO cases_numbering (series, year, last)
VALUES (%(series)s, %(year)s, %(count)s)
ON CONFLICT (series, year) DO UPDATE SET last = cases_numbering.last + excluded.last
RETURNING last
"""


def take_case_numbers(*, year: int, count: int = 1) -> list[str]:
    """The next numbers of the year's cases, such as CASE-2026-00042."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"series": "CASE", "year": year, "count": count})
        last = cursor.fetchone()[0]
    return [f"CASE-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]
