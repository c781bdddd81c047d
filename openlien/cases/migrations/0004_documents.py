"""Documents get versions and can be withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Documents: versions, withdrawal, journals' documents without a case; files that never change."""

    dependencies = [
        ('cases', '0003_withdrawn'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='file_name',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AddField(
            model_name='document',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replaced_by', to='cases.document'),
        ),
        migrations.AddField(
            model_name='document',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='document',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='document',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='document',
            name='withdrawn_reason',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AlterField(
            model_name='activity',
            name='kind',
            field=models.CharField(choices=[('stage', 'Stage changed'), ('payment', 'Payment received'), ('adjustment', 'Adjustment recorded'), ('offer', 'Offer'), ('call', 'Call'), ('email', 'E-mail'), ('fax', 'Fax'), ('note', 'Note'), ('document', 'Document')], max_length=20),
        ),
        migrations.AlterField(
            model_name='document',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='cases.case'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('size_bytes__gt', 0)), name='document_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replaces', None), ('version', 1)), models.Q(('replaces__isnull', False), ('version__gt', 1)), _connector='OR'), name='document_version_follows_another'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='document_is_withdrawn_for_a_reason'),
        ),
        run_sql("openlien.cases", "0004_documents"),
    ]
