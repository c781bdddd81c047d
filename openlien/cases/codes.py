"""How a payoff concluded, how a bill is funded, and what kind of receivable it is."""

from enum import StrEnum
from typing import TypeVar

from openlien.kit.text import fold_name

Code = TypeVar("Code", bound=StrEnum)


class PayoffStatus(StrEnum):
    """How the payoff of a bill concluded; Unknown is a bill without one."""

    CAP = "cap"
    REDUCTION = "reduction"
    PARTIAL = "partial"
    PAID_IN_FULL = "paid_in_full"
    REFUND = "refund"
    WRITE_OFF = "write_off"
    WRITTEN_OFF_GL = "written_off_gl"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The name people read."""
        return PAYOFF_LABELS[self]


class FundingStage(StrEnum):
    """How far the purchase or servicing of a bill has come."""

    APPROVAL_NEEDED = "approval_needed"
    FUNDED = "funded"
    SERVICED = "serviced"
    HISTORIC = "historic"

    @property
    def label(self) -> str:
        """The name people read."""
        return FUNDING_LABELS[self]


class ArType(StrEnum):
    """Whether part of the bill was paid to the provider in advance, or it is collected on commission."""

    PARTIAL_ADVANCE = "partial_advance"
    SERVICED = "serviced"

    @property
    def label(self) -> str:
        """The name people read."""
        return AR_TYPE_LABELS[self]


PAYOFF_LABELS = {
    PayoffStatus.CAP: "Cap",
    PayoffStatus.REDUCTION: "Reduction Accepted",
    PayoffStatus.PARTIAL: "Partial Payment",
    PayoffStatus.PAID_IN_FULL: "Paid in Full",
    PayoffStatus.REFUND: "Refund Requested",
    PayoffStatus.WRITE_OFF: "Write Off",
    PayoffStatus.WRITTEN_OFF_GL: "Written Off G/L",
    PayoffStatus.UNKNOWN: "Unknown",
}

FUNDING_LABELS = {
    FundingStage.APPROVAL_NEEDED: "Approval Needed",
    FundingStage.FUNDED: "Funded",
    FundingStage.SERVICED: "Serviced",
    FundingStage.HISTORIC: "Historic",
}

AR_TYPE_LABELS = {
    ArType.PARTIAL_ADVANCE: "Partial Advance",
    ArType.SERVICED: "Serviced",
}


PAYOFF_SPELLINGS = {fold_name(text): code for code in PayoffStatus for text in (code.value, code.label)}
FUNDING_SPELLINGS = {fold_name(text): code for code in FundingStage for text in (code.value, code.label)}
AR_TYPE_SPELLINGS = {fold_name(text): code for code in ArType for text in (code.value, code.label)}


def read_payoff_status(text: str | None) -> PayoffStatus | None:
    """Return the payoff status a book's wording means; blank is Unknown, None a wording not known."""
    key = fold_name(text or "")
    return PayoffStatus.UNKNOWN if key in ("", "blank") else PAYOFF_SPELLINGS.get(key)


def read_funding_stage(text: str | None) -> FundingStage | None:
    """Return the funding stage a book's wording means; None for blank or a wording not known."""
    return FUNDING_SPELLINGS.get(fold_name(text or ""))


def read_ar_type(text: str | None) -> ArType | None:
    """Return the type of receivable a book's wording means; None for blank or a wording not known."""
    return AR_TYPE_SPELLINGS.get(fold_name(text or ""))
