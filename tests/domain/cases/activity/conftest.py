"""A case and the people who talk about it."""

from __future__ import annotations

import pytest

from openlien.cases.models import Case
from openlien.identity.actor import Actor
from openlien.identity.models import Membership
from openlien.identity.permissions import Role
from tests import cast


def member(role: Role, name: str) -> Actor:
    """Somebody with that role, who is a row and holds it."""
    actor = cast.acting_person(role, name)
    Membership.objects.get_or_create(user_id=actor.user_id, role=role.code, scope_kind="everything")
    return actor


@pytest.fixture
def case(db: None) -> Case:
    return cast.make_case()


@pytest.fixture
def dana(db: None) -> Actor:
    return member(Role.COLLECTIONS_SPECIALIST, "Dana Ortiz")


@pytest.fixture
def manager(db: None) -> Actor:
    return member(Role.NEGOTIATIONS_MANAGER, "Priya Rao")
