"""One case account: every field of requirement 3, its choices, its status history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

from ..errors import UnknownCaseAccount
from ..models import CostCenter, Department, GLAccount
from ..vocabulary import CaseAccountStatus, CollectionStatus, CreditLimitMode, PostingPack, SyncStatus
from .case_balances import CaseStanding, standings_of


@dataclass(frozen=True)
class CaseAccountRecord:
    """A case account as of a day: what is stored on it, and its standing, which is computed.

    *Units*: USD; percentages as typed, 33.33 for a third.
    """

    id: UUID
    number: str
    case_id: UUID
    case_number: str
    mrn: str
    patient: str
    law_firm: str
    status: CaseAccountStatus
    status_reason: str
    status_at: datetime
    opened_on: date
    closed_on: date | None
    attorney_fee_percent: Decimal | None
    patient_percent: Decimal
    insurance_percent: Decimal
    credit_override_reason: str
    credit_override_by: str
    credit_override_at: datetime | None
    collection_status: CollectionStatus
    bc_customer_number: str
    bc_sync_status: SyncStatus
    bc_last_sync_at: datetime | None
    gl_accounts: tuple[str, ...]
    gl_account_numbers: tuple[str, ...]
    cost_center: str
    cost_center_name: str
    department: str
    department_name: str
    notes: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    version: int
    has_write_off: bool
    credit_limit_mode: CreditLimitMode
    ageing_days: tuple[int, ...]
    pack: PostingPack
    standing: CaseStanding

    @property
    def open_balances(self) -> list[tuple[str, Money]]:
        """Which of the three balances that a closing needs at zero are not, by name (ruling C1)."""
        position = self.standing.position
        balances = (
            ("cost balance", position.cost_balance),
            ("lien balance", position.lien_balance),
            ("refunds due", position.refund_liability),
        )
        return [(name, amount) for name, amount in balances if amount]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A case account got another status."""

    previous: CaseAccountStatus
    status: CaseAccountStatus
    reason: str
    changed_at: datetime
    actor_name: str


@dataclass(frozen=True, slots=True)
class SettingChoices:
    """What the settings of a case account may name: code and name of each."""

    gl_accounts: tuple[tuple[str, str], ...]
    cost_centers: tuple[tuple[str, str], ...]
    departments: tuple[tuple[str, str], ...]


_WORDS = {
    "status": CaseAccountStatus,
    "collection_status": CollectionStatus,
    "bc_sync_status": SyncStatus,
    "credit_limit_mode": CreditLimitMode,
    "pack": PostingPack,
    "gl_accounts": tuple,
    "ageing_days": tuple,
}


def read_account(actor: Actor, number: str, *, as_of: date) -> CaseAccountRecord:
    """The case account of that number, or of the case of that number.

    *Raises*: Forbidden, UnknownCaseAccount.
    """
    actor.require(Permission.LEDGER_VIEW)
    # A character that no number has may be one that the database cannot hold.
    row = (
        fetch_one(load("openlien.ledger", "account_read"), {"number": number})
        if number.isprintable()
        else None
    )
    if row is None:
        raise UnknownCaseAccount()
    stored = {name: _WORDS.get(name, _same)(value) for name, value in row._asdict().items()}
    stored["gl_account_numbers"] = tuple(json.loads(row.gl_account_numbers))
    standing = standings_of(actor, [row.case_id], as_of=as_of)[row.case_id]
    return CaseAccountRecord(**stored, standing=standing)


def status_changes(actor: Actor, account: CaseAccountRecord) -> list[StatusChange]:
    """The changes of its status, the latest first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = fetch_all(load("openlien.ledger", "account_status_changes"), {"account": account.id})
    return [
        StatusChange(
            previous=CaseAccountStatus(row.previous),
            status=CaseAccountStatus(row.status),
            reason=row.reason,
            changed_at=row.changed_at,
            actor_name=row.actor_name,
        )
        for row in rows
    ]


def setting_choices(actor: Actor) -> SettingChoices:
    """The accounts, cost centers and departments that are in use.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    chart = GLAccount.objects.filter(is_active=True).order_by("number").values_list("number", "name")
    centers = CostCenter.objects.filter(is_active=True).order_by("code").values_list("code", "name")
    departments = Department.objects.filter(is_active=True).order_by("code").values_list("code", "name")
    return SettingChoices(tuple(chart), tuple(centers), tuple(departments))


def _same(value: Any) -> Any:
    return value
