"""Backup and restore: what comes back equals what was saved, or nothing changes."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest

from openlien.project.database import archive, guard, roles
from openlien.project.environment import DatabaseAddress

from .conftest import administer, openlien, surroundings

FIGURES = """
SELECT
    (SELECT count(*) FROM cases_case),
    (SELECT sum(billed) FROM cases_bill),
    (SELECT sum(amount) FROM payments_receipt),
    (SELECT sum(open) FROM receivables_billbalance),
    (SELECT count(*) FROM identity_auditentry),
    (SELECT count(*) FROM identity_user)
"""
OBJECTS = """
SELECT relname, relkind::text, pg_get_userbyid(relowner), coalesce(relacl::text, '')
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')
UNION ALL
SELECT tgname || ' on ' || tgrelid::regclass, tgenabled::text, '', ''
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT proname, pg_get_userbyid(proowner), prosecdef::text, coalesce(proacl::text, '')
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT conname, contype::text, convalidated::text, '' FROM pg_constraint
ORDER BY 1, 2, 3, 4
"""


def quiet(_done: int, _total: int | None, _step: str) -> None:
    """A progress that nobody watches."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: DatabaseAddress) -> Path:
    monkeypatch.setenv("OPENLIEN_HOME", str(tmp_path / "home"))
    files = tmp_path / "home" / "files"
    files.mkdir(parents=True)
    (files / "a1b2").write_bytes(b"letter of protection")
    return tmp_path / "home"


@pytest.fixture
def saved(home: Path, book: DatabaseAddress, tmp_path: Path) -> Path:
    file = tmp_path / "archive"
    archive.save(book, file, progress=quiet)
    return file


def test_an_empty_installation_becomes_the_saved_one(saved: Path, book: DatabaseAddress, home: Path) -> None:
    figures, objects = _rows(book, FIGURES), _rows(book, OBJECTS)
    (home / "files" / "a1b2").unlink()
    with administer(book) as server:
        server.execute(f'DROP DATABASE "{book.name}"')
    steps: list[int] = []
    restored = archive.bring_back(
        book, saved, replace=False, progress=lambda done, _total, _step: steps.append(done)
    )
    assert restored == {"cases": 40, "files": 1}
    assert _rows(book, FIGURES) == figures
    assert _rows(book, OBJECTS) == objects
    assert (home / "files" / "a1b2").read_bytes() == b"letter of protection"
    assert guard.dangers(book) == []
    assert steps[0] == 1
    assert steps == sorted(steps)
    checked = openlien("check", "--json", environment=surroundings(home, DATABASE_URL=book.url()))
    assert checked.returncode == 0
    assert json.loads(checked.stdout) == {"ok": True, "broken": []}


def test_a_book_with_cases_is_replaced_only_on_demand(saved: Path, book: DatabaseAddress, home: Path) -> None:
    figures = _rows(book, FIGURES)
    _execute(book, "INSERT INTO identity_session VALUES ('key', 'data', now() + interval '1 hour')")
    archive.save(book, saved, progress=quiet)
    _execute(book, "DELETE FROM identity_membership")
    (home / "files" / "later").write_bytes(b"of the book that goes")
    with pytest.raises(archive.BookIsNotEmpty, match="40 cases"):
        archive.bring_back(book, saved, replace=False, progress=quiet)
    with psycopg.connect(**roles.dsn(book, roles.APP)):  # Somebody is at work.
        archive.bring_back(book, saved, replace=True, progress=quiet)
    assert _rows(book, FIGURES) == figures
    assert _rows(book, "SELECT count(*) > 0 FROM identity_membership") == [(True,)]
    assert _rows(book, "SELECT count(*) FROM identity_session") == [(0,)], "everybody signs in again"
    assert [path.name for path in (home / "files").iterdir()] == ["a1b2"]
    with administer(book) as server:
        left = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{book.name}_%"])
        assert left.fetchall() == []


def test_only_its_owner_reads_a_backup(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert {path.name for path in saved.parent.iterdir()} == {"home", "archive"}


def _cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _changed_inside(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)


def _something_else(file: Path) -> None:
    file.write_bytes(b"minutes of a meeting")


@pytest.mark.parametrize("damage", [_cut_short, _changed_inside, _something_else])
def test_a_damaged_archive_changes_nothing(saved: Path, book: DatabaseAddress, damage: object) -> None:
    figures = _rows(book, FIGURES)
    damage(saved)  # type: ignore[operator]
    with pytest.raises(archive.NotABackup):
        archive.bring_back(book, saved, replace=True, progress=quiet)
    assert _rows(book, FIGURES) == figures


def test_refuses_an_archive_of_a_later_version(saved: Path, book: DatabaseAddress, tmp_path: Path) -> None:
    later = tmp_path / "later"
    with tarfile.open(saved) as old, tarfile.open(later, "w") as new:
        for member in old:
            content = old.extractfile(member)
            text = content.read() if content else b""
            if member.name == "manifest.json":
                manifest = json.loads(text)
                manifest["migrations"].append("cases 0999_from_the_future")
                text = json.dumps(manifest).encode()
                member.size = len(text)
            new.addfile(member, io.BytesIO(text))
    with pytest.raises(archive.MadeByLaterVersion, match="0999_from_the_future"):
        archive.bring_back(book, later, replace=True, progress=quiet)


def test_a_restore_that_was_killed_leaves_the_old_book(
    saved: Path, book: DatabaseAddress, home: Path
) -> None:
    figures = _rows(book, FIGURES)
    command = [sys.executable, "-m", "openlien.project.cli", "restore", str(saved), "--replace"]
    restore = subprocess.Popen(command, env=surroundings(home, DATABASE_URL=book.url()))
    _wait_for_database(book.named(f"{book.name}_incoming"))
    restore.send_signal(signal.SIGKILL)
    restore.wait()
    assert _rows(book, FIGURES) == figures
    archive.bring_back(book, saved, replace=True, progress=quiet)
    assert _rows(book, FIGURES) == figures


def _wait_for_database(address: DatabaseAddress) -> None:
    with administer(address) as server:
        for _attempt in range(2000):
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address.name]).fetchone():
                return
            server.execute("SELECT pg_sleep(0.01)")
    pytest.fail("the restore did not begin")


def _rows(address: DatabaseAddress, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(**address.dsn()) as connection:
        return connection.execute(query).fetchall()


def _execute(address: DatabaseAddress, statement: str) -> None:
    with psycopg.connect(**address.dsn()) as connection:
        connection.execute(statement)
