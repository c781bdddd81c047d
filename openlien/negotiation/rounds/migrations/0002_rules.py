"""Keeps linked rounds and the audit trail by the database."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("negotiation_rounds", "0001_initial"),
        ("settlement", "0002_rules"),
        ("identity", "0002_audit_trail"),
    ]
    operations = [
        run_sql("openlien.negotiation.rounds", "0002_linked_rounds"),
        run_sql("openlien.negotiation.rounds", "0002_watched_tables"),
    ]
