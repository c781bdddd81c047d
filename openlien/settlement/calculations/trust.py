"""Three equal numbers of a trust account, and what a client's ledger allows. See docs/formulas/trust.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, total
from openlien.kit.working import Worked, step


class LedgerWouldGoNegative(DomainError):
    """Not paid. The client's ledger holds {cleared} of cleared money; {amount} would overdraw it."""


@dataclass(frozen=True)
class Reconciliation(Worked):
    """Adjusted bank, book and client ledgers; in balance when all three agree and no client is below zero."""

    adjusted_bank: Money
    book: Money
    clients: Money
    overdrawn: tuple[int, ...]

    @property
    def is_balanced(self) -> bool:
        """Whether the account reconciles."""
        return self.adjusted_bank == self.book == self.clients and not self.overdrawn

    @property
    def bank_difference(self) -> Money:
        """Adjusted bank less book."""
        return self.adjusted_bank - self.book

    @property
    def ledger_difference(self) -> Money:
        """Book less client ledgers."""
        return self.book - self.clients


def reconcile(
    *, bank: Money, in_transit: Money, outstanding: Money, book: Money, clients: Sequence[Money]
) -> Reconciliation:
    """Return the three numbers; `overdrawn` are the places of client ledgers below zero, from 1.

    *Source*: Cal. Rule 1.15(d)(3); docs/formulas/trust.md
    """
    adjusted, ledgers = bank + in_transit - outstanding, total(clients)
    overdrawn = tuple(place for place, balance in enumerate(clients, 1) if balance < Money.zero)
    return Reconciliation(
        adjusted,
        book,
        ledgers,
        overdrawn,
        working=(
            step(
                "Adjusted bank",
                "bank + deposits in transit − outstanding checks",
                adjusted,
                bank=bank,
                in_transit=in_transit,
                outstanding=outstanding,
            ),
            step("Client ledgers", "sum of the ledgers", ledgers, ledgers=len(clients)),
            step("Bank difference", "adjusted bank − book", adjusted - book, book=book),
            step("Ledger difference", "book − client ledgers", book - ledgers, book=book),
        ),
    )


def check_disbursement(*, cleared: Money, amount: Money) -> Money:
    """Return what a client's ledger holds of cleared money after a disbursement.

    *Raises*: LedgerWouldGoNegative.
    *Source*: domain rules 1.9; docs/formulas/trust.md
    """
    left = cleared - amount
    if left < Money.zero:
        raise LedgerWouldGoNegative(cleared=cleared, amount=amount)
    return left
