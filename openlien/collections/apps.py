"""The package's place among Django's applications."""

from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    """Registers the saved views of Collections."""

    name = "openlien.collections"
    label = "collections"
