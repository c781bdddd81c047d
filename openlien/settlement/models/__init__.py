"""Settlements, their calculations, reductions and checks."""

from .calculations import CalculationInput, ReductionProposal, SettlementCalculation
from .checks import Check
from .closing import ClosingStatement
from .settlements import FeeIntake, Settlement
from .setup import EscrowAccount, SettlementType
from .trust import BankLine, BankMatch, BankStatement, ShareTransfer, TrustReconciliation

__all__ = [
    "BankLine",
    "BankMatch",
    "BankStatement",
    "CalculationInput",
    "Check",
    "ClosingStatement",
    "EscrowAccount",
    "FeeIntake",
    "ReductionProposal",
    "Settlement",
    "SettlementCalculation",
    "SettlementType",
    "ShareTransfer",
    "TrustReconciliation",
]
