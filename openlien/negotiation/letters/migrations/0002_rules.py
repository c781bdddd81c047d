"""Keeps every version of the letter, and who wrote it in the audit trail."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [("negotiation_letters", "0001_initial"), ("identity", "0002_audit_trail")]
    operations = [run_sql("openlien.negotiation.letters", "0002_kept_versions")]
