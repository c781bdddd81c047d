import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_withdrawn"), migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("payments", "0002_triggers")]

    operations = [
        migrations.CreateModel(
            name="WriteOffRequest",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("amount", openlien.kit.fields.UsdField()),
                ("effective_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("status", models.CharField(choices=[("pending", "Waiting for approval"), ("approved", "Approved"), ("refused", "Refused")], default="pending", max_length=8)),
                ("requested_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("refusal_reason", models.CharField(blank=True, default="", max_length=300)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("adjustment", models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="request", to="payments.adjustment")),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="write_off_requests", to="cases.bill")),
                ("decided_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("requested_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("status", "pending")), fields=["requested_at"], name="write_off_request_waiting")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="write_off_request_is_positive"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="write_off_request_has_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adjustment__isnull", True), ("decided_at__isnull", True), ("status", "pending")),
                            models.Q(("adjustment__isnull", False), ("decided_at__isnull", False), ("status", "approved")),
                            models.Q(("adjustment__isnull", True), ("decided_at__isnull", False), ("status", "refused"), models.Q(("refusal_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="write_off_request_says_what_became_of_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("requested_by__isnull", True),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="write_off_request_is_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="write_off_request_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="adjustment", name="adjustment_is_positive"),
        migrations.RemoveConstraint(model_name="receipt", name="receipt_is_positive"),
        migrations.AddField(
            model_name="adjustment",
            name="approved_by",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="reverses",
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="payments.adjustment"),
        ),
        migrations.AddField(model_name="receipt", name="reason", field=models.CharField(blank=True, db_default="", default="", max_length=300)),
        migrations.AddField(
            model_name="receipt",
            name="reverses",
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="payments.receipt"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                    models.Q(("amount__lt", 0), models.Q(("batch__isnull", False), ("reverses__isnull", False), _connector="OR")),
                    _connector="OR",
                ),
                name="adjustment_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment", constraint=models.UniqueConstraint(condition=models.Q(("reverses__isnull", False)), fields=("reverses",), name="adjustment_is_reversed_once")
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reverses__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="adjustment_reversal_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "bad_debt"), _negated=True), ("batch__isnull", False), ("approved_by__isnull", False), _connector="OR"),
                name="bad_debt_is_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True), ("recorded_by__isnull", True), models.Q(("approved_by", models.F("recorded_by")), _negated=True), _connector="OR"
                ),
                name="bad_debt_is_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                    models.Q(("amount__lt", 0), models.Q(("batch__isnull", False), ("reverses__isnull", False), _connector="OR")),
                    _connector="OR",
                ),
                name="receipt_is_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt", constraint=models.UniqueConstraint(condition=models.Q(("reverses__isnull", False)), fields=("reverses",), name="receipt_is_reversed_once")
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("reverses__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="receipt_reversal_has_a_reason"
            ),
        ),
    ]
