"""People and companies: patients, law firms, attorneys, insurers, facilities and the rest."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from openlien.kit.fields import uuidv7_key

from .provenance import Batch

_PERSON_KINDS = ["patient", "attorney", "adjuster"]


class Party(models.Model):
    """One person or company; what it is to a case is said where the case refers to it."""

    class Kind(models.TextChoices):
        """What the party is."""

        PATIENT = "patient", "Patient"
        LAW_FIRM = "law_firm", "Law firm"
        ATTORNEY = "attorney", "Attorney"
        INSURER = "insurer", "Insurer"
        ADJUSTER = "adjuster", "Adjuster"
        TPA = "tpa", "Third-party administrator"
        FACILITY = "facility", "Facility"
        PROVIDER_GROUP = "provider_group", "Provider group"
        LIENOR = "lienor", "Lien holder"

    class Gender(models.TextChoices):
        """Gender as the patient's record states it."""

        FEMALE = "female", "Female"
        MALE = "male", "Male"
        OTHER = "other", "Other"

    class MaritalStatus(models.TextChoices):
        """Marital status as the patient's record states it."""

        SINGLE = "single", "Single"
        MARRIED = "married", "Married"
        DIVORCED = "divorced", "Divorced"
        WIDOWED = "widowed", "Widowed"

    id = uuidv7_key()
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    # The name without case, spacing, punctuation and company suffixes: how a firm without an id is found.
    name_key = models.CharField(max_length=200)
    external_id = models.CharField(max_length=64, blank=True, default="")
    # An attorney's firm, an adjuster's insurer, a facility's provider group.
    belongs_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=10, choices=Gender, blank=True, default="")
    language = models.CharField(max_length=40, blank=True, default="")
    marital_status = models.CharField(max_length=10, choices=MaritalStatus, blank=True, default="")
    state = models.CharField(max_length=2, blank=True, default="")
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="parties")
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="party_has_a_name"),
            models.UniqueConstraint(
                fields=["kind", "external_id"],
                condition=~models.Q(external_id=""),
                name="party_external_id_is_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=_PERSON_KINDS)
                | models.Q(born_on__isnull=True, gender="", marital_status=""),
                name="party_personal_fields_are_of_people",
            ),
            models.CheckConstraint(
                condition=models.Q(belongs_to__isnull=True) | ~models.Q(belongs_to=models.F("id")),
                name="party_does_not_belong_to_itself",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name_key"], name="party_by_name_key")]


class ContactPoint(models.Model):
    """One way to reach a party: a number, an e-mail address or a place."""

    class Kind(models.TextChoices):
        """What kind of contact it is."""

        PHONE = "phone", "Phone"
        MOBILE = "mobile", "Mobile"
        FAX = "fax", "Fax"
        EMAIL = "email", "E-mail"
        HOME = "home", "Home address"
        WORK = "work", "Work address"
        OFFICE = "office", "Office address"
        MAILING = "mailing", "Mailing address"

    id = uuidv7_key()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=300)
    label = models.CharField(max_length=60, blank=True, default="")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(value=""), name="contact_point_has_a_value"),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=models.Q(is_primary=True),
                name="contact_point_has_one_primary",
            ),
        ]


class NameAlias(models.Model):
    """One spelling under which a party was met, and how often: the most frequent one is shown."""

    id = uuidv7_key()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="name_aliases")
    name = models.CharField(max_length=200)
    times_seen = models.PositiveIntegerField(default=1)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], name="name_alias_is_listed_once"),
            models.CheckConstraint(condition=models.Q(times_seen__gte=1), name="name_alias_was_seen"),
        ]
