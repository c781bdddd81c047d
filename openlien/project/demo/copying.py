"""Rows on their way into a table: gathered, then copied in one statement, as the triggers ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection, models

# The low 62 bits of a version 7 id are free: counting on from the batch's own keeps ids unique and in order.
FREE_BITS = (1 << 62) - 1


class Ids:
    """New ids that follow the batch's own, in the order in which they are asked for."""

    def __init__(self, batch_id: UUID) -> None:
        self._fixed = batch_id.int & ~FREE_BITS
        self._last = batch_id.int & FREE_BITS

    def next(self) -> str:
        """The next id, as PostgreSQL reads it."""
        self._last = (self._last + 1) & FREE_BITS
        return f"{self._fixed | self._last:032x}"


class Sheet:
    """Rows of one table; columns that are not named get the model's defaults."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        defaults = _defaults(model, set(columns))
        names = ", ".join([*columns, *defaults])
        self._statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
        self._rest = tuple(defaults.values())
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *row: Any) -> None:
        """One row, its values in the order of the columns."""
        self._rows.append(row)

    def copy(self) -> None:
        """Writes what was gathered, in one statement."""
        if not self._rows:
            return
        with connection.cursor() as cursor, cursor.copy(self._statement) as copy:
            for row in self._rows:
                copy.write_row(row + self._rest)
        self._rows.clear()


def usd(cents: int | None) -> str | None:
    """The amount as PostgreSQL reads it."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _defaults(model: type[models.Model], named: set[str]) -> dict[str, Any]:
    """What Django would fill in: PostgreSQL knows only the defaults that it makes itself."""
    return {
        field.column: field.get_prep_value(field.get_default())
        for field in model._meta.concrete_fields
        if field.attname not in named
        and not field.null
        and not isinstance(field, models.AutoField)
        and field.db_default is models.NOT_PROVIDED
    }
