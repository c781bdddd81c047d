"""What the template of the letter refuses."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError


class UnknownFields(DomainError):
    """Not saved. There is no field {names}; the fields are listed beside the text."""


class LetterEmpty(DomainError):
    """Not saved. A letter has a subject and a text."""


@speaks_for("negotiation_letters_letterversion_number_key")
class LetterStale(Conflict):
    """Not saved. {who} changed the letter while you were editing; it is version {theirs} now."""


class OursOnly(Conflict):
    """A letter goes out with our own offers; this one came from the firm."""
