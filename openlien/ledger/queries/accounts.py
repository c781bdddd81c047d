"""The list of case accounts: saved views, search, sorting, a page at a time, with totals over all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from openlien.cases.search import prefix_query
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

from ..position import AGEING_BUCKETS
from ..vocabulary import CaseAccountStatus, CollectionStatus, SyncStatus
from .account_filter import (
    BUCKET_SQL,
    CURRENT_SQL,
    IDLE_DAYS,
    OPPOSED,
    PEOPLE_SQL,
    SORT_KEYS,
    VIEW_CONDITIONS,
    WITHDRAWN_SQL,
    AccountFilter,
    AccountOrder,
    AccountSort,
    AccountView,
    BadCursor,
    LimitOutOfBounds,
    UnknownBucket,
)

PAGE_ACCOUNTS = 50
LIMIT_MAX = 200
EXPORT_STEP_ACCOUNTS = 2_000
# Letters that an account number, or a part of one, is written with.
_NUMBER_WORDS = re.compile(r"(?=.*\d)[ca\d -]{1,24}", re.ASCII | re.IGNORECASE)
_MATCHING = """matching AS MATERIALIZED (
    SELECT id
    FROM cases_case
    WHERE search @@ %(words)s::tsquery
),
"""
_MONEY = (
    "retail",
    "contracted",
    "payments",
    "cost_balance",
    "lien_balance",
    "excess_recovery",
    "refund_liability",
    "raw_balance",
)


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """One case account of the list. *Units*: USD, days."""

    number: str
    case_number: str
    mrn: str
    patient: str
    status: CaseAccountStatus
    opened_on: date
    closed_on: date | None
    retail: Money
    contracted: Money
    adjustments: Money
    payments: Money
    cost_balance: Money
    lien_balance: Money
    excess_recovery: Money
    refund_liability: Money
    raw_balance: Money
    credit_limit: Money | None
    is_over_limit: bool
    charges_of_unknown_cost: int
    last_activity_on: date | None
    idle_days: int
    ageing_bucket: str
    collection_status: CollectionStatus
    bc_sync_status: SyncStatus
    cost_center: str
    department: str


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """How many case accounts the whole list has, and their sums."""

    accounts: int
    retail: Money
    contracted: Money
    adjustments: Money
    payments: Money
    cost_balance: Money
    lien_balance: Money
    excess_recovery: Money
    refund_liability: Money
    raw_balance: Money


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of the list. `newer` and `older` are the numbers to ask for the pages around it with."""

    rows: tuple[ListedAccount, ...]
    totals: AccountTotals
    newer: str | None
    older: str | None


def account_page(
    actor: Actor,
    chosen: AccountFilter,
    order: AccountOrder,
    *,
    as_of: date,
    after: str = "",
    before: str = "",
    limit: int = PAGE_ACCOUNTS,
) -> AccountPage:
    """The page that follows the account `after`, or precedes the account `before`; else the first one.

    *Raises*: Forbidden; UnknownBucket; LimitOutOfBounds; BadCursor when there is no account of that number.
    """
    if not 1 <= limit <= LIMIT_MAX:
        raise LimitOutOfBounds(limit=limit)
    question = _Question(actor, chosen, order, as_of=as_of)
    backwards = bool(before) and not after
    beyond = before if backwards else after
    rows = question.rows(limit=limit + 1, beyond=beyond, backwards=backwards)
    if beyond and not rows:
        return account_page(actor, chosen, order, as_of=as_of, limit=limit)
    is_more, shown = len(rows) > limit, rows[:limit]
    if backwards:
        shown = shown[::-1]
    has_newer = is_more if backwards else bool(after)
    has_older = True if backwards else is_more
    return AccountPage(
        rows=tuple(shown),
        totals=question.totals(),
        newer=shown[0].number if shown and has_newer else None,
        older=shown[-1].number if shown and has_older else None,
    )


def all_accounts(
    actor: Actor, chosen: AccountFilter, order: AccountOrder, *, as_of: date
) -> Iterator[ListedAccount]:
    """Every account of the list in its order, read a few thousand at a time.

    *Raises*: Forbidden; UnknownBucket.
    """
    return _Question(actor, chosen, order, as_of=as_of).every_row()


def account_totals(actor: Actor, chosen: AccountFilter, *, as_of: date) -> AccountTotals:
    """How many accounts the filter leaves, and their sums.

    *Raises*: Forbidden; UnknownBucket.
    """
    return _Question(actor, chosen, AccountOrder(), as_of=as_of).totals()


def view_counts(actor: Actor, *, as_of: date) -> dict[AccountView, int]:
    """How many case accounts each saved view holds.

    *Raises*: Forbidden.
    """
    question = _Question(actor, AccountFilter(view=AccountView.IDLE), AccountOrder(), as_of=as_of)
    counts = ",\n    ".join(
        f"count(*) FILTER (WHERE is_withdrawn = {str(view is AccountView.WITHDRAWN).lower()} AND {condition})"
        f" AS {view.value}"
        for view, condition in {**VIEW_CONDITIONS, AccountView.WITHDRAWN: "true"}.items()
    )
    statement = load("openlien.ledger", "account_view_counts").format(counts=counts, withdrawn=WITHDRAWN_SQL)
    row = fetch_one(statement, question.params)
    return {view: getattr(row, view.value) for view in AccountView}


