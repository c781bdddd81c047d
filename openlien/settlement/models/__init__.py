"""Settlements, their calculations, reductions and checks."""

from .calculations import CalculationInput, ReductionProposal, SettlementCalculation
from .checks import Check
from .settlements import FeeIntake, Settlement
from .setup import EscrowAccount, SettlementType

__all__ = [
    "CalculationInput",
    "Check",
    "EscrowAccount",
    "FeeIntake",
    "ReductionProposal",
    "Settlement",
    "SettlementCalculation",
    "SettlementType",
]
