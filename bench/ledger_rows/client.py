"""One client of bench/ledger: a process that does with one driver what it is asked for, again and again.

client.py KIND ACCOUNTS; each line it reads is a task with its arguments, each it writes what it measured.
"""

from __future__ import annotations

import gc
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
        # OpenLien's server does this when it has started (project/wsgi.py); here every contender does.
        gc.collect()
        gc.freeze()
        for line in sys.stdin:
            task, *arguments = json.loads(line)
            answers.write(json.dumps(TASKS[task](driver, *arguments)) + "\n")


def one_by_one(driver: Any, count: int, *, hot: bool = False) -> list[float]:
    """Milliseconds of each posting."""
    waiting = [driver.prepare_one(hot=hot) for _ in range(count)]
    return [_milliseconds(partial(driver.post_one, prepared)) for prepared in waiting]


def costs(driver: Any, task: str, count: int, *more: Any) -> list[tuple[float, ...]]:
    """Microseconds of each posting or question: the waiting, this process's time, its server process's."""
    works = {
        "one": lambda: partial(driver.post_one, driver.prepare_one(hot=False)),
        "many": lambda: partial(driver.post_many, driver.prepare_many(count)),
        "balance": lambda: partial(driver.balance, driver.chance.randrange(driver.accounts)),
        "trial": lambda: partial(driver.trial, *more),
    }
    waiting = [works[task]() for _ in range(1 if task == "many" else count)]
    server = _server_process(driver)
    if "OPENLIEN_BENCH_FIRST" in os.environ:
        for process in (0, server):
            os.sched_setscheduler(process, os.SCHED_RR, os.sched_param(10))
    found = []
    for work in waiting:
        begin = (time.perf_counter_ns(), time.process_time_ns(), _processor_time(server))
        work()
        end = (time.perf_counter_ns(), time.process_time_ns(), _processor_time(server))
        found.append(tuple((after - before) / 1_000 for before, after in zip(begin, end, strict=True)))
    return found


def _server_process(driver: Any) -> int:
    """The server process that serves this driver."""
    if hasattr(driver, "connection"):
        return int(driver.connection.info.backend_pid)
    from django.db import connection

    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _processor_time(process: int) -> int:
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])


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
    "costs": costs,
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
