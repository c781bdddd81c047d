"""Lets people keep liens: the holder's number, first notice, whether final, who funds a plan, a version."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The fields of a lien that a person enters."""

    dependencies = [
        ('cases', '0005_activity'),
    ]

    operations = [
        migrations.AddField(
            model_name='lien',
            name='reference',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='lien',
            name='first_notice_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='lien',
            name='is_final',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='lien',
            name='plan_funding',
            field=models.CharField(
                choices=[('unknown', 'Unknown'), ('insured', 'Insured'), ('self_funded', 'Self-funded (ERISA)')],
                default='unknown',
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name='lien',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
