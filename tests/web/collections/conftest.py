"""Browsers of the people who work with the book of Collections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from openlien.identity.actor import Actor
from openlien.identity.models import User
from tests.domain.collections.book import TODAY, Book, ready_book
from tests.web.cases.conftest import browser

__all__ = ["browser"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlien.web.business_time.today", lambda: TODAY)


@pytest.fixture
def book(db: None) -> Book:
    """Six cases: four of Pacific Crest, one of Osprey, one without a firm."""
    return ready_book()


@pytest.fixture
def signed_in(db: None) -> Callable[[Actor], Client]:
    """The browser of somebody of the book."""

    def make(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(id=actor.user_id))
        return client

    return make
