"""An action of the ledger: one transaction whose broken rules come out as the sentences of `errors`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from django.db import DatabaseError

from openlien.identity.actor import Actor
from openlien.identity.unit_of_work import action

from ..errors import refusal_of

P = ParamSpec("P")
R = TypeVar("R")


def ledger_action(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Makes a function one transaction of the actor that is its first argument.

    *Raises*: the DomainError that names the rule the database refused by.
    """
    in_transaction = action(function)

    @functools.wraps(function)
    def with_sentences(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return in_transaction(actor, *args, **kwargs)
        except DatabaseError as broken:
            if refusal := refusal_of(broken):
                raise refusal from broken
            raise

    return with_sentences
