"""The ledger: case accounts, journals, general ledger, periods, posting rules."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the chart of accounts, case accounts, journals and the books."""

    name = "openlien.ledger"
    label = "ledger"
