"""Model fields that carry the kit's values between Python and PostgreSQL."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from .money import Money


class UsdField(models.Field):
    """Exact dollars in the database's `usd` domain, which refuses NaN, infinity and a third decimal."""

    description = "Exact US dollars"

    def db_type(self, connection: Any) -> str:
        """The domain's name in PostgreSQL."""
        return "usd"

    def cast_db_type(self, connection: Any) -> str:
        """The domain's name where a value is cast."""
        return "usd"

    def get_internal_type(self) -> str:
        """Lets Django treat sums and comparisons as decimal ones."""
        return "UsdField"

    def from_db_value(self, value: Decimal | None, expression: Any, connection: Any) -> Money | None:
        """The stored amount as Money."""
        return None if value is None else Money(value)

    def to_python(self, value: Any) -> Money | None:
        """The given amount as Money.

        Raises: openlien.kit.money.MoneyError when it is none.
        """
        return value if value is None or isinstance(value, Money) else Money(value)

    def get_prep_value(self, value: Any) -> Decimal | None:
        """The amount as the exact decimal that PostgreSQL stores."""
        value = super().get_prep_value(value)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self.to_python(value).amount


def uuidv7_key() -> models.UUIDField:
    """A primary key made by PostgreSQL: sortable by creation, safe to show in an address."""
    return models.UUIDField(primary_key=True, db_default=UuidV7(), editable=False)


class UuidV7(models.Func):
    """PostgreSQL 18's uuidv7()."""

    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()


def usd_sum(name: str) -> Cast:
    """The sum of a column as Money, zero when there is no row."""
    total = models.functions.Coalesce(models.Sum(name), models.Value(Decimal(0)), output_field=UsdField())
    return Cast(total, UsdField())
