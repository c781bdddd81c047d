#!/usr/bin/env python3
"""kill -9 of the posting process and of PostgreSQL during postings: none lost, doubled or unbalanced.

    bench/ledger_crashes.py                 2,000 postings, 25 kills
    bench/ledger_crashes.py --keys 300 --kills 6

The cluster is its own, in var/bench/crashes, with PostgreSQL's default durability.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
VENV = REPOSITORY / ".venv" / "bin" / "python"
if __name__ == "__main__" and VENV.exists() and "OPENLIEN_BENCH" not in os.environ:
    os.execve(VENV, [str(VENV), "-W", "ignore", *sys.argv], {**os.environ, "OPENLIEN_BENCH": "1"})
if str(REPOSITORY) not in sys.path:
    sys.path.insert(0, str(REPOSITORY))

import psycopg  # noqa: E402

from openlien.project.database import embedded  # noqa: E402
from openlien.project.environment import DatabaseAddress, parse_database_url  # noqa: E402

REPLAYED = 5
PATIENCE_SECONDS = 60


def prove(
    folder: Path,
    *,
    keys: int,
    kills: int,
    seed: int = 1,
    give_tables: Callable[[DatabaseAddress], None] | None = None,
) -> dict[str, int]:
    """Returns what happened; raises AssertionError when a posting was lost, doubled or left unbalanced.

    *Shapes*: `give_tables` makes the tables of the new database; without it they come from migrating.
    """
    chance = random.Random(seed)
    with _own_cluster(folder) as environment:
        if give_tables:
            give_tables(parse_database_url(environment["DATABASE_URL"]))
        else:
            _run("migrate", environment)
        acknowledged = _post_under_fire(folder, environment, keys=keys, kills=kills, chance=chance)
        embedded.ensure_running(folder, {})
        found = _postings(environment)
        assert set(found) == acknowledged, "a posting was lost or appeared from nowhere"
        assert len(found) == len(set(found)) == keys, "a posting was doubled"
        broken = _run("check", environment)
        assert broken == [], broken
    return {"postings": len(found), "kills": kills}


def _post_under_fire(
    folder: Path, environment: dict[str, str], *, keys: int, kills: int, chance: random.Random
) -> set[str]:
    wanted = [f"crash-{turn}" for turn in range(keys)]
    shots = sorted(chance.sample(range(1, keys), kills))
    done: list[str] = []
    while len(set(done)) < keys:
        embedded.ensure_running(folder, {})
        again = chance.sample(done, min(REPLAYED, len(done)))
        poster = Poster([*again, *(key for key in wanted if key not in set(done))], environment)
        next_shot = shots[0] if shots else keys + 1
        while len(set(done)) < keys and (key := poster.next_acknowledged()):
            done.append(key)
            if len(set(done)) >= next_shot:
                shots.pop(0)
                _shoot(folder, poster, chance)
                break
        done += poster.end()
        assert poster.has_posted, "the posting process did not post anything"
    return set(done)


def _shoot(folder: Path, poster: Poster, chance: random.Random) -> None:
    time.sleep(chance.random() * 0.005)
    if chance.random() < 0.5:
        poster.process.kill()
    else:
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


class Poster:
    """A process that posts keys one by one and says each that the database acknowledged."""

    def __init__(self, keys: list[str], environment: dict[str, str]) -> None:
        command = [sys.executable, "-W", "ignore", __file__, "post"]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self._acknowledged: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.has_posted = False
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._tell, args=(keys,), daemon=True).start()

    def next_acknowledged(self) -> str:
        """The next key; blank when the process ended, however often it is asked."""
        key = self._acknowledged.get(timeout=PATIENCE_SECONDS)
        if not key:
            self._acknowledged.put(key)
        return key

    def end(self) -> list[str]:
        """What it said before it ended."""
        self.process.kill()
        self.process.wait()
        return list(iter(self.next_acknowledged, ""))

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.has_posted = True
                self._acknowledged.put(line.strip())
        self._acknowledged.put("")

    def _tell(self, keys: list[str]) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write("".join(f"{key}\n" for key in keys))
            self.process.stdin.close()
        except OSError:
            return  # It was killed before it had heard everything.


@contextmanager
def _own_cluster(folder: Path) -> Iterator[dict[str, str]]:
    inherited = {name: os.environ.pop(name, None) for name in ("DATABASE_URL", "OPENLIEN_TEST_SERVER")}
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with embedded.running(folder) as address:
            yield {
                "SECRET_KEY": "only-for-this-bench",
                **os.environ,
                "DATABASE_URL": address.url(),
                "OPENLIEN_HOME": str(folder.parent / "home"),
                "PYTHONPATH": str(REPOSITORY),
            }
    finally:
        os.environ.update({name: value for name, value in inherited.items() if value})


def _postings(environment: dict[str, str]) -> list[str]:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT split_part(key, ':', 2) FROM ledger_posting ORDER BY key"
        ).fetchall()
        return [key for (key,) in rows]


def _run(verb: str, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-W", "ignore", __file__, verb]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def _act(verb: str) -> None:
    """What the processes under fire do."""
    from openlien.project.runtime import configure_django

    if verb == "migrate":
        subprocess.run(
            [sys.executable, "-m", "openlien.project.cli", "migrate"], check=True, stdout=sys.stderr
        )
        return
    configure_django()
    if verb == "check":
        from openlien.ledger.queries.checks import broken_invariants

        print("\n".join(broken_invariants()), end="")
    else:
        _post()


def _post() -> None:
    from datetime import date

    from openlien.identity.actor import system_actor
    from openlien.kit.money import Money
    from openlien.ledger.events import WarehouseDrawn
    from openlien.ledger.recording import record_event

    today = date(2026, 11, 20)
    actor = system_actor("cli")
    for line in sys.stdin:
        key = line.strip()
        amount = Money.from_cents(100 + int(key.split("-")[1]))
        record_event(actor, WarehouseDrawn(on=today, amount=amount), key=key, today=today)
        print(key, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", nargs="?", choices=["post", "check", "migrate"])
    parser.add_argument("--keys", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.verb:
        _act(given.verb)
        return
    started = time.perf_counter()
    folder = REPOSITORY / "var" / "bench" / "crashes"
    result = prove(folder, keys=given.keys, kills=given.kills, seed=given.seed)
    seconds = time.perf_counter() - started
    print(
        f"{result['postings']:,} postings, {result['kills']} kills in {seconds:.0f} s:"
        " none lost, none doubled, the books tie."
    )


if __name__ == "__main__":
    main()
