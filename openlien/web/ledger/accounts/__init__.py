"""Case accounts: list, account page, settings, status."""
