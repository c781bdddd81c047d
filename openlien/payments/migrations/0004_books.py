"""Takes money back by mirrored rows, and brings facts into the books in bulk."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("payments", "0003_corrections"),
        ("identity", "0002_audit_trail"),
        ("ledger", "0003_defaults"),
    ]
    operations = [
        run_sql("openlien.payments", "0004_allocations"),
        run_sql("openlien.payments", "0004_reversals"),
        run_sql("openlien.payments", "0004_books"),
        run_sql("openlien.payments", "0004_mirroring"),
    ]
