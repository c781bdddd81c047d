"""Backup and restore: one archive with the database, the uploaded files and what made it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from openlien.kit.errors import DomainError

from ..environment import DatabaseAddress, home, private_folder
from . import embedded, guard, roles

FORMAT = "openlien backup 2"
SWAP_TRIES_MAX = 20
Progress = Callable[[int, int | None, str], None]


class NotABackup(DomainError):
    """{file} is not a whole OpenLien backup: {reason}."""


class MadeByLaterVersion(DomainError):
    """{file} was made by a later version of OpenLien ({migration}). Install that version, then restore."""


class CannotWriteBackup(DomainError):
    """The backup {file} cannot be written: {reason}."""


class BookIsNotEmpty(DomainError):
    """The database already holds {cases} cases. Restore with --replace to put the archive in their place."""

    status = 409


class BookIsInUse(DomainError):
    """The database is in use and this account may not end that: stop web and worker, then restore."""

    status = 409


class ToolFailed(DomainError):
    """{tool} failed: {reason}."""

    status = 500


class RestoredBookIsUnsafe(DomainError):
    """Nothing was replaced: the restored database is not safe to serve, because {reason}."""

    status = 500


def save(address: DatabaseAddress, file: Path, *, progress: Progress) -> int:
    """Writes database and files into one archive, complete or not at all, readable by its owner alone.

    *Units*: the answer is in bytes.
    Raises: CannotWriteBackup, ToolFailed.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".backup.", dir=file.resolve().parent) as folder:
            dump, whole = Path(folder) / "database.dump", Path(folder) / "whole"
            tables = _number(address, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            step = Step("pg_dump", lines=tables, says="dumping contents", progress=progress)
            _run(step, "--format=custom", f"--file={dump}", f"--dbname={_conninfo(address)}", address=address)
            _pack(whole, dump, _manifest(address, dump))
            os.replace(whole, file)
            return file.stat().st_size
    except OSError as refused:
        raise CannotWriteBackup(file=file, reason=refused.strerror) from None


def bring_back(address: DatabaseAddress, file: Path, *, replace: bool, progress: Progress) -> dict[str, int]:
    """Restores into a new database and puts it in place of the present one only when all of it is there.

    *Shapes*: the number of cases and of files restored.
    Raises: NotABackup, MadeByLaterVersion, BookIsNotEmpty, BookIsInUse, RestoredBookIsUnsafe, ToolFailed.
    """
    if not file.is_file():
        raise NotABackup(file=file, reason="there is no such file")
    roles.prepare(address)
    if not replace and (cases := _count_cases(address)):
        raise BookIsNotEmpty(cases=cases)
    with tempfile.TemporaryDirectory(prefix=".restore.", dir=home()) as folder:
        manifest = _unpack(file, Path(folder))
        _refuse_later_version(file, manifest)
        incoming = address.named(f"{address.name}_incoming")
        _load(incoming, Path(folder) / "database.dump", progress)
        _bring_up_to_date(incoming)
        # Files have names of their own: they can lie beside the present ones until the swap.
        files = _add_files(Path(folder) / "files")
        _swap(address, incoming)
        _remove_other_files(files)
    return {"cases": _count_cases(address), "files": len(files)}


def _manifest(address: DatabaseAddress, dump: Path) -> dict[str, Any]:
    with psycopg.connect(**address.dsn()) as connection:
        rows = connection.execute("SELECT app || ' ' || name FROM django_migrations ORDER BY id").fetchall()
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": [row[0] for row in rows],
        "database_sha256": _digest(dump),
    }


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _pack(whole: Path, dump: Path, manifest: dict[str, Any]) -> None:
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        with tarfile.open(fileobj=target, mode="w") as archive:
            archive.add(dump, "database.dump")
            if (files := home() / "files").exists():
                archive.add(files, "files")
            # Last, so that an archive that was cut short has none.
            text = json.dumps(manifest, indent=2).encode()
            member = tarfile.TarInfo("manifest.json")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
        target.flush()
        os.fsync(target.fileno())


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Takes out what a backup holds, and only that: names that lead elsewhere, links and devices are left."""
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                path = Path(member.name)
                is_ours = path.parts[:1] == ("files",) or member.name in {"database.dump", "manifest.json"}
                if member.isfile() and is_ours and ".." not in path.parts:
                    _take_out(archive, member, folder / path)
        manifest = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError:
        raise NotABackup(file=file, reason="its manifest is missing") from None
    except (tarfile.TarError, EOFError, OSError, ValueError) as broken:
        raise NotABackup(file=file, reason=f"it cannot be read ({type(broken).__name__})") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotABackup(file=file, reason="its manifest is of another format")
    dump = folder / "database.dump"
    if not dump.exists() or _digest(dump) != manifest.get("database_sha256"):
        raise NotABackup(file=file, reason="its database was changed or damaged")
    return manifest


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = archive.extractfile(member)
    assert source is not None
    with source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1024 * 1024)
    if target.stat().st_size != member.size:
        raise EOFError


def _refuse_later_version(file: Path, manifest: dict[str, Any]) -> None:
    packages = Path(__file__).resolve().parents[2]
    for migration in manifest.get("migrations", []):
        app, _, name = str(migration).partition(" ")
        folder = packages / app / "migrations"
        if folder.is_dir() and not (folder / f"{name}.py").exists():
            raise MadeByLaterVersion(file=file, migration=migration)


def _load(incoming: DatabaseAddress, dump: Path, progress: Progress) -> None:
    with psycopg.connect(**incoming.dsn(name="postgres"), autocommit=True) as server:
        server.execute(_drop(incoming.name))
    roles.prepare(incoming)
    listing = [str(embedded.program("pg_restore")), "--list", str(dump)]
    listed = subprocess.run(listing, capture_output=True, text=True, check=False).stdout.splitlines()
    lines = sum(not line.startswith(";") for line in listed)
    step = Step("pg_restore", lines=lines, says="pg_restore: ", progress=progress)
    _run(step, "--exit-on-error", f"--dbname={_conninfo(incoming)}", str(dump), address=incoming)
    with psycopg.connect(**incoming.dsn(), autocommit=True) as connection:
        # Everybody signs in again: who signed out since the backup must not come back with it.
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(roles.OWNER)))
        connection.execute("TRUNCATE identity_session")
        connection.execute("ANALYZE")


def _bring_up_to_date(incoming: DatabaseAddress) -> None:
    from ..cli.database import migrate_in_own_process

    before = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = incoming.url()
    try:
        migrate_in_own_process()
    finally:
        os.environ["DATABASE_URL"] = before
    for reason in guard.dangers(incoming):
        raise RestoredBookIsUnsafe(reason=reason)


def _swap(present: DatabaseAddress, incoming: DatabaseAddress) -> None:
    """Gives the incoming database the present one's name, in one transaction: a crash leaves either."""
    old = f"{present.name}_replaced"
    with psycopg.connect(**present.dsn(name="postgres"), autocommit=True) as server:
        server.execute(_drop(old))
        for tries_left in reversed(range(SWAP_TRIES_MAX)):
            try:
                server.execute(_END_SESSIONS, [[present.name, incoming.name]])
                with server.transaction():
                    _rename(server, present.name, old)
                    _rename(server, incoming.name, present.name)
                break
            except psycopg.errors.InsufficientPrivilege:
                raise BookIsInUse from None
            except psycopg.errors.ObjectInUse:
                # Somebody connected again in between.
                if not tries_left:
                    raise BookIsInUse from None
        server.execute(_drop(old))


