"""Row 7: the figures of the portfolio page at three sizes, through the product's own functions."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date

import psycopg

from bench.book import AS_OF, book, migrated_server
from bench.tables import Line, table

SIZES = (10_000, 100_000)
LARGE_SIZES = (*SIZES, 1_000_000)
# The first step of performance.md; the goal is 1 ms at every size.
MILLISECONDS_MAX = {100_000: 22.0}
REPEATS = 30
BARE = """
SELECT stage, sum(open), count(*), sum(open_bills)
FROM receivables_casesummary
WHERE open_bills > 0
GROUP BY stage
"""


def main(sizes: Sequence[int] = SIZES) -> dict[int, dict[str, float]]:
    """Prints and returns the median milliseconds of each question at each size."""
    with migrated_server() as (admin, migrated):
        return {size: _measure(admin, migrated, size) for size in sizes}


def _measure(admin: psycopg.Connection, migrated: str, cases: int) -> dict[str, float]:
    began = time.perf_counter()
    with book(admin, migrated, cases=cases) as owner:
        made = time.perf_counter() - began
        owner.execute("SELECT fold_moves()")
        owner.execute("VACUUM ANALYZE receivables_move")
        bare = _median(lambda: owner.execute(BARE, prepare=True).fetchall())
        timings = {name: _median(question) for name, question in _questions().items()}
    limit = MILLISECONDS_MAX.get(cases)
    lines = [Line("the pipeline from the case rows, in bare SQL", f"{bare:.1f} ms")]
    lines += [
        Line(
            name, f"{taken:.1f} ms", f"<= {limit:.0f} ms" if limit else "", taken <= limit if limit else None
        )
        for name, taken in timings.items()
    ]
    table(f"7   figures of the portfolio page, {cases:,} cases (made in {made:.0f} s)", lines)
    return timings


def _questions() -> dict[str, Callable[[], object]]:
    from openlien.identity.actor import system_actor
    from openlien.receivables import queries

    actor, day = system_actor("cli"), date.fromisoformat(AS_OF)
    return {
        "pipeline": lambda: queries.pipeline(actor, day),
        "settled-pending top 50": lambda: queries.settled_pending(actor, day, limit=50),
        "at-risk top 50": lambda: queries.at_risk(actor, day, limit=50),
        "summary": lambda: queries.summary(actor, day),
    }


def _median(call: Callable[[], object]) -> float:
    call()
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
