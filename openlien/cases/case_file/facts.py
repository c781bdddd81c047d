"""What happened and what hurts, in the words of the case file."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action

from ..models import Case
from ..wording import plain_text
from .reach import case_to_edit, refuse_stale

LETTERS_MAX = 4000


@dataclass(frozen=True, kw_only=True)
class FactsDraft:
    """The facts of the incident and the summary of the injuries, as the settlement view shows them."""

    incident_facts: str = ""
    injuries_summary: str = ""


@action
def change_facts(actor: Actor, *, case_number: str, draft: FactsDraft, version: int) -> Case:
    """The case with both texts as in the draft; what they were stays in the audit trail.

    *Raises*: Forbidden, NotFound, FileChangedMeanwhile, TextTooLong, TextNotPlain.
    """
    case = case_to_edit(actor, case_number)
    refuse_stale(case, version)
    case.incident_facts = plain_text(draft.incident_facts, letters_max=LETTERS_MAX)
    case.injuries_summary = plain_text(draft.injuries_summary, letters_max=LETTERS_MAX)
    case.version += 1
    case.save(update_fields=["incident_facts", "injuries_summary", "version"])
    return case
