"""Setting up the books: accounts of the chart, cost centers, departments, and the policy of the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openlien.cases.wording import plain_text
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import Conflict, DomainError, InvalidInput, NotFound, StaleVersion
from openlien.kit.money import Money

from ..chart_files import FileRow, JudgedRow, Verdict, judged
from ..chart_rules import AccountFields, checked
from ..models import AccountBalance, CostCenter, Department, GLAccount, LedgerPolicy
from ..queries.chart import DimensionKind, UnknownChartAccount, standings
from ..vocabulary import AccountRole, CreditLimitMode, PostingPack
from .unit import ledger_action

_CODE = re.compile(r"[A-Z0-9_-]{1,20}", re.ASCII)
DIMENSION_NAME_LETTERS_MAX = 50
AGEING_DAYS_MAX = 3_650
_SAVED = (Verdict.NEW, Verdict.CHANGED)


class NumberTaken(Conflict):
    """Not saved. The chart has an account {number} already; choose another number."""


class CodeTaken(Conflict):
    """Not saved. The code {code} is taken already; choose another one."""


class RoleHasLines(Conflict):
    """Not saved. Lines stand on account {number}, which the posting rules use as “{role}”; it stays so."""


class UnknownDimension(NotFound):
    """There is no such code."""


@dataclass(frozen=True)
class ChartImported:
    """How many accounts an import added, changed, found as they were, and refused."""

    added: int
    changed: int
    unchanged: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class PolicyFields:
    """The rules of the ledger as a person sets them; the ageing limits are the last days of four buckets."""

    pack: PostingPack
    approval_threshold: Money
    credit_limit_mode: CreditLimitMode
    ageing_days: Sequence[int]


@ledger_action
def save_account(
    actor: Actor, fields: AccountFields, *, number: str | None = None, version: int | None = None
) -> GLAccount:
    """The account as it is now: a new one, or the one of `number` changed.

    *Raises*: Forbidden, InvalidInput, NumberTaken, UnknownChartAccount, StaleVersion, AccountInUse,
    RoleHasLines.
    """
    actor.require(Permission.LEDGER_SET_UP)
    wanted = checked(fields)
    if number is None:
        return _added(wanted)
    # A number that could not be in the chart is not looked for: the database takes no zero character.
    known = GLAccount.objects.select_for_update() if number.isprintable() else GLAccount.objects.none()
    account = known.filter(number=number).first()
    if account is None:
        raise UnknownChartAccount()
    if version is not None and version != account.version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {account.version}")
    return _changed(account, wanted)


@ledger_action
def import_chart(actor: Actor, rows: Sequence[FileRow]) -> ChartImported:
    """What became of the rows; refused ones are left out, all others are saved or none.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_SET_UP)
    known = {account.number: account for account in GLAccount.objects.select_for_update().order_by("id")}
    found = judged(rows, standings(known.values()))
    moving = [row.fields.role for row in found if row.verdict in _SAVED and row.fields and row.fields.role]
    # A role is free for a moment while it moves from one account to another.
    losing = [
        account.id
        for account in known.values()
        if account.role in moving and _role_after(account.number, found) != account.role
    ]
    GLAccount.objects.filter(id__in=losing).update(role=None)
    for row in found:
        if row.verdict is Verdict.NEW and row.fields:
            GLAccount.objects.create(**vars(row.fields))
        elif row.verdict is Verdict.CHANGED and row.fields:
            _write(known[row.number], row.fields)
    count = Counter(row.verdict for row in found)
    return ChartImported(*(count[verdict] for verdict in Verdict))


@ledger_action
def save_dimension(
    actor: Actor,
    kind: DimensionKind,
    *,
    code: str,
    name: str,
    is_active: bool = True,
    version: int | None = None,
) -> CostCenter | Department:
    """The cost center or department as it is now; without a version it is a new one. A code never changes.

    *Raises*: Forbidden, InvalidInput, CodeTaken, UnknownDimension, StaleVersion.
    """
    actor.require(Permission.LEDGER_SET_UP)
    code, name = _dimension_texts(code, name)
    known = kind.model.objects.select_for_update().filter(code=code).first()
    if version is None:
        if known:
            raise CodeTaken(code=code, field="code")
        return kind.model.objects.create(code=code, name=name, is_active=is_active)
    if known is None:
        raise UnknownDimension()
    if version != known.version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {known.version}")
    known.name, known.is_active, known.version = name, is_active, known.version + 1
    known.save()
    return known


