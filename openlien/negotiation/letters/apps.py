"""The letters of offers, kept apart from the offers themselves."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Registers the template of the offer letter."""

    name = "openlien.negotiation.letters"
    label = "negotiation_letters"
