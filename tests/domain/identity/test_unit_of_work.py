"""An action is one transaction, and begins again when the database ends it to free another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from openlien.identity.actor import Actor, system_actor
from openlien.identity.models import User
from openlien.identity.unit_of_work import action

pytestmark = pytest.mark.usefixtures("own_database")
JANITOR = system_actor("job")


def lock(user: User) -> None:
    User.objects.select_for_update().get(id=user.id)


def test_two_actions_that_wait_for_each_other_both_end_well() -> None:
    ada = User.objects.create(email="ada@office.example", name="Ada")
    ben = User.objects.create(email="ben@office.example", name="Ben")
    met, begun = threading.Barrier(2), []

    @action
    def rename(actor: Actor, first: User, second: User) -> None:
        lock(first)
        begun.append(first.name)
        if len(begun) <= 2:
            met.wait(timeout=20)
        lock(second)
        User.objects.filter(id=second.id).update(name=f"{second.name} of {first.name}")

    def run(first: User, second: User) -> None:
        try:
            rename(JANITOR, first, second)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, (ada, ben), (ben, ada)))
    assert len(begun) == 3
    assert set(User.objects.values_list("name", flat=True)) >= {"Ada of Ben", "Ben of Ada"}


def test_an_action_within_a_larger_transaction_does_not_begin_again() -> None:
    tries = []

    @action
    def fail(actor: Actor) -> None:
        tries.append(actor)
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")

    with pytest.raises(OperationalError), transaction.atomic():
        fail(JANITOR)
    assert len(tries) == 1
    with pytest.raises(OperationalError):
        fail(JANITOR)
    assert len(tries) == 1 + 4
