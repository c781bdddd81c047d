"""Trust accounts beside their bank: statement lines, what they match, transfers, reconciliations."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Case, Document
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..trust.shares import SHARES
from .checks import Check
from .setup import EscrowAccount

_SHARE_CHOICES = [(share.value, share.label) for share in SHARES]


class BankStatement(models.Model):
    """One file of the bank: looked at until somebody reads it in, then kept as it came."""

    id = uuidv7_key()
    account = models.ForeignKey(EscrowAccount, on_delete=models.PROTECT, related_name="statements")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    # Column of the file by field, where a person chose; blank as long as their names decide.
    columns = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)
    lines_new = models.PositiveIntegerField(default=0)
    lines_known = models.PositiveIntegerField(default=0)


class BankLine(models.Model):
    """One line of the bank's statement: more than 0.00 came in, less went out.

    `line_key` makes a line known again in the next file: the bank's own id, or a digest of what it says.
    """

    id = uuidv7_key()
    account = models.ForeignKey(EscrowAccount, on_delete=models.PROTECT, related_name="bank_lines")
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    booked_on = models.DateField()
    amount = UsdField()
    description = models.CharField(max_length=300, blank=True, default="")
    number = models.CharField(max_length=40, blank=True, default="")
    bank_reference = models.CharField(max_length=120, blank=True, default="")
    balance = UsdField(null=True, blank=True)
    line_key = models.CharField(max_length=140)
    # Why the bank has to put this line right; blank for every other line.
    bank_error = models.CharField(max_length=300, blank=True, default="")
    explained_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="bank_line_moves_money"),
            models.UniqueConstraint(fields=["account", "line_key"], name="bank_line_is_read_once"),
            models.CheckConstraint(
                condition=models.Q(bank_error="", explained_at__isnull=True)
                | (~models.Q(bank_error="") & models.Q(explained_at__isnull=False)),
                name="bank_error_says_when_it_was_found",
            ),
        ]
        indexes = [models.Index(fields=["account", "booked_on", "id"], name="bank_line_by_day")]


class BankMatch(models.Model):
    """A check that a bank line carries; the checks of a line make up its amount."""

    id = uuidv7_key()
    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="matches")
    check_paid = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="bank_match")
    is_automatic = models.BooleanField(default=False)
    matched_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(db_default=Now())


class ShareTransfer(models.Model):
    """Money of a case that moved from one share to another; nothing left the account."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="share_transfers")
    moved_on = models.DateField()
    from_share = models.CharField(max_length=40, choices=_SHARE_CHOICES)
    to_share = models.CharField(max_length=40, choices=_SHARE_CHOICES)
    amount = UsdField()
    reason = models.CharField(max_length=300)
    moved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="share_transfer_is_positive"),
            models.CheckConstraint(
                condition=~models.Q(from_share=models.F("to_share")), name="share_transfer_moves"
            ),
            models.CheckConstraint(
                condition=models.Q(from_share__in=[share.value for share in SHARES])
                & models.Q(to_share__in=[share.value for share in SHARES]),
                name="share_transfer_names_shares",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="share_transfer_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="share_transfer_key_belongs_to_a_content",
            ),
        ]


class TrustReconciliation(models.Model):
    """Three numbers of one account at the end of one month; frozen when another person completed it."""

    id = uuidv7_key()
    account = models.ForeignKey(EscrowAccount, on_delete=models.PROTECT, related_name="reconciliations")
    month = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    bank_balance = UsdField()
    adjusted_bank = UsdField()
    book = UsdField()
    clients = UsdField()
    # Every figure and every item as they stood, for the page and the PDF.
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True, default="")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    completed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month", "version"], name="reconciliation_version_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["account", "month"],
                condition=models.Q(completed_at__isnull=True),
                name="reconciliation_is_prepared_once",
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="reconciliation_is_of_a_month"),
            models.CheckConstraint(
                condition=models.Q(version=1, reason="") | (models.Q(version__gt=1) & ~models.Q(reason="")),
                name="reconciliation_is_reopened_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    completed_at__isnull=True, completed_by__isnull=True, document__isnull=True
                )
                | models.Q(completed_at__isnull=False, completed_by__isnull=False, document__isnull=False),
                name="completed_reconciliation_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_by__isnull=True)
                | ~models.Q(completed_by=models.F("prepared_by")),
                name="reconciliation_takes_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_at__isnull=True)
                | models.Q(adjusted_bank=models.F("book"), book=models.F("clients")),
                name="completed_reconciliation_is_balanced",
            ),
        ]
