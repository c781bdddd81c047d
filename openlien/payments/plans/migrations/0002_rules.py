"""Keeps plans whole and their changes in the audit trail, by the database."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("payment_plans", "0001_initial"),
        ("identity", "0002_audit_trail"),
    ]
    operations = [
        run_sql("openlien.payments.plans", "0002_whole_plans"),
        run_sql("openlien.payments.plans", "0002_watched_tables"),
    ]
