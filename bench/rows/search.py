"""Row 9: the search box over case number, patient and firm, through the product's own function."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg

from bench.book import migrated_server
from bench.tables import Line, table

SIZES = (10_000, 100_000, 1_000_000)
MILLISECONDS_MAX = {100_000: 5.0, 1_000_000: 25.0}
REPEATS = 40
CASES_A_YEAR = 90_000

# What people type; {n} is a number of the book. A miss, rare and common beginnings, and bare numbers.
SEARCHES = {
    "miss": "zzyzx qqq",
    "one letter": "m",
    "common beginning": "mar",
    "two common words": "ma lo",
    "common and rare": "mar wexforddale",
    "rare name": "wexforddale",
    "firm": "quillfeather law",
    "firm and number": "quillfeather 7",
    "bare number": "{n}",
    "number with zeros": "{n:05d}",
    "whole number": "CASE-2020-{n:05d}",
}

ILIKE = """
SELECT cases_case.number
FROM cases_case
JOIN cases_party AS patient ON patient.id = cases_case.patient_id
LEFT JOIN cases_party AS firm ON firm.id = cases_case.law_firm_id
WHERE cases_case.number ILIKE %(words)s OR patient.name ILIKE %(words)s OR firm.name ILIKE %(words)s
LIMIT 8
"""

NAMES = """
SELECT
    (ARRAY['Maria', 'James', 'Zoe', 'Kai', 'Luisa', 'Omar', 'Priya', 'Anh', 'Marcus', 'Dolores'])[
        1 + (n * 7919 %% 10)]
    || ' '
    || (ARRAY['Lopez', 'Marlow', 'Nguyen', 'O''Brien', 'Quill', 'Sato', 'Larke', 'Vance', 'Tench'])[
        1 + (n * 104729 %% 9)]
    || (ARRAY['', 'son', 'field', 'man', 'ez', 'ton', 'well', 'worth', 'dale', 'by', 'kin'])[
        1 + (n * 1299709 %% 11)]
"""

FILL = (
    "SET session_replication_role = replica",
    """
    INSERT INTO cases_party (
        kind, name, name_key, external_id, gender, language, marital_status, state, version
    )
    SELECT 'law_firm', CASE WHEN n = 77 THEN 'Quillfeather' ELSE initcap(substr(md5(n::text), 1, 9)) END
        || (ARRAY[' Law Group', ' Injury Law, APC', ' & Tench, LLP', ' Legal'])[1 + n % 4],
        '', '', '', '', '', '', 1
    FROM generate_series(1, 500) AS n
    """,
    f"""
    INSERT INTO cases_party (
        kind, name, name_key, external_id, gender, language, marital_status, state, version
    )
    SELECT 'patient', CASE WHEN n = 4711 THEN 'Mary Wexforddale' ELSE ({NAMES}) END,
        '', '', '', '', '', '', 1
    FROM generate_series(1, %(cases)s::bigint) AS n
    """,
    """
    INSERT INTO cases_case (
        number, external_id, mrn, patient_id, law_firm_id, opened_on, state, accident_type, incident_facts,
        injuries_summary, insurance_limits, stage, version, search
    )
    SELECT numbered.number, '', '', patient.id, firm.id, '2026-01-05', 'CA', '', '', '', '', 'negotiation', 1,
        case_search_words(numbered.number, ' ', patient.name, firm.name)
    FROM (
        SELECT id, name, row_number() OVER (ORDER BY id) AS n FROM cases_party WHERE kind = 'patient'
    ) AS patient
    JOIN (
        SELECT id, name, row_number() OVER (ORDER BY id) AS n FROM cases_party WHERE kind = 'law_firm'
    ) AS firm ON firm.n = 1 + patient.n %% 500
    CROSS JOIN LATERAL (
        SELECT 'CASE-' || 2015 + patient.n / %(a_year)s || '-'
            || lpad((1 + patient.n %% %(a_year)s)::text, 5, '0') AS number
    ) AS numbered
    """,
    "SET session_replication_role = origin",
    "VACUUM ANALYZE cases_party",
    "VACUUM ANALYZE cases_case",
)


def main(sizes: Sequence[int] = SIZES) -> dict[int, float]:
    """Prints the row and returns the slowest kind of search at each size, in milliseconds at the median."""
    with migrated_server() as (admin, migrated):
        return {size: _measure(admin, migrated, size) for size in sizes}


def _measure(admin: psycopg.Connection, migrated: str, cases: int) -> float:
    name = f"bench_search_{cases}"
    with _book(admin, migrated, name, cases) as fill_seconds:
        timings = {kind: _median(_search(words, cases)) for kind, words in SEARCHES.items()}
        ilike = _median(_ilike("%zzyzx%"), repeats=5)
    limit = MILLISECONDS_MAX.get(cases)
    table(
        f"9   search in {cases:,} cases (made in {fill_seconds:.0f} s); ILIKE misses in {ilike:.1f} ms",
        [
            Line(
                kind,
                f"{taken:.2f} ms",
                f"<= {limit:.0f} ms" if limit else "",
                taken <= limit if limit else None,
                beside=f"1/{ilike / taken:.0f} of ILIKE",
            )
            for kind, taken in timings.items()
        ],
    )
    return max(timings.values())


@contextmanager
def _book(admin: psycopg.Connection, migrated: str, name: str, cases: int) -> Iterator[float]:
    from django.db import connection

    began = time.perf_counter()
    admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"'.encode())
    place = {"host": admin.info.host, "port": admin.info.port, "user": admin.info.user}
    with psycopg.connect(
        **place, dbname=name, autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as filling:
        for statement in FILL:
            parameters = {"cases": cases, "a_year": CASES_A_YEAR} if "%(" in statement else None
            filling.execute(statement, parameters)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield time.perf_counter() - began
    finally:
        connection.close()
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _search(words: str, cases: int) -> Callable[[], object]:
    from openlien.cases.search import search_cases
    from openlien.identity.actor import system_actor

    actor, typed = system_actor("cli"), words.format(n=min(cases, CASES_A_YEAR) * 7 // 9)
    return lambda: search_cases(actor, typed, limit=8)


def _ilike(words: str) -> Callable[[], object]:
    from openlien.kit.sql import fetch_all

    return lambda: fetch_all(ILIKE, {"words": words})


def _median(call: Callable[[], object], *, repeats: int = REPEATS) -> float:
    call()
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
