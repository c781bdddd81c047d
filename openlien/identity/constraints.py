"""The one place where a named database constraint becomes the sentence of a broken rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError

from openlien.kit.errors import DomainError

E = TypeVar("E", bound=type[DomainError])
_SENTENCES: dict[str, type[DomainError]] = {}


def speaks_for(*constraints: str) -> Callable[[E], E]:
    """Makes an error, whose sentence has no fields, the voice of these database constraints."""

    def register(error: E) -> E:
        for name in constraints:
            _SENTENCES[name] = error
        return error

    return register


def refusal_of(broken: IntegrityError) -> DomainError | None:
    """The broken rule behind a violated constraint; None when nothing speaks for it."""
    diagnosis = getattr(broken.__cause__, "diag", None)
    error = _SENTENCES.get(getattr(diagnosis, "constraint_name", None) or "")
    return error() if error else None
