"""Working papers: templates, journals with their lines, and the documents that prove them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Document, Party
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..vocabulary import EntryType, JournalStatus, Policy, SyncStatus
from .accounts import CaseAccount
from .chart import CostCenter, Department, GLAccount


class JournalTemplate(models.Model):
    """A predefined pattern for journals; switched off, never deleted."""

    id = uuidv7_key()
    # What programs call it; made from the name and kept when the name changes.
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, unique=True)
    type = models.CharField(max_length=12, choices=EntryType.choices())
    description = models.CharField(max_length=500)
    is_active = models.BooleanField(default=True)
    debit_accounts = models.JSONField(default=list)
    credit_accounts = models.JSONField(default=list)
    auto_post = models.BooleanField(default=False)
    requires_approval = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="template_has_a_name"),
            models.CheckConstraint(condition=~models.Q(description=""), name="template_has_a_description"),
            models.CheckConstraint(
                condition=models.Q(type__in=EntryType.codes()), name="template_type_is_known"
            ),
        ]


class JournalEntry(models.Model):
    """A journal as a paper: written, submitted, approved or rejected; posting copies it into the books.

    Its id is the id of the posting it becomes. Events are posted without a paper.
    """

    id = uuidv7_key()
    case_account = models.ForeignKey(
        CaseAccount, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="journals"
    )
    template = models.ForeignKey(JournalTemplate, on_delete=models.PROTECT, related_name="journals")
    entry_on = models.DateField()
    # Another day than the entry date only after a person chose the next open period (ruling C7).
    posting_on = models.DateField()
    type = models.CharField(max_length=12, choices=EntryType.choices())
    description = models.CharField(max_length=500)
    reference = models.CharField(max_length=35, blank=True, default="")
    reverses = models.ForeignKey(
        "ledger.Posting",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    status = models.CharField(
        max_length=8, choices=JournalStatus.choices(), default=JournalStatus.DRAFT.value
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(db_default=Now())
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_digest = models.BinaryField(max_length=32, null=True, blank=True)
    policy = models.CharField(max_length=10, choices=Policy.choices(), blank=True, default=Policy.NONE.value)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rejection_reason = models.CharField(max_length=500, blank=True, default="")
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(type__in=EntryType.codes()), name="journal_type_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=JournalStatus.codes()), name="journal_status_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(description=""), name="journal_has_a_description"),
            models.CheckConstraint(
                condition=models.Q(posting_on__gte=models.F("entry_on")), name="journal_is_posted_after_entry"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "posted", "reversed"])
                | models.Q(approved_digest__isnull=False, approved_at__isnull=False),
                name="journal_approval_keeps_its_digest",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "posted", "reversed"])
                | ~models.Q(policy="")
                | models.Q(approved_by__isnull=False),
                name="journal_approval_names_a_person_or_a_policy",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(created_by__isnull=True)
                | ~models.Q(approved_by=models.F("created_by")),
                name="journal_is_not_approved_by_its_creator",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(submitted_by__isnull=True)
                | ~models.Q(approved_by=models.F("submitted_by")),
                name="journal_is_not_approved_by_its_submitter",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="rejected") | ~models.Q(rejection_reason=""),
                name="journal_rejection_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="journal_key_belongs_to_a_content",
            ),
            models.CheckConstraint(
                condition=models.Q(type="reversal") | models.Q(reverses__isnull=True),
                name="journal_reversal_is_typed_so",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "created_at"], name="journal_by_status"),
            models.Index(
                fields=["reverses"],
                condition=models.Q(reverses__isnull=False),
                name="journal_by_reversed_posting",
            ),
        ]


class JournalLine(models.Model):
    """One line of a paper, numbered from 1; exactly one side is positive (ruling C11)."""

    id = models.BigAutoField(primary_key=True)
    journal = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="lines")
    line_number = models.PositiveIntegerField()
    account = models.ForeignKey(GLAccount, on_delete=models.PROTECT, related_name="+")
    debit = UsdField(default="0.00")
    credit = UsdField(default="0.00")
    description = models.CharField(max_length=500, blank=True, default="")
    cost_center = models.ForeignKey(
        CostCenter, to_field="code", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        Department, to_field="code", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.CharField(max_length=20, blank=True, default="")
    vendor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    customer = models.CharField(max_length=20, blank=True, default="")
    case_account = models.ForeignKey(
        CaseAccount, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journal", "line_number"], name="journal_line_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=models.Q(line_number__gte=1), name="journal_line_number_starts_at_one"
            ),
            models.CheckConstraint(
                condition=models.Q(debit__gt=0, credit=0) | models.Q(debit=0, credit__gt=0),
                name="journal_line_has_one_positive_side",
            ),
        ]


class JournalAttachment(models.Model):
    """A document that supports a journal, on paper or in the books; both have the same id."""

    id = uuidv7_key()
    journal_id = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(db_default=Now())
    attached_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journal_id", "document"], name="attachment_is_listed_once"),
        ]


class JournalSync(models.Model):
    """How far a posted journal has come on its way to Business Central; no row yet means Pending."""

    journal_id = models.UUIDField(primary_key=True)
    status = models.CharField(max_length=8, choices=SyncStatus.choices(), default=SyncStatus.PENDING.value)
    is_critical = models.BooleanField(default=False)
    bc_id = models.CharField(max_length=40, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True, default="")
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=SyncStatus.codes()), name="sync_status_is_known"
            ),
        ]
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="journal_sync_by_status")]
