"""The same browsers and book as the portfolio pages."""

from tests.web.portfolio.conftest import book, browser, reader

__all__ = ["book", "browser", "reader"]
