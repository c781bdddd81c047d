"""The demo comes by itself once, into a new database; and only sign-ins that work are told."""

from __future__ import annotations

from datetime import date

import pytest

from openlien.cases.models import Batch
from openlien.identity.actor import system_actor
from openlien.identity.models import User
from openlien.identity.permissions import Role
from openlien.integrations.imports.undoing import undo_batch
from openlien.kit.clock import now
from openlien.project import startup
from openlien.project.demo import is_book_empty, is_book_untouched, load_demo, open_demo_sign_ins

pytestmark = pytest.mark.django_db
INSTALLATION = system_actor("cli")
DAY = date(2026, 11, 20)


def test_a_demo_that_was_removed_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "DEMO_CASES", 5)
    startup._load_demo_at_first()
    batch = Batch.objects.get()
    undo_batch(INSTALLATION, batch.id)
    assert is_book_empty()
    startup._load_demo_at_first()
    assert is_book_empty()
    assert Batch.objects.count() == 1


def test_the_demo_does_not_follow_an_import_that_was_undone() -> None:
    assert is_book_untouched()
    Batch.objects.create(kind="portfolio", as_of=DAY, undone_at=now())
    assert not is_book_untouched()


def test_only_people_who_can_sign_in_are_told() -> None:
    assert open_demo_sign_ins() == []
    load_demo(INSTALLATION, cases=5, as_of=DAY)
    assert [sign_in.role for sign_in in open_demo_sign_ins()] == list(Role)
    User.objects.filter(email="auditor@demo.example").update(is_active=False)
    User.objects.filter(email="cfo@demo.example").update(password_changed_at=now())
    told = {line.split()[-2] for line in startup._sign_ins()}
    assert len(told) == len(Role) - 2
    assert not told & {"auditor@demo.example", "cfo@demo.example"}
