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
            name="BillOffer",
            fields=[
                (
                    "bill",
                    models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="offer", serialize=False, to="cases.bill"),
                ),
                ("amount", openlien.kit.fields.UsdField(null=True)),
                ("source", models.CharField(choices=[("typed", "Typed"), ("bulk", "Bulk"), ("formula", "Formula"), ("counter", "Counter-offer"), ("undo", "Undo")], max_length=8)),
                ("set_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("set_by", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="NegotiationPolicy",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("approval_percent_below", models.DecimalField(db_default=60, decimal_places=2, max_digits=5)),
                ("approval_amount_above", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("validity_days", models.PositiveSmallIntegerField(db_default=14)),
                ("version", models.PositiveIntegerField(db_default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="negotiation_policy_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("approval_percent_below__gte", 0), ("approval_percent_below__lte", 100)), name="negotiation_policy_percent_is_a_share"
                    ),
                    models.CheckConstraint(condition=models.Q(("validity_days__gte", 1), ("validity_days__lte", 365)), name="negotiation_policy_validity_is_a_year_at_most"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("direction", models.CharField(choices=[("ours", "Ours"), ("theirs", "The firm's")], max_length=6)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("countered", "Countered"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("amount", openlien.kit.fields.UsdField()),
                ("retail", openlien.kit.fields.UsdField()),
                ("fair", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("terms", models.CharField(blank=True, default="", max_length=1000)),
                ("justification", models.CharField(blank=True, default="", max_length=1000)),
                ("needs_approval", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ending_reason", models.CharField(blank=True, default="", max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("approved_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="cases.case")),
                ("counter_of", models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="countered_by", to="negotiation.offer")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("ended_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("submitted_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("status__in", ["approved", "sent", "submitted"])), fields=["expires_on"], name="offer_expiring")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="offer_number_is_used_once"),
                    models.UniqueConstraint(condition=models.Q(("status", "accepted")), fields=("case",), name="offer_is_accepted_once_a_case"),
                    models.CheckConstraint(condition=models.Q(("direction__in", ["ours", "theirs"])), name="offer_direction_is_known"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0), ("amount__lte", models.F("retail"))), name="offer_is_within_retail"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True), ("created_by__isnull", True), models.Q(("approved_by", models.F("created_by")), _negated=True), _connector="OR"
                        ),
                        name="offer_is_not_approved_by_its_creator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True), ("submitted_by__isnull", True), models.Q(("approved_by", models.F("submitted_by")), _negated=True), _connector="OR"
                        ),
                        name="offer_is_not_approved_by_its_submitter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_approval", False), ("approved_by__isnull", False), models.Q(("status__in", ["approved", "sent", "accepted"]), _negated=True), _connector="OR"
                        ),
                        name="offer_beyond_the_limits_names_its_approver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("status__in", ["approved", "draft", "sent", "submitted"])),
                            models.Q(models.Q(("status__in", ["approved", "draft", "sent", "submitted"]), _negated=True), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="offer_says_when_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "accepted"), _negated=True), ("expires_on__isnull", True), ("ended_on__lte", models.F("expires_on")), _connector="OR"
                        ),
                        name="offer_is_accepted_while_it_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "expired"), _negated=True), models.Q(("ended_on__gt", models.F("expires_on")), ("expires_on__isnull", False)), _connector="OR"
                        ),
                        name="offer_expires_after_its_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fair__isnull", True), ("amount__gte", models.F("fair")), models.Q(("justification", ""), _negated=True), _connector="OR"),
                        name="offer_below_fair_is_justified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="offer_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferChangeSet",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("source", models.CharField(choices=[("typed", "Typed"), ("bulk", "Bulk"), ("formula", "Formula"), ("counter", "Counter-offer"), ("undo", "Undo")], max_length=8)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="offer_change_sets", to="cases.case")),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("undoes", models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="undone_by", to="negotiation.offerchangeset")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "made_by", "id"], name="offer_change_set_by_person")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("source__in", ["typed", "bulk", "formula", "counter", "undo"])), name="offer_change_set_source_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "undo"), ("undoes__isnull", False)),
                            models.Q(models.Q(("source", "undo"), _negated=True), ("undoes__isnull", True)),
                            _connector="OR",
                        ),
                        name="offer_change_set_of_an_undo_names_what_it_undoes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="offer_change_set_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillOfferChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("before", openlien.kit.fields.UsdField(null=True)),
                ("after", openlien.kit.fields.UsdField(null=True)),
                ("version", models.PositiveIntegerField()),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="offer_changes", to="cases.bill")),
                ("change_set", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="negotiation.offerchangeset")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bill", "version"), name="bill_offer_change_is_one_a_version"),
                    models.CheckConstraint(condition=models.Q(("after__isnull", True), ("after__gte", 0), _connector="OR"), name="bill_offer_is_not_negative"),
                ]
            },
        ),
        migrations.CreateModel(
            name="OfferLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("retail", openlien.kit.fields.UsdField()),
                ("amount", openlien.kit.fields.UsdField()),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="offer_lines", to="cases.bill")),
                ("offer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="negotiation.offer")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "bill"), name="offer_line_is_one_a_bill"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0), ("amount__lte", models.F("retail"))), name="offer_line_is_within_retail"),
                ]
            },
        ),
        migrations.CreateModel(
            name="OutsideBill",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=200)),
                ("billed", openlien.kit.fields.UsdField()),
                ("promised", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("copy_requested_on", models.DateField(blank=True, null=True)),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("none", "Nobody"),
                            ("self", "Patient"),
                            ("medicare", "Medicare"),
                            ("medicaid", "Medi-Cal / Medicaid"),
                            ("commercial", "Commercial insurance"),
                            ("advance", "Pre-settlement cash advance"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("paid", openlien.kit.fields.UsdField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="outside_bills", to="cases.case")),
                ("copy", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="outside_bills", to="cases.document")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("provider", ""), _negated=True), name="outside_bill_names_its_provider"),
                    models.CheckConstraint(condition=models.Q(("billed__gt", 0)), name="outside_bill_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("promised__isnull", True), ("promised__gte", 0), _connector="OR"), models.Q(("paid__isnull", True), ("paid__gte", 0), _connector="OR")
                        ),
                        name="outside_bill_amounts_are_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["none", "self", "medicare", "medicaid", "commercial", "advance"])), name="outside_bill_payer_is_known"
                    ),
                    models.CheckConstraint(condition=models.Q(models.Q(("payer", "none"), _negated=True), ("paid", 0), _connector="OR"), name="outside_bill_paid_names_its_payer"),
                    models.CheckConstraint(
                        condition=models.Q(("promised__isnull", True), ("promised__lte", models.F("billed")), _connector="OR"), name="outside_bill_promise_is_within_the_bill"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="outside_bill_key_belongs_to_a_content"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PayoffAgreement",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("amount", openlien.kit.fields.UsdField()),
                ("agreed_on", models.DateField()),
                ("agreed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("agreed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="payoff_agreement", to="cases.case")),
                ("offer", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="negotiation.offer")),
            ],
        ),
        migrations.CreateModel(
            name="BillNote",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("body", models.CharField(max_length=1000)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("author", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("bill", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="cases.bill")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("body", ""), _negated=True), name="bill_note_says_something"),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="bill_note_key_belongs_to_a_content"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="FinancialInformation",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("settled", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("fee_basis", models.CharField(choices=[("amount", "Amount"), ("percent", "Percent of the settlement")], default="amount", max_length=7)),
                ("fee", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("fee_percent", models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ("costs", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("client_funding", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="financial_information", to="cases.case")),
                ("changed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled__isnull", True), ("settled__gte", 0), _connector="OR"),
                            models.Q(("fee__isnull", True), ("fee__gte", 0), _connector="OR"),
                            models.Q(("costs__isnull", True), ("costs__gte", 0), _connector="OR"),
                            models.Q(("client_funding__isnull", True), ("client_funding__gte", 0), _connector="OR"),
                        ),
                        name="financial_information_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fee_basis", "amount"), ("fee_percent__isnull", True)),
                            models.Q(("fee__isnull", True), ("fee_basis", "percent"), ("fee_percent__gte", 0), ("fee_percent__isnull", False), ("fee_percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="financial_information_fee_follows_its_basis",
                    ),
                ]
            },
        ),
    ]
