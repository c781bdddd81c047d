"""The wordings that a note of a round can start from."""

from __future__ import annotations

from uuid import UUID

from openlien.identity.actor import Actor
from openlien.integrations.mail.codes import NEGOTIATION
from openlien.integrations.mail.values import About

from ...mail.notes import note_choices, with_note_template


def note_template_choices(actor: Actor) -> list[tuple[str, str]]:
    """The templates as pairs of key and name, with a blank one first."""
    return note_choices(actor, NEGOTIATION)


def with_template(actor: Actor, case_number: str, note: str, key: str, *, round_id: UUID | None) -> str:
    """The note with the filled wording of the template below it; the note alone for an unknown key."""
    return with_note_template(actor, case_number, note, key, about=About(NEGOTIATION, round_id))
