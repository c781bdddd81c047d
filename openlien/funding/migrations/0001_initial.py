import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0004_documents"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="WarehouseLine",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("lender", models.CharField(max_length=120)),
                ("commitment", openlien.kit.fields.UsdField()),
                ("advance_rate", models.DecimalField(decimal_places=6, max_digits=8)),
                (
                    "day_count",
                    models.CharField(
                        choices=[("act360", "Actual/360"), ("act365", "Actual/365"), ("30_360", "30/360 US"), ("30e_360", "30E/360"), ("act_act", "Actual/Actual")],
                        default="act360",
                        max_length=8,
                    ),
                ),
                ("floor", models.DecimalField(decimal_places=6, default=0, max_digits=8)),
                ("spread", models.DecimalField(decimal_places=6, default=0, max_digits=8)),
                ("unused_fee", models.DecimalField(decimal_places=6, default=0, max_digits=8)),
                ("age_days_max", models.PositiveIntegerField(blank=True, null=True)),
                ("debtor_share_max", models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("lender", ""), _negated=True)), name="line_has_names"),
                    models.CheckConstraint(condition=models.Q(("commitment__gt", 0)), name="line_commitment_is_positive"),
                    models.CheckConstraint(condition=models.Q(("advance_rate__gt", 0), ("advance_rate__lte", 1)), name="line_advance_rate_is_a_share"),
                    models.CheckConstraint(condition=models.Q(("floor__range", (0, 1)), ("spread__range", (0, 1)), ("unused_fee__range", (0, 1))), name="line_rates_are_shares"),
                    models.CheckConstraint(condition=models.Q(("day_count__in", ["act360", "act365", "30_360", "30e_360", "act_act"])), name="line_day_count_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(("debtor_share_max__isnull", True), models.Q(("debtor_share_max__gt", 0), ("debtor_share_max__lte", 1)), _connector="OR"),
                        name="line_debtor_share_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_on__isnull", True), ("closed_on__gte", models.F("opened_on")), _connector="OR"), name="line_closes_after_opening"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="line_key_belongs_to_a_content"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="RateReset",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("effective_on", models.DateField()),
                ("reference", models.DecimalField(decimal_places=6, max_digits=8)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "replaces",
                    models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replacements", to="funding.ratereset"),
                ),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="resets", to="funding.warehouseline")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("replaces__isnull", True)), fields=("line", "effective_on"), name="rate_is_set_once_a_day"),
                    models.UniqueConstraint(condition=models.Q(("replaces__isnull", False)), fields=("replaces",), name="rate_is_replaced_once"),
                    models.CheckConstraint(condition=models.Q(("reference__range", (-1, 1))), name="rate_is_a_share"),
                    models.CheckConstraint(
                        condition=models.Q(("replaces__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="rate_replacement_has_a_reason"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("draw", "Draw"), ("repayment", "Repayment")], max_length=10)),
                ("moved_on", models.DateField()),
                ("drawn", openlien.kit.fields.UsdField()),
                ("interest_paid", openlien.kit.fields.UsdField(default="0.00")),
                ("reference", models.CharField(blank=True, default="", max_length=35)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "reverses",
                    models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="funding.movement"),
                ),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="funding.warehouseline")),
            ],
            options={
                "indexes": [models.Index(fields=["line", "moved_on"], name="movement_by_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("drawn__gt", 0), ("interest_paid", 0), ("kind", "draw"), ("reverses__isnull", True)),
                            models.Q(("drawn__lt", 0), ("interest_paid", 0), ("kind", "draw"), ("reverses__isnull", False)),
                            models.Q(("drawn__lte", 0), ("interest_paid__gte", 0), ("kind", "repayment"), ("reverses__isnull", True)),
                            models.Q(("drawn__gte", 0), ("interest_paid__lte", 0), ("kind", "repayment"), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="movement_has_the_sign_of_its_kind",
                    ),
                    models.CheckConstraint(condition=models.Q(("drawn", 0), ("interest_paid", 0), _negated=True), name="movement_is_not_zero"),
                    models.UniqueConstraint(condition=models.Q(("reverses__isnull", False)), fields=("reverses",), name="movement_is_reversed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reverses__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="movement_reversal_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="movement_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestAccrual",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("accrued_on", models.DateField()),
                ("interest", openlien.kit.fields.UsdField()),
                ("unused_fee", openlien.kit.fields.UsdField(default="0.00")),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "reverses",
                    models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="funding.interestaccrual"),
                ),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="accruals", to="funding.warehouseline")),
            ],
            options={
                "indexes": [models.Index(fields=["line", "month"], name="interest_accrual_by_line")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("interest__gte", 0), ("reverses__isnull", True), ("unused_fee__gte", 0)),
                            models.Q(("interest__lte", 0), ("reverses__isnull", False), ("unused_fee__lte", 0)),
                            _connector="OR",
                        ),
                        name="interest_accrual_is_not_negative",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="interest_accrual_is_of_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(("begins_on__gte", models.F("month")), ("ends_on__gt", models.F("begins_on"))), name="interest_accrual_days_follow_one_another"
                    ),
                    models.UniqueConstraint(condition=models.Q(("reverses__isnull", False)), fields=("reverses",), name="interest_accrual_is_reversed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reverses__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="interest_accrual_reversal_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestShare",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("amount", openlien.kit.fields.UsdField()),
                ("accrual", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="funding.interestaccrual")),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="interest_shares", to="cases.bill")),
            ],
            options={
                "indexes": [models.Index(fields=["bill"], name="interest_share_by_bill")],
                "constraints": [
                    models.UniqueConstraint(fields=("accrual", "bill"), name="interest_accrual_names_a_bill_once"),
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="interest_share_is_not_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovementPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("drawn", openlien.kit.fields.UsdField()),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="funding_parts", to="cases.bill")),
                ("movement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="funding.movement")),
            ],
            options={
                "indexes": [models.Index(fields=["bill"], name="movement_part_by_bill")],
                "constraints": [
                    models.UniqueConstraint(fields=("movement", "bill"), name="movement_names_a_bill_once"),
                    models.CheckConstraint(condition=models.Q(("drawn", 0), _negated=True), name="movement_part_is_not_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteCost",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("amount", openlien.kit.fields.UsdField()),
                ("paid_on", models.DateField()),
                ("reference", models.CharField(blank=True, default="", max_length=35)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="site_costs", to="cases.bill")),
                ("draw", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="site_costs", to="funding.movement")),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "reverses",
                    models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="funding.sitecost"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bill"], name="site_cost_by_bill")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("amount__gt", 0), ("reverses__isnull", True)), models.Q(("amount__lt", 0), ("reverses__isnull", False)), _connector="OR"),
                        name="site_cost_is_positive",
                    ),
                    models.UniqueConstraint(condition=models.Q(("reverses__isnull", False)), fields=("reverses",), name="site_cost_is_reversed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reverses__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="site_cost_reversal_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="site_cost_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
    ]
