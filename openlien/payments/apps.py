"""Payments: money in, and what was given up of it."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Registers receipts, their allocation to bills, and adjustments."""

    name = "openlien.payments"
    label = "payments"
