"""The balance summary: all case accounts by status, by ageing bucket and by collection status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load

from ..models import LedgerPolicy
from ..position import AGEING_BUCKETS
from ..vocabulary import CaseAccountStatus, CollectionStatus
from .account_filter import BUCKET_SQL, CURRENT_SQL


@dataclass(frozen=True, slots=True)
class BalanceGroup:
    """The case accounts that share a word, and their sums; `word` is the code to filter the list by."""

    word: str
    label: str
    accounts: int
    contracted: Money
    payments: Money
    cost_balance: Money
    lien_balance: Money
    refund_liability: Money


@dataclass(frozen=True, slots=True)
class BalanceSummary:
    """All case accounts as of a day, divided three ways; each division sums to `totals`.

    *Shapes*: one group for each word, also where no account has it. *Units*: USD; `ageing_days` are the last
    days of the four younger buckets.
    """

    by_status: tuple[BalanceGroup, ...]
    by_bucket: tuple[BalanceGroup, ...]
    by_collection: tuple[BalanceGroup, ...]
    totals: BalanceGroup
    ageing_days: tuple[int, ...]


def balance_summary(actor: Actor, *, as_of: date) -> BalanceSummary:
    """The balance summary of that day's ages; the balances are today's.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    statement = load("openlien.ledger", "account_breakdown").format(bucket=BUCKET_SQL, current=CURRENT_SQL)
    found = {(row.kind, row.word): row for row in fetch_all(statement, {"as_of": as_of})}
    buckets = [(str(place), name) for place, name in enumerate(AGEING_BUCKETS)]
    return BalanceSummary(
        by_status=tuple(
            _group(found.get(("status", word.value)), word.value, word.label) for word in CaseAccountStatus
        ),
        by_bucket=tuple(_group(found.get(("bucket", place)), name, name) for place, name in buckets),
        by_collection=tuple(
            _group(found.get(("collection", word.value)), word.value, word.label) for word in CollectionStatus
        ),
        totals=_group(found.get(("all", "")), "", "All case accounts"),
        ageing_days=tuple(LedgerPolicy.objects.get().ageing_days),
    )


def _group(row: Any, word: str, label: str) -> BalanceGroup:
    def amount(name: str) -> Money:
        return Money.zero if row is None else Money(getattr(row, name))

    return BalanceGroup(
        word=word,
        label=label,
        accounts=0 if row is None else row.accounts,
        contracted=amount("contracted"),
        payments=amount("payments"),
        cost_balance=amount("cost_balance"),
        lien_balance=amount("lien_balance"),
        refund_liability=amount("refund_liability"),
    )
