"""A case, its plaintiffs and injuries, and the litigation stages it went through."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.identity.models import User
from openlien.kit.fields import uuidv7_key

from ..stages import Stage
from .parties import Party
from .provenance import Batch

_STAGES = [stage.value for stage in Stage]


class CurrentCases(models.Manager["Case"]):
    """All cases but the withdrawn ones."""

    def get_queryset(self) -> models.QuerySet[Case]:
        """The cases that people work with."""
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Case(models.Model):
    """One accident of one patient, fought by one law firm, with our bills on it.

    A case whose import was undone is withdrawn when its account has transactions, which are never deleted: it
    keeps its number and the exporting tool's id, nothing else, and is found nowhere until the export comes
    again.
    """

    id = uuidv7_key()
    number = models.CharField(max_length=20, unique=True)
    external_id = models.CharField(max_length=64, blank=True, default="")
    # "Member Registration Number" of requirement 3 (ruling C13).
    mrn = models.CharField(max_length=40, blank=True, default="")
    patient = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="cases_as_patient")
    law_firm = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="cases_as_firm"
    )
    attorney = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="cases_as_attorney"
    )
    negotiator = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="negotiated_cases"
    )
    opened_on = models.DateField()
    date_of_loss = models.DateField(null=True, blank=True)
    statute_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=2, blank=True, default="")
    accident_type = models.CharField(max_length=60, blank=True, default="")
    incident_facts = models.TextField(blank=True, default="")
    injuries_summary = models.TextField(blank=True, default="")
    insurance_limits = models.CharField(max_length=60, blank=True, default="")
    # Kept by the trigger on stage changes: the last one decides. Nobody writes these two.
    stage = models.CharField(
        max_length=30, choices=[(stage.value, stage.label) for stage in Stage], default="unknown"
    )
    stage_on = models.DateField(null=True, blank=True, editable=False)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    created_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CurrentCases()
    with_withdrawn: models.Manager[Case] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="case_external_id_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^CASE-[0-9]{4}-[0-9]{5,}$"),
                name="case_number_is_well_formed",
            ),
            models.CheckConstraint(condition=models.Q(stage__in=_STAGES), name="case_stage_is_known"),
        ]
        indexes = [
            models.Index(fields=["law_firm"], name="case_by_firm"),
            models.Index(fields=["patient"], name="case_by_patient"),
        ]


class Numbering(models.Model):
    """The last number given per series and year; people see numbers, programs see ids."""

    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="numbering_is_one_per_year")]


class Plaintiff(models.Model):
    """A person who claims in a case; expenses divide by weight."""

    id = uuidv7_key()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plaintiffs")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="plaintiff_is_named_once"),
            models.CheckConstraint(condition=models.Q(weight__gte=1), name="plaintiff_weight_is_positive"),
        ]


class Injury(models.Model):
    """One injury of a plaintiff, in the words of the case file."""

    id = uuidv7_key()
    plaintiff = models.ForeignKey(Plaintiff, on_delete=models.CASCADE, related_name="injuries")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="injury_has_a_name")]


class StageChange(models.Model):
    """A case reached a stage on a day. Append-only: the case's stage is that of its last row."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=30, choices=[(stage.value, stage.label) for stage in Stage])
    began_on = models.DateField()
    # A stage that an import found at first sight: when it began is not known, and it is no movement.
    is_sighting = models.BooleanField(default=False)
    source = models.CharField(max_length=20)
    note = models.CharField(max_length=500, blank=True, default="")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="stage_changes")
    recorded_at = models.DateTimeField(db_default=Now())
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    content_hash = models.BinaryField(max_length=32, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=_STAGES), name="stage_change_stage_is_known"),
            models.CheckConstraint(
                condition=models.Q(source__in=["import", "demo", "person", "api"]),
                name="stage_change_source_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(idempotency_key__isnull=True) | models.Q(content_hash__isnull=False),
                name="stage_change_key_belongs_to_a_content",
            ),
        ]
        indexes = [models.Index(fields=["case", "began_on", "id"], name="stage_change_by_case")]
