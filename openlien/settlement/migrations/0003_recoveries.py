"""Several recoveries and unpaid lines in a calculation; what a rule said, kept with a proposal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What a calculation and a proposal keep besides."""

    dependencies = [
        ('settlement', '0002_rules'),
        ('cases', '0006_lien_record'),
    ]

    operations = [
        migrations.AddField(
            model_name='settlementcalculation',
            name='recoveries',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='settlementcalculation',
            name='not_paid',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='reductionproposal',
            name='law',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
