"""Funding: what bills cost us, and the lines of credit that pay for them."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Registers warehouse lines, their movements and rates, site costs and interest."""

    name = "openlien.funding"
    label = "funding"
