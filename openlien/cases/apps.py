"""Cases: the facts that everything else is computed from."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers parties, cases, stages, bills, coverage, liens and activity."""

    name = "openlien.cases"
    label = "cases"
