"""Lets a case be withdrawn, and hides a withdrawn one from the search."""

from django.db import migrations, models

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [
        ('cases', '0002_triggers'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        run_sql("openlien.cases", "0003_search"),
    ]
