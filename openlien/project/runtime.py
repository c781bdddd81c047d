"""What every command needs before it can work: a running database and a configured Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .database import embedded, roles
from .environment import DatabaseAddress, refuse_wrong_settings


@contextmanager
def database_running() -> Iterator[DatabaseAddress]:
    """The database's address while the block runs; child processes inherit it.

    Raises: openlien.project.environment.WrongSetting, openlien.project.database.embedded.ServerDoesNotStart.
    """
    refuse_wrong_settings()
    with embedded.running() as address:
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = address.url()
        try:
            yield address
        finally:
            if before is None:
                del os.environ["DATABASE_URL"]


def configure_django(*, role: str = roles.APP) -> None:
    """Sets Django up to act as this database role; once per process."""
    import django

    os.environ["OPENLIEN_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlien.project.settings")
    django.setup()


@contextmanager
def product_running() -> Iterator[DatabaseAddress]:
    """A running database and Django acting as the app: what most commands work in."""
    with database_running() as address:
        configure_django()
        yield address
