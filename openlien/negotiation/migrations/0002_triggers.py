"""Keeps the offers of bills, the states of offers and the trail; and the one row of the policy."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [("negotiation", "0001_initial"), ("identity", "0002_audit_trail")]
    operations = [
        run_sql("openlien.negotiation", "0002_bill_offers"),
        run_sql("openlien.negotiation", "0002_offers"),
        run_sql("openlien.negotiation", "0002_outside_bills"),
        run_sql("openlien.negotiation", "0002_watched_tables"),
        migrations.RunSQL(
            "INSERT INTO negotiation_negotiationpolicy (id, approval_amount_above) VALUES (1, 50000.00)",
            migrations.RunSQL.noop,
        ),
    ]
