"""The lists that settlements choose from: escrow accounts and types."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.unit_of_work import action
from openlien.kit.errors import NotFound

from ..errors import NameMissing
from ..models import EscrowAccount, SettlementType
from ..reach import refuse_stale

M = TypeVar("M", bound=models.Model)


@action
def save_escrow_account(
    actor: Actor,
    account_id: UUID | None,
    *,
    name: str,
    bank: str = "",
    number_end: str = "",
    is_active: bool = True,
    version: int | None = None,
) -> EscrowAccount:
    """The escrow account, made without an id and changed with one.

    *Raises*: Forbidden, NotFound, StaleVersion, NameMissing, NameUsed, FourDigits, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.LEDGER_SET_UP)
    account = _one_of(EscrowAccount, account_id, version)
    account.name, account.bank = _name(name, 120), plain_text(bank, letters_max=120)
    account.number_end, account.is_active = plain_text(number_end, letters_max=4), is_active
    account.save()
    return account


@action
def save_settlement_type(
    actor: Actor,
    type_id: UUID | None,
    *,
    name: str,
    place: int = 100,
    is_active: bool = True,
    version: int | None = None,
) -> SettlementType:
    """The settlement type, made without an id and changed with one.

    *Raises*: Forbidden, NotFound, StaleVersion, NameMissing, NameUsed, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.LEDGER_SET_UP)
    kind = _one_of(SettlementType, type_id, version)
    kind.name, kind.place, kind.is_active = _name(name, 60), place, is_active
    kind.save()
    return kind


def _one_of(model: type[M], row_id: UUID | None, version: int | None) -> M:
    if row_id is None:
        return model()
    row = model._default_manager.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NotFound()
    refuse_stale(version, row)
    row.version += 1  # type: ignore[attr-defined]
    return row


def _name(name: str, letters_max: int) -> str:
    stated = plain_text(name, letters_max=letters_max)
    if not stated:
        raise NameMissing()
    return stated
