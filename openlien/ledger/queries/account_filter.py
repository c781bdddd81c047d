"""What a list of case accounts can be asked: saved views, filters, and columns to sort by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openlien.kit.errors import DomainError

from ..vocabulary import CaseAccountStatus, CollectionStatus, Word

IDLE_DAYS = 90


class UnknownBucket(DomainError):
    """There is no ageing bucket {bucket}; choose Current, 30, 60, 90 or 120+."""


class BadCursor(DomainError):
    """This page of the list does not exist. Start again from the first page."""


class LimitOutOfBounds(DomainError):
    """Ask for 1 to 200 rows at a time, not {limit}."""


class AccountView(Word):
    """A saved view: case accounts that ask for the same kind of work."""

    ALL = "all", "All"
    ACTIVE = "active", "Active"
    HOLD = "hold", "Hold"
    OVER_LIMIT = "over_limit", "Over limit"
    ZERO_OPEN = "zero_open", "Zero balance but open"
    REFUND_DUE = "refund_due", "Negative or refund due"
    WRITTEN_OFF = "written_off", "Written off"
    CLOSED = "closed", "Closed"
    IDLE = "idle", "Idle > 90 days"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AccountSort(StrEnum):
    """What the list can be sorted by."""

    NUMBER = "number"
    PATIENT = "patient"
    RETAIL = "retail"
    CONTRACTED = "contracted"
    ADJUSTMENTS = "adjustments"
    PAYMENTS = "payments"
    COST = "cost"
    LIEN = "lien"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class AccountOrder:
    """A column to sort by and the direction; equal rows follow their numbers."""

    sort: AccountSort = AccountSort.NUMBER
    descending: bool = True


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which case accounts: an empty field restricts nothing.

    *Shapes*: `words` are the beginnings of an account number, a case number or a patient's name; `bucket` is
    one of `position.AGEING_BUCKETS`.
    """

    view: AccountView = AccountView.ALL
    words: str = ""
    status: CaseAccountStatus | None = None
    bucket: str = ""
    collection: CollectionStatus | None = None


# An account outlives the undoing of its import: transactions are never deleted. Its case is found nowhere.
WITHDRAWN_SQL = "account.case_id IN (SELECT id FROM cases_case WHERE withdrawn_at IS NOT NULL)"
CURRENT_SQL = "account.case_id NOT IN (SELECT id FROM cases_case WHERE withdrawn_at IS NOT NULL)"
_OPEN = "account.status IN ('active', 'hold')"
VIEW_CONDITIONS = {
    AccountView.ALL: "true",
    AccountView.ACTIVE: "account.status = 'active'",
    AccountView.HOLD: "account.status = 'hold'",
    AccountView.OVER_LIMIT: "balance.contracted > account.credit_limit",
    # An account nothing was ever booked on waits for its first charge, not for its closing.
    AccountView.ZERO_OPEN: f"{_OPEN} AND balance.transactions > 0 AND balance.cost_balance = 0"
    " AND balance.lien_balance = 0 AND balance.refund_liability = 0",
    AccountView.REFUND_DUE: "(balance.lien_balance < 0 OR balance.refund_liability > 0)",
    AccountView.WRITTEN_OFF: "account.status = 'written_off'",
    AccountView.CLOSED: "account.status = 'closed'",
    AccountView.IDLE: f"{_OPEN} AND coalesce(balance.last_activity_on, account.opened_on)"
    " < %(idle_before)s::date",
    AccountView.WITHDRAWN: WITHDRAWN_SQL,
}
SORT_KEYS = {
    AccountSort.NUMBER: "account.number",
    AccountSort.PATIENT: "patient.name",
    AccountSort.RETAIL: "balance.retail",
    AccountSort.CONTRACTED: "balance.contracted",
    AccountSort.ADJUSTMENTS: "(balance.retail - balance.contracted)",
    AccountSort.PAYMENTS: "balance.payments",
    AccountSort.COST: "balance.cost_balance",
    AccountSort.LIEN: "balance.lien_balance",
    AccountSort.IDLE: "coalesce(balance.last_activity_on, account.opened_on)",
}
# Who is idle longest was active first.
OPPOSED = frozenset({AccountSort.IDLE})
# The place of position.ageing_bucket() in position.AGEING_BUCKETS, for many accounts at once.
BUCKET_SQL = """coalesce(
        width_bucket(
            %(as_of)s::date - CASE WHEN balance.lien_balance > 0 THEN balance.oldest_unpaid_on END - 1,
            (SELECT ageing_days::int[] FROM ledger_ledgerpolicy)
        ),
        0
    )"""
PEOPLE_SQL = """JOIN cases_case AS matter ON matter.id = account.case_id
    JOIN cases_party AS patient ON patient.id = matter.patient_id"""
