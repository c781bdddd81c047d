"""What people change on a case account: its settings, its status, its credit limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models.functions import Now

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, InvalidInput, StaleVersion
from openlien.kit.money import Money

from ..errors import NoCreditLimit, ReasonRequired, UnknownAccount, UnknownCaseAccount
from ..models import CaseAccount, CostCenter, Department, GLAccount
from ..vocabulary import CaseAccountStatus, CollectionStatus
from .unit import ledger_action

NOTES_LETTERS_MAX = 5_000
REASON_LETTERS_MAX = 500
BC_LETTERS_MAX = 20
PERCENT_PLACES_MAX = 4
_HUNDRED = Decimal(100)


class PortionsAboveWhole(DomainError):
    """Not saved. The portions of patient and insurance lie between 0 and 100% and sum to at most 100%."""


class UnknownDimension(DomainError):
    """Not saved. There is no active {what} {dimension}; choose one from the list."""


class StatusUnchanged(Conflict):
    """Not saved. The account is {status} already."""


@dataclass(frozen=True, kw_only=True)
class AccountSettings:
    """All fields of a case account that people set; totals and balances are computed.

    *Units*: percentages as typed, 33.33 for a third.
    """

    credit_limit: Money | None = None
    attorney_fee_percent: Decimal | None = None
    patient_percent: Decimal = Decimal(0)
    insurance_percent: Decimal = Decimal(0)
    settlement_amount: Money | None = None
    settled_on: date | None = None
    collection_status: CollectionStatus = CollectionStatus.NONE
    bc_customer_number: str = ""
    gl_account_numbers: list[str] = field(default_factory=list)
    cost_center: str = ""
    department: str = ""
    notes: str = ""


@ledger_action
def set_case_account(actor: Actor, case_id: UUID, settings: AccountSettings, *, version: int) -> CaseAccount:
    """The case account with these settings.

    A code that stands on the account already stays allowed when it is switched off.

    *Raises*: Forbidden, UnknownCaseAccount, StaleVersion, PortionsAboveWhole, UnknownAccount,
    UnknownDimension, InvalidInput, TextTooLong, TextNotPlain.
    """
    actor.require(Permission.CASE_ACCOUNTS_EDIT)
    account = locked_account(case_id, version=version)
    _check(settings)
    _check_dimension(CostCenter, "cost center", settings.cost_center, account.cost_center_id)
    _check_dimension(Department, "department", settings.department, account.department_id)
    changes = {
        **vars(settings),
        "bc_customer_number": plain_text(settings.bc_customer_number, letters_max=BC_LETTERS_MAX),
        "notes": plain_text(settings.notes, letters_max=NOTES_LETTERS_MAX),
        "cost_center": None,
        "department": None,
        "cost_center_id": settings.cost_center or None,
        "department_id": settings.department or None,
    }
    del changes["cost_center"], changes["department"]
    return _changed(actor, account, **changes)


@ledger_action
def change_status(
    actor: Actor, case_id: UUID, *, status: CaseAccountStatus, reason: str, on: date, version: int
) -> CaseAccount:
    """The case account in its new status; `on` is the closing day when it is closed.

    *Raises*: Forbidden, UnknownCaseAccount, StaleVersion, StatusUnchanged, ReasonRequired,
    ZeroBalanceRequired, WriteOffRequired.
    """
    actor.require(Permission.CASE_ACCOUNTS_EDIT)
    account = locked_account(case_id, version=version)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if not stated:
        raise ReasonRequired()
    if status == account.status:
        raise StatusUnchanged(status=status.label)
    closed_on = on if status is CaseAccountStatus.CLOSED else None
    return _changed(actor, account, status=status, status_reason=stated, closed_on=closed_on)


@ledger_action
def override_credit_limit(actor: Actor, case_id: UUID, *, reason: str, version: int) -> CaseAccount:
    """The case account, whose charges may now exceed its limit; a blank reason takes that back.

    *Raises*: Forbidden, UnknownCaseAccount, StaleVersion, NoCreditLimit.
    """
    actor.require(Permission.JOURNALS_APPROVE)
    account = locked_account(case_id, version=version)
    stated = plain_text(reason, letters_max=REASON_LETTERS_MAX)
    if stated and account.credit_limit is None:
        raise NoCreditLimit()
    return _changed(
        actor,
        account,
        credit_override_reason=stated,
        credit_override_by_id=actor.user_id if stated else None,
        credit_override_at=Now() if stated else None,
    )


def locked_account(case_id: UUID, *, version: int) -> CaseAccount:
    """The account of the case, locked until the transaction ends.

    *Raises*: UnknownCaseAccount, StaleVersion when it changed since that version.
    """
    account = CaseAccount.objects.select_for_update().filter(case_id=case_id).first()
    if account is None:
        raise UnknownCaseAccount()
    if account.version != version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {account.version}")
    return account


def _check(settings: AccountSettings) -> None:
    shares = (settings.patient_percent, settings.insurance_percent)
    if any(not share.is_finite() or share < 0 for share in shares) or sum(shares) > _HUNDRED:
        raise PortionsAboveWhole()
    fee = settings.attorney_fee_percent
    if fee is not None and not (fee.is_finite() and 0 <= fee <= _HUNDRED):
        raise InvalidInput("attorney_fee_percent", "Not saved. The attorney's fee lies between 0 and 100%.")
    for name in ("patient_percent", "insurance_percent", "attorney_fee_percent"):
        _check_places(name, getattr(settings, name))
    for name in ("credit_limit", "settlement_amount"):
        amount = getattr(settings, name)
        if amount is not None and amount < Money.zero:
            raise InvalidInput(name, "Not saved. The amount must not be below 0.00.")
    known = set(
        GLAccount.objects.filter(number__in=settings.gl_account_numbers).values_list("number", flat=True)
    )
    for number in settings.gl_account_numbers:
        if number not in known:
            raise UnknownAccount(account=number)


def _check_places(name: str, share: Decimal | None) -> None:
    if share is not None and -int(share.normalize().as_tuple().exponent) > PERCENT_PLACES_MAX:
        raise InvalidInput(name, "Not saved. A percentage has at most four decimals.")


def _check_dimension(
    model: type[CostCenter] | type[Department], what: str, code: str, present: str | None
) -> None:
    if code in ("", present):
        return
    if "\x00" in code or not model.objects.filter(code=code, is_active=True).exists():
        raise UnknownDimension(what=what, dimension=code[:20].replace("\x00", ""))


def _changed(actor: Actor, account: CaseAccount, **changes: object) -> CaseAccount:
    CaseAccount.objects.filter(id=account.id).update(
        **changes, updated_at=Now(), updated_by_id=actor.user_id, version=account.version + 1
    )
    return CaseAccount.objects.get(id=account.id)