_END_SESSIONS = """
SELECT pg_terminate_backend(pid)
FROM pg_stat_activity
WHERE datname = ANY(%s)
    AND pid <> pg_backend_pid()
"""


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def _rename(server: psycopg.Connection, name: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(statement.format(sql.Identifier(name), sql.Identifier(new)))


def _add_files(incoming: Path) -> set[Path]:
    """The files of the archive, moved among the present ones; their paths below the folder of files."""
    files = {path.relative_to(incoming) for path in incoming.rglob("*") if path.is_file()}
    place = private_folder("files")
    for path in files:
        (place / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(incoming / path, place / path)
        (place / path).chmod(0o600)
    return files


def _remove_other_files(kept: set[Path]) -> None:
    place = private_folder("files")
    for path in [path for path in place.rglob("*") if path.is_file()]:
        if path.relative_to(place) not in kept:
            path.unlink()


@dataclass(frozen=True)
class Step:
    """One of PostgreSQL's tools at work: how many lines it says that hold these words, and who watches."""

    tool: str
    lines: int
    says: str
    progress: Progress


def _run(step: Step, *arguments: str, address: DatabaseAddress) -> None:
    command = [str(embedded.program(step.tool)), "--verbose", "--no-password", *arguments]
    environment = {**os.environ, **({"PGPASSWORD": address.password} if address.password else {})}
    done, complaint = 0, "no reason given"
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, errors="replace")
    with process:
        for line in process.stderr or ():
            if "error: " in line:
                complaint = line.split("error: ", 1)[1].strip().rstrip(".")
            elif step.says in line:
                done += 1
                step.progress(min(done, step.lines), step.lines, step.tool)
    if process.returncode:
        raise ToolFailed(tool=step.tool, reason=complaint)


def _conninfo(address: DatabaseAddress) -> str:
    # Without the password: everybody may see the arguments of a process.
    return make_conninfo(**{key: value for key, value in address.dsn().items() if key != "password"})


def _count_cases(address: DatabaseAddress) -> int:
    if not _number(address, "SELECT count(to_regclass('cases_case'))"):
        return 0
    return _number(address, "SELECT count(*) FROM cases_case")


def _number(address: DatabaseAddress, query: str) -> int:
    with psycopg.connect(**address.dsn()) as connection:
        row = connection.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0
