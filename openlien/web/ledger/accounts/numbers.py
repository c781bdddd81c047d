"""Numbers of case accounts as parts of addresses."""

from __future__ import annotations

from django.urls import register_converter


class AccountNumber:
    """A well-formed number of a case account; an address with anything else does not exist."""

    regex = r"CA-[0-9]{4}-[0-9]{7,12}"

    def to_python(self, value: str) -> str:
        """The number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The number as it stands."""
        return value


register_converter(AccountNumber, "account_number")
