"""Keeps lines within their limits, and what is on file append-only."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("funding", "0001_initial"),
        ("identity", "0002_audit_trail"),
        ("ledger", "0003_defaults"),
    ]
    operations = [
        run_sql("openlien.funding", "0002_keeping"),
        run_sql("openlien.funding", "0002_watched_tables"),
    ]
