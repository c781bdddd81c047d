"""The kit's place in Django: it owns the database's domain types and no table."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers the migrations that create domain types."""

    name = "openlien.kit"
    label = "kit"
