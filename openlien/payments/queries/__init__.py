"""Reads of what was billed, received and given up."""

from .bills import BillLine, CaseBills, bills_of
from .money import AdjustmentLine, CaseMoney, PartLine, ReceiptLine, RequestLine, money_of
from .positions import BillPosition, bill_positions

__all__ = [
    "AdjustmentLine",
    "BillLine",
    "BillPosition",
    "CaseBills",
    "CaseMoney",
    "PartLine",
    "ReceiptLine",
    "RequestLine",
    "bill_positions",
    "bills_of",
    "money_of",
]
