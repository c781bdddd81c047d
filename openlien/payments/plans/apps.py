"""Payment plans: instalments by day, and reminders of them."""

from django.apps import AppConfig


class PaymentPlansConfig(AppConfig):
    """Registers payment plans, their instalments and reminders."""

    name = "openlien.payments.plans"
    label = "payment_plans"
