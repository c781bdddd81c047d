"""The whole product as processes: started, killed at bad moments, started again."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from openlien.project.database import embedded, roles
from openlien.project.environment import DatabaseAddress

from .conftest import openlien, surroundings

SECONDS_MAX = 90


class Running:
    """A command that runs while a test talks to it; its messages come as lines."""

    def __init__(self, *words: str, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "openlien.project.cli", *words]
        self.process = subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        self.lines: queue.Queue[str | None] = queue.Queue()
        self.seen: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def says(self, words: str) -> str:
        """The next line that holds these words."""
        deadline = time.monotonic() + SECONDS_MAX
        while (line := self.lines.get(timeout=max(0.1, deadline - time.monotonic()))) is not None:
            self.seen.append(line)
            if words in line:
                return line
        raise AssertionError(f"ended without saying {words!r}: {''.join(self.seen)}")

    def ends(self, number: int) -> int:
        """The exit status after this signal."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS_MAX)

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self.lines.put(line)
        self.lines.put(None)


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="openlien-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_up_serves_survives_its_own_death_and_stops_cleanly(home: Path, free_port: int) -> None:
    environment = surroundings(
        home, OPENLIEN_PORT=str(free_port), OPENLIEN_DEMO="0", OPENLIEN_WEB_PROCESSES="1"
    )
    first = Running("up", environment=environment)
    assert f"http://127.0.0.1:{free_port}" in first.says("OpenLien serves")
    assert _status(free_port) == 200
    _second_start_is_refused(environment, free_port)
    first.ends(signal.SIGKILL)

    # At once, while what the first one left may still hold the port, on a database nobody stopped.
    second = Running("up", environment=environment)
    second.says("OpenLien serves")
    assert not any("Tables" in line for line in second.seen), "nothing was left to migrate"
    assert _status(free_port) == 200
    os.kill(_postmaster(home), signal.SIGKILL)
    second.says("PostgreSQL ended; starting it again")
    _eventually(lambda: _status(free_port) == 200)

    assert second.ends(signal.SIGTERM) == 0
    _eventually(lambda: _status(free_port) == 0)
    assert embedded.has_died(home / "postgres")
    assert "database system is shut down" in (home / "postgres" / "log").read_text().splitlines()[-1]


def _second_start_is_refused(environment: dict[str, str], port: int) -> None:
    done = openlien("up", environment=environment)
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert "OPENLIEN_PORT" in done.stderr


def _postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


@pytest.fixture
def jobs(book: DatabaseAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a worker that knows the waiting job."""
    os.mkfifo(tmp_path / "gate")
    return surroundings(
        tmp_path, DATABASE_URL=book.url(), DJANGO_SETTINGS_MODULE="tests.project.waiting_settings"
    )


def test_a_job_whose_worker_was_killed_runs_again(
    book: DatabaseAddress, jobs: dict[str, str], tmp_path: Path
) -> None:
    _defer(book, "tests.project.waiting_tasks.wait_at", {"place": str(tmp_path)})
    worker = Running("worker", environment=jobs)
    _eventually(lambda: _notes(tmp_path) == ["begun"])
    worker.ends(signal.SIGKILL)
    with psycopg.connect(**book.dsn(), autocommit=True) as connection:
        # As if the half minute had passed after which a silent worker counts as dead.
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    _defer(book, "openlien.kit.tasks.rescue_stalled_jobs", {"timestamp": 0})

    worker = Running("worker", environment=jobs)
    _eventually(lambda: _notes(tmp_path) == ["begun", "begun"])
    (tmp_path / "gate").write_text("")
    _eventually(lambda: _notes(tmp_path) == ["begun", "begun", "ended"])
    line = json.loads(worker.says('"job_success", "task": "tests.project.waiting_tasks.wait_at"'))
    assert line["duration_ms"] > 0
    assert str(tmp_path) not in "".join(worker.seen), "a job's arguments are not logged"
    assert worker.ends(signal.SIGTERM) == 0


def test_a_job_of_a_transaction_that_was_rolled_back_never_is(book: DatabaseAddress) -> None:
    program = (
        "from openlien.project.runtime import configure_django; configure_django()\n"
        "from django.db import transaction\n"
        "from openlien.kit.tasks import forget_old_jobs\n"
        "def defer(fails):\n"
        "    with transaction.atomic():\n"
        "        forget_old_jobs.configure(queueing_lock=str(fails)).defer(timestamp=int(fails))\n"
        "        assert not fails\n"
        "defer(False)\n"
        "defer(True)\n"
    )
    environment = surroundings(Path(os.environ["OPENLIEN_HOME"]), DATABASE_URL=book.url())
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert "AssertionError" in done.stderr
    with psycopg.connect(**book.dsn()) as connection:
        assert connection.execute("SELECT args FROM procrastinate_jobs").fetchall() == [({"timestamp": 0},)]


def test_a_worker_does_not_outlive_the_process_that_started_it(book: DatabaseAddress, tmp_path: Path) -> None:
    environment = surroundings(tmp_path, DATABASE_URL=book.url(), OPENLIEN_PARENT="1")
    worker = Running("worker", environment=environment)
    assert worker.process.wait(SECONDS_MAX) != 0


def test_serves_nothing_on_a_database_that_is_not_safe(
    book: DatabaseAddress, tmp_path: Path, as_owner: Callable[[str], None]
) -> None:
    as_owner(f"GRANT UPDATE ON identity_auditentry TO {roles.APP}")
    for word in ("web", "worker", "up"):
        done = openlien(word, environment=surroundings(tmp_path, DATABASE_URL=book.url(), OPENLIEN_DEMO="0"))
        assert done.returncode == 2, done.stderr
        assert "could write to identity_auditentry" in done.stderr


def test_the_deployment_check_finds_nothing_behind_tls(book: DatabaseAddress, tmp_path: Path) -> None:
    environment = surroundings(tmp_path, DATABASE_URL=book.url(), OPENLIEN_HTTPS="1")
    environment.pop("SECRET_KEY")
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    environment["DJANGO_SETTINGS_MODULE"] = "openlien.project.settings"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _defer(book: DatabaseAddress, task: str, arguments: dict[str, object]) -> None:
    with psycopg.connect(**roles.dsn(book, roles.APP), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', %s, %s)",
            [task, json.dumps(arguments)],
        )


def _notes(folder: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return (folder / "notes").read_text().splitlines()
    return []


def _status(port: int) -> int:
    """The HTTP status of readiness; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def _eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not holds():
        assert time.monotonic() < deadline
        threading.Event().wait(0.05)