@ledger_action
def change_policy(actor: Actor, fields: PolicyFields, *, version: int) -> LedgerPolicy:
    """The policy as it is from now on; what is posted stays as it was posted.

    *Raises*: Forbidden, InvalidInput, StaleVersion.
    """
    actor.require(Permission.LEDGER_SET_UP)
    policy = LedgerPolicy.objects.select_for_update().get()
    if version != policy.version:
        raise StaleVersion(yours=f"version {version}", theirs=f"version {policy.version}")
    _check_policy(fields)
    policy.pack = fields.pack
    policy.approval_threshold = fields.approval_threshold
    policy.credit_limit_mode = fields.credit_limit_mode
    policy.ageing_days = list(fields.ageing_days)
    policy.version += 1
    policy.save()
    return policy


def _role_after(number: str, found: Iterable[JudgedRow]) -> AccountRole | None:
    return next((row.fields.role for row in found if row.number == number and row.fields), None)


def _added(wanted: AccountFields) -> GLAccount:
    if GLAccount.objects.filter(number=wanted.number).exists():
        raise NumberTaken(number=wanted.number, field="number")
    _free_role(wanted.role)
    return GLAccount.objects.create(**vars(wanted))


def _changed(account: GLAccount, wanted: AccountFields) -> GLAccount:
    taken = GLAccount.objects.filter(number=wanted.number).exclude(id=account.id)
    if wanted.number != account.number and taken.exists():
        raise NumberTaken(number=wanted.number, field="number")
    if account.role and account.role != wanted.role:
        _require_no_lines(account)
        label = AccountRole(account.role).label
        raise InvalidInput(
            "role",
            f"Not saved. The posting rules need an account for “{label}”: choose that on the account"
            " that is to take this one's place.",
        )
    if wanted.role and account.role != wanted.role:
        _free_role(wanted.role)
    return _write(account, wanted)


def _write(account: GLAccount, wanted: AccountFields) -> GLAccount:
    for name, value in vars(wanted).items():
        setattr(account, name, value)
    account.version += 1
    account.save()
    return account


def _free_role(role: AccountRole | None) -> None:
    """Takes the role off the account that holds it, so that another one can."""
    holder = GLAccount.objects.select_for_update().filter(role=role).first() if role else None
    if holder is None:
        return
    _require_no_lines(holder)
    GLAccount.objects.filter(id=holder.id).update(role=None, version=holder.version + 1)


def _require_no_lines(account: GLAccount) -> None:
    # The control accounts of the sub-ledgers are found by role; one that moved on would leave lines behind.
    if AccountBalance.objects.filter(account=account).exists():
        raise RoleHasLines(number=account.number, role=AccountRole(account.role).label, field="role")


def _dimension_texts(code: str, name: str) -> tuple[str, str]:
    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            "code", "Not saved. A code has up to 20 letters A-Z, digits, hyphens and underscores."
        )
    try:
        plain = plain_text(name, letters_max=DIMENSION_NAME_LETTERS_MAX)
    except DomainError as refused:
        raise InvalidInput("name", refused.sentence) from None
    if not plain:
        raise InvalidInput("name", "Not saved. Give it a name.")
    return code, plain


def _check_policy(fields: PolicyFields) -> None:
    if fields.approval_threshold < Money.zero:
        raise InvalidInput("approval_threshold", "Not saved. The threshold is 0.00 or more.")
    days = list(fields.ageing_days)
    if len(days) != 4 or any(day < 1 or day > AGEING_DAYS_MAX for day in days):
        raise InvalidInput("ageing_days", "Not saved. Enter four limits in days, each from 1 to 3,650.")
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise InvalidInput("ageing_days", "Not saved. Each limit lies after the one before it.")
