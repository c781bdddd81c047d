"""Trust accounts beside their bank, and closing statements; kept by triggers."""

import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models

from openlien.kit.sql import run_sql


class Migration(migrations.Migration):
    """Frozen copies of the definitions in sql/ as of this migration."""

    dependencies = [("cases", "0006_lien_record"), migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("settlement", "0003_recoveries")]

    operations = [
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("uploaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("lines_new", models.PositiveIntegerField(default=0)),
                ("lines_known", models.PositiveIntegerField(default=0)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="settlement.escrowaccount")),
                ("uploaded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("place", models.PositiveIntegerField()),
                ("booked_on", models.DateField()),
                ("amount", openlien.kit.fields.UsdField()),
                ("description", models.CharField(blank=True, default="", max_length=300)),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("bank_reference", models.CharField(blank=True, default="", max_length=120)),
                ("balance", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("line_key", models.CharField(max_length=140)),
                ("bank_error", models.CharField(blank=True, default="", max_length=300)),
                ("explained_at", models.DateTimeField(blank=True, null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="bank_lines", to="settlement.escrowaccount")),
                ("explained_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("statement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="settlement.bankstatement")),
            ],
            options={
                "indexes": [models.Index(fields=["account", "booked_on", "id"], name="bank_line_by_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="bank_line_moves_money"),
                    models.UniqueConstraint(fields=("account", "line_key"), name="bank_line_is_read_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bank_error", ""), ("explained_at__isnull", True)),
                            models.Q(models.Q(("bank_error", ""), _negated=True), ("explained_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="bank_error_says_when_it_was_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankMatch",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("is_automatic", models.BooleanField(default=False)),
                ("matched_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("check_paid", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="bank_match", to="settlement.check")),
                ("line", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="settlement.bankline")),
                ("matched_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="ClosingStatement",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                ("facts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("approved_on", models.DateField(blank=True, null=True)),
                (
                    "approved_how",
                    models.CharField(
                        blank=True,
                        choices=[("in_person", "Signed in person"), ("mail", "Signed and mailed back"), ("electronic", "Signed electronically"), ("email", "Approved by e-mail")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("approved_words", models.CharField(blank=True, default="", max_length=300)),
                ("approval_recorded_at", models.DateTimeField(blank=True, null=True)),
                ("approval_recorded_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.document")),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("settlement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="closing_statements", to="settlement.settlement")),
                ("signed_document", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.document")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "version"), name="closing_statement_version_is_given_once"),
                    models.UniqueConstraint(condition=models.Q(("superseded_at__isnull", True)), fields=("settlement",), name="closing_statement_has_one_current_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approval_recorded_at__isnull", True), ("approved_how", ""), ("approved_on__isnull", True)),
                            models.Q(("approval_recorded_at__isnull", False), ("approved_how__in", ["in_person", "mail", "electronic", "email"]), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="closing_statement_approval_says_when_and_how",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ShareTransfer",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("moved_on", models.DateField()),
                (
                    "from_share",
                    models.CharField(
                        choices=[
                            ("trust_attorney_fees", "Trust - attorney fees and costs"),
                            ("trust_own_lien", "Trust - our own lien"),
                            ("trust_other_liens", "Trust - other lien holders"),
                            ("trust_patient", "Trust - patient portion"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "to_share",
                    models.CharField(
                        choices=[
                            ("trust_attorney_fees", "Trust - attorney fees and costs"),
                            ("trust_own_lien", "Trust - our own lien"),
                            ("trust_other_liens", "Trust - other lien holders"),
                            ("trust_patient", "Trust - patient portion"),
                        ],
                        max_length=40,
                    ),
                ),
                ("amount", openlien.kit.fields.UsdField()),
                ("reason", models.CharField(max_length=300)),
                ("moved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="share_transfers", to="cases.case")),
                ("moved_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="share_transfer_is_positive"),
                    models.CheckConstraint(condition=models.Q(("from_share", models.F("to_share")), _negated=True), name="share_transfer_moves"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_share__in", ["trust_attorney_fees", "trust_own_lien", "trust_other_liens", "trust_patient"]),
                            ("to_share__in", ["trust_attorney_fees", "trust_own_lien", "trust_other_liens", "trust_patient"]),
                        ),
                        name="share_transfer_names_shares",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="share_transfer_has_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="share_transfer_key_belongs_to_a_content"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TrustReconciliation",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("bank_balance", openlien.kit.fields.UsdField()),
                ("adjusted_bank", openlien.kit.fields.UsdField()),
                ("book", openlien.kit.fields.UsdField()),
                ("clients", openlien.kit.fields.UsdField()),
                ("facts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("prepared_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reconciliations", to="settlement.escrowaccount")),
                ("completed_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("document", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.document")),
                ("prepared_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "month", "version"), name="reconciliation_version_is_given_once"),
                    models.UniqueConstraint(condition=models.Q(("completed_at__isnull", True)), fields=("account", "month"), name="reconciliation_is_prepared_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="reconciliation_is_of_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), ("version", 1)), models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)), _connector="OR"),
                        name="reconciliation_is_reopened_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", True), ("completed_by__isnull", True), ("document__isnull", True)),
                            models.Q(("completed_at__isnull", False), ("completed_by__isnull", False), ("document__isnull", False)),
                            _connector="OR",
                        ),
                        name="completed_reconciliation_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completed_by__isnull", True), models.Q(("completed_by", models.F("prepared_by")), _negated=True), _connector="OR"),
                        name="reconciliation_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completed_at__isnull", True), models.Q(("adjusted_bank", models.F("book")), ("book", models.F("clients"))), _connector="OR"),
                        name="completed_reconciliation_is_balanced",
                    ),
                ]
            },
        ),
        run_sql("openlien.settlement", "0004_reconciliation"),
        run_sql("openlien.settlement", "0004_closing_statements"),
        run_sql("openlien.settlement", "0004_watched_trust"),
    ]
