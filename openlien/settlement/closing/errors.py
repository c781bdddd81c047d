"""What closing statements refuse, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError, InvalidInput


class ChecksDisagree(Conflict):
    """Not made. The check to {name} is for {check}, but the calculation pays {calculated}."""


class NothingChanged(Conflict):
    """Not made. Version {version} says the same already."""


@speaks_for("closing_statement_version_is_given_once", "closing_statement_has_one_current_version")
class VersionMadeMeanwhile(Conflict):
    """Not made. Somebody made a version at the same moment; load the page again."""


@speaks_for("closing_statement_is_frozen")
class StatementFrozen(Conflict):
    """Not changed. A closing statement stays as it was made; make the next version."""


@speaks_for("closing_statement_approval_is_kept")
class ApprovalKept(Conflict):
    """Not saved. An approval is recorded once, for the version that counts."""


class StatementSuperseded(Conflict):
    """Not saved. A later version took the place of this one; the client approves that one."""


class ApprovedInFuture(InvalidInput):
    """Not saved. {day} is still to come."""

    def __init__(self, day: object) -> None:
        super().__init__("approved_on", "", day=day)


class ApprovedBeforeMade(InvalidInput):
    """Not saved. The statement was made on {made}; the client cannot have approved it before."""

    def __init__(self, made: object) -> None:
        super().__init__("approved_on", "", made=made)


class NotApprovedYet(Conflict):
    """Not saved. Record the approval first; the signed copy belongs to it."""


class HowUnknown(DomainError):
    """Not saved. Say how the client approved."""
