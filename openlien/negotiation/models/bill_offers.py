"""The offer of each bill: a history that is only added to, and the latest of it, kept by a trigger."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.cases.models import Bill, Case
from openlien.identity.models import User
from openlien.kit.fields import UsdField, uuidv7_key

from ..vocabulary import Source


class OfferChangeSet(models.Model):
    """What one person did at once to the offers of a case's bills; undone as a whole."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offer_change_sets")
    source = models.CharField(max_length=8, choices=Source)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source__in=Source.values), name="offer_change_set_source_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source="undo", undoes__isnull=False)
                | (~models.Q(source="undo") & models.Q(undoes__isnull=True)),
                name="offer_change_set_of_an_undo_names_what_it_undoes",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="offer_change_set_key_belongs_to_a_content",
            ),
        ]
        indexes = [models.Index(fields=["case", "made_by", "id"], name="offer_change_set_by_person")]


class BillOfferChange(models.Model):
    """One change of the offer of one bill; null where there was or is none."""

    id = models.BigAutoField(primary_key=True)
    change_set = models.ForeignKey(OfferChangeSet, on_delete=models.PROTECT, related_name="changes")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="offer_changes")
    before = UsdField(null=True)
    after = UsdField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "version"], name="bill_offer_change_is_one_a_version"),
            models.CheckConstraint(
                condition=models.Q(after__isnull=True) | models.Q(after__gte=0),
                name="bill_offer_is_not_negative",
            ),
        ]


class BillOffer(models.Model):
    """The present offer of a bill; its version is that of its last change. The app only reads it."""

    bill = models.OneToOneField(
        Bill, primary_key=True, on_delete=models.PROTECT, related_name="offer", editable=False
    )
    amount = UsdField(null=True)
    source = models.CharField(max_length=8, choices=Source)
    set_by = models.ForeignKey(User, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField()
