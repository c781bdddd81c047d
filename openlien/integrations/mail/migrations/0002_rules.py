"""Keeps what mails say, the audit trail of both tables, and the wordings that the product comes with."""

from django.db import migrations

from openlien.integrations.mail.migrations._templates_0002 import STANDARD
from openlien.kit.sql import run_sql


def _add_standard(apps, schema_editor):
    template = apps.get_model("integrations_mail", "Template")
    template.objects.bulk_create(template(**fields) for fields in STANDARD)


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [("integrations_mail", "0001_initial"), ("identity", "0002_audit_trail")]
    operations = [
        run_sql("openlien.integrations.mail", "0002_outbox"),
        migrations.RunPython(_add_standard, migrations.RunPython.noop),
    ]
