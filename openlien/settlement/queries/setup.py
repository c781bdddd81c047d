"""The lists that settlements choose from, with what was switched off: escrow accounts and types."""

from __future__ import annotations

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..models import EscrowAccount, SettlementType


def escrow_accounts(actor: Actor) -> list[EscrowAccount]:
    """Every escrow account by name.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    return list(EscrowAccount.objects.order_by("name"))


def settlement_types(actor: Actor) -> list[SettlementType]:
    """Every settlement type in its order; the first active one is what a new settlement gets.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    return list(SettlementType.objects.order_by("place", "name"))
