"""Keeps clients' ledgers, checks and the audit trail by the database; names the default types."""

from django.db import migrations

from openlien.kit.sql import run_sql

# A check goes through the account of its settlement, which therefore stays once there are checks.
SAME_ACCOUNT = """
ALTER TABLE settlement_check ADD CONSTRAINT check_goes_through_the_account_of_its_settlement
FOREIGN KEY (settlement_id, escrow_account_id) REFERENCES settlement_settlement (id, escrow_account_id)
"""
DAYS = """
ALTER TABLE settlement_settlement ADD CONSTRAINT settlement_days_are_from_release CHECK (
    released_to_payer_on IS NULL OR check_expected_on IS NULL OR days_from_release IS NULL
    OR check_expected_on - released_to_payer_on = days_from_release
)
"""
TYPES = """
INSERT INTO settlement_settlementtype (name, place, is_active, version)
VALUES ('Negotiation', 1, true, 1), ('Arbitration', 2, true, 1), ('Judgment', 3, true, 1)
"""


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("settlement", "0001_initial"),
        ("identity", "0002_audit_trail"),
    ]
    operations = [
        migrations.RunSQL(SAME_ACCOUNT),
        migrations.RunSQL(DAYS),
        migrations.RunSQL(TYPES),
        run_sql("openlien.settlement", "0002_trust"),
        run_sql("openlien.settlement", "0002_watched_tables"),
    ]
