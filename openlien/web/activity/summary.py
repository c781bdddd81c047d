"""The cards about what is next and what was noted last, on the summary of a case."""

from __future__ import annotations

from typing import Any

from openlien.cases.activity.queries.tasks import next_steps
from openlien.cases.activity.queries.timeline import last_notes
from openlien.cases.queries import CaseHead
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from .. import business_time
from .shown import shown, task_shown


def summary_cards(actor: Actor, case: CaseHead) -> dict[str, Any]:
    """The next steps and the last notes of a case, as its summary and its Activity tab show them."""
    if not actor.may(Permission.ACTIVITY_VIEW):
        return {"next_steps": None, "last_notes": None, "may_log": False}
    today, may_log = business_time.today(), actor.may(Permission.ACTIVITY_LOG)
    return {
        "next_steps": [task_shown(line, today) for line in next_steps(actor, case)],
        "last_notes": [shown(entry, may_log) for entry in last_notes(actor, case)],
        "may_log": may_log,
    }
