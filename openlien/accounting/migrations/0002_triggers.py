"""Keeps posted accruals and confirmed steps as they are."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("accounting", "0001_initial"),
        ("ledger", "0003_defaults"),
        ("identity", "0002_audit_trail"),
    ]
    operations = [
        run_sql("openlien.accounting", "0002_month_end"),
    ]
