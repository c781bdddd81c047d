"""What will go to Business Central, and how soon; pure. The connection itself is a later part."""

from __future__ import annotations

from .vocabulary import EntryType

# No connection can be configured yet: journals wait as Pending, and nothing is sent.
IS_CONNECTED = False
# Ruling C17: these are sent at once, all others in batches.
CRITICAL_TYPES = frozenset({EntryType.PAYMENT, EntryType.SETTLEMENT, EntryType.REVERSAL})


def is_critical(type_: EntryType) -> bool:
    """Whether a journal of this type is sent at once instead of with the next batch."""
    return type_ in CRITICAL_TYPES
