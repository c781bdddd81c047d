"""What trust accounts refuse, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError, InvalidInput


class StatementUnreadable(DomainError):
    """Nothing was read. "{name}": {reason}"""


class StatementTooLarge(DomainError):
    """Nothing was read. "{name}" is larger than {mib} MiB; export fewer months at a time."""

    status = 413


class ColumnsUnknown(InvalidInput):
    """Nothing was read. Say which column holds {missing}."""

    def __init__(self, missing: str) -> None:
        super().__init__("columns", "", missing=missing)


class StatementReadAlready(Conflict):
    """Nothing was read. This file was read in already."""


@speaks_for("bank_line_is_read_once")
class LinesReadMeanwhile(Conflict):
    """Nothing was read. Somebody read the same lines at the same moment; load the file again."""


@speaks_for("bank_line_is_kept")
class BankLineKept(Conflict):
    """Not changed. A line of the bank stays as the bank wrote it."""


@speaks_for("bank_match_sums_to_its_line")
class MatchDoesNotSum(DomainError):
    """Not matched. The checks chosen do not make up the amount of the bank line."""


@speaks_for("bank_match_fits_its_account")
class MatchDoesNotFit(DomainError):
    """Not matched. A bank line carries cleared checks of its own account, and no mistake of the bank."""


@speaks_for("settlement_bankmatch_check_paid_id_key")
class CheckMatchedAlready(Conflict):
    """Not matched. Another bank line carries one of these checks already."""


class LineMatchedAlready(Conflict):
    """Not changed. This bank line is matched already."""


class LineIsBankError(Conflict):
    """Not matched. This bank line is marked as a mistake of the bank; take that back first."""


class LineNotMatched(Conflict):
    """Not changed. This bank line carries no check."""


class NoCheckChosen(DomainError):
    """Not matched. Choose the checks that this bank line carries."""


@speaks_for("reconciled_match_is_kept", "reconciled_bank_line_is_kept")
class MonthReconciled(Conflict):
    """Not changed. That month is reconciled; its lines and matches stay."""


class StatementNotRead(Conflict):
    """Not taken back. This file was not read in."""


class LaterStatementRead(Conflict):
    """Not taken back. "{name}" was read in after this file; take that one back first."""


class ShareTooSmall(InvalidInput):
    """Not moved. That share of the case holds {held}; {amount} is more."""

    def __init__(self, *, held: object, amount: object) -> None:
        super().__init__("amount", "", held=held, amount=amount)


@speaks_for("share_transfer_is_positive")
class TransferNotPositive(DomainError):
    """Not moved. The amount must be more than 0.00."""


@speaks_for("share_transfer_moves")
class TransferMovesNothing(DomainError):
    """Not moved. Choose another share as the one that receives."""


@speaks_for("share_transfer_has_a_reason")
class TransferReasonMissing(DomainError):
    """Not moved. Say why."""


class TransferInFuture(InvalidInput):
    """Not moved. {day} is still to come."""

    def __init__(self, day: object) -> None:
        super().__init__("moved_on", "", day=day)


class MonthNotOver(DomainError):
    """Not saved. {month} is not over yet; it is reconciled when it is."""


@speaks_for("reconciliation_follows_the_month_before")
class MonthsInOrder(Conflict):
    """Not completed. Months are reconciled one after the other; complete the month before first."""


@speaks_for("reconciliation_is_prepared_once", "reconciliation_version_is_given_once")
class PreparedMeanwhile(Conflict):
    """Not saved. Somebody prepared this month at the same moment; load it again."""


@speaks_for("completed_reconciliation_is_frozen")
class ReconciliationFrozen(Conflict):
    """Not changed. This reconciliation is completed; make another version of it."""


@speaks_for("reconciliation_takes_two_people")
class SecondPersonNeeded(Conflict):
    """Not completed. Somebody other than the person who prepared it completes a reconciliation."""


@speaks_for("completed_reconciliation_is_balanced")
class NotBalanced(DomainError):
    """Not completed. The three numbers differ: clear up each difference, then prepare the month again."""


class FiguresMoved(Conflict):
    """Not completed. The figures changed since the month was prepared; prepare it again."""


class ReopeningReasonMissing(DomainError):
    """Not saved. This month is completed. Say why another version of it is needed."""


class PersonMissing(DomainError):
    """Not saved. This takes a named person."""

    status = 403


class BankErrorReasonMissing(DomainError):
    """Not saved. Say what the bank has to put right."""
