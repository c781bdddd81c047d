"""One action = one transaction, in which the database knows who acts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from .actor import Actor
from .constraints import refusal_of

P = ParamSpec("P")
R = TypeVar("R")

TRIES_MAX = 4
_SET_ACTOR = """
SELECT set_config('openlien.actor_id', %s, true),
    set_config('openlien.actor_name', %s, true),
    set_config('openlien.source', %s, true),
    set_config('openlien.request_id', %s, true)
"""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """A transaction whose changes the audit trail books on this actor."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_SET_ACTOR, [str(actor.user_id or ""), actor.name, actor.source, actor.request_id])
        yield


def action(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Makes a function one transaction of the actor that is its first argument.

    Two transactions that wait for each other are no fault of either: the one that the database ends begins
    again, unless it is part of a larger one.
    Raises: the DomainError that speaks for a violated constraint, in place of the database's message.
    """

    @functools.wraps(function)
    def in_one_transaction(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        for tries_left in reversed(range(TRIES_MAX)):
            try:
                with acting(actor):
                    return function(actor, *args, **kwargs)
            except IntegrityError as broken:
                if refusal := refusal_of(broken):
                    raise refusal from broken
                raise
            except OperationalError as ended:
                if not (_may_begin_again(ended) and tries_left):
                    raise
        raise AssertionError("The last try either returned or raised.")

    return in_one_transaction


def _may_begin_again(ended: OperationalError) -> bool:
    return isinstance(ended.__cause__, DeadlockDetected) and not connection.in_atomic_block
