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
            name="EscrowAccount",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("bank", models.CharField(blank=True, default="", max_length=120)),
                ("number_end", models.CharField(blank=True, default="", max_length=4)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="escrow_account_has_a_name"),
                    models.CheckConstraint(condition=models.Q(("number_end__regex", "^([0-9]{4})?$")), name="escrow_account_shows_four_digits"),
                ]
            },
        ),
        migrations.CreateModel(
            name="SettlementType",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60, unique=True)),
                ("place", models.PositiveSmallIntegerField(default=100)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="settlement_type_has_a_name")]},
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("counterparty", models.JSONField(default=dict)),
                ("settled_on", models.DateField()),
                ("gross", openlien.kit.fields.UsdField()),
                ("firm_fee", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("released_to_client_on", models.DateField(blank=True, null=True)),
                ("released_from_client_on", models.DateField(blank=True, null=True)),
                ("released_to_payer_on", models.DateField(blank=True, null=True)),
                ("check_expected_on", models.DateField(blank=True, null=True)),
                ("days_from_release", models.IntegerField(blank=True, null=True)),
                ("distributed_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("comments", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="cases.case")),
                ("coverage", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.coverage")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "escrow_account",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="settlement.escrowaccount"),
                ),
                ("party", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
                ("plaintiff", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="cases.plaintiff")),
                ("settled_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("type", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="settlement.settlementtype")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "settled_on"], name="settlement_by_case")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("gross__gt", 0)), name="settlement_is_positive"),
                    models.CheckConstraint(condition=models.Q(("firm_fee__isnull", True), ("firm_fee__gte", 0), _connector="OR"), name="settlement_firm_fee_is_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="settlement_key_belongs_to_a_content"
                    ),
                    models.UniqueConstraint(fields=("id", "escrow_account"), name="settlement_with_its_account"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementCalculation",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "fee_basis",
                    models.CharField(
                        choices=[("gross", "gross"), ("net_of_costs", "net of costs"), ("net_of_costs_and_liens", "net of costs and liens")], default="gross", max_length=24
                    ),
                ),
                ("fee_share", models.CharField(blank=True, default="", max_length=40)),
                ("fee_fixed", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("fee_schedule", models.CharField(blank=True, default="", max_length=60)),
                ("reduced_to", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("reduce_by", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("referral_share", models.CharField(blank=True, default="", max_length=40)),
                ("co_counsel_share", models.CharField(blank=True, default="", max_length=40)),
                ("sales_tax_share", models.CharField(blank=True, default="", max_length=40)),
                ("common_benefit_share", models.CharField(blank=True, default="", max_length=40)),
                ("expense_rate", models.CharField(blank=True, default="", max_length=40)),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("saved_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("settlement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="calculations", to="settlement.settlement")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "name"), name="settlement_calculation_is_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(("fee_basis__in", ["gross", "net_of_costs", "net_of_costs_and_liens"])), name="settlement_calculation_basis_is_known"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="CalculationInput",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("gross", "Gross settlement"),
                            ("medpay", "MedPay"),
                            ("case_expenses", "Case expenses"),
                            ("expense_interest", "Interest on case expenses"),
                            ("prior_attorney_expense", "Prior attorney expense"),
                            ("other_costs", "Other case costs"),
                            ("statutory_liens", "Statutory liens"),
                            ("contractual_liens", "Contractual liens"),
                            ("medical_bills", "Outstanding medical bills"),
                            ("hold_backs", "Hold-backs"),
                        ],
                        max_length=24,
                    ),
                ),
                ("value", openlien.kit.fields.UsdField()),
                ("source_value", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("is_overridden", models.BooleanField(default=False)),
                ("calculation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="inputs", to="settlement.settlementcalculation")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("calculation", "name"), name="calculation_input_stands_once"),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="calculation_input_is_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__in",
                                [
                                    "gross",
                                    "medpay",
                                    "case_expenses",
                                    "expense_interest",
                                    "prior_attorney_expense",
                                    "other_costs",
                                    "statutory_liens",
                                    "contractual_liens",
                                    "medical_bills",
                                    "hold_backs",
                                ],
                            )
                        ),
                        name="calculation_input_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_overridden", True), models.Q(("source_value__isnull", True), ("value", 0)), ("value", models.F("source_value")), _connector="OR"),
                        name="calculation_input_says_it_is_overridden",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReductionProposal",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=60)),
                ("inputs", models.JSONField(default=dict)),
                ("trace", models.JSONField(default=list)),
                ("amount_before", openlien.kit.fields.UsdField()),
                ("amount", openlien.kit.fields.UsdField()),
                ("status", models.CharField(choices=[("proposed", "Proposed"), ("approved", "Approved"), ("refused", "Refused")], default="proposed", max_length=8)),
                ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("refusal_reason", models.CharField(blank=True, default="", max_length=300)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("decided_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("lien", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reduction_proposals", to="cases.lien")),
                ("proposed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0), ("amount__lte", models.F("amount_before"))), name="reduction_proposal_reduces"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("status", "proposed")),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False), ("status__in", ["approved", "refused"])),
                            _connector="OR",
                        ),
                        name="reduction_proposal_says_who_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("status", "approved"), _negated=True), models.Q(("decided_by", models.F("proposed_by")), _negated=True), _connector="OR"),
                        name="reduction_proposal_is_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="reduction_proposal_key_belongs_to_a_content"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="FeeIntake",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("recorded_on", models.DateField()),
                ("amount", openlien.kit.fields.UsdField()),
                ("comments", models.CharField(blank=True, default="", max_length=300)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("recorded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("settlement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="fee_intakes", to="settlement.settlement")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fee_intake_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="fee_intake_key_belongs_to_a_content"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("direction", models.CharField(choices=[("in", "In"), ("out", "Out")], max_length=3)),
                ("drawn_on", models.DateField()),
                ("amount", openlien.kit.fields.UsdField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("hold", "Hold"),
                            ("review", "Review"),
                            ("print", "Print check"),
                            ("issue", "Issue check"),
                            ("pending", "Check pending"),
                            ("printed", "Check printed"),
                            ("deposited", "Deposited"),
                            ("cleared", "Cleared"),
                            ("void", "Void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=20)),
                ("custom_payee", models.CharField(blank=True, default="", max_length=200)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("recovery", "Settlement check"),
                            ("attorney_fee", "Attorney fee"),
                            ("referral_fee", "Referral fee"),
                            ("co_counsel_fee", "Co-counsel fee"),
                            ("sales_tax", "Sales tax on fees"),
                            ("common_benefit", "Common benefit fund"),
                            ("case_expense", "Case expense"),
                            ("lien", "Lien"),
                            ("own_lien", "Our own lien"),
                            ("medical_bill", "Medical bill"),
                            ("hold_back", "Hold-back"),
                            ("client", "Client"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("mailed_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("received_on", models.DateField(blank=True, null=True)),
                ("cleared_on", models.DateField(blank=True, null=True)),
                ("comments", models.CharField(blank=True, default="", max_length=500)),
                ("source", models.CharField(blank=True, default="", max_length=100)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("payee", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
                ("escrow_account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="settlement.escrowaccount")),
                ("settlement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="settlement.settlement")),
            ],
            options={
                "indexes": [models.Index(fields=["settlement", "drawn_on", "id"], name="check_by_settlement")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="check_is_positive"),
                    models.CheckConstraint(condition=models.Q(("direction__in", ["in", "out"])), name="check_direction_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "recovery",
                                    "attorney_fee",
                                    "referral_fee",
                                    "co_counsel_fee",
                                    "sales_tax",
                                    "common_benefit",
                                    "case_expense",
                                    "lien",
                                    "own_lien",
                                    "medical_bill",
                                    "hold_back",
                                    "client",
                                    "other",
                                ],
                            )
                        ),
                        name="check_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("direction", "out"), ("status__in", ["hold", "review", "print", "issue", "pending", "printed", "cleared", "void"])),
                            models.Q(("direction", "in"), ("status__in", ["pending", "hold", "deposited", "cleared", "void"])),
                            _connector="OR",
                        ),
                        name="check_status_fits_its_direction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_on__isnull", False), ("status", "cleared")),
                            models.Q(models.Q(("status", "cleared"), _negated=True), ("cleared_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="check_cleared_on_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "out"), models.Q(("number", ""), _negated=True)),
                        fields=("escrow_account", "number"),
                        name="check_number_is_unique_per_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "in"), models.Q(("number", ""), _negated=True), models.Q(("status", "void"), _negated=True)),
                        fields=("settlement", "number"),
                        name="received_check_is_entered_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("source", ""), _negated=True), models.Q(("status", "void"), _negated=True)),
                        fields=("settlement", "source"),
                        name="distribution_check_is_made_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="check_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
    ]
