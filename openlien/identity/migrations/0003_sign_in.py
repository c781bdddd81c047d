"""Books password changes and second factors; how keys behave is a choice of the browser."""

from django.db import migrations, models

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Shows in the audit trail when a password was changed and a second factor came or went."""

    dependencies = [
        ("identity", "0002_audit_trail"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RemoveField(model_name="user", name="single_keys"),
        migrations.AddField(
            model_name="user", name="password_changed_at", field=models.DateTimeField(null=True)
        ),
        run_sql("openlien.identity", "0003_watched_tables"),
    ]
