"""What a sent form gave back to its page: the typed values, and a sentence for each field that is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.http import QueryDict

from openlien.kit.errors import DomainError

KEY_LETTERS_MAX = 60


class Wrong(dict[str, str]):
    """A sentence by field; a field with nothing wrong reads as an empty text."""

    def __missing__(self, field: str) -> str:
        return ""

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The sentences with the ids of their fields, as the form's error summary lists them."""
        return [(f"f-{field}", sentence) for field, sentence in self.items()]


def typed(posted: QueryDict | None) -> dict[str, str]:
    """The values that were sent; a field that was not sent reads as an empty text."""
    return defaultdict(str, posted.items() if posted is not None else {})


def sent_key(posted: QueryDict) -> str | None:
    """The key with which a form makes sure that it counts once; None for one that no form of ours has."""
    key = posted.get("key", "")
    return key if key.isascii() and key.isprintable() and 0 < len(key) <= KEY_LETTERS_MAX else None


def reason_of(refused: DomainError) -> str:
    """The sentence for a field: the summary above the fields says already that nothing was saved."""
    return refused.sentence.removeprefix("Not saved. ")


def refusals_of(write: Callable[[], object]) -> Wrong:
    """What kept a write from happening, by field; empty when it happened.

    Raises: the refusal itself when it belongs to no field, for the page of broken rules.
    """
    try:
        write()
    except DomainError as refused:
        field = getattr(refused, "field", refused.fields.get("field"))
        if field is None:
            raise
        return Wrong({str(field): reason_of(refused)})
    return Wrong()
