#!/usr/bin/env python3
"""Shows where the time of postings and reports goes: waiting, this process, the server, and its functions.

    bench/ledger_profile.py                   one posting of each contender, one large request, the reports
    bench/ledger_profile.py --first           its processes run before all others of the machine; needs root
    bench/ledger_profile.py --lines 1000000   reports over so many lines; 100,000 without it

Processor times hold on a busy machine as well, within a fifth or so; the waiting holds with --first only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
VENV = REPOSITORY / ".venv" / "bin" / "python"
if VENV.exists() and "OPENLIEN_BENCH" not in os.environ:
    os.execve(VENV, [str(VENV), "-W", "ignore", *sys.argv], {**os.environ, "OPENLIEN_BENCH": "1"})
sys.path.insert(0, str(REPOSITORY))

import psycopg  # noqa: E402

from bench.ledger_rows.contest import ACCOUNTS, ACCOUNTS_POSTED_TO, Contest, contest  # noqa: E402

TURNS = 6
OF_ONE = {"ours": 60, "record_event": 60, "bare": 60, "hordak": 60, "django-ledger": 10}
MID_MONTH, MONTH_END = "2026-11-15", "2026-06-30"
FUNCTIONS = """
SELECT
    found.funcname,
    found.calls::float / posting.calls,
    1000 * found.total_time / posting.calls,
    1000 * found.self_time / posting.calls
FROM pg_stat_user_functions AS found
JOIN pg_stat_user_functions AS posting ON posting.funcname = 'post_journal'
ORDER BY found.self_time DESC
"""
Costs = Sequence[Sequence[float]]


def postings(contenders: Contest) -> None:
    """One posting of two lines, by each contender in turn."""
    print("\nOne posting of two lines, medians in microseconds")
    show(costs(contenders, "one", dict(OF_ONE), accounts=ACCOUNTS_POSTED_TO))


def functions(contenders: Contest) -> None:
    """What each function of the database takes of a posting, as PostgreSQL itself counts."""
    with psycopg.connect(contenders.addresses["ours"], autocommit=True) as server:
        server.execute("ALTER DATABASE bench_ours SET track_functions = 'all'")
        server.execute("SELECT pg_stat_reset()").fetchone()
        costs(contenders, "one", {"ours": 300}, accounts=ACCOUNTS_POSTED_TO)
        server.execute("ALTER DATABASE bench_ours RESET track_functions")
        print("\nIts functions in the database, for each posting: calls, microseconds in all, in itself")
        for name, calls, total, own in server.execute(FUNCTIONS):
            print(f"  {name:24} {calls:6.1f} {total:9.1f} {own:9.1f}")


def requests(contenders: Contest) -> None:
    """10,000 postings in one request."""
    print("\n10,000 postings in one request, medians in microseconds")
    show(costs(contenders, "many", {"ours": 10_000, "bare": 10_000}, accounts=ACCOUNTS_POSTED_TO))


def reports(contenders: Contest, lines: int) -> None:
    """The balance of an account and the trial balance, against reading rows."""
    contenders.fill("ours", lines)
    print(f"\nReports over {lines:,} lines on {ACCOUNTS:,} accounts, medians in microseconds")
    for task, words, day in (
        ("balance", "balance of one account", ""),
        ("trial", "trial balance", ""),
        ("trial", "trial balance at the end of a closed month", MONTH_END),
        ("trial", "trial balance in the middle of a month", MID_MONTH),
    ):
        print(f"  {words}")
        counts = {"ours": 60 if task == "balance" else 4, "bare": 60 if task == "balance" else 4}
        show(costs(contenders, task, counts, *([day] if day else []), accounts=ACCOUNTS))


def costs(
    contenders: Contest, task: str, counts: Mapping[str, int], *more: object, accounts: int
) -> dict[str, Costs]:
    """What each kind took of each posting, or of each question; the first turn only warms up."""
    found: dict[str, list[Sequence[float]]] = {kind: [] for kind in counts}
    with contenders.clients(tuple(counts), accounts=accounts) as clients:
        for turn in range(TURNS + 1):
            for kind, count in counts.items():
                measured = clients[kind][0].ask("costs", task, count, *more)
                found[kind] += measured if turn else []  # type: ignore[arg-type]
    return found


def show(found: Mapping[str, Costs]) -> None:
    """Prints the medians of each kind, and how they compare with bare SQL."""
    limit = statistics.median(row[0] for row in found["bare"]) if "bare" in found else None
    for kind, rows in found.items():
        waited, own, server = (statistics.median(column) for column in zip(*rows, strict=True))
        beside = f"  {waited / limit:6.2f} x bare" if limit else ""
        print(f"  {kind:14} waited {waited:10.0f}  client {own:10.0f}  server {server:10.0f}{beside}")
    sys.stdout.flush()


def main() -> None:
    """Runs all profiles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--lines", type=int, default=100_000)
    given = parser.parse_args()
    if given.first:
        os.environ["OPENLIEN_BENCH_FIRST"] = "1"
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}.")
    with contest() as contenders:
        postings(contenders)
        functions(contenders)
        requests(contenders)
        reports(contenders, given.lines)
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
