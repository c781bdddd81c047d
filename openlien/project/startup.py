"""The steps from a fresh clone to a database that can be served, each shown as it is done."""

from __future__ import annotations

import hashlib
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openlien.kit import versions

from .cli.calls import messages, progress_bar
from .cli.database import migrate_in_own_process
from .database import guard, roles
from .environment import DatabaseAddress, home, private_folder, switched_on
from .runtime import configure_django

DEMO_CASES = 1500
DEMO_SEED = 1


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """A block that Ctrl-C, a termination signal or a closed terminal ends in order, without a traceback."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_number: int, _frame: object) -> None:
        # Stopping takes a moment; a second Ctrl-C must not tear it.
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, stop)
    with suppress(KeyboardInterrupt):
        yield


def prepare_product(address: DatabaseAddress, *, with_demo: bool) -> None:
    """Brings roles, tables, static files and, in a new book, the demo portfolio up to date.

    Raises: openlien.project.database.guard.UnsafeDatabase.
    """
    with _step("Database roles"):
        roles.prepare(address)
        configure_django()
    if versions.pending():
        with _step("Tables, views and triggers"):
            migrate_in_own_process()
    with _step("Safety of the database"):
        guard.check(address)
    with _step("Static files"):
        private_folder("files")
        collect_static_files()
    if with_demo:
        _load_demo_at_first()


def collect_static_files() -> None:
    """Joins, hashes and compresses the static files, unless that was done for the same files before."""
    from django.conf import settings
    from django.core.management import call_command

    fingerprint = _fingerprint(Path(folder) for folder in settings.STATICFILES_DIRS)
    marker = home() / "static.fingerprint"
    if marker.exists() and marker.read_text() == fingerprint and Path(settings.STATIC_ROOT).exists():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    marker.write_text(fingerprint)


def announce(address: str, *, seconds: float) -> None:
    """Says where the product is and, when it holds the demo, who can sign in."""
    sign_ins = _sign_ins()
    messages.print(f"\nOpenLien serves [bold]{address}[/bold] after {seconds:.1f} s  (Ctrl-C stops it)\n")
    for line in sign_ins:
        messages.print(line, soft_wrap=True, markup=False)
    if sign_ins and (number := _showcase()):
        messages.print(f"\n  The fullest case: {number}, two plaintiffs with liens, checks and trust")
    messages.print("")


@contextmanager
def _step(title: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    messages.print(f"  [green]✓[/green] {title} [dim]{time.perf_counter() - began:.1f} s[/dim]")


def _fingerprint(folders: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def _load_demo_at_first() -> None:
    """Loads the demo into a database that never held a batch: one that was removed stays removed."""
    from django.conf import settings

    from openlien.identity.actor import system_actor
    from openlien.kit.clock import business_today

    from .demo import is_book_untouched, load_demo

    if not is_book_untouched():
        return
    with _step("Demo portfolio"), progress_bar("Demo portfolio") as progress:
        as_of = business_today(settings.BUSINESS_TIME_ZONE)
        load_demo(system_actor("cli"), cases=DEMO_CASES, seed=DEMO_SEED, as_of=as_of, progress=progress)


def _showcase() -> str:
    from .demo import showcase_number

    return showcase_number() if switched_on("OPENLIEN_DEMO") else ""


def _sign_ins() -> list[str]:
    """A line for each person of the demo who can sign in, or how to make the first user."""
    from openlien.identity.models import User

    from .demo import open_demo_sign_ins

    people = open_demo_sign_ins()
    if people and switched_on("OPENLIEN_DEMO"):
        width = max(len(person.email) for person in people)
        return [f"  {person.role.value:<22} {person.email:<{width}} {person.password}" for person in people]
    if not User.objects.filter(is_active=True).exists():
        return ["  Nobody can sign in yet: openlien user add --email E --name N --role system_administrator"]
    return []
