import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0002_triggers"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("year", models.SmallIntegerField()),
                ("last_serial", models.IntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                ("anchored_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("actor_name", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[("year", models.SmallIntegerField(primary_key=True, serialize=False)), ("last_serial", models.IntegerField()), ("hash", models.BinaryField(max_length=32))],
        ),
        migrations.CreateModel(
            name="CostCenter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=50)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code__regex", "^[A-Z0-9_-]+$")), name="cost_center_code_is_plain"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="cost_center_has_a_name"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=50)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code__regex", "^[A-Z0-9_-]+$")), name="department_code_is_plain"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="department_has_a_name"),
                ]
            },
        ),
        migrations.CreateModel(
            name="CaseAccount",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "status",
                    models.CharField(choices=[("active", "Active"), ("hold", "Hold"), ("closed", "Closed"), ("written_off", "Written Off")], default="active", max_length=12),
                ),
                ("status_reason", models.CharField(blank=True, default="", max_length=500)),
                ("status_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("attorney_fee_percent", models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ("settlement_amount", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("patient_percent", models.DecimalField(decimal_places=4, default=0, max_digits=7)),
                ("insurance_percent", models.DecimalField(decimal_places=4, default=0, max_digits=7)),
                ("credit_limit", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("credit_override_reason", models.CharField(blank=True, default="", max_length=500)),
                ("credit_override_at", models.DateTimeField(blank=True, null=True)),
                ("collection_status", models.CharField(choices=[("none", "None"), ("pending", "Pending"), ("in_collection", "In Collection")], default="none", max_length=14)),
                ("bc_customer_number", models.CharField(blank=True, default="", max_length=20)),
                (
                    "bc_sync_status",
                    models.CharField(
                        choices=[("pending", "Pending"), ("sending", "Sending"), ("synced", "Synced"), ("error", "Error"), ("rejected", "Rejected")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("bc_last_sync_at", models.DateTimeField(blank=True, null=True)),
                ("gl_account_numbers", models.JSONField(blank=True, default=list)),
                ("notes", models.CharField(blank=True, default="", max_length=5000)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, related_name="account", to="cases.case")),
                ("created_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("credit_override_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("updated_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("cost_center", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.costcenter", to_field="code")),
                ("department", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.department", to_field="code")),
            ],
            options={
                "indexes": [models.Index(fields=["status"], name="case_account_by_status")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__regex", "^CA-[0-9]{4}-[0-9]{7,}$")), name="case_account_number_is_well_formed"),
                    models.CheckConstraint(condition=models.Q(("status__in", ["active", "hold", "closed", "written_off"])), name="case_account_status_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("status__in", ["hold", "written_off"]), _negated=True), models.Q(("status_reason", ""), _negated=True), _connector="OR"),
                        name="case_account_status_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("status", "closed"), _negated=True), ("closed_on__isnull", False), _connector="OR"), name="case_account_closed_says_when"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_on__isnull", True), ("closed_on__gte", models.F("opened_on")), _connector="OR"), name="case_account_closes_after_opening"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("insurance_percent__gte", 0),
                            ("patient_percent__gte", 0),
                            ("patient_percent__lte", django.db.models.expressions.CombinedExpression(models.Value(100), "-", models.F("insurance_percent"))),
                        ),
                        name="case_account_portions_are_a_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attorney_fee_percent__isnull", True), ("attorney_fee_percent__range", (0, 100)), _connector="OR"),
                        name="case_account_fee_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credit_limit__isnull", True), ("credit_limit__gte", 0), _connector="OR"), name="case_account_credit_limit_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settlement_amount__isnull", True), ("settlement_amount__gte", 0), _connector="OR"), name="case_account_settlement_is_not_negative"
                    ),
                    models.CheckConstraint(condition=models.Q(("collection_status__in", ["none", "pending", "in_collection"])), name="case_account_collection_status_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(("bc_sync_status__in", ["pending", "sending", "synced", "error", "rejected"])), name="case_account_sync_status_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GLAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(choices=[("asset", "Asset"), ("liability", "Liability"), ("equity", "Equity"), ("revenue", "Revenue"), ("expense", "Expense")], max_length=10),
                ),
                ("sub_category", models.CharField(blank=True, default="", max_length=80)),
                ("normal_side", models.CharField(choices=[("debit", "Debit"), ("credit", "Credit")], max_length=6)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cash", "Cash"),
                            ("trust_cash", "Cash held in trust"),
                            ("lien_receivable", "Medical lien receivable"),
                            ("accrued_receivable", "Accrued lien receivable"),
                            ("provider_payable", "Accounts payable - providers"),
                            ("accrued_payable", "Accrued payable - unbilled services"),
                            ("warehouse_payable", "Warehouse line payable"),
                            ("accrued_interest", "Accrued interest"),
                            ("refund_liability", "Refunds to be paid"),
                            ("attorney_fees_payable", "Attorney fees payable"),
                            ("trust_attorney_fees", "Trust - attorney fees and costs"),
                            ("trust_other_liens", "Trust - other lien holders"),
                            ("trust_own_lien", "Trust - our own lien"),
                            ("trust_patient", "Trust - patient portion"),
                            ("opening_equity", "Opening balances"),
                            ("lien_revenue", "Lien revenue"),
                            ("medical_expense", "Medical expense"),
                            ("interest_expense", "Interest expense"),
                            ("write_off_expense", "Bad-debt and write-off expense"),
                            ("attorney_fees_expense", "Attorney fees expense"),
                        ],
                        max_length=24,
                        null=True,
                        unique=True,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("slots", models.PositiveSmallIntegerField(default=1)),
                ("bc_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__regex", "^[A-Z0-9.-]+$")), name="gl_account_number_is_plain"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="gl_account_has_a_name"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["asset", "liability", "equity", "revenue", "expense"])), name="gl_account_kind_is_known"),
                    models.CheckConstraint(condition=models.Q(("normal_side__in", ["debit", "credit"])), name="gl_account_side_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__isnull", True),
                            (
                                "role__in",
                                [
                                    "cash",
                                    "trust_cash",
                                    "lien_receivable",
                                    "accrued_receivable",
                                    "provider_payable",
                                    "accrued_payable",
                                    "warehouse_payable",
                                    "accrued_interest",
                                    "refund_liability",
                                    "attorney_fees_payable",
                                    "trust_attorney_fees",
                                    "trust_other_liens",
                                    "trust_own_lien",
                                    "trust_patient",
                                    "opening_equity",
                                    "lien_revenue",
                                    "medical_expense",
                                    "interest_expense",
                                    "write_off_expense",
                                    "attorney_fees_expense",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="gl_account_role_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("slots__range", (1, 16))), name="gl_account_has_one_to_16_slots"),
                ]
            },
        ),
        migrations.CreateModel(
            name="DayBalance",
            fields=[
                ("pk", models.CompositePrimaryKey("day", "account_id", "slot", blank=True, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("slot", models.SmallIntegerField()),
                ("debit", openlien.kit.fields.UsdField()),
                ("credit", openlien.kit.fields.UsdField()),
                ("lines", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="day_balances", to="ledger.glaccount"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClosingBalance",
            fields=[
                ("pk", models.CompositePrimaryKey("month", "account_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("debit", openlien.kit.fields.UsdField()),
                ("credit", openlien.kit.fields.UsdField()),
                (
                    "account",
                    models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="closing_balances", to="ledger.glaccount"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccountBalance",
            fields=[
                ("pk", models.CompositePrimaryKey("account_id", "slot", blank=True, editable=False, primary_key=True, serialize=False)),
                ("slot", models.SmallIntegerField()),
                ("debit", openlien.kit.fields.UsdField()),
                ("credit", openlien.kit.fields.UsdField()),
                ("lines", models.BigIntegerField()),
                ("account", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="balances", to="ledger.glaccount")),
            ],
        ),
        migrations.CreateModel(
            name="JournalAttachment",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("journal_id", models.UUIDField()),
                ("attached_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attached_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.document")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("journal_id", "document"), name="attachment_is_listed_once")]},
        ),
        migrations.CreateModel(
            name="JournalTemplate",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("charge", "Charge"),
                            ("payment", "Payment"),
                            ("adjustment", "Adjustment"),
                            ("accrual", "Accrual"),
                            ("settlement", "Settlement"),
                            ("interest", "Interest"),
                            ("funding", "Funding"),
                            ("reversal", "Reversal"),
                            ("refund", "Refund"),
                        ],
                        max_length=12,
                    ),
                ),
                ("description", models.CharField(max_length=500)),
                ("is_active", models.BooleanField(default=True)),
                ("debit_accounts", models.JSONField(default=list)),
                ("credit_accounts", models.JSONField(default=list)),
                ("auto_post", models.BooleanField(default=False)),
                ("requires_approval", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="template_has_a_name"),
                    models.CheckConstraint(condition=models.Q(("description", ""), _negated=True), name="template_has_a_description"),
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["charge", "payment", "adjustment", "accrual", "settlement", "interest", "funding", "reversal", "refund"])),
                        name="template_type_is_known",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("year", models.SmallIntegerField()),
                ("first_serial", models.IntegerField()),
                ("entries", models.IntegerField()),
                ("previous_hash", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=10)),
                ("request_id", models.CharField(max_length=64)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("year", "first_serial"), name="seal_numbers_are_given_once")]},
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("place", models.IntegerField()),
                ("key", models.CharField(max_length=200)),
                ("event", models.CharField(max_length=40)),
                ("content", models.BinaryField(max_length=32)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("charge", "Charge"),
                            ("payment", "Payment"),
                            ("adjustment", "Adjustment"),
                            ("accrual", "Accrual"),
                            ("settlement", "Settlement"),
                            ("interest", "Interest"),
                            ("funding", "Funding"),
                            ("reversal", "Reversal"),
                            ("refund", "Refund"),
                        ],
                        max_length=12,
                    ),
                ),
                ("entry_on", models.DateField()),
                ("posting_on", models.DateField()),
                ("description", models.CharField(max_length=500)),
                ("reference", models.CharField(max_length=35)),
                ("lines", models.IntegerField()),
                ("total", openlien.kit.fields.UsdField()),
                ("created_by_id", models.UUIDField(null=True)),
                ("approved_by_id", models.UUIDField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("posted_by_id", models.UUIDField(null=True)),
                (
                    "policy",
                    models.CharField(
                        choices=[("", "Approved by a person"), ("template", "Its template needs no approval"), ("threshold", "Below the approval threshold")], max_length=10
                    ),
                ),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "case_account",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="postings", to="ledger.caseaccount"
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="reversals", to="ledger.posting"
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="postings", to="ledger.journaltemplate"),
                ),
                ("seal", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="postings", to="ledger.seal")),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=["posting_on"], name="posting_by_day"),
                    models.Index(condition=models.Q(("case_account__isnull", False)), fields=["case_account"], name="posting_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="posting_key_is_used_once"),
                    models.UniqueConstraint(fields=("seal", "place"), name="posting_place_is_given_once"),
                    models.UniqueConstraint(condition=models.Q(("reverses__isnull", False)), fields=("reverses",), name="posting_is_reversed_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("entry_on", models.DateField()),
                ("posting_on", models.DateField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("charge", "Charge"),
                            ("payment", "Payment"),
                            ("adjustment", "Adjustment"),
                            ("accrual", "Accrual"),
                            ("settlement", "Settlement"),
                            ("interest", "Interest"),
                            ("funding", "Funding"),
                            ("reversal", "Reversal"),
                            ("refund", "Refund"),
                        ],
                        max_length=12,
                    ),
                ),
                ("description", models.CharField(max_length=500)),
                ("reference", models.CharField(blank=True, default="", max_length=35)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("pending", "Pending"), ("approved", "Approved"), ("rejected", "Rejected"), ("posted", "Posted"), ("reversed", "Reversed")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_digest", models.BinaryField(blank=True, max_length=32, null=True)),
                (
                    "policy",
                    models.CharField(
                        blank=True,
                        choices=[("", "Approved by a person"), ("template", "Its template needs no approval"), ("threshold", "Below the approval threshold")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
                ("rejection_reason", models.CharField(blank=True, default="", max_length=500)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("approved_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case_account", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="journals", to="ledger.caseaccount")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("rejected_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("submitted_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("updated_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("template", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="journals", to="ledger.journaltemplate")),
                ("reverses", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="ledger.posting")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "created_at"], name="journal_by_status"),
                    models.Index(condition=models.Q(("reverses__isnull", False)), fields=["reverses"], name="journal_by_reversed_posting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["charge", "payment", "adjustment", "accrual", "settlement", "interest", "funding", "reversal", "refund"])),
                        name="journal_type_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("status__in", ["draft", "pending", "approved", "rejected", "posted", "reversed"])), name="journal_status_is_known"),
                    models.CheckConstraint(condition=models.Q(("description", ""), _negated=True), name="journal_has_a_description"),
                    models.CheckConstraint(condition=models.Q(("posting_on__gte", models.F("entry_on"))), name="journal_is_posted_after_entry"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["approved", "posted", "reversed"]), _negated=True),
                            models.Q(("approved_at__isnull", False), ("approved_digest__isnull", False)),
                            _connector="OR",
                        ),
                        name="journal_approval_keeps_its_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["approved", "posted", "reversed"]), _negated=True),
                            models.Q(("policy", ""), _negated=True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="journal_approval_names_a_person_or_a_policy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True), ("created_by__isnull", True), models.Q(("approved_by", models.F("created_by")), _negated=True), _connector="OR"
                        ),
                        name="journal_is_not_approved_by_its_creator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True), ("submitted_by__isnull", True), models.Q(("approved_by", models.F("submitted_by")), _negated=True), _connector="OR"
                        ),
                        name="journal_is_not_approved_by_its_submitter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("status", "rejected"), _negated=True), models.Q(("rejection_reason", ""), _negated=True), _connector="OR"),
                        name="journal_rejection_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="journal_key_belongs_to_a_content"
                    ),
                    models.CheckConstraint(condition=models.Q(("type", "reversal"), ("reverses__isnull", True), _connector="OR"), name="journal_reversal_is_typed_so"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line_number", models.PositiveIntegerField()),
                ("debit", openlien.kit.fields.UsdField(default="0.00")),
                ("credit", openlien.kit.fields.UsdField(default="0.00")),
                ("description", models.CharField(blank=True, default="", max_length=500)),
                ("project", models.CharField(blank=True, default="", max_length=20)),
                ("customer", models.CharField(blank=True, default="", max_length=20)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.glaccount")),
                ("case_account", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="ledger.caseaccount")),
                ("cost_center", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.costcenter", to_field="code")),
                ("department", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.department", to_field="code")),
                ("journal", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="ledger.journalentry")),
                ("vendor", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("journal", "line_number"), name="journal_line_number_is_used_once"),
                    models.CheckConstraint(condition=models.Q(("line_number__gte", 1)), name="journal_line_number_starts_at_one"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("credit", 0), ("debit__gt", 0)), models.Q(("credit__gt", 0), ("debit", 0)), _connector="OR"),
                        name="journal_line_has_one_positive_side",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="JournalSync",
            fields=[
                ("journal_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "Pending"), ("sending", "Sending"), ("synced", "Synced"), ("error", "Error"), ("rejected", "Rejected")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("is_critical", models.BooleanField(default=False)),
                ("bc_id", models.CharField(blank=True, default="", max_length=40)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, default="", max_length=500)),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                ("synced_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["status", "next_attempt_at"], name="journal_sync_by_status")],
                "constraints": [models.CheckConstraint(condition=models.Q(("status__in", ["pending", "sending", "synced", "error", "rejected"])), name="sync_status_is_known")],
            },
        ),
        migrations.CreateModel(
            name="LedgerPolicy",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("pack", models.CharField(choices=[("cost_recovery", "Cost recovery"), ("expense", "Expense, as requirement 3 words it")], default="cost_recovery", max_length=16)),
                ("approval_threshold", openlien.kit.fields.UsdField(default="0.00")),
                ("credit_limit_mode", models.CharField(choices=[("off", "Not enforced"), ("warn", "Warn"), ("block", "Block without an override")], default="warn", max_length=8)),
                ("ageing_days", django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=4)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="ledger_policy_is_one_row"),
                    models.CheckConstraint(condition=models.Q(("pack__in", ["cost_recovery", "expense"])), name="ledger_policy_pack_is_known"),
                    models.CheckConstraint(condition=models.Q(("credit_limit_mode__in", ["off", "warn", "block"])), name="ledger_policy_credit_limit_mode_is_known"),
                    models.CheckConstraint(condition=models.Q(("approval_threshold__gte", 0)), name="ledger_policy_threshold_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("ageing_days__len", 4)), name="ledger_policy_has_four_age_limits"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("status", models.CharField(choices=[("open", "Open"), ("closed", "Closed"), ("locked", "Locked")], default="open", max_length=6)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("reopening_reason", models.CharField(blank=True, default="", max_length=500)),
                ("closed_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("locked_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="period_is_a_month"),
                    models.CheckConstraint(condition=models.Q(("status__in", ["open", "closed", "locked"])), name="period_status_is_known"),
                    models.CheckConstraint(condition=models.Q(("status", "open"), ("closed_at__isnull", False), _connector="OR"), name="period_closed_says_when"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("status", "locked"), _negated=True), ("locked_at__isnull", False), _connector="OR"), name="period_locked_says_when"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="GLEntry",
            fields=[
                ("pk", models.CompositePrimaryKey("posting_id", "line_number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("line_number", models.IntegerField()),
                ("posting_on", models.DateField()),
                ("debit", openlien.kit.fields.UsdField()),
                ("credit", openlien.kit.fields.UsdField()),
                ("description", models.CharField(max_length=500)),
                ("cost_center", models.CharField(max_length=20)),
                ("department", models.CharField(max_length=20)),
                ("project", models.CharField(max_length=20)),
                ("vendor_id", models.UUIDField(null=True)),
                ("customer", models.CharField(max_length=20)),
                ("account", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="entries", to="ledger.glaccount")),
                (
                    "case_account",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="entries", to="ledger.caseaccount"
                    ),
                ),
                ("posting", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="entries", to="ledger.posting")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "posting_on"], name="gl_entry_by_account"),
                    models.Index(condition=models.Q(("case_account__isnull", False)), fields=["case_account"], name="gl_entry_by_case"),
                ]
            },
        ),
        migrations.CreateModel(
            name="CaseTransaction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("event", models.CharField(max_length=40)),
                ("content", models.BinaryField(max_length=32)),
                ("occurred_on", models.DateField()),
                ("description", models.CharField(max_length=500)),
                ("retail", openlien.kit.fields.UsdField(default="0.00")),
                ("contracted", openlien.kit.fields.UsdField(default="0.00")),
                ("reduction", openlien.kit.fields.UsdField(default="0.00")),
                ("payment", openlien.kit.fields.UsdField(default="0.00")),
                ("refund_due", openlien.kit.fields.UsdField(default="0.00")),
                ("refund_paid", openlien.kit.fields.UsdField(default="0.00")),
                ("cost_written_off", openlien.kit.fields.UsdField(default="0.00")),
                ("lien_written_off", openlien.kit.fields.UsdField(default="0.00")),
                ("is_cost_unknown", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("recorded_by_id", models.UUIDField(null=True)),
                ("approved_by_id", models.UUIDField(null=True)),
                (
                    "case_account",
                    models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="transactions", to="ledger.caseaccount"),
                ),
                ("posting", models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="transactions", to="ledger.posting")),
            ],
            options={
                "indexes": [models.Index(fields=["case_account", "occurred_on", "id"], name="transaction_by_account")],
                "constraints": [models.UniqueConstraint(fields=("key", "case_account"), name="transaction_key_is_used_once")],
            },
        ),
        migrations.CreateModel(
            name="CaseBalance",
            fields=[
                (
                    "case_account",
                    models.OneToOneField(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name="balance", serialize=False, to="ledger.caseaccount"
                    ),
                ),
                ("retail", openlien.kit.fields.UsdField(default="0.00")),
                ("contracted", openlien.kit.fields.UsdField(default="0.00")),
                ("reductions", openlien.kit.fields.UsdField(default="0.00")),
                ("payments", openlien.kit.fields.UsdField(default="0.00")),
                ("refund_due", openlien.kit.fields.UsdField(default="0.00")),
                ("refund_paid", openlien.kit.fields.UsdField(default="0.00")),
                ("cost_written_off", openlien.kit.fields.UsdField(default="0.00")),
                ("lien_written_off", openlien.kit.fields.UsdField(default="0.00")),
                ("charges_of_unknown_cost", models.IntegerField(default=0)),
                ("transactions", models.IntegerField(default=0)),
                ("last_activity_on", models.DateField(null=True)),
                ("oldest_unpaid_on", models.DateField(null=True)),
                (
                    "cost_balance",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Greatest(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(models.F("contracted"), "-", models.F("cost_written_off")), "-", models.F("payments")
                                ),
                                "+",
                                models.F("refund_due"),
                            ),
                            models.Value(0, output_field=models.DecimalField()),
                        ),
                        output_field=openlien.kit.fields.UsdField(),
                    ),
                ),
                (
                    "lien_balance",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(models.F("retail"), "-", models.F("reductions")), "-", models.F("lien_written_off")
                                ),
                                "-",
                                models.F("payments"),
                            ),
                            "+",
                            models.F("refund_due"),
                        ),
                        output_field=openlien.kit.fields.UsdField(),
                    ),
                ),
                (
                    "excess_recovery",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Greatest(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(models.F("payments"), "-", models.F("refund_due")), "+", models.F("cost_written_off")
                                ),
                                "-",
                                models.F("contracted"),
                            ),
                            models.Value(0, output_field=models.DecimalField()),
                        ),
                        output_field=openlien.kit.fields.UsdField(),
                    ),
                ),
                (
                    "refund_liability",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(models.F("refund_due"), "-", models.F("refund_paid")),
                        output_field=openlien.kit.fields.UsdField(),
                    ),
                ),
                (
                    "raw_balance",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(models.F("contracted"), "-", models.F("payments")),
                        output_field=openlien.kit.fields.UsdField(),
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["lien_balance"], name="case_balance_by_lien")]},
        ),
        migrations.CreateModel(
            name="CaseAccountStatusChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("previous", models.CharField(choices=[("active", "Active"), ("hold", "Hold"), ("closed", "Closed"), ("written_off", "Written Off")], max_length=12)),
                ("status", models.CharField(choices=[("active", "Active"), ("hold", "Hold"), ("closed", "Closed"), ("written_off", "Written Off")], max_length=12)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("case_account", models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="status_changes", to="ledger.caseaccount")),
            ],
            options={"indexes": [models.Index(fields=["case_account", "id"], name="status_change_by_account")]},
        ),
    ]