def neighbours(
    actor: Actor, number: str, chosen: AccountFilter, order: AccountOrder, *, as_of: date
) -> tuple[str | None, str | None]:
    """The numbers of the accounts before and after this one in the list; None at its ends.

    *Raises*: Forbidden; UnknownBucket; BadCursor when there is no account of that number.
    """
    question = _Question(actor, chosen, order, as_of=as_of)
    before = question.rows(limit=1, beyond=number, backwards=True)
    after = question.rows(limit=1, beyond=number)
    return (before[0].number if before else None, after[0].number if after else None)


class _Question:
    """One list put into SQL: the parts of the statement and its parameters."""

    def __init__(self, actor: Actor, chosen: AccountFilter, order: AccountOrder, *, as_of: date) -> None:
        actor.require(Permission.LEDGER_VIEW)
        self.as_of = as_of
        self.params: dict[str, Any] = {
            "as_of": as_of,
            "idle_before": as_of - timedelta(days=IDLE_DAYS),
        }
        self.conditions = list(self._conditions(chosen))
        self.matching = _MATCHING if "words" in self.params else ""
        self.key = SORT_KEYS[order.sort]
        self.people = PEOPLE_SQL if order.sort is AccountSort.PATIENT else ""
        self.descending = order.descending is not (order.sort in OPPOSED)

    def rows(self, *, limit: int, beyond: str = "", backwards: bool = False) -> list[ListedAccount]:
        """So many accounts beyond the one of that number, nearest first."""
        falling = self.descending is not backwards
        conditions, params = list(self.conditions), {**self.params, "limit": limit}
        if beyond:
            conditions.append(f"({self.key}, account.number) {'<' if falling else '>'} (%(key)s, %(number)s)")
            params |= {"key": self._place(beyond), "number": beyond}
        way = "DESC" if falling else "ASC"
        statement = self._written("account_list", conditions, order=f"{self.key} {way}, account.number {way}")
        return [self._listed(row) for row in fetch_all(statement, params)]

    def every_row(self) -> Iterator[ListedAccount]:
        """All accounts in order."""
        last = ""
        while rows := self.rows(limit=EXPORT_STEP_ACCOUNTS, beyond=last):
            yield from rows
            last = rows[-1].number

    def totals(self) -> AccountTotals:
        """Count and sums over the whole list."""
        row = fetch_one(self._written("account_list_totals", self.conditions), self.params)
        sums = {name: Money(getattr(row, name)) for name in _MONEY}
        return AccountTotals(accounts=row.accounts, adjustments=sums["retail"] - sums["contracted"], **sums)

    def _place(self, number: str) -> object:
        if not number.isprintable():
            raise BadCursor()
        statement = self._written("account_list_place", [])
        row = fetch_one(statement, {"number": number})
        if row is None:
            raise BadCursor()
        return row.key

    def _written(self, name: str, conditions: list[str], *, order: str = "") -> str:
        return load("openlien.ledger", name).format(
            bucket=BUCKET_SQL,
            conditions="\n        AND ".join(conditions or ["true"]),
            key=self.key,
            matching=self.matching,
            order=order,
            people=self.people,
        )

    def _conditions(self, chosen: AccountFilter) -> Iterator[str]:
        if chosen.view is not AccountView.WITHDRAWN:
            yield CURRENT_SQL
        if chosen.view is not AccountView.ALL:
            yield VIEW_CONDITIONS[chosen.view]
        if chosen.words.strip():
            yield self._search(chosen.words)
        if chosen.status:
            self.params["status"] = chosen.status.value
            yield "account.status = %(status)s"
        if chosen.collection:
            self.params["collection"] = chosen.collection.value
            yield "account.collection_status = %(collection)s"
        if chosen.bucket:
            if chosen.bucket not in AGEING_BUCKETS:
                raise UnknownBucket(bucket=chosen.bucket)
            self.params["bucket"] = AGEING_BUCKETS.index(chosen.bucket)
            yield f"{BUCKET_SQL} = %(bucket)s::int"

    def _search(self, words: str) -> str:
        ways = []
        if query := prefix_query(words):
            self.params["words"] = query
            ways.append("account.case_id IN (SELECT id FROM matching)")
        if _NUMBER_WORDS.fullmatch(typed := " ".join(words.split())):
            self.params["part"] = f"%{typed.upper().replace(' ', '-')}%"
            ways.append("account.number LIKE %(part)s")
        return f"({' OR '.join(ways)})" if ways else "false"

    def _listed(self, row: Any) -> ListedAccount:
        amounts = {name: Money(getattr(row, name)) for name in _MONEY}
        limit = None if row.credit_limit is None else Money(row.credit_limit)
        return ListedAccount(
            number=row.number,
            case_number=row.case_number,
            mrn=row.mrn,
            patient=row.patient,
            status=CaseAccountStatus(row.status),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            adjustments=amounts["retail"] - amounts["contracted"],
            credit_limit=limit,
            is_over_limit=limit is not None and amounts["contracted"] > limit,
            charges_of_unknown_cost=row.charges_of_unknown_cost,
            last_activity_on=row.last_activity_on,
            idle_days=max(0, (self.as_of - row.quiet_since).days),
            ageing_bucket=AGEING_BUCKETS[row.bucket],
            collection_status=CollectionStatus(row.collection_status),
            bc_sync_status=SyncStatus(row.bc_sync_status),
            cost_center=row.cost_center,
            department=row.department,
            **amounts,
        )
