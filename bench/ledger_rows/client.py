"""One client of bench/ledger: a process that does with one driver what it is asked for, again and again.

client.py KIND ACCOUNTS; each line it reads is a task with its arguments, each it writes what it measured.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

DRIVERS = {
    "ours": ("ours", "Driver"),
    "record_event": ("ours", "EventDriver"),
    "bare": ("bare", "Driver"),
    "hordak": ("hordak_peer", "Driver"),
    "django-ledger": ("django_ledger_peer", "Driver"),
}


def main() -> None:
    kind, accounts = sys.argv[1], int(sys.argv[2])
    name, driver_class = DRIVERS[kind]
    module = importlib.import_module(f"bench.ledger_rows.{name}")
    # A peer may print what it likes; the answers go where standard output went.
    with os.fdopen(os.dup(1), "w", buffering=1) as answers:
        os.dup2(2, 1)
        if sys.argv[3:] == ["setup"]:
            module.setup(accounts)
            return
        driver = getattr(module, driver_class)(f"{kind}-{os.getpid()}-{time.time_ns()}", accounts)
        for line in sys.stdin:
            task, *arguments = json.loads(line)
            answers.write(json.dumps(TASKS[task](driver, *arguments)) + "\n")


def one_by_one(driver: Any, count: int, *, hot: bool = False) -> list[float]:
    """Milliseconds of each posting."""
    waiting = [driver.prepare_one(hot=hot) for _ in range(count)]
    return [_milliseconds(partial(driver.post_one, prepared)) for prepared in waiting]


def rate(driver: Any, start: float, seconds: float, hot: bool) -> int:
    """How many postings this client made between two instants."""
    _wait_until(start)
    count = 0
    while time.time() < start + seconds:
        driver.post_one(driver.prepare_one(hot=hot))
        count += 1
    return count


def many(driver: Any, count: int) -> list[float]:
    """Milliseconds that one request of so many entries takes."""
    prepared = driver.prepare_many(count)
    return [_milliseconds(lambda: driver.post_many(prepared))]


def fill(driver: Any, lines: int) -> list[float]:
    """Milliseconds it took to have so many lines on all accounts."""
    return [_milliseconds(lambda: driver.fill(lines))]


def balance(driver: Any, count: int) -> list[float]:
    """Milliseconds that the balance of one account takes, another account each time."""
    return [_milliseconds(partial(driver.balance, turn * 7)) for turn in range(count)]


def trial(driver: Any, count: int, as_of: str = "") -> list[float]:
    """Milliseconds that a trial balance of all accounts takes."""
    return [_milliseconds(lambda: driver.trial(as_of)) for _ in range(count)]


def under_load(driver: Any, start: float, seconds: float, pause: float) -> list[tuple[float, float]]:
    """Instant and milliseconds of each posting of one user who pauses after each."""
    _wait_until(start)
    posted = []
    while (now := time.time()) < start + seconds:
        prepared = driver.prepare_one(hot=False)
        posted.append((now, _milliseconds(partial(driver.post_one, prepared))))
        time.sleep(pause)
    return posted


def bulks(driver: Any, start: float, count: int, times: int) -> list[tuple[float, float]]:
    """The windows in which requests of so many entries ran."""
    waiting = [driver.prepare_many(count) for _ in range(times)]
    _wait_until(start)
    windows = []
    for prepared in waiting:
        time.sleep(0.5)
        begin = time.time()
        driver.post_many(prepared)
        windows.append((begin, time.time()))
    return windows


def _wait_until(instant: float) -> None:
    while time.time() < instant:
        time.sleep(0.001)


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1_000


TASKS: dict[str, Callable[..., object]] = {
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
