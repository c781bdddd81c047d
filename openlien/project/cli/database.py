"""Commands that prepare, check, save and restore the database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from openlien.kit import versions
from openlien.kit.errors import DomainError

from ..database import guard, roles
from ..environment import DatabaseAddress
from ..runtime import configure_django, database_running
from .calls import answer, messages, progress_bar

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


class NotMigrated(DomainError):
    """The tables of the database could not be brought up to date; the reason is above."""

    status = 500


def migrate(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when it went well.")] = False,
) -> None:
    """Prepare the database: roles, tables, views and triggers. Safe to repeat."""
    with database_running() as address:
        roles.prepare(address)
        configure_django(role=roles.MIGRATOR)
        from django.core.management import call_command

        with roles.migrating_alone(address):
            versions.pending()
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            roles.hide_secrets(address)
    if not quiet:
        messages.print("The database is up to date.")


def migrate_in_own_process() -> None:
    """Prepares the database from a process that itself acts as the app.

    Raises: NotMigrated when that failed; the other process has said why.
    """
    command = [sys.executable, "-m", "openlien.project.cli", "migrate", "--quiet"]
    if subprocess.run(command, check=False).returncode:
        raise NotMigrated


def check(
    whole_chain: Annotated[
        bool,
        typer.Option("--whole-chain", help="Hash every journal anew, not only those since the last check."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check that the database is safe to serve and that its figures tie; exit status 1 when not."""
    with database_running() as address:
        configure_django()
        broken = _broken(address, whole_chain=whole_chain)
    if as_json:
        answer({"ok": not broken, "broken": broken})
    for sentence in broken:
        messages.print(sentence, style="red", markup=False, soft_wrap=True)
    if broken:
        raise typer.Exit(1)
    if not as_json:
        messages.print("Everything ties.")


def backup(file: Path, as_json: Json = False) -> None:
    """Save the whole database and its files into one archive."""
    from ..database.archive import save

    with database_running() as address, progress_bar("Backup") as progress:
        saved = save(address, file, progress=progress)
    if as_json:
        answer({"file": str(file), "bytes": saved})
    else:
        messages.print(f"Saved to {file}: {saved / 1_000_000:,.1f} MB.", markup=False, soft_wrap=True)


def restore(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the data that is there now.")] = False,
    as_json: Json = False,
) -> None:
    """Bring back the database and its files from an archive."""
    from ..database.archive import bring_back

    with database_running() as address, progress_bar("Restore") as progress:
        restored = bring_back(address, file, replace=replace, progress=progress)
    if as_json:
        answer({"file": str(file), **restored})
    else:
        messages.print(f"Restored from {file}: {restored['cases']:,} cases.", markup=False, soft_wrap=True)


def _broken(address: DatabaseAddress, *, whole_chain: bool) -> list[str]:
    from openlien.funding import checks as funding
    from openlien.ledger.queries import checks as books
    from openlien.payments import checks as money
    from openlien.receivables import checks as receivables

    if versions.pending():
        return ["The database lacks tables of this version; `openlien migrate` makes them."]
    dangers = [f"Not safe to serve: {reason}." for reason in guard.dangers(address)]
    of_books = books.broken_invariants(whole_chain=whole_chain)
    of_money = [*money.broken_invariants(), *funding.broken_invariants()]
    return [*dangers, *receivables.broken_invariants(), *of_books, *of_money]
