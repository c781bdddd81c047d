"""Text that people type into a record: trimmed, short enough, without control characters."""

from __future__ import annotations

import unicodedata

from openlien.kit.errors import DomainError

KEY_LETTERS_MAX = 200
_LINE_BREAKS = "\n\t"


class TextTooLong(DomainError):
    """Not saved. The text has {letters} letters; there is room for {letters_max}."""


class TextNotPlain(DomainError):
    """Not saved. The text holds a character that cannot be stored; type it again instead of pasting it."""


class NameTooLong(DomainError):
    """Not saved. Written out, the name has {letters} letters; there is room for {letters_max}. Shorten it."""


def fitting_key(key: str) -> str:
    """The key that a party is found by, when there is room for it: written out, a letter may become several.

    Raises: NameTooLong.
    """
    if len(key) > KEY_LETTERS_MAX:
        raise NameTooLong(letters=len(key), letters_max=KEY_LETTERS_MAX)
    return key


def plain_text(text: str, *, letters_max: int) -> str:
    """The text without blanks around it and with one kind of line break.

    Raises: TextTooLong, TextNotPlain.
    """
    trimmed = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(_is_control(character) for character in trimmed):
        raise TextNotPlain()
    if len(trimmed) > letters_max:
        raise TextTooLong(letters=len(trimmed), letters_max=letters_max)
    return trimmed


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in _LINE_BREAKS
