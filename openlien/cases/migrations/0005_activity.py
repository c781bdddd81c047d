"""What a timeline says of calls and follow-ups; its entries never change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Calls, versions and pins of activities; kinds, results and cancellation of tasks."""

    dependencies = [
        ('cases', '0004_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party'),
        ),
        migrations.AddField(
            model_name='activity',
            name='contact_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='activity',
            name='contact_point',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='activity',
            name='content_hash',
            field=models.BinaryField(blank=True, max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='activity',
            name='corrects',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrected_by', to='cases.activity'),
        ),
        migrations.AddField(
            model_name='activity',
            name='direction',
            field=models.CharField(blank=True, choices=[('out', 'Out'), ('in', 'In')], db_default='', default='', max_length=3),
        ),
        migrations.AddField(
            model_name='activity',
            name='idempotency_key',
            field=models.CharField(blank=True, max_length=120, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='activity',
            name='is_pinned',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='activity',
            name='minutes',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='activity',
            name='outcome',
            field=models.CharField(blank=True, choices=[('reached', 'Reached'), ('left_message', 'Left a message'), ('no_answer', 'No answer'), ('busy', 'Busy'), ('call_back', 'Will call back'), ('wrong_number', 'Wrong number')], db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='activity',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='task',
            name='cancelled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='content_hash',
            field=models.BinaryField(blank=True, max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='done_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='follows',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups', to='cases.activity'),
        ),
        migrations.AddField(
            model_name='task',
            name='idempotency_key',
            field=models.CharField(blank=True, max_length=130, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('call', 'Call'), ('email', 'E-mail'), ('document', 'Chase a document'), ('offer', 'Answer or renew an offer'), ('payment', 'Chase a payment'), ('other', 'Other')], db_default='other', default='other', max_length=12),
        ),
        migrations.AddField(
            model_name='task',
            name='note',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='task',
            name='result',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='task',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AlterField(
            model_name='activity',
            name='kind',
            field=models.CharField(choices=[('stage', 'Stage changed'), ('payment', 'Payment received'), ('adjustment', 'Adjustment recorded'), ('offer', 'Offer'), ('round', 'Negotiation round'), ('settlement', 'Settlement'), ('check', 'Check'), ('call', 'Call'), ('email', 'E-mail'), ('fax', 'Fax'), ('note', 'Note'), ('document', 'Document'), ('task', 'Follow-up'), ('assignment', 'Assignment')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('kind__in', ['call', 'email', 'fax'])), fields=['case', '-happened_at'], name='activity_last_contact'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('cancelled_at', None), ('done_at', None)), fields=['case', 'due_on'], name='task_open_by_case'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'call'), models.Q(('minutes', None), ('outcome', '')), _connector='OR'), name='activity_outcome_is_of_a_call'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call', 'email', 'fax']), models.Q(('contact_name', ''), ('contact_point', ''), ('direction', '')), _connector='OR'), name='activity_direction_is_of_a_contact'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('minutes', None), ('minutes__lte', 1440), _connector='OR'), name='activity_lasts_a_day_at_most'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('version', 1)), models.Q(('corrects__isnull', False), ('kind__in', ['note', 'call', 'email', 'fax']), ('version__gt', 1)), _connector='OR'), name='activity_version_follows_another'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('done_at', None), ('cancelled_at', None), _connector='OR'), name='task_is_done_or_cancelled'),
        ),
        run_sql("openlien.cases", "0005_activity"),
    ]
