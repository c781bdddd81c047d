"""Money in, money given up, and both taken back; each action one transaction, each repeatable by its key."""

from ..models import Adjustment
from .acceptance import GivenUpBeyondOffer, ReceivedBeyondOffer, accept_offer
from .adjustments import (
    REASON_LETTERS_MAX,
    AdjustmentBeforeBill,
    AdjustmentInFuture,
    AdjustmentTooLarge,
    ReasonMissing,
    WriteOffNeedsApproval,
    record_adjustment,
)
from .receipts import (
    PAYER_LETTERS_MAX,
    REFERENCE_LETTERS_MAX,
    AmountNotPositive,
    BillNamedTwice,
    DepositInFuture,
    NoBillToPay,
    PartNegative,
    PartsDoNotSum,
    record_receipt,
)
from .refunds import RefundTooLarge, pay_refund
from .reversals import (
    AlreadyTakenBack,
    ReversalBeforeOriginal,
    ReversalInFuture,
    ReversalNotReversible,
    reverse_adjustment,
    reverse_receipt,
)
from .voiding import PaidSinceAgreed, PlanRestsOnIt, void_agreement
from .write_offs import (
    WriteOffDecided,
    approve_write_off,
    refuse_write_off,
    request_write_off,
)

AdjustmentKind = Adjustment.Kind

__all__ = [
    "PAYER_LETTERS_MAX",
    "REASON_LETTERS_MAX",
    "REFERENCE_LETTERS_MAX",
    "AdjustmentBeforeBill",
    "AdjustmentInFuture",
    "AdjustmentKind",
    "AdjustmentTooLarge",
    "AlreadyTakenBack",
    "AmountNotPositive",
    "BillNamedTwice",
    "DepositInFuture",
    "GivenUpBeyondOffer",
    "NoBillToPay",
    "PaidSinceAgreed",
    "PartNegative",
    "PartsDoNotSum",
    "PlanRestsOnIt",
    "ReasonMissing",
    "ReceivedBeyondOffer",
    "RefundTooLarge",
    "ReversalBeforeOriginal",
    "ReversalInFuture",
    "ReversalNotReversible",
    "WriteOffDecided",
    "WriteOffNeedsApproval",
    "accept_offer",
    "approve_write_off",
    "pay_refund",
    "record_adjustment",
    "record_receipt",
    "refuse_write_off",
    "request_write_off",
    "reverse_adjustment",
    "reverse_receipt",
    "void_agreement",
]
