"""What the constraint tests of the packages share: which names there are, and how one is made to fire."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction


def declared(app: str) -> set[str]:
    """The names of the constraints that the models of an app declare."""
    return {
        constraint.name
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def raised_by_triggers(functions: Iterable[str]) -> set[str]:
    """The constraint names that these functions of the database raise."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''([a-z_]+)''', 'g'))[1] FROM pg_proc"
            " WHERE proname = ANY(%s)",
            [list(functions)],
        )
        return {name for (name,) in cursor.fetchall()}


def run(statement: str, **values: object) -> None:
    """Runs one statement as the app."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def assert_fires(name: str, break_it: Callable[[], None]) -> None:
    """Passes when this constraint, and no other, refuses what is done."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it()
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]
