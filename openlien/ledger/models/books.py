"""The books: postings and their lines, seals that number and chain them, and the balances they add up to.

Written by the database functions `post_journal()` and `post_journals()` alone; the app may read them. Their
rules stand in sql/keeping.sql: PostgreSQL reads a CHECK anew for every statement, which would cost a posting
a quarter of its time, and plans the query of a function once.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from openlien.kit.fields import UsdField, uuidv7_key

from ..vocabulary import EntryType, Policy
from .accounts import CaseAccount
from .chart import GLAccount
from .journals import JournalTemplate


def _lightly(to: type[models.Model] | str, **options: object) -> models.ForeignKey:
    """A key the door checks once per request instead of once per row."""
    settings = {"on_delete": models.DO_NOTHING, "db_constraint": False, "db_index": False, **options}
    return models.ForeignKey(to, **settings)  # type: ignore[arg-type]


class Seal(models.Model):
    """What one request wrote to the books of one year: its numbers and its link of the hash chain."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    first_serial = models.IntegerField()
    entries = models.IntegerField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now())
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    source = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "first_serial"], name="seal_numbers_are_given_once"),
        ]


class Posting(models.Model):
    """One journal in the books; its number is that of its seal plus its place in it."""

    id = uuidv7_key()
    seal = _lightly(Seal, related_name="postings")
    place = models.IntegerField()
    key = models.CharField(max_length=200)
    event = models.CharField(max_length=40)
    content = models.BinaryField(max_length=32)
    type = models.CharField(max_length=12, choices=EntryType.choices())
    template = _lightly(JournalTemplate, related_name="postings")
    entry_on = models.DateField()
    posting_on = models.DateField()
    description = models.CharField(max_length=500)
    reference = models.CharField(max_length=35)
    case_account = _lightly(CaseAccount, related_name="postings", null=True)
    lines = models.IntegerField()
    total = UsdField()
    created_by_id = models.UUIDField(null=True)
    approved_by_id = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    posted_by_id = models.UUIDField(null=True)
    policy = models.CharField(max_length=10, choices=Policy.choices())
    reverses = _lightly("self", related_name="reversals", null=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="posting_key_is_used_once"),
            models.UniqueConstraint(fields=["seal", "place"], name="posting_place_is_given_once"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=models.Q(reverses__isnull=False),
                name="posting_is_reversed_once",
            ),
        ]
        indexes = [
            # Books grow with the days, so a summary of each block of rows finds a month at next to no cost.
            BrinIndex(fields=["posting_on"], name="posting_by_day", autosummarize=True),
            models.Index(
                fields=["case_account"],
                condition=models.Q(case_account__isnull=False),
                name="posting_by_account",
            ),
        ]


class GLEntry(models.Model):
    """One line of the general ledger: an account, a day, one side."""

    pk = models.CompositePrimaryKey("posting_id", "line_number")
    posting = _lightly(Posting, related_name="entries")
    line_number = models.IntegerField()
    account = _lightly(GLAccount, related_name="entries")
    posting_on = models.DateField()
    debit = UsdField()
    credit = UsdField()
    # Blank when the line needs no other words than its posting.
    description = models.CharField(max_length=500)
    case_account = _lightly(CaseAccount, related_name="entries", null=True)
    cost_center = models.CharField(max_length=20)
    department = models.CharField(max_length=20)
    project = models.CharField(max_length=20)
    vendor_id = models.UUIDField(null=True)
    customer = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["account", "posting_on"], name="gl_entry_by_account"),
            models.Index(
                fields=["case_account"],
                condition=models.Q(case_account__isnull=False),
                name="gl_entry_by_case",
            ),
        ]


class ChainHead(models.Model):
    """The last number and hash of a year's books: the row every posting takes last."""

    year = models.SmallIntegerField(primary_key=True)
    last_serial = models.IntegerField()
    hash = models.BinaryField(max_length=32)


class Anchor(models.Model):
    """The head of a year's chain as it was made known outside: what was sealed before cannot be rewritten."""

    id = models.BigAutoField(primary_key=True)
    year = models.SmallIntegerField()
    last_serial = models.IntegerField()
    hash = models.BinaryField(max_length=32)
    anchored_at = models.DateTimeField(db_default=Now())
    actor_name = models.CharField(max_length=120)


class ChainVerification(models.Model):
    """Where the last check of the chain that found nothing ended; the routine check goes on from there."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seal_id = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    verified_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="chain_is_verified_up_to_one_seal")
        ]


class AccountBalance(models.Model):
    """The sum of all lines of one account, or of one slot of an account that everything touches."""

    pk = models.CompositePrimaryKey("account_id", "slot")
    account = _lightly(GLAccount, related_name="balances")
    slot = models.SmallIntegerField()
    debit = UsdField()
    credit = UsdField()
    lines = models.BigIntegerField()


class DayBalance(models.Model):
    """What moved on one account on one day: balances of any date are sums of days."""

    pk = models.CompositePrimaryKey("day", "account_id", "slot")
    day = models.DateField()
    account = _lightly(GLAccount, related_name="day_balances")
    slot = models.SmallIntegerField()
    debit = UsdField()
    credit = UsdField()
    lines = models.BigIntegerField()


class ClosingBalance(models.Model):
    """The balance of one account at the end of a closed month."""

    pk = models.CompositePrimaryKey("month", "account_id")
    month = models.DateField()
    account = _lightly(GLAccount, related_name="closing_balances")
    debit = UsdField()
    credit = UsdField()
