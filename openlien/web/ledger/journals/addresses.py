"""What a journal is called in an address: its number, or its id while it has none."""

from __future__ import annotations

from django.urls import register_converter


class JournalName:
    """A number such as JE-2026-0000012, or the id of a paper."""

    regex = r"JE-[0-9]{4}-[0-9]{7,9}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def to_python(self, value: str) -> str:
        """The name as it stands."""
        return value

    def to_url(self, value: object) -> str:
        """The name as text."""
        return str(value)


register_converter(JournalName, "journal")
