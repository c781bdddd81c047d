"""Facts of the ledger: chart, periods, case accounts, papers and books."""

from .accounts import CaseAccount, CaseAccountStatusChange, CaseBalance, CaseTransaction
from .books import (
    AccountBalance,
    Anchor,
    ChainHead,
    ChainVerification,
    ClosingBalance,
    DayBalance,
    GLEntry,
    Posting,
    Seal,
)
from .chart import CostCenter, Department, GLAccount, LedgerPolicy
from .journals import JournalAttachment, JournalEntry, JournalLine, JournalSync, JournalTemplate
from .periods import Period

__all__ = [
    "AccountBalance",
    "Anchor",
    "CaseAccount",
    "CaseAccountStatusChange",
    "CaseBalance",
    "CaseTransaction",
    "ChainHead",
    "ChainVerification",
    "ClosingBalance",
    "CostCenter",
    "DayBalance",
    "Department",
    "GLAccount",
    "GLEntry",
    "JournalAttachment",
    "JournalEntry",
    "JournalLine",
    "JournalSync",
    "JournalTemplate",
    "LedgerPolicy",
    "Period",
    "Posting",
    "Seal",
]
