"""Says what of the cash on a bill goes back, for the facts, the kept figures and the books alike."""

from django.db import migrations

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copy of the definitions in sql/ as of this migration."""

    dependencies = [
        ("payments", "0006_payoff_before_agreement"),
        ("negotiation", "0003_voided_agreements"),
    ]
    operations = [
        run_sql("openlien.payments", "0007_refunds"),
    ]
