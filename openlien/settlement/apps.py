"""Settlement: what a recovery is made of, its checks and the trust account they move through."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """Registers settlements, their calculations, reductions and checks."""

    name = "openlien.settlement"
    label = "settlement"
