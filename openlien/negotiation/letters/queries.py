"""The letter as it is in force, and its earlier versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from . import standard
from .models import LetterVersion


@dataclass(frozen=True, slots=True)
class LetterText:
    """One version of the letter; number 0 is the one the product came with."""

    number: int
    subject: str
    body: str
    written_by: str
    written_at: datetime | None


STANDARD = LetterText(0, standard.SUBJECT, standard.BODY, "", None)


def letter_text(actor: Actor) -> LetterText:
    """The letter in force.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    found = LetterVersion.objects.select_related("written_by").order_by("-number").first()
    return STANDARD if found is None else _text(found)


def letter_texts(actor: Actor) -> tuple[LetterText, ...]:
    """Every version, the newest first; the one the product came with is the last.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_VIEW)
    found = LetterVersion.objects.select_related("written_by").order_by("-number")
    return (*(_text(version) for version in found), STANDARD)


def _text(version: LetterVersion) -> LetterText:
    by = version.written_by.name if version.written_by else ""
    return LetterText(version.number, version.subject, version.body, by, version.written_at)
