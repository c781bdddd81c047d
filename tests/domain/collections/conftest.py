"""The book of Collections."""

from __future__ import annotations

import pytest

from .book import Book, ready_book


@pytest.fixture
def book(db: None) -> Book:
    """Six cases: four of Pacific Crest, one of Osprey, one without a firm."""
    return ready_book()
