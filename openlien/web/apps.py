"""The pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the pages; they hold no models."""

    name = "openlien.web"
    label = "web"
