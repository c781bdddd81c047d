"""Keeps stages, search words and the audit trail by triggers."""

from django.db import migrations

from openlien.kit.sql import run_sql

# A membership's scope names a party; the key stands here because parties live above identity.
SCOPE_KEY = """
ALTER TABLE identity_membership ADD CONSTRAINT membership_scope_is_a_party
FOREIGN KEY (scope_id) REFERENCES cases_party (id)
"""


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("cases", "0001_initial"),
        ("identity", "0002_audit_trail"),
    ]
    operations = [
        run_sql("openlien.cases", "0002_stages"),
        run_sql("openlien.cases", "0002_search"),
        run_sql("openlien.cases", "0002_watched_tables"),
        migrations.RunSQL(SCOPE_KEY),
    ]
