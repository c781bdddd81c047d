"""Accounting: what the accountant does with the books of the ledger."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    """Registers month ends and what was reviewed in them."""

    name = "openlien.accounting"
    label = "accounting"
