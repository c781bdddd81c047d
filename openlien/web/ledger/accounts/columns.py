"""The columns of the list of case accounts: what stands in them on the page and in its export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openlien.ledger.queries.account_filter import AccountSort
from openlien.ledger.queries.accounts import AccountTotals, ListedAccount
from openlien.ledger.vocabulary import CaseAccountStatus, CollectionStatus, SyncStatus

from ...sheets import Head, Sign, Value

STATUS_FAMILIES = {
    CaseAccountStatus.ACTIVE: "active",
    CaseAccountStatus.HOLD: "pending",
    CaseAccountStatus.CLOSED: "settled",
    CaseAccountStatus.WRITTEN_OFF: "risk",
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: its key in the address, its head, what it shows, what it sorts by, whether it adds up."""

    key: str
    head: Head
    value: Callable[[ListedAccount], Value | Sign]
    sort: AccountSort | None = None
    total: Callable[[AccountTotals], Value] | None = None


def status_sign(status: CaseAccountStatus) -> Sign:
    """The status with the icon and color of its family."""
    return Sign(status.label, STATUS_FAMILIES[status])


def bucket_label(bucket: str) -> str:
    """An ageing bucket as the list names it."""
    return bucket if bucket == "Current" else f"{bucket} days"


def _collection(account: ListedAccount) -> Value | Sign:
    status = account.collection_status
    if status is CollectionStatus.IN_COLLECTION:
        return Sign(status.label, "risk")
    return "" if status is CollectionStatus.NONE else status.label


def _sync(account: ListedAccount) -> Value | Sign:
    status = account.bc_sync_status
    is_broken = status in {SyncStatus.ERROR, SyncStatus.REJECTED}
    return Sign(status.label, "risk") if is_broken else status.label


def _limit(account: ListedAccount) -> Value | Sign:
    return Sign("Over", "risk") if account.is_over_limit else ""


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("patient", Head("Patient"), lambda row: row.patient, AccountSort.PATIENT),
    ListColumn("case", Head("Case"), lambda row: row.case_number),
    ListColumn("mrn", Head("MRN"), lambda row: row.mrn),
    ListColumn("status", Head("Status"), lambda row: status_sign(row.status)),
    ListColumn("opened", Head("Opened", "date"), lambda row: row.opened_on),
    ListColumn("closed", Head("Closed", "date"), lambda row: row.closed_on),
    ListColumn(
        "retail",
        Head("Retail, $", "money"),
        lambda row: row.retail,
        AccountSort.RETAIL,
        lambda sums: sums.retail,
    ),
    ListColumn(
        "contracted",
        Head("Contracted, $", "money"),
        lambda row: row.contracted,
        AccountSort.CONTRACTED,
        lambda sums: sums.contracted,
    ),
    ListColumn(
        "adjustments",
        Head("Adjustments, $", "money"),
        lambda row: row.adjustments,
        AccountSort.ADJUSTMENTS,
        lambda sums: sums.adjustments,
    ),
    ListColumn(
        "payments",
        Head("Paid, $", "money"),
        lambda row: row.payments,
        AccountSort.PAYMENTS,
        lambda sums: sums.payments,
    ),
    ListColumn(
        "cost",
        Head("Cost balance, $", "money"),
        lambda row: row.cost_balance,
        AccountSort.COST,
        lambda sums: sums.cost_balance,
    ),
    ListColumn(
        "lien",
        Head("Lien balance, $", "money"),
        lambda row: row.lien_balance,
        AccountSort.LIEN,
        lambda sums: sums.lien_balance,
    ),
    ListColumn(
        "excess",
        Head("Above cost, $", "money"),
        lambda row: row.excess_recovery,
        None,
        lambda sums: sums.excess_recovery,
    ),
    ListColumn(
        "refund",
        Head("Refund due, $", "money"),
        lambda row: row.refund_liability,
        None,
        lambda sums: sums.refund_liability,
    ),
    ListColumn(
        "raw",
        Head("Raw balance, $", "money"),
        lambda row: row.raw_balance,
        None,
        lambda sums: sums.raw_balance,
    ),
    ListColumn("limit", Head("Credit limit, $", "money"), lambda row: row.credit_limit),
    ListColumn("over", Head("Over limit"), _limit),
    ListColumn("ageing", Head("Ageing"), lambda row: bucket_label(row.ageing_bucket)),
    ListColumn("last", Head("Last activity", "date"), lambda row: row.last_activity_on),
    ListColumn("idle", Head("Idle, days", "count"), lambda row: row.idle_days, AccountSort.IDLE),
    ListColumn("collection", Head("Collection"), _collection),
    ListColumn("sync", Head("Sync"), _sync),
    ListColumn("center", Head("Cost center"), lambda row: row.cost_center),
    ListColumn("department", Head("Department"), lambda row: row.department),
)
NUMBER_HEAD = Head("Account")
CHOSEN_AT_FIRST = (
    *("patient", "case", "status", "retail", "contracted", "adjustments", "payments", "cost", "lien"),
    *("ageing", "idle", "sync"),
)


def chosen_columns(keys: Sequence[str]) -> list[ListColumn]:
    """The columns of these keys, in the order of the table."""
    return [column for column in COLUMNS if column.key in keys]
