"""Identity: who acts, with which role, in which scope."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Registers users, memberships, tokens and the audit trail."""

    name = "openlien.identity"
    label = "identity"
