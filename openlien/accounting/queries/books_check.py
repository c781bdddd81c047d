"""Checks of the books as they were run: how far, what they found, when and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound

from ..models import BooksCheck

LIST_MAX = 20


@dataclass(frozen=True)
class CheckPart:
    """One part of a check: what was looked at, and one sentence for each thing that is wrong."""

    name: str
    figures: str
    findings: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class CheckView:
    """One check; `parts` fill as it goes on."""

    id: UUID
    state: str
    state_label: str
    started_by: str
    created_at: datetime
    finished_at: datetime | None
    step: str
    steps_done: int
    findings: int
    parts: tuple[CheckPart, ...]
    error: str

    @property
    def is_working(self) -> bool:
        """Whether the check waits or runs."""
        return self.state in {BooksCheck.State.WAITING, BooksCheck.State.RUNNING}

    @property
    def is_sound(self) -> bool:
        """Whether it ended and found nothing."""
        return self.state == BooksCheck.State.DONE and not self.findings


def books_checks(actor: Actor) -> list[CheckView]:
    """The newest checks first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.BOOKS_AUDIT)
    return [_view(row) for row in BooksCheck.objects.order_by("-created_at")[:LIST_MAX]]


def books_check(actor: Actor, check_id: UUID) -> CheckView:
    """One check.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.BOOKS_AUDIT)
    row = BooksCheck.objects.filter(id=check_id).first()
    if row is None:
        raise NotFound()
    return _view(row)


def _view(row: BooksCheck) -> CheckView:
    return CheckView(
        id=row.id,
        state=row.state,
        state_label=row.get_state_display(),
        started_by=row.started_by_name,
        created_at=row.created_at,
        finished_at=row.finished_at,
        step=row.step,
        steps_done=row.steps_done,
        findings=row.findings,
        parts=tuple(_part(part) for part in row.parts),
        error=row.error,
    )


def _part(part: dict[str, Any]) -> CheckPart:
    return CheckPart(part["name"], part["figures"], tuple(part["findings"]), part["more"])
