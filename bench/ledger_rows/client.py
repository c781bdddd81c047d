"""One process of a bench: does one task with one driver and prints what it measured as JSON.

client.py KIND TASK NUMBER [hot|spread] [start instant]
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

ACCOUNTS = 10_000
WARM = 30
MODULES = {
    "ours": "bench.ledger_rows.ours",
    "bare": "bench.ledger_rows.bare",
    "hordak": "bench.ledger_rows.hordak_peer",
    "django-ledger": "bench.ledger_rows.django_ledger_peer",
}


def main() -> None:
    kind, task, number, *rest = sys.argv[1:]
    module = importlib.import_module(MODULES[kind])
    if task == "setup":
        module.setup(ACCOUNTS)
        return
    driver = module.Driver(f"{kind}{time.time_ns()}", ACCOUNTS)
    print(json.dumps(TASKS[task](driver, int(number), *rest)))


def one_by_one(driver: Any, count: int, spread: str = "spread") -> dict[str, float]:
    """Milliseconds a posting takes: median and 99th percentile."""
    for _ in range(WARM):
        driver.post_one(driver.prepare_one(hot=spread == "hot"))
    taken = []
    for prepared in [driver.prepare_one(hot=spread == "hot") for _ in range(count)]:
        taken.append(_timed(partial(driver.post_one, prepared)))
    return {"p50": statistics.median(taken) * 1e3, "p99": sorted(taken)[int(count * 0.99)] * 1e3}


def rate(driver: Any, seconds: int, spread: str, start: str) -> dict[str, float]:
    """How many postings one client made between two instants."""
    for _ in range(WARM):
        driver.post_one(driver.prepare_one(hot=spread == "hot"))
    begin = float(start)
    while time.time() < begin:
        time.sleep(0.001)
    count = 0
    while time.time() < begin + seconds:
        driver.post_one(driver.prepare_one(hot=spread == "hot"))
        count += 1
    return {"count": count}


def many(driver: Any, count: int) -> dict[str, float]:
    """Seconds that one request of so many entries takes."""
    driver.post_many(driver.prepare_many(min(count, WARM)))
    prepared = driver.prepare_many(count)
    return {"seconds": _timed(lambda: driver.post_many(prepared))}


def fill(driver: Any, lines: int) -> dict[str, float]:
    return {"seconds": _timed(lambda: driver.fill(lines))}


def balance(driver: Any, count: int) -> dict[str, float]:
    """Milliseconds that the balance of one account takes, another account each time."""
    for turn in range(min(count, WARM)):
        driver.balance(turn)
    taken = [_timed(partial(driver.balance, turn * 7)) for turn in range(count)]
    return {"p50": statistics.median(taken) * 1e3}


def trial(driver: Any, count: int, as_of: str = "") -> dict[str, float]:
    """Milliseconds that a trial balance of all accounts takes."""
    rows = driver.trial(as_of)
    return {
        "p50": statistics.median(_timed(lambda: driver.trial(as_of)) for _ in range(count)) * 1e3,
        "rows": rows,
    }


def under_load(driver: Any, seconds: int, start: str, pause: str) -> dict[str, Any]:
    """Each posting of one user as instant and milliseconds, for so many seconds."""
    for _ in range(WARM):
        driver.post_one(driver.prepare_one(hot=False))
    begin = float(start)
    while time.time() < begin:
        time.sleep(0.001)
    posted = []
    while (now := time.time()) < begin + seconds:
        prepared = driver.prepare_one(hot=False)
        posted.append((now, _timed(partial(driver.post_one, prepared)) * 1e3))
        time.sleep(float(pause))
    return {"posted": posted}


def bulks(driver: Any, count: int, start: str, times: str) -> dict[str, Any]:
    """The windows in which requests of so many entries ran."""
    waiting = [driver.prepare_many(count) for _ in range(int(times))]
    while time.time() < float(start):
        time.sleep(0.001)
    windows = []
    for prepared in waiting:
        time.sleep(0.5)
        begin = time.time()
        driver.post_many(prepared)
        windows.append((begin, time.time()))
    return {"windows": windows}


def _timed(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


TASKS = {
    "one": one_by_one,
    "rate": rate,
    "many": many,
    "fill": fill,
    "balance": balance,
    "trial": trial,
    "under_load": under_load,
    "bulks": bulks,
}

if __name__ == "__main__":
    main()
