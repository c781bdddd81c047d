"""Keeps receipts whole and money append-only."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("payments", "0001_initial"),
    ]
    operations = [
        run_sql("openlien.payments", "0002_allocations"),
    ]
