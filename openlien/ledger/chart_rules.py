"""What may stand in the chart of accounts: pure rules, the same for form, import and JSON interface."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from openlien.kit.errors import InvalidInput

from .vocabulary import AccountKind, AccountRole, Side

NUMBER_LETTERS_MAX = 20
NAME_LETTERS_MAX = 100
SUB_CATEGORY_LETTERS_MAX = 80
_NUMBER = re.compile(rf"[A-Z0-9.-]{{1,{NUMBER_LETTERS_MAX}}}", re.ASCII)
_A = AccountKind

NORMAL_SIDES = {
    _A.ASSET: Side.DEBIT,
    _A.LIABILITY: Side.CREDIT,
    _A.EQUITY: Side.CREDIT,
    _A.REVENUE: Side.CREDIT,
    _A.EXPENSE: Side.DEBIT,
}
# What the posting rules use an account for says what it measures.
ROLE_KINDS = {
    AccountRole.CASH: _A.ASSET,
    AccountRole.TRUST_CASH: _A.ASSET,
    AccountRole.LIEN_RECEIVABLE: _A.ASSET,
    AccountRole.ACCRUED_RECEIVABLE: _A.ASSET,
    AccountRole.PROVIDER_PAYABLE: _A.LIABILITY,
    AccountRole.ACCRUED_PAYABLE: _A.LIABILITY,
    AccountRole.WAREHOUSE_PAYABLE: _A.LIABILITY,
    AccountRole.ACCRUED_INTEREST: _A.LIABILITY,
    AccountRole.REFUND_LIABILITY: _A.LIABILITY,
    AccountRole.ATTORNEY_FEES_PAYABLE: _A.LIABILITY,
    AccountRole.TRUST_ATTORNEY_FEES: _A.LIABILITY,
    AccountRole.TRUST_OTHER_LIENS: _A.LIABILITY,
    AccountRole.TRUST_OWN_LIEN: _A.LIABILITY,
    AccountRole.TRUST_PATIENT: _A.LIABILITY,
    AccountRole.OPENING_EQUITY: _A.EQUITY,
    AccountRole.LIEN_REVENUE: _A.REVENUE,
    AccountRole.MEDICAL_EXPENSE: _A.EXPENSE,
    AccountRole.INTEREST_EXPENSE: _A.EXPENSE,
    AccountRole.WRITE_OFF_EXPENSE: _A.EXPENSE,
    AccountRole.ATTORNEY_FEES_EXPENSE: _A.EXPENSE,
}


@dataclass(frozen=True, kw_only=True)
class AccountFields:
    """What a person says about one account of the chart."""

    number: str
    name: str
    kind: AccountKind
    sub_category: str = ""
    normal_side: Side | None = None
    role: AccountRole | None = None
    is_active: bool = True
    bc_id: UUID | None = None


def checked(fields: AccountFields) -> AccountFields:
    """The fields trimmed, with the number in capitals and the usual side where none was given.

    *Raises*: InvalidInput, which names the first field that is wrong.
    """
    number = fields.number.strip().upper()
    if not _NUMBER.fullmatch(number):
        raise InvalidInput(
            "number", "Not saved. A number has up to 20 letters A-Z, digits, points and hyphens."
        )
    role = fields.role
    if role and ROLE_KINDS[role] is not fields.kind:
        raise InvalidInput(
            "role", f"Not saved. “{role.label}” stands on an account of kind {ROLE_KINDS[role].label}."
        )
    if role and not fields.is_active:
        raise InvalidInput(
            "is_active",
            "Not saved. The posting rules use this account; let another one take its place first.",
        )
    return AccountFields(
        number=number,
        name=_text("name", fields.name, NAME_LETTERS_MAX, "Not saved. Name the account."),
        kind=fields.kind,
        sub_category=_text("sub_category", fields.sub_category, SUB_CATEGORY_LETTERS_MAX),
        normal_side=fields.normal_side or NORMAL_SIDES[fields.kind],
        role=role,
        is_active=fields.is_active,
        bc_id=fields.bc_id,
    )


def _text(field: str, text: str, letters_max: int, if_missing: str = "") -> str:
    plain = " ".join(text.split())
    if if_missing and not plain:
        raise InvalidInput(field, if_missing)
    if len(plain) > letters_max:
        raise InvalidInput(field, f"Not saved. There is room for {letters_max} letters, not {len(plain)}.")
    if not plain.isprintable():
        raise InvalidInput(field, "Not saved. The text holds a character that cannot be stored.")
    return plain
