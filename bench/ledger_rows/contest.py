"""One server with a database for each contender, and clients that take turns on it."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from openlien.project.database import embedded

REPOSITORY = Path(__file__).resolve().parents[2]
HOME = REPOSITORY / "var" / "bench"
PEERS = HOME / "ledger-peers"
PACKAGES = ("django-hordak==2.0.0", "django-ledger==0.8.5", "psycopg[binary]")
CONTENDERS = ("ours", "bare", "hordak", "django-ledger")
# Postings go to a chart as companies have it; balances and trial balances are asked of a large one.
ACCOUNTS_POSTED_TO, ACCOUNTS = 200, 10_000
START_SECONDS = 1.0
Figures = dict[str, float]


class Client:
    """A process of one contender that waits for tasks."""

    def __init__(self, kind: str, address: str, accounts: int, *words: str) -> None:
        python = PEERS / "bin" / "python" if kind in ("hordak", "django-ledger") else Path(sys.executable)
        file = REPOSITORY / "bench" / "ledger_rows" / "client.py"
        self.process = subprocess.Popen(
            [str(python), "-W", "ignore", str(file), kind, str(accounts), *words],
            env={
                **os.environ,
                "DATABASE_URL": address,
                "SECRET_KEY": "only-for-this-bench",
                "OPENLIEN_HOME": str(HOME / "home"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
        )

    def begin(self, task: str, *arguments: object) -> None:
        """Has the client begin a task; `answer` waits for its end."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([task, *arguments]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> list[float]:
        """What the client measured."""
        assert self.process.stdout
        if not (line := self.process.stdout.readline()):
            raise SystemExit("A client failed; its error stands above.")
        return json.loads(line)

    def ask(self, task: str, *arguments: object) -> list[float]:
        """What the client measured in this task."""
        self.begin(task, *arguments)
        return self.answer()

    def end(self) -> None:
        """Waits until the client has ended."""
        assert self.process.stdin
        self.process.stdin.close()
        if self.process.wait():
            raise SystemExit("A client failed; its error stands above.")


class Contest:
    """The contenders' databases; every measurement lets them take turns, so that all meet the same moods."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.addresses = addresses

    @contextmanager
    def clients(
        self, kinds: Sequence[str], *, each: int = 1, accounts: int
    ) -> Iterator[dict[str, list[Client]]]:
        """So many clients of each kind while the block runs."""
        started = {
            kind: [Client(kind, self.addresses[kind], accounts) for _ in range(each)] for kind in kinds
        }
        yield started
        for client in (client for own in started.values() for client in own):
            client.end()

    def medians(
        self, task: str, counts: Mapping[str, int], *arguments: object, turns: int, accounts: int
    ) -> Figures:
        """The median of what each kind measures in its turns; the first turn only warms up."""
        measured: dict[str, list[float]] = {kind: [] for kind in counts}
        with self.clients(tuple(counts), accounts=accounts) as clients:
            for turn in range(turns + 1):
                for kind, count in counts.items():
                    found = clients[kind][0].ask(task, count, *arguments)
                    measured[kind] += found if turn else []
        return {kind: statistics.median(values) for kind, values in measured.items()}

    def rates(self, kinds: Sequence[str], *, turns: int, seconds: float = 2.0) -> tuple[Figures, Figures]:
        """Postings a second of four clients of each kind: over many accounts, and with one in all of them."""
        measured: dict[tuple[str, bool], list[float]] = {
            (kind, hot): [] for kind in kinds for hot in (False, True)
        }
        with self.clients(kinds, each=4, accounts=ACCOUNTS_POSTED_TO) as clients:
            for turn in range(turns + 1):
                for (kind, hot), values in measured.items():
                    count = self._count(clients[kind], seconds=seconds if turn else 0.5, hot=hot)
                    values += [count / seconds] if turn else []
        medians = {name: statistics.median(values) for name, values in measured.items()}
        spread, hot_one = ({kind: medians[kind, hot] for kind in kinds} for hot in (False, True))
        return spread, hot_one

    @staticmethod
    def _count(clients: Sequence[Client], *, seconds: float, hot: bool) -> float:
        start = time.time() + 0.2
        for client in clients:
            client.begin("rate", start, seconds, hot)
        return sum(client.answer() for client in clients)  # type: ignore[misc]

    def fill(self, kind: str, lines: int) -> None:
        """Has so many lines on the accounts of this contender."""
        client = Client(kind, self.addresses[kind], ACCOUNTS)
        client.ask("fill", lines)
        client.end()

    def under_load(self, *, users: int, pause: float, bulks: int, entries: int) -> list[float]:
        """Milliseconds of what users posted while requests of so many entries ran, in ascending order."""
        with self.clients(("ours",), each=users + 1, accounts=ACCOUNTS_POSTED_TO) as clients:
            bulk, *posting = clients["ours"]
            for client in clients["ours"]:
                client.ask("one", 50)
            start = time.time() + START_SECONDS + bulks * 0.5
            bulk.begin("bulks", start, entries, bulks)
            for user in posting:
                user.begin("under_load", start, bulks * 1.5, pause)
            windows = bulk.answer()
            posted = [one for user in posting for one in user.answer()]
        return sorted(taken for at, taken in posted if any(begin <= at <= end for begin, end in windows))


@contextmanager
def contest() -> Iterator[Contest]:
    """The contest on a new server with PostgreSQL's default durability, its databases set up."""
    for name in ("DATABASE_URL", "OPENLIEN_TEST_SERVER"):
        os.environ.pop(name, None)
    HOME.mkdir(parents=True, exist_ok=True)
    _install_peers()
    folder = HOME / "ledger"
    shutil.rmtree(folder, ignore_errors=True)
    with embedded.running(folder) as address:
        addresses = {}
        with psycopg.connect(**address.dsn(name="postgres"), autocommit=True) as server:
            for kind in CONTENDERS:
                name = f"bench_{kind.replace('-', '_')}"
                server.execute(f"CREATE DATABASE {name}".encode())
                addresses[kind] = address.url().replace("/openlien", f"/{name}", 1)
        for kind in CONTENDERS:
            Client(kind, addresses[kind], ACCOUNTS, "setup").end()
        addresses["record_event"] = addresses["ours"]
        yield Contest(addresses)


def _install_peers() -> None:
    python = PEERS / "bin" / "python"
    if (PEERS / "installed").exists():
        return
    shutil.rmtree(PEERS, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    (PEERS / "installed").touch()
