"""Fee schedules: the retail price of a code, by version and day."""

from __future__ import annotations

from django.db import models

from openlien.kit.fields import UsdField, uuidv7_key

from .parties import Party


class FeeSchedule(models.Model):
    """A named price list, of everyone or of one facility."""

    id = uuidv7_key()
    name = models.CharField(max_length=120, unique=True)
    facility = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="fee_schedules"
    )


class FeeScheduleVersion(models.Model):
    """The prices of a schedule from a day on, until the next version."""

    id = uuidv7_key()
    schedule = models.ForeignKey(FeeSchedule, on_delete=models.CASCADE, related_name="versions")
    effective_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "effective_on"], name="fee_schedule_version_is_one_a_day"
            )
        ]


class FeeScheduleLine(models.Model):
    """The retail price of one unit of a code."""

    id = uuidv7_key()
    version = models.ForeignKey(FeeScheduleVersion, on_delete=models.CASCADE, related_name="lines")
    code = models.CharField(max_length=10)
    retail = UsdField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="fee_schedule_line_prices_a_code_once"),
            models.CheckConstraint(
                condition=models.Q(retail__gte=0), name="fee_schedule_line_is_not_negative"
            ),
        ]
