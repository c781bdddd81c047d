"""Two administrators at once: whoever comes second is refused, so that one is always left."""

from __future__ import annotations

import threading
from uuid import UUID

from django.db import connection

from openlien.identity import actions
from openlien.identity.actor import system_actor
from openlien.identity.models import User
from openlien.identity.permissions import Role
from openlien.identity.queries import actor_of
from openlien.kit.errors import DomainError


def test_two_administrators_who_deactivate_each_other_leave_one(own_database: object) -> None:
    ada, bea = (_administrator("ada@lakeview.example"), _administrator("bea@lakeview.example"))
    barrier = threading.Barrier(2)
    refused: list[str] = []

    def deactivate(own: UUID, other: UUID) -> None:
        actor = actor_of(User.objects.get(pk=own), source="web")
        barrier.wait()
        try:
            actions.change_user(actor, other, is_active=False)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=deactivate, args=pair) for pair in ((ada, bea), (bea, ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (refused, User.objects.filter(is_active=True).count()) == (["last_administrator"], 1)


def _administrator(email: str) -> UUID:
    roles = [Role.SYSTEM_ADMINISTRATOR]
    return actions.create_user(system_actor("cli"), email=email, name=email.split("@")[0], roles=roles)
