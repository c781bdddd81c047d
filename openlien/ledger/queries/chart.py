"""The chart of accounts with balances, cost centers, departments, and the policy of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load

from ..chart_files import FileRow, JudgedRow, Standing, judged
from ..chart_rules import AccountFields
from ..models import AccountBalance, CostCenter, Department, GLAccount, LedgerPolicy
from ..vocabulary import AccountKind, AccountRole, CreditLimitMode, PostingPack, Side


class UnknownChartAccount(NotFound):
    """The chart of accounts has no such account."""


@dataclass(frozen=True)
class ChartAccount:
    """One account of the chart with what stands on it."""

    fields: AccountFields
    debit: Money
    credit: Money
    has_lines: bool
    version: int

    @property
    def balance(self) -> Money:
        """The balance on the normal side; negative when it stands on the other."""
        difference = self.debit - self.credit
        return difference if self.fields.normal_side is Side.DEBIT else -difference


@dataclass(frozen=True)
class Chart:
    """All accounts in the order of their kinds and numbers, at the end of a day."""

    as_of: date
    accounts: list[ChartAccount]

    @property
    def groups(self) -> list[tuple[AccountKind, list[ChartAccount]]]:
        """The accounts of each kind."""
        return [
            (kind, [account for account in self.accounts if account.fields.kind is kind])
            for kind in AccountKind
        ]


@dataclass(frozen=True)
class PolicyRules:
    """The policy of the ledger as it is now."""

    pack: PostingPack
    approval_threshold: Money
    credit_limit_mode: CreditLimitMode
    ageing_days: tuple[int, ...]
    version: int


class DimensionKind(Enum):
    """What a line may be booked on beside its account."""

    COST_CENTER = "cost_center"
    DEPARTMENT = "department"

    @property
    def model(self) -> type[CostCenter] | type[Department]:
        """Where the codes of this kind are kept."""
        return CostCenter if self is DimensionKind.COST_CENTER else Department


@dataclass(frozen=True)
class Dimension:
    """A cost center or a department."""

    code: str
    name: str
    is_active: bool
    version: int


def chart_of_accounts(actor: Actor, *, as_of: date) -> Chart:
    """Every account with its balance at the end of the day.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = fetch_all(load("openlien.ledger", "chart_balances"), {"as_of": as_of})
    return Chart(as_of, [_account(row) for row in rows])


def chart_account(actor: Actor, number: str, *, as_of: date) -> ChartAccount:
    """One account with its balance at the end of the day.

    *Raises*: Forbidden, UnknownChartAccount.
    """
    found = next(
        (each for each in chart_of_accounts(actor, as_of=as_of).accounts if each.fields.number == number),
        None,
    )
    if found is None:
        raise UnknownChartAccount()
    return found


def preview_of(actor: Actor, rows: Sequence[FileRow]) -> list[JudgedRow]:
    """What an import would make of each row; nothing is changed.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_SET_UP)
    return judged(rows, standings(GLAccount.objects.all()))


def dimensions(actor: Actor, kind: DimensionKind) -> list[Dimension]:
    """All cost centers, or all departments, by code.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = kind.model.objects.order_by("code").values_list("code", "name", "is_active", "version")
    return [Dimension(*row) for row in rows]


def policy_rules(actor: Actor) -> PolicyRules:
    """The policy the books are kept by.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    policy = LedgerPolicy.objects.get()
    return PolicyRules(
        pack=PostingPack(policy.pack),
        approval_threshold=policy.approval_threshold,
        credit_limit_mode=CreditLimitMode(policy.credit_limit_mode),
        ageing_days=tuple(policy.ageing_days),
        version=policy.version,
    )


def fields_of(account: GLAccount) -> AccountFields:
    """What the chart says about the account, as a person would say it."""
    return AccountFields(
        number=account.number,
        name=account.name,
        kind=AccountKind(account.kind),
        sub_category=account.sub_category,
        normal_side=Side(account.normal_side),
        role=AccountRole(account.role) if account.role else None,
        is_active=account.is_active,
        bc_id=account.bc_id,
    )


def standings(accounts: Iterable[GLAccount]) -> dict[str, Standing]:
    """The accounts by number as the rules of the chart see them."""
    used = set(AccountBalance.objects.values_list("account_id", flat=True).distinct())
    return {account.number: Standing(fields_of(account), account.id in used) for account in accounts}


def _account(row: Any) -> ChartAccount:
    fields = AccountFields(
        number=row.number,
        name=row.name,
        kind=AccountKind(row.kind),
        sub_category=row.sub_category,
        normal_side=Side(row.normal_side),
        role=AccountRole(row.role) if row.role else None,
        is_active=row.is_active,
        bc_id=row.bc_id,
    )
    return ChartAccount(
        fields=fields,
        debit=Money.from_cents(row.debit_cents),
        credit=Money.from_cents(row.credit_cents),
        has_lines=row.has_lines,
        version=row.version,
    )
