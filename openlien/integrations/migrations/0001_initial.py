import django.db.models.deletion
import django.db.models.functions.datetime
import openlien.kit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cases", "0002_triggers"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="PortfolioImport",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("previewed", "Checked"),
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("as_of", models.DateField()),
                ("mapping", models.JSONField(default=dict)),
                ("step", models.CharField(blank=True, default="", max_length=100)),
                ("steps_done", models.PositiveIntegerField(default=0)),
                ("steps_total", models.PositiveIntegerField(default=0)),
                ("preview", models.JSONField(blank=True, null=True)),
                ("report", models.JSONField(blank=True, null=True)),
                ("error_code", models.CharField(blank=True, default="", max_length=80)),
                ("error_sentence", models.CharField(blank=True, default="", max_length=1000)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("batch", models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="portfolio_import", to="cases.batch")),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["-created_at"], name="import_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["uploaded", "previewed", "queued", "running", "done", "failed", "undoing", "undone"])), name="import_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "undoing", "undone"]), _negated=True), models.Q(("batch__isnull", False), ("report__isnull", False)), _connector="OR"
                        ),
                        name="import_done_has_batch_and_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "failed"), _negated=True), models.Q(("error_sentence", ""), _negated=True), _connector="OR"),
                        name="import_failed_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFinding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("file_kind", models.CharField(choices=[("invoices", "Invoices"), ("collections", "Collections")], max_length=12)),
                ("line", models.PositiveIntegerField()),
                ("severity", models.CharField(choices=[("refused", "Refused"), ("warning", "Warning")], max_length=8)),
                ("reason", models.CharField(max_length=40)),
                ("amount", openlien.kit.fields.UsdField(blank=True, null=True)),
                ("funding_id", models.CharField(blank=True, default="", max_length=300)),
                ("detail", models.CharField(blank=True, default="", max_length=400)),
                ("cells", models.JSONField(blank=True, null=True)),
                ("portfolio_import", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="integrations.portfolioimport")),
            ],
            options={
                "indexes": [models.Index(fields=["portfolio_import", "severity", "reason", "id"], name="import_finding_by_reason")],
                "constraints": [models.CheckConstraint(condition=models.Q(("severity__in", ["refused", "warning"])), name="import_finding_severity_is_known")],
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(blank=True, choices=[("invoices", "Invoices"), ("collections", "Collections")], default="", max_length=12)),
                ("name", models.CharField(max_length=200)),
                ("size_bytes", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(blank=True, default="", max_length=80)),
                ("headings", models.JSONField(default=list)),
                ("look", models.JSONField(default=dict)),
                ("portfolio_import", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="files", to="integrations.portfolioimport")),
            ],
            options={
                "constraints": [models.UniqueConstraint(condition=models.Q(("kind", ""), _negated=True), fields=("portfolio_import", "kind"), name="import_has_one_file_a_kind")]
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.UUIDField(db_default=openlien.kit.fields.UuidV7(), editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=[("invoices", "Invoices"), ("collections", "Collections")], max_length=12)),
                ("headings", models.JSONField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name"), name="column_mapping_name_is_unique"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="column_mapping_has_a_name"),
                ]
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table_name", models.CharField(max_length=40)),
                ("row_id", models.UUIDField()),
                ("before", models.JSONField()),
                ("version_after", models.PositiveIntegerField(null=True)),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="cases.batch")),
            ],
            options={
                "indexes": [models.Index(fields=["row_id"], name="import_change_by_row")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "table_name", "row_id"), name="import_change_is_one_per_row"),
                    models.CheckConstraint(
                        condition=models.Q(("table_name__in", ["cases_bill", "cases_case", "cases_party", "cases_namealias"])), name="import_change_table_is_known"
                    ),
                ],
            },
        ),
    ]
