"""Imports of portfolio exports: what was given, what became of every row, and what to put back on undo."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Batch
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key


class PortfolioImport(models.Model):
    """One import, from the upload to the reconciliation report; its batch exists once it is merged."""

    class State(models.TextChoices):
        """How far the import has come."""

        UPLOADED = "uploaded", "Uploaded"
        PREVIEWED = "previewed", "Checked"
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    id = uuidv7_key()
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    batch = models.OneToOneField(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="portfolio_import"
    )
    as_of = models.DateField()
    # Kind of file -> our field -> heading as written in the file, for headings that no synonym finds.
    mapping = models.JSONField(default=dict)
    step = models.CharField(max_length=100, blank=True, default="")
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    preview = models.JSONField(null=True, blank=True)
    report = models.JSONField(null=True, blank=True)
    error_code = models.CharField(max_length=80, blank=True, default="")
    error_sentence = models.CharField(max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "uploaded",
                        "previewed",
                        "queued",
                        "running",
                        "done",
                        "failed",
                        "undoing",
                        "undone",
                    ]
                ),
                name="import_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["done", "undoing", "undone"])
                | models.Q(batch__isnull=False, report__isnull=False),
                name="import_done_has_batch_and_report",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error_sentence=""),
                name="import_failed_says_why",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="import_by_time")]


class ImportFile(models.Model):
    """One file of an import; `stored_as` is its random name on disk, blank when it is not kept."""

    class Kind(models.TextChoices):
        """Which of the two exports it is."""

        INVOICES = "invoices", "Invoices"
        COLLECTIONS = "collections", "Collections"

    id = models.BigAutoField(primary_key=True)
    portfolio_import = models.ForeignKey(PortfolioImport, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=12, choices=Kind, blank=True, default="")
    name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=80, blank=True, default="")
    headings = models.JSONField(default=list)
    # What the first look found: format, recognised columns, first rows; cleared when the file is let go.
    look = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio_import", "kind"],
                condition=~models.Q(kind=""),
                name="import_has_one_file_a_kind",
            ),
        ]


class ImportFinding(models.Model):
    """One row that was refused, or accepted with a warning; cells are the original ones of a refused row."""

    class Severity(models.TextChoices):
        """Whether the row is in the portfolio."""

        REFUSED = "refused", "Refused"
        WARNING = "warning", "Warning"

    id = models.BigAutoField(primary_key=True)
    portfolio_import = models.ForeignKey(PortfolioImport, on_delete=models.CASCADE, related_name="findings")
    file_kind = models.CharField(max_length=12, choices=ImportFile.Kind)
    line = models.PositiveIntegerField()
    severity = models.CharField(max_length=8, choices=Severity)
    reason = models.CharField(max_length=40)
    amount = UsdField(null=True, blank=True)
    funding_id = models.CharField(max_length=300, blank=True, default="")
    detail = models.CharField(max_length=400, blank=True, default="")
    cells = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(severity__in=["refused", "warning"]),
                name="import_finding_severity_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["portfolio_import", "severity", "reason", "id"], name="import_finding_by_reason"
            )
        ]


class ImportChange(models.Model):
    """What an import overwrote in a row that was there before, so that undo can put it back."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="changes")
    table_name = models.CharField(max_length=40)
    row_id = models.UUIDField()
    before = models.JSONField()
    # The row's version after this change: a later version says that somebody built on it.
    version_after = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "table_name", "row_id"], name="import_change_is_one_per_row"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    table_name__in=["cases_bill", "cases_case", "cases_party", "cases_namealias"]
                ),
                name="import_change_table_is_known",
            ),
        ]
        indexes = [models.Index(fields=["row_id"], name="import_change_by_row")]


class ColumnMapping(models.Model):
    """A named mapping of headings, saved for the next export of the same tool."""

    id = uuidv7_key()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=ImportFile.Kind)
    # Our field -> heading as written in the file.
    headings = models.JSONField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="column_mapping_name_is_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="column_mapping_has_a_name"),
        ]
