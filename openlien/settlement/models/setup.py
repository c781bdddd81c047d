"""What settlements are sorted by and paid through: types and trust bank accounts."""

from __future__ import annotations

from django.db import models

from openlien.kit.fields import uuidv7_key


class EscrowAccount(models.Model):
    """A bank account that holds clients' money."""

    id = uuidv7_key()
    name = models.CharField(max_length=120, unique=True)
    bank = models.CharField(max_length=120, blank=True, default="")
    # The last four digits only: the whole number is nothing this product needs.
    number_end = models.CharField(max_length=4, blank=True, default="")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="escrow_account_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(number_end__regex=r"^([0-9]{4})?$"),
                name="escrow_account_shows_four_digits",
            ),
        ]


class SettlementType(models.Model):
    """One outcome that is recorded as a settlement; the list is the customer's."""

    id = uuidv7_key()
    name = models.CharField(max_length=60, unique=True)
    place = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="settlement_type_has_a_name")
        ]
