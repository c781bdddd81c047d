"""What both peers need: a Django project on the same server, with Django's defaults for PostgreSQL."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, urlsplit


def configure(*apps: str, **settings: object) -> None:
    """Sets Django up for these apps, with persistent connections."""
    import django
    from django.conf import settings as django_settings

    parts = urlsplit(os.environ["DATABASE_URL"])
    place = parse_qs(parts.query)
    django_settings.configure(
        SECRET_KEY="only-for-this-bench",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *apps],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path[1:],
                "USER": parts.username,
                "HOST": place["host"][0],
                "PORT": place.get("port", ["5432"])[0],
                "CONN_MAX_AGE": None,
            }
        },
        **settings,
    )
    django.setup()


def migrate() -> None:
    """Creates the peer's tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def fast(statement: str, *, values: object = None) -> None:
    """Runs SQL with triggers off: rows that only have to be there."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
