"""Keeps the balance of every bill and the summary of every case in step with the facts."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("receivables", "0001_initial"),
        ("cases", "0003_withdrawn"),
        ("payments", "0007_refunds"),
    ]
    operations = [
        run_sql("openlien.receivables", "0002_facts"),
        run_sql("openlien.receivables", "0002_moves"),
        run_sql("openlien.receivables", "0002_keeping"),
        run_sql("openlien.receivables", "0002_relations"),
    ]
