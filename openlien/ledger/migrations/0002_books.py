"""Builds the door to the books, its walls, and what keeps balances and papers."""

from django.db import migrations

from openlien.kit.sql import run_sql

# Balances are rewritten with every posting: room on their pages keeps the new versions beside the old ones.
ROOM_FOR_REWRITES = """
ALTER TABLE ledger_accountbalance SET (fillfactor = 50);
ALTER TABLE ledger_daybalance SET (fillfactor = 50);
ALTER TABLE ledger_casebalance SET (fillfactor = 80);
ALTER TABLE ledger_chainhead SET (fillfactor = 10);
"""


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("ledger", "0001_initial"),
        ("identity", "0002_audit_trail"),
        ("cases", "0002_triggers"),
    ]
    operations = [
        migrations.RunSQL(ROOM_FOR_REWRITES, migrations.RunSQL.noop),
        run_sql("openlien.ledger", "0002_refusing"),
        run_sql("openlien.ledger", "0002_chain"),
        run_sql("openlien.ledger", "0002_walls"),
        run_sql("openlien.ledger", "0002_chart"),
        run_sql("openlien.ledger", "0002_case_accounts"),
        run_sql("openlien.ledger", "0002_keeping"),
        run_sql("openlien.ledger", "0002_papers"),
        run_sql("openlien.ledger", "0002_door_steps"),
        run_sql("openlien.ledger", "0002_door"),
        run_sql("openlien.ledger", "0002_periods"),
        run_sql("openlien.ledger", "0002_rights"),
        run_sql("openlien.ledger", "0002_journal_register"),
        run_sql("openlien.ledger", "0002_watched_tables"),
    ]
