"""Takes an import or the demo portfolio back, and lets a bulk load be planned well."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ("integrations", "0001_initial"),
        ("cases", "0002_triggers"),
        ("negotiation", "0002_triggers"),
        ("payments", "0004_books"),
        ("ledger", "0003_defaults"),
        ("receivables", "0002_kept_figures"),
        ("funding", "0002_triggers"),
        ("settlement", "0004_trust"),
        ("payment_plans", "0002_rules"),
        ("negotiation_rounds", "0002_rules"),
    ]
    operations = [
        run_sql("openlien.integrations", "0002_measuring"),
        run_sql("openlien.integrations", "0002_undo"),
    ]
