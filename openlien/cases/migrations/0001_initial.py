import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="FeeSchedule",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("portfolio", "Portfolio export"), ("demo", "Demo portfolio")], max_length=20)),
                ("as_of", models.DateField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("undone_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("kind__in", ["portfolio", "demo"])), name="batch_kind_is_known")]},
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patient", "Patient"),
                            ("law_firm", "Law firm"),
                            ("attorney", "Attorney"),
                            ("insurer", "Insurer"),
                            ("adjuster", "Adjuster"),
                            ("tpa", "Third-party administrator"),
                            ("facility", "Facility"),
                            ("provider_group", "Provider group"),
                            ("lienor", "Lien holder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                ("external_id", models.CharField(blank=True, default="", max_length=64)),
                ("born_on", models.DateField(blank=True, null=True)),
                ("gender", models.CharField(blank=True, choices=[("female", "Female"), ("male", "Male"), ("other", "Other")], default="", max_length=10)),
                ("language", models.CharField(blank=True, default="", max_length=40)),
                (
                    "marital_status",
                    models.CharField(
                        blank=True, choices=[("single", "Single"), ("married", "Married"), ("divorced", "Divorced"), ("widowed", "Widowed")], default="", max_length=10
                    ),
                ),
                ("state", models.CharField(blank=True, default="", max_length=2)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("batch", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="cases.batch")),
                ("belongs_to", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="members", to="cases.party")),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "name_key"], name="party_by_name_key")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="party_has_a_name"),
                    models.UniqueConstraint(condition=models.Q(("external_id", ""), _negated=True), fields=("kind", "external_id"), name="party_external_id_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["patient", "attorney", "adjuster"]), models.Q(("born_on__isnull", True), ("gender", ""), ("marital_status", "")), _connector="OR"
                        ),
                        name="party_personal_fields_are_of_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("belongs_to__isnull", True), models.Q(("belongs_to", models.F("id")), _negated=True), _connector="OR"),
                        name="party_does_not_belong_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("external_id", models.CharField(blank=True, default="", max_length=64)),
                ("mrn", models.CharField(blank=True, default="", max_length=40)),
                ("opened_on", models.DateField()),
                ("date_of_loss", models.DateField(blank=True, null=True)),
                ("statute_on", models.DateField(blank=True, null=True)),
                ("state", models.CharField(blank=True, default="", max_length=2)),
                ("accident_type", models.CharField(blank=True, default="", max_length=60)),
                ("incident_facts", models.TextField(blank=True, default="")),
                ("injuries_summary", models.TextField(blank=True, default="")),
                ("insurance_limits", models.CharField(blank=True, default="", max_length=60)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("still_treating", "Still Treating"),
                            ("gathering_bills", "Gathering Bills and Records"),
                            ("demand_sent", "Demand Sent"),
                            ("negotiation", "Negotiation"),
                            ("in_litigation", "In Litigation"),
                            ("settled_not_disbursed", "Settled - Not Yet Disbursed"),
                            ("pending", "Pending"),
                            ("no_longer_represent", "No Longer Represent"),
                            ("closed_disbursed", "Case Closed Payment Disbursed"),
                            ("settled_prior_to_servicing", "Settled - Prior to Servicing"),
                            ("unknown", "Unknown"),
                        ],
                        default="unknown",
                        max_length=30,
                    ),
                ),
                ("stage_on", models.DateField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("batch", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.batch")),
                ("negotiator", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="negotiated_cases", to=settings.AUTH_USER_MODEL)),
                ("attorney", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases_as_attorney", to="cases.party")),
                ("law_firm", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases_as_firm", to="cases.party")),
                ("patient", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="cases_as_patient", to="cases.party")),
            ],
            options={
                "indexes": [models.Index(fields=["law_firm"], name="case_by_firm"), models.Index(fields=["patient"], name="case_by_patient")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("external_id", ""), _negated=True), fields=("external_id",), name="case_external_id_is_unique"),
                    models.CheckConstraint(condition=models.Q(("number__regex", "^CASE-[0-9]{4}-[0-9]{5,}$")), name="case_number_is_well_formed"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "still_treating",
                                    "gathering_bills",
                                    "demand_sent",
                                    "negotiation",
                                    "in_litigation",
                                    "settled_not_disbursed",
                                    "pending",
                                    "no_longer_represent",
                                    "closed_disbursed",
                                    "settled_prior_to_servicing",
                                    "unknown",
                                ],
                            )
                        ),
                        name="case_stage_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stage", "Stage changed"),
                            ("payment", "Payment received"),
                            ("adjustment", "Adjustment recorded"),
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("fax", "Fax"),
                            ("note", "Note"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("summary", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True, default="")),
                ("object_id", models.CharField(blank=True, default="", max_length=64)),
                ("actor", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="activities", to="cases.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "happened_at"], name="activity_by_case")],
                "constraints": [models.CheckConstraint(condition=models.Q(("summary", ""), _negated=True), name="activity_has_a_summary")],
            },
        ),
        migrations.CreateModel(
            name="FeeScheduleVersion",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("effective_on", models.DateField()),
                ("schedule", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="cases.feeschedule")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("schedule", "effective_on"), name="fee_schedule_version_is_one_a_day")]},
        ),
        migrations.CreateModel(
            name="FeeScheduleLine",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=10)),
                ("retail", openlien.kit.fields.UsdField()),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="cases.feescheduleversion")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "code"), name="fee_schedule_line_prices_a_code_once"),
                    models.CheckConstraint(condition=models.Q(("retail__gte", 0)), name="fee_schedule_line_is_not_negative"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("series", "year"), name="numbering_is_one_per_year")]},
        ),
        migrations.CreateModel(
            name="NameAlias",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("times_seen", models.PositiveIntegerField(default=1)),
                ("batch", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.batch")),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="name_aliases", to="cases.party")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("party", "name"), name="name_alias_is_listed_once"),
                    models.CheckConstraint(condition=models.Q(("times_seen__gte", 1)), name="name_alias_was_seen"),
                ]
            },
        ),
        migrations.AddField(
            model_name="feeschedule",
            name="facility",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="fee_schedules", to="cases.party"),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photo_id", "Photo identification"),
                            ("bill", "Medical bill"),
                            ("outside_bill", "Outside medical bill"),
                            ("letter_of_protection", "Letter of protection"),
                            ("closing_statement", "Closing statement"),
                            ("correspondence", "Correspondence"),
                            ("other", "Other"),
                        ],
                        max_length=24,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("stored_name", models.CharField(max_length=64, unique=True)),
                ("content_type", models.CharField(max_length=100)),
                ("sha256", models.BinaryField(max_length=32)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("uploaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="cases.case")),
                ("uploaded_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("party", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="cases.party")),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="document_has_a_title")]},
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("mobile", "Mobile"),
                            ("fax", "Fax"),
                            ("email", "E-mail"),
                            ("home", "Home address"),
                            ("work", "Work address"),
                            ("office", "Office address"),
                            ("mailing", "Mailing address"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=300)),
                ("label", models.CharField(blank=True, default="", max_length=60)),
                ("is_primary", models.BooleanField(default=False)),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="contact_points", to="cases.party")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value", ""), _negated=True), name="contact_point_has_a_value"),
                    models.UniqueConstraint(condition=models.Q(("is_primary", True)), fields=("party", "kind"), name="contact_point_has_one_primary"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("external_id", models.CharField(blank=True, default="", max_length=64)),
                ("is_in_network", models.BooleanField(default=True)),
                ("code", models.CharField(blank=True, default="", max_length=10)),
                ("description", models.CharField(blank=True, default="", max_length=200)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("service_on", models.DateField(blank=True, null=True)),
                ("invoice_on", models.DateField()),
                ("originated_on", models.DateField(blank=True, null=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("billed", openlien.kit.fields.UsdField()),
                ("contracted", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("payoff_agreed", openlien.kit.fields.UsdField(blank=True, null=True)),
                (
                    "payoff_status",
                    models.CharField(
                        choices=[
                            ("cap", "Cap"),
                            ("reduction", "Reduction Accepted"),
                            ("partial", "Partial Payment"),
                            ("paid_in_full", "Paid in Full"),
                            ("refund", "Refund Requested"),
                            ("write_off", "Write Off"),
                            ("written_off_gl", "Written Off G/L"),
                            ("unknown", "Unknown"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                ("payoff_on", models.DateField(blank=True, null=True)),
                ("capped_on", models.DateField(blank=True, null=True)),
                (
                    "funding_stage",
                    models.CharField(
                        blank=True,
                        choices=[("approval_needed", "Approval Needed"), ("funded", "Funded"), ("serviced", "Serviced"), ("historic", "Historic")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("ar_type", models.CharField(blank=True, choices=[("partial_advance", "Partial Advance"), ("serviced", "Serviced")], default="", max_length=20)),
                ("tranche", models.CharField(blank=True, default="", max_length=80)),
                ("ar_book", models.CharField(blank=True, default="", max_length=80)),
                ("stated_open", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("batch", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="bills", to="cases.batch")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="bills", to="cases.case")),
                ("facility", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="bills", to="cases.party")),
                ("provider_group", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="group_bills", to="cases.party")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="bill_by_case"),
                    models.Index(fields=["invoice_on"], name="bill_by_invoice_date"),
                    models.Index(fields=["provider_group"], name="bill_by_provider_group"),
                    models.Index(fields=["tranche"], name="bill_by_tranche"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("external_id", ""), _negated=True), fields=("external_id",), name="bill_external_id_is_unique"),
                    models.CheckConstraint(condition=models.Q(("billed__gte", 0)), name="bill_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("contracted__isnull", True), ("contracted__gte", 0), _connector="OR"), name="bill_contracted_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="bill_quantity_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("payoff_status__in", ["cap", "reduction", "partial", "paid_in_full", "refund", "write_off", "written_off_gl", "unknown"])),
                        name="bill_payoff_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plaintiff",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("weight", models.PositiveIntegerField(default=1)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="plaintiffs", to="cases.case")),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "party"), name="plaintiff_is_named_once"),
                    models.CheckConstraint(condition=models.Q(("weight__gte", 1)), name="plaintiff_weight_is_positive"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Lien",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("is_ours", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medicare", "Medicare"),
                            ("medicaid", "Medicaid"),
                            ("government", "Other government"),
                            ("hospital", "Hospital"),
                            ("workers_compensation", "Workers' compensation"),
                            ("health_plan", "Health plan"),
                            ("letter_of_protection", "Letter of protection"),
                            ("funding", "Pre-settlement funding"),
                            ("attorney", "Prior attorney"),
                        ],
                        max_length=24,
                    ),
                ),
                ("asserted", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("confirmed", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("waived", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("current_payoff", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("negotiated", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("paid", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("comments", models.CharField(blank=True, default="", max_length=500)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="liens", to="cases.case")),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
                ("plaintiff", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="liens", to="cases.plaintiff")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("asserted__isnull", True), ("asserted__gte", 0), _connector="OR"), name="lien_asserted_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("confirmed__isnull", True), ("confirmed__gte", 0), _connector="OR"), name="lien_confirmed_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("waived__isnull", True), ("waived__gte", 0), _connector="OR"), name="lien_waived_is_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("current_payoff__isnull", True), ("current_payoff__gte", 0), _connector="OR"), name="lien_current_payoff_is_not_negative"
                    ),
                    models.CheckConstraint(condition=models.Q(("negotiated__isnull", True), ("negotiated__gte", 0), _connector="OR"), name="lien_negotiated_is_not_negative"),
                    models.CheckConstraint(condition=models.Q(("paid__isnull", True), ("paid__gte", 0), _connector="OR"), name="lien_paid_is_not_negative"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Injury",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True, default="")),
                ("plaintiff", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="injuries", to="cases.plaintiff")),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="injury_has_a_name")]},
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bi", "Bodily injury"),
                            ("um", "Uninsured or underinsured motorist"),
                            ("medpay", "Medical payments"),
                            ("pip", "Personal injury protection"),
                            ("other", "Other"),
                        ],
                        default="bi",
                        max_length=10,
                    ),
                ),
                ("policy_number", models.CharField(blank=True, default="", max_length=60)),
                ("claim_number", models.CharField(blank=True, default="", max_length=60)),
                ("insured_name", models.CharField(blank=True, default="", max_length=200)),
                ("limit_per_person", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("limit_per_accident", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="coverages", to="cases.case")),
                ("adjuster", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
                ("administrator", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
                ("insurer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party")),
                ("plaintiff", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="coverages", to="cases.plaintiff")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("limit_per_person__isnull", True), ("limit_per_person__gte", 0), _connector="OR"), name="coverage_person_limit_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("limit_per_accident__isnull", True), ("limit_per_accident__gte", 0), _connector="OR"), name="coverage_accident_limit_is_not_negative"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="CaseExpense",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("incurred_on", models.DateField()),
                ("description", models.CharField(max_length=200)),
                ("amount", openlien.kit.fields.UsdField()),
                ("is_recoverable", models.BooleanField(default=True)),
                ("is_financed", models.BooleanField(default=False)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="expenses", to="cases.case")),
                ("plaintiff", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="expenses", to="cases.plaintiff")),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="case_expense_is_positive")]},
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("still_treating", "Still Treating"),
                            ("gathering_bills", "Gathering Bills and Records"),
                            ("demand_sent", "Demand Sent"),
                            ("negotiation", "Negotiation"),
                            ("in_litigation", "In Litigation"),
                            ("settled_not_disbursed", "Settled - Not Yet Disbursed"),
                            ("pending", "Pending"),
                            ("no_longer_represent", "No Longer Represent"),
                            ("closed_disbursed", "Case Closed Payment Disbursed"),
                            ("settled_prior_to_servicing", "Settled - Prior to Servicing"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=30,
                    ),
                ),
                ("began_on", models.DateField()),
                ("is_sighting", models.BooleanField(default=False)),
                ("source", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("idempotency_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("content_hash", models.BinaryField(blank=True, max_length=32, null=True)),
                ("actor", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("batch", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stage_changes", to="cases.batch")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="stage_changes", to="cases.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "began_on", "id"], name="stage_change_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "still_treating",
                                    "gathering_bills",
                                    "demand_sent",
                                    "negotiation",
                                    "in_litigation",
                                    "settled_not_disbursed",
                                    "pending",
                                    "no_longer_represent",
                                    "closed_disbursed",
                                    "settled_prior_to_servicing",
                                    "unknown",
                                ],
                            )
                        ),
                        name="stage_change_stage_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("source__in", ["import", "demo", "person", "api"])), name="stage_change_source_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key__isnull", True), ("content_hash__isnull", False), _connector="OR"), name="stage_change_key_belongs_to_a_content"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("done_at", models.DateTimeField(null=True)),
                ("assigned_to", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="cases.case")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["assigned_to", "due_on"], name="task_by_assignee")],
                "constraints": [models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="task_has_a_title")],
            },
        ),
    ]
