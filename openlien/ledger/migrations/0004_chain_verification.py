"""Keeps where the last check of the chain that found nothing ended."""

from django.db import migrations, models

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """The table of one row, and the functions that read the chain from there on."""

    dependencies = [("ledger", "0003_defaults")]
    operations = [
        migrations.CreateModel(
            name="ChainVerification",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seal_id", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("verified_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="chain_is_verified_up_to_one_seal")
                ],
            },
        ),
        run_sql("openlien.ledger", "0004_verification"),
    ]
