"""Row 8: what keeping the figures of row 7 costs a payment: one receipt, one allocation, one commit."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from itertools import cycle

import psycopg

from bench.book import AS_OF, book, migrated_server
from bench.tables import Line, table

RATIO_MAX = 1.35
CASES = 10_000
BLOCKS, PAYMENTS, WARM_UP = 12, 150, 30
TRIGGER = "ALTER TABLE payments_allocation {} TRIGGER balance_follows_payments"
RECEIPT = """
INSERT INTO payments_receipt (case_id, deposited_on, amount, payer, reference)
VALUES (%s, %s, %s, '', '') RETURNING id
"""
ALLOCATION = "INSERT INTO payments_allocation (receipt_id, bill_id, amount) VALUES (%s, %s, %s)"


def main(cases: int = CASES) -> dict[str, float]:
    """Prints and returns the ratios of a payment with and without the kept rows, by what is paid."""
    with migrated_server() as (admin, migrated), book(admin, migrated, cases=cases) as owner:
        times = {"a part of a bill": _times(owner, "25"), "the whole bill": _times(owner, "open")}
    table(
        f"8   what the kept figures cost a payment, {cases:,} cases",
        [_line(name, *its_times) for name, its_times in times.items()],
    )
    return {name: kept / without for name, (without, kept) in times.items()}


def _line(name: str, without: float, kept: float) -> Line:
    ratio = kept / without
    return Line(
        f"a payment of {name}",
        f"{kept:.3f} ms, {ratio:.2f} x",
        f"<= {RATIO_MAX} x",
        is_met=ratio <= RATIO_MAX,
        beside=f"{without:.3f} ms without",
    )


def _times(owner: psycopg.Connection, amount: str) -> tuple[float, float]:
    """The median milliseconds of a payment without and with the kept figures."""
    payments = _payments(owner, amount)
    place = owner.info
    taken: dict[str, list[float]] = {"DISABLE": [], "ENABLE": []}
    with psycopg.connect(host=place.host, port=place.port, user=place.user, dbname=place.dbname) as client:
        client.prepare_threshold = 0
        # Alternating blocks, so that both ways meet the same moods of the machine.
        for way, _ in zip(cycle(taken), range(2 * BLOCKS), strict=False):
            owner.execute(TRIGGER.format(way).encode())
            taken[way] += _block(client, payments)
    owner.execute(TRIGGER.format("ENABLE").encode())
    return statistics.median(taken["DISABLE"]), statistics.median(taken["ENABLE"])


def _payments(owner: psycopg.Connection, amount: str) -> Iterator[tuple[object, ...]]:
    count = 2 * BLOCKS * (PAYMENTS + WARM_UP)
    statement = (
        f"SELECT case_id, bill_id, {amount}::numeric FROM receivables_billbalance"
        " WHERE open > 100 ORDER BY random() LIMIT %s"
    )
    return iter(owner.execute(statement.encode(), [count]).fetchall())


def _block(client: psycopg.Connection, payments: Iterator[tuple[object, ...]]) -> list[float]:
    taken = [_pay(client, *next(payments)) for _ in range(WARM_UP + PAYMENTS)]
    return taken[WARM_UP:]


def _pay(client: psycopg.Connection, case_id: object, bill_id: object, amount: object) -> float:
    began = time.perf_counter()
    receipt = client.execute(RECEIPT, [case_id, AS_OF, amount]).fetchone()
    client.execute(ALLOCATION, [receipt and receipt[0], bill_id, amount])
    client.commit()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
