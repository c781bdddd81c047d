"""Negotiation: offers by bill and by case, outside bills, what is known of the settlement."""

from django.apps import AppConfig


class NegotiationConfig(AppConfig):
    """Registers offers, outside bills, notes of bills and financial information."""

    name = "openlien.negotiation"
    label = "negotiation"
