"""Mail and its templates, kept apart from the imports."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers templates, the outbox and its jobs."""

    name = "openlien.integrations.mail"
    label = "integrations_mail"
