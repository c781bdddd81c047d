"""Nothing half-done: failures, killed workers, two imports at once, commands that are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from openlien.integrations.imports import uploads
from openlien.integrations.imports.actions import run_import
from openlien.integrations.models import PortfolioImport
from openlien.project.environment import DatabaseAddress
from openlien.receivables.checks import broken_invariants
from tests.integrations.imports import books
from tests.integrations.imports.books import bill, deposit
from tests.integrations.portfolio_files.exports import AS_OF, SAMPLE, table, write_csv


@pytest.fixture
def uploaded(own_database: DatabaseAddress, settings: Any, tmp_path: Path) -> PortfolioImport:
    """The sample, uploaded and waiting in the queue."""
    settings.MEDIA_ROOT = tmp_path / "files"
    parts = [(f"{kind}.csv", [(SAMPLE / f"{kind}.csv").read_bytes()]) for kind in ("invoices", "collections")]
    record = uploads.upload_files(books.JANITOR, parts, as_of=AS_OF, today=AS_OF)
    return uploads.start_import(books.JANITOR, record.id)


def test_the_jobs_enter_the_queue_with_the_upload(uploaded: PortfolioImport) -> None:
    queued = books.rows("SELECT task_name, args ->> 'import_id' FROM procrastinate_jobs ORDER BY id")
    assert queued == [
        ("openlien.integrations.tasks.check_portfolio_import", str(uploaded.id)),
        ("openlien.integrations.tasks.run_portfolio_import", str(uploaded.id)),
    ]


def test_a_worker_killed_in_the_merge_leaves_nothing_and_its_job_can_run_again(
    uploaded: PortfolioImport,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_import(books.JANITOR, uploaded.id, progress=_killed_at("Writing money"))
    connections["default"].close()
    assert set(books.facts().values()) == {0}
    assert PortfolioImport.objects.get().state == "running"
    run_import(books.JANITOR, uploaded.id, progress=lambda *state: None)
    run_import(books.JANITOR, uploaded.id, progress=lambda *state: None)
    assert books.facts()["cases_bill"] == 4395
    assert broken_invariants() == []


def _killed_at(wanted: str) -> Any:
    def progress(done: int, total: int, step: str) -> None:
        if step == wanted:
            raise KeyboardInterrupt

    return progress


def test_an_error_in_the_program_leaves_the_import_failed_and_nothing_changed(
    uploaded: PortfolioImport,
) -> None:
    def broken(done: int, total: int, step: str) -> None:
        if step == "Writing the report":
            raise RuntimeError

    record = run_import(books.JANITOR, uploaded.id, progress=broken)
    assert (record.state, record.error_code) == ("failed", "import_stopped")
    assert "nothing was changed" in record.error_sentence
    assert set(books.facts().values()) == {0}


def test_progress_is_seen_while_the_import_is_under_way(
    uploaded: PortfolioImport, owner: psycopg.Connection
) -> None:
    seen: list[tuple[str, int]] = []

    def look() -> None:
        while not done.is_set():
            row = owner.execute("SELECT step, steps_done FROM integrations_portfolioimport").fetchone()
            if row and row[0]:
                seen.append(row)
            done.wait(0.02)

    done = threading.Event()
    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        run_import(books.JANITOR, uploaded.id)
    finally:
        done.set()
        watcher.join()
    assert any(step.startswith("Reading") for step, _ in seen)
    assert PortfolioImport.objects.get().step == ""


def test_two_imports_at_once_follow_one_another(own_database: DatabaseAddress, tmp_path: Path) -> None:
    paths = [write_csv(tmp_path / f"{name}.csv", table(bill(name, "0061"))) for name in ("a0F1", "a0F2")]
    failures: list[BaseException] = []

    def load(path: Path) -> None:
        try:
            books.import_files(path)
        except BaseException as failed:
            failures.append(failed)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=load, args=[path]) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    counted = books.facts()
    assert (counted["cases_bill"], counted["cases_case"]) == (2, 1)
    assert books.value("SELECT count(*) FROM cases_party WHERE kind = 'law_firm'") == 1


def _openlien(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "openlien.project.cli", *arguments]
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def test_the_command_imports_and_writes_its_report(own_database: DatabaseAddress, tmp_path: Path) -> None:
    invoices = write_csv(tmp_path / "i.csv", table(bill(), bill("a0F2", **{"Total Invoice": ""})))
    collections = write_csv(tmp_path / "c.csv", table(deposit()))
    told = tmp_path / "report.json"
    done = _openlien(
        "import", "portfolio", str(invoices), str(collections), "--as-of", "2026-11-20",
        "--report", str(told), "--json",
        url=own_database.url(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(told.read_text())
    assert books.facts()["cases_bill"] == 1


def test_the_command_tries_without_changing_anything(own_database: DatabaseAddress, tmp_path: Path) -> None:
    invoices = write_csv(tmp_path / "i.csv", table(bill()))
    done = _openlien("import", "portfolio", str(invoices), "--dry-run", url=own_database.url())
    assert (done.returncode, "Nothing was changed" in done.stderr) == (0, True)
    assert set(books.facts().values()) == {0}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file to read"),
        (b"", "is empty"),
        (b"PK\x03\x04 broken", "damaged or cut off"),
        (b"one\r\ntwo\r\n", "no row of known column headings"),
    ],
)
def test_the_command_refuses_a_file_in_one_sentence(
    content: bytes | None, sentence: str, own_database: DatabaseAddress, tmp_path: Path
) -> None:
    path = tmp_path / "i.csv"
    if content is not None:
        path.write_bytes(content)
    refused = _openlien("import", "portfolio", str(path), url=own_database.url())
    assert refused.returncode == 2
    assert sentence in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
    assert books.value("SELECT count(*) FROM integrations_portfolioimport") == 0


def test_the_demo_command_refuses_a_book_that_is_not_empty(
    own_database: DatabaseAddress, tmp_path: Path
) -> None:
    books.import_rows(tmp_path, [bill()])
    refused = _openlien("demo", "--cases", "5", url=own_database.url())
    assert refused.returncode == 2
    assert "holds cases already" in refused.stderr
