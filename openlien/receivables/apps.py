"""Receivables: where the money stands by litigation stage."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """Registers the figures that triggers keep for every bill and case."""

    name = "openlien.receivables"
    label = "receivables"
