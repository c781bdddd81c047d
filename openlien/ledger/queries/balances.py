"""Balances of accounts, now or at the end of any day, and the trial balance."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import load

from ..errors import UnknownAccount
from ..vocabulary import Side


class AccountStanding(NamedTuple):
    """What stands on one account; a named tuple of cents, because a trial balance has thousands."""

    number: str
    name: str
    kind: str
    normal_side: str
    debit_cents: int
    credit_cents: int

    @property
    def balance(self) -> Money:
        """The balance on the account's normal side; negative when it stands on the other."""
        cents = self.debit_cents - self.credit_cents
        return Money.from_cents(cents if self.normal_side == Side.DEBIT else -cents)


class TrialRow(NamedTuple):
    """One account of a trial balance with its turnover."""

    number: str
    name: str
    kind: str
    debit_cents: int
    credit_cents: int

    @property
    def debit(self) -> Money:
        """The balance, when debits outweigh; else zero."""
        return Money.from_cents(max(0, self.debit_cents - self.credit_cents))

    @property
    def credit(self) -> Money:
        """The balance, when credits outweigh; else zero."""
        return Money.from_cents(max(0, self.credit_cents - self.debit_cents))


class TrialBalance(NamedTuple):
    """All accounts in use, at the end of a day or, without one, of everything posted."""

    as_of: date | None
    rows: list[TrialRow]

    @property
    def debits(self) -> Money:
        """The sum of the debit balances; equal to the credits when the books are sound."""
        return Money.from_cents(sum(max(0, row[3] - row[4]) for row in self.rows))

    @property
    def credits(self) -> Money:
        """The sum of the credit balances."""
        return Money.from_cents(sum(max(0, row[4] - row[3]) for row in self.rows))


def balance_of(actor: Actor, number: str, *, as_of: date | None = None) -> AccountStanding:
    """What stands on the account, at the end of that day or of everything posted.

    *Raises*: Forbidden, UnknownAccount.
    """
    actor.require(Permission.LEDGER_VIEW)
    name = "account_balance" if as_of is None else "account_balance_on"
    rows = _fetch(name, {"number": number, "as_of": as_of} if as_of else {"number": number})
    if not rows:
        raise UnknownAccount(account=number)
    return AccountStanding._make(rows[0])


def trial_balance(actor: Actor, *, as_of: date | None = None) -> TrialBalance:
    """The trial balance at the end of that day, by account number.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = _fetch("trial_balance", {}) if as_of is None else _fetch("trial_balance_on", {"as_of": as_of})
    return TrialBalance(as_of=as_of, rows=[TrialRow._make(row) for row in rows])


def _fetch(name: str, params: dict[str, object]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(load("openlien.ledger", name), params or None)
        return cursor.fetchall()
