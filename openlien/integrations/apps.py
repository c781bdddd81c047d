"""Integrations: what talks to the outside."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Registers imports and their findings."""

    name = "openlien.integrations"
    label = "integrations"
