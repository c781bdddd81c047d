"""The same browsers as the portfolio pages."""

from tests.web.portfolio.conftest import browser, reader

__all__ = ["browser", "reader"]
