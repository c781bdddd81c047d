"""The letter is changed by writing its next version; earlier ones stay."""

from __future__ import annotations

from django.db import connection

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action

from .errors import LetterEmpty, LetterStale, UnknownFields
from .fields import unknown_fields
from .models import BODY_LETTERS_MAX, SUBJECT_LETTERS_MAX, LetterVersion


@action
def write_letter(actor: Actor, *, subject: str, body: str, version: int) -> LetterVersion:
    """The next version of the letter; `version` is the number of the one that was read, 0 for the first.

    *Raises*: Forbidden, LetterEmpty, UnknownFields, LetterStale, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.OFFERS_APPROVE)
    subject = plain_text(" ".join(subject.split()), letters_max=SUBJECT_LETTERS_MAX)
    body = plain_text(body, letters_max=BODY_LETTERS_MAX)
    if not subject or not body:
        raise LetterEmpty()
    if unknown := unknown_fields(f"{subject}\n{body}"):
        raise UnknownFields(names=", ".join(f'"{name}"' for name in unknown))
    with connection.cursor() as cursor:
        # One writer at a time, so that two versions never get the same number.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('negotiation_letters'))")
    last = LetterVersion.objects.select_related("written_by").order_by("-number").first()
    if (last.number if last else 0) != version:
        who = last.written_by.name if last and last.written_by else "Somebody"
        raise LetterStale(who=who, theirs=last.number if last else 0, yours=version)
    return LetterVersion.objects.create(
        number=version + 1, subject=subject, body=body, written_by_id=actor.user_id
    )
