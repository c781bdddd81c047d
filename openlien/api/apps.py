"""The JSON interface."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the JSON interface; it holds no models."""

    name = "openlien.api"
    label = "api"
