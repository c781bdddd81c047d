"""Taking an import, or the demo portfolio, back while nothing was built on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from openlien.cases.models import Batch
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import Conflict, NotFound
from openlien.kit.sql import fetch_all

from . import database
from .running import wait_for_other_imports

WORDS = {
    "import": ("change by a later import", "changes by a later import"),
    "edit": ("edited record", "edited records"),
    "activity": ("activity", "activities"),
}


class BuiltUpon(Conflict):
    """Not undone. Since this was loaded, {things} came to its cases; undoing it would lose them."""


class AlreadyUndone(Conflict):
    """Not undone. This import was undone before."""


@action
def undo_batch(actor: Actor, batch_id: UUID) -> None:
    """Takes everything a batch brought out of the book and puts back what it overwrote.

    Raises: Forbidden, NotFound, AlreadyUndone, BuiltUpon, ImportRunning.
    """
    actor.require(Permission.IMPORTS_RUN)
    database.allow_a_long_transaction()
    wait_for_other_imports()
    batch = Batch.objects.filter(id=batch_id).first()
    if batch is None:
        raise NotFound()
    if batch.undone_at is not None:
        raise AlreadyUndone()
    if obstacles := fetch_all("SELECT obstacle, count FROM batch_obstacles(%s)", [batch_id]):
        raise BuiltUpon(things=_in_words(obstacles))
    fetch_all("SELECT undo_batch(%s, %s)::text AS answer", [batch_id, actor.user_id])


def _in_words(obstacles: Sequence[Any]) -> str:
    parts = [_counted(row.obstacle, row.count) for row in obstacles]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _counted(obstacle: str, count: int) -> str:
    one, many = WORDS.get(obstacle, (obstacle, f"{obstacle}s"))
    return f"{count:,} {one if count == 1 else many}"
