"""The wordings that a note can start from."""

from __future__ import annotations

from django.conf import settings

from openlien.identity.actor import Actor
from openlien.integrations.mail.drafting import filled_note
from openlien.integrations.mail.errors import TemplateNotForThis
from openlien.integrations.mail.template_queries import note_templates
from openlien.integrations.mail.values import About

from .. import business_time
from ..settlement.place import uuid_or_none


def note_choices(actor: Actor, kind: str) -> list[tuple[str, str]]:
    """The templates that fit as pairs of key and name, with a blank one first.

    *Raises*: Forbidden.
    """
    found = note_templates(actor, kind)
    return [("", "Choose a template"), *((str(text.id), text.name) for text in found)]


def with_note_template(actor: Actor, case_number: str, note: str, key: str, *, about: About) -> str:
    """The note with the filled wording of the template below it; the note alone for an unknown key.

    *Raises*: Forbidden, NotFound.
    """
    template_id, wording = uuid_or_none(key), ""
    if template_id:
        try:
            wording = filled_note(
                actor,
                case_number,
                about,
                template_id,
                company=settings.COMPANY_NAME,
                today=business_time.today(),
            )
        except TemplateNotForThis:
            wording = ""
    return "\n".join(filter(None, [note.rstrip(), wording]))
