import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0006_lien_record"), migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("negotiation", "0002_triggers")]

    operations = [
        migrations.CreateModel(
            name="PaymentPlan",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("status", models.CharField(choices=[("active", "Active"), ("completed", "Completed"), ("cancelled", "Cancelled")], default="active", max_length=9)),
                ("amount", openlien.kit.fields.UsdField()),
                ("interval", models.CharField(choices=[("weekly", "Every week"), ("biweekly", "Every two weeks"), ("monthly", "Every month")], max_length=8)),
                ("days_before", models.PositiveSmallIntegerField(default=3)),
                ("days_after", models.PositiveSmallIntegerField(default=3)),
                ("is_reminded_on_day", models.BooleanField(default=True)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ending_reason", models.CharField(blank=True, default="", max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                (
                    "agreement",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="payment_plans", to="negotiation.payoffagreement"),
                ),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="payment_plans", to="cases.case")),
                ("changed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="payment_plan_by_case")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("status", "active")), fields=("case",), name="payment_plan_is_active_once_a_case"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_plan_is_positive"),
                    models.CheckConstraint(condition=models.Q(("interval__in", ["weekly", "biweekly", "monthly"])), name="payment_plan_interval_is_known"),
                    models.CheckConstraint(condition=models.Q(("days_after__lte", 60), ("days_before__lte", 60)), name="payment_plan_reminds_near_the_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("status", "active")),
                            models.Q(("ended_on__isnull", False), ("status", "completed")),
                            models.Q(("ended_on__isnull", False), ("status", "cancelled"), models.Q(("ending_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="payment_plan_says_how_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="payment_plan_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("amount", openlien.kit.fields.UsdField()),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="instalments", to="payment_plans.paymentplan")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="instalment_number_is_used_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="instalment_is_positive"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("amount", openlien.kit.fields.UsdField()),
                ("kind", models.CharField(choices=[("before", "Before the day"), ("on", "On the day"), ("after", "After the day"), ("by_hand", "By hand")], max_length=7)),
                ("raised_on", models.DateField()),
                ("channel", models.CharField(blank=True, choices=[("email", "E-mail"), ("call", "Call"), ("fax", "Fax"), ("letter", "Letter")], default="", max_length=6)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="payment_reminders", to="cases.case")),
                ("plan", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="payment_plans.paymentplan")),
                ("sent_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("task", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.task")),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="payment_reminder_by_case")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("kind", "by_hand"), _negated=True), fields=("plan", "due_on", "kind"), name="reminder_is_raised_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", ""), ("sent_at__isnull", True)), models.Q(("sent_at__isnull", False), models.Q(("channel", ""), _negated=True)), _connector="OR"
                        ),
                        name="reminder_says_how_it_was_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "by_hand"), models.Q(("due_on__isnull", False), ("plan__isnull", False)), _connector="OR"),
                        name="reminder_of_a_plan_names_its_day",
                    ),
                ],
            },
        ),
    ]
