"""Case numbers as parts of addresses."""

from __future__ import annotations

from django.urls import register_converter


class CaseNumber:
    """A well-formed case number; an address with anything else does not exist."""

    regex = r"CASE-[0-9]{4}-[0-9]{5,12}"

    def to_python(self, value: str) -> str:
        """The number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The number as it stands."""
        return value


register_converter(CaseNumber, "case_number")
