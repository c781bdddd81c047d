"""Whether the database and the program are of the same version; Django must be configured."""

from __future__ import annotations

from .errors import DomainError


class DatabaseIsNewer(DomainError):
    """The database was prepared by a later version of OpenLien ({migration}): install that version."""

    status = 500


class _Known:
    """What this process has found out: a database that lacks nothing cannot come to lack something."""

    is_complete = False


def pending() -> bool:
    """Whether the database lacks a migration of this version.

    Raises: DatabaseIsNewer when it has one that this version does not know.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    # Only the names are compared; the graph of all migrations would take longer to build than all else here.
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("openlien.")}
    known, applied = set(loader.disk_migrations), set(MigrationRecorder(connection).applied_migrations())
    for app, name in sorted(applied - known):
        if app in ours:
            raise DatabaseIsNewer(migration=f"{app} {name}")
    return not known <= applied


def is_up_to_date() -> bool:
    """Whether the database answers and lacks no migration; compared until that is so, then not again.

    Raises: django.db.Error when the database does not answer; DatabaseIsNewer.
    """
    from django.db import connection

    if not _Known.is_complete:
        _Known.is_complete = not pending()
        return _Known.is_complete
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True
