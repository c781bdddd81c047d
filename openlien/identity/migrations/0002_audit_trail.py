"""Starts the audit trail."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("identity", "0001_initial"),
    ]
    operations = [
        run_sql("openlien.identity", "0002_audit"),
        run_sql("openlien.identity", "0002_watched_tables"),
    ]
