import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("deposited_on", models.DateField()),
                ("amount", openlien.kit.fields.UsdField()),
                ("payer", models.CharField(blank=True, default="", max_length=120)),
                ("reference", models.CharField(blank=True, default="", max_length=60)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("batch", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="cases.batch")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="cases.case")),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="receipt_by_case"), models.Index(fields=["deposited_on"], name="receipt_by_deposit_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("amount__lt", 0), ("batch__isnull", False)), _connector="OR"), name="receipt_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="receipt_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("amount", openlien.kit.fields.UsdField()),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="cases.bill")),
                ("receipt", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="allocations", to="payments.receipt")),
            ],
            options={
                "indexes": [models.Index(fields=["bill"], name="allocation_by_bill")],
                "constraints": [
                    models.UniqueConstraint(fields=("receipt", "bill"), name="allocation_pays_a_bill_once"),
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="allocation_is_not_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("reduction", "Reduction"), ("bad_debt", "Bad debt")], max_length=10)),
                ("amount", openlien.kit.fields.UsdField()),
                ("effective_on", models.DateField()),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("batch", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="cases.batch")),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="cases.bill")),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["bill"], name="adjustment_by_bill")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("amount__lt", 0), ("batch__isnull", False)), _connector="OR"), name="adjustment_is_positive"
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["reduction", "bad_debt"])), name="adjustment_kind_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="adjustment_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
    ]
