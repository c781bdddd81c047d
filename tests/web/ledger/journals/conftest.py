"""Browsers of the people who keep the books, and the journal form as they fill it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from openlien.identity.models import Membership, User
from openlien.identity.permissions import Role
from openlien.ledger.models import JournalEntry
from openlien.web import business_time

NEW = "/ledger/entries/new/"
LINE_FIELDS = (
    "account",
    "description",
    "cost_center",
    "department",
    "project",
    "vendor",
    "vendor_id",
    "customer",
    "debit",
    "credit",
)
PAIR: tuple[dict[str, str], ...] = (
    {"account": "5900 Overheads", "debit": "3,000.00"},
    {"account": "1000", "credit": "3,000.00"},
)


@pytest.fixture(autouse=True)
def _on_the_business_day(settings: Any) -> None:
    settings.BUSINESS_TIME_ZONE = "America/Los_Angeles"


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """Makes a browser that is signed in with one role."""

    def make(role: Role, name: str = "") -> Client:
        name = name or f"Cast {role.value}"
        email = f"{name.lower().replace(' ', '.').replace('/', '-')}@office.example"
        user, _ = User.objects.get_or_create(email=email, name=name)
        Membership.objects.get_or_create(user=user, role=role.code, scope_kind="everything")
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def analyst(browser: Callable[..., Client]) -> Client:
    return browser(Role.FINANCIAL_ANALYST, "Anna Lind")


@pytest.fixture
def manager(browser: Callable[..., Client]) -> Client:
    return browser(Role.ACCOUNTING_MANAGER, "Marc Osei")


@pytest.fixture
def controller(browser: Callable[..., Client]) -> Client:
    return browser(Role.CFO_CONTROLLER, "Clara Bonn")


def sent(*lines: dict[str, str], do: str = "save", **more: str) -> dict[str, Any]:
    """What the form sends: a journal of 3,000.00 in balance, unless told otherwise."""
    return {
        "template": "manual-adjustment",
        "template_text": "Manual adjustment",
        "entry_on": f"{business_time.today():%m/%d/%Y}",
        "description": "Office rent",
        "reference": "INV-7",
        "do": do,
        **{f"line_{name}": [line.get(name, "") for line in lines or PAIR] for name in LINE_FIELDS},
        **more,
    }


def written(client: Client, *lines: dict[str, str], do: str = "save", **more: str) -> JournalEntry:
    """The journal that the sent form became."""
    before = set(JournalEntry.objects.values_list("id", flat=True))
    answer = client.post(NEW, sent(*lines, do=do, **more))
    assert answer.status_code == 302, answer.content.decode()
    return JournalEntry.objects.exclude(id__in=before).get()


def move(client: Client, journal: JournalEntry, name: str, **more: str) -> Any:
    """Sends one of the buttons of the journal's page, at the version it has now."""
    version = JournalEntry.objects.get(id=journal.id).version
    return client.post(f"/ledger/entries/{journal.id}/{name}", {"version": str(version), **more})


def status_of(journal: JournalEntry) -> str:
    return JournalEntry.objects.get(id=journal.id).status


def posted(writer: Client, approver: Client, poster: Client) -> JournalEntry:
    """A journal of 3,000.00 that three people brought into the books."""
    journal = written(writer, do="submit")
    move(approver, journal, "approval")
    move(poster, journal, "posting")
    assert status_of(journal) == "posted"
    return journal
