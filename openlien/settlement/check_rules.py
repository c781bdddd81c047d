"""The words of checks, and which status follows which; pure."""

from __future__ import annotations

from openlien.ledger.vocabulary import AccountRole, Word


class Direction(Word):
    """Whether a check brought money in or carries it out."""

    IN = "in", "In"
    OUT = "out", "Out"


class CheckStatus(Word):
    """Where a check is; a check that cleared stays cleared."""

    HOLD = "hold", "Hold"
    REVIEW = "review", "Review"
    PRINT = "print", "Print check"
    ISSUE = "issue", "Issue check"
    PENDING = "pending", "Check pending"
    PRINTED = "printed", "Check printed"
    DEPOSITED = "deposited", "Deposited"
    CLEARED = "cleared", "Cleared"
    VOID = "void", "Void"


class CheckType(Word):
    """The part of the settlement that a check pays."""

    RECOVERY = "recovery", "Settlement check"
    ATTORNEY_FEE = "attorney_fee", "Attorney fee"
    REFERRAL_FEE = "referral_fee", "Referral fee"
    CO_COUNSEL_FEE = "co_counsel_fee", "Co-counsel fee"
    SALES_TAX = "sales_tax", "Sales tax on fees"
    COMMON_BENEFIT = "common_benefit", "Common benefit fund"
    CASE_EXPENSE = "case_expense", "Case expense"
    LIEN = "lien", "Lien"
    OWN_LIEN = "own_lien", "Our own lien"
    MEDICAL_BILL = "medical_bill", "Medical bill"
    HOLD_BACK = "hold_back", "Hold-back"
    CLIENT = "client", "Client"
    OTHER = "other", "Other"


_S = CheckStatus
_BEFORE_PRINTING = frozenset({_S.HOLD, _S.REVIEW, _S.PRINT, _S.ISSUE, _S.VOID})
_FOLLOWING: dict[Direction, dict[CheckStatus, frozenset[CheckStatus]]] = {
    Direction.OUT: {
        _S.HOLD: _BEFORE_PRINTING,
        _S.REVIEW: _BEFORE_PRINTING,
        _S.PRINT: frozenset({_S.HOLD, _S.REVIEW, _S.PENDING, _S.PRINTED, _S.VOID}),
        _S.ISSUE: frozenset({_S.HOLD, _S.REVIEW, _S.PENDING, _S.PRINTED, _S.VOID}),
        _S.PENDING: frozenset({_S.HOLD, _S.PRINTED, _S.VOID}),
        _S.PRINTED: frozenset({_S.CLEARED, _S.VOID}),
    },
    Direction.IN: {
        _S.PENDING: frozenset({_S.HOLD, _S.DEPOSITED, _S.VOID}),
        _S.HOLD: frozenset({_S.DEPOSITED, _S.VOID}),
        _S.DEPOSITED: frozenset({_S.CLEARED, _S.VOID}),
    },
}
FIRST_STATUSES: dict[Direction, tuple[CheckStatus, ...]] = {
    Direction.OUT: (_S.HOLD, _S.REVIEW, _S.PRINT, _S.ISSUE),
    Direction.IN: (_S.HOLD, _S.PENDING, _S.DEPOSITED),
}
# Outgoing money that the trust account no longer counts as the client's: it needs cleared money behind it.
ISSUED = (_S.PRINT, _S.ISSUE, _S.PENDING, _S.PRINTED, _S.CLEARED)
# Incoming checks that are in our hands; a pending one is only expected.
RECEIVED = (_S.HOLD, _S.DEPOSITED, _S.CLEARED)

_SHARES = {
    CheckType.LIEN: AccountRole.TRUST_OTHER_LIENS,
    CheckType.MEDICAL_BILL: AccountRole.TRUST_OTHER_LIENS,
    CheckType.OWN_LIEN: AccountRole.TRUST_OWN_LIEN,
    CheckType.CLIENT: AccountRole.TRUST_PATIENT,
    CheckType.HOLD_BACK: AccountRole.TRUST_PATIENT,
    CheckType.OTHER: AccountRole.TRUST_PATIENT,
    CheckType.RECOVERY: AccountRole.TRUST_PATIENT,
}


def statuses_after(direction: str, status: str) -> tuple[CheckStatus, ...]:
    """Return the statuses that a check of that direction may get next, in their order; none when final."""
    following = _FOLLOWING[Direction(direction)].get(CheckStatus(status), frozenset())
    return tuple(each for each in CheckStatus if each in following and each != status)


def trust_share(check_type: str) -> AccountRole:
    """Return the share of the settlement in trust that a check of this type is paid from."""
    return _SHARES.get(CheckType(check_type), AccountRole.TRUST_ATTORNEY_FEES)
