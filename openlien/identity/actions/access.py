"""What is noted about people at work: who saw which record, and when somebody was last here."""

from __future__ import annotations

from django.db import connection
from django.db.models.functions import Now

from openlien.kit.sql import load

from ..actor import Actor
from ..models import User
from ..unit_of_work import action


def record_access(actor: Actor, what: str, *, case_number: str = "", rows: int = 1) -> None:
    """Leaves one row in the access log: the actor saw or exported this many rows of patients' records.

    `what` names the page or export, such as "Case" or "Settled pending export", never a person. Nothing seen
    leaves nothing. The log is not audited and this is one statement, so it takes no transaction of its own.
    """
    if not rows:
        return
    seen = [actor.user_id, actor.name, actor.source, actor.request_id, what, case_number, rows]
    with connection.cursor() as cursor:
        cursor.execute(load("openlien.identity", "record_access"), seen)


@action
def touch_last_seen(actor: Actor) -> None:
    """Notes that the actor is here now; called at most once a minute."""
    User.objects.filter(pk=actor.user_id).update(last_seen_at=Now())
