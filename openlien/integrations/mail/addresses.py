"""E-mail addresses as people type them: read apart, checked, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

ADDRESSES_MAX = 20
ADDRESS_LETTERS_MAX = 254
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# One address and nothing else: no name, no comment, no line break, no second header.
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@{_LABEL}(?:\.{_LABEL})+", re.ASCII)


def is_address(text: str) -> bool:
    """Return whether the text is one e-mail address, all of it."""
    return len(text) <= ADDRESS_LETTERS_MAX and _ADDRESS.fullmatch(text) is not None


def typed_addresses(text: str) -> list[str]:
    """Return what was typed between commas, semicolons and blanks, in order."""
    return [part for part in re.split(r"[,;\s]+", text) if part]


def each_once(addresses: Iterable[str]) -> list[str]:
    """Return the addresses without repetition, whatever their case; the first spelling stays."""
    kept: dict[str, str] = {}
    for address in addresses:
        kept.setdefault(address.casefold(), address)
    return list(kept.values())
