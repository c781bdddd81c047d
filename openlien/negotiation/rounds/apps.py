"""Rounds of negotiation, kept apart from the offers of our own bills."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Registers the rounds of a negotiation."""

    name = "openlien.negotiation.rounds"
    label = "negotiation_rounds"
