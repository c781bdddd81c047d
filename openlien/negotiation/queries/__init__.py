"""Reads of a negotiation; the bills grid, which shows payments too, is payments.queries.bills_grid."""

from .bill_history import (
    ChangeLine,
    NoteLine,
    OfferChanges,
    changes_of_bill,
    last_change_set,
    latest_notes,
    notes_of_bill,
)
from .distribution import CaseDistribution, distribution_of
from .fairness import CaseFairness, fairness_of, fairness_variants_of
from .financial_information import FinancialRecord, financial_information_of
from .offers import (
    AgreementRecord,
    OfferLineRecord,
    OfferRecord,
    Policy,
    agreement_of,
    expiring_offers,
    offers_of,
    policy,
    read_offer,
)
from .outside_bills import (
    LastChange,
    OutsideBillRecord,
    OutsideBills,
    last_change_of_outside_bill,
    outside_bill_count,
    outside_bills_of,
    read_outside_bill,
)

__all__ = [
    "AgreementRecord",
    "CaseDistribution",
    "CaseFairness",
    "ChangeLine",
    "FinancialRecord",
    "LastChange",
    "NoteLine",
    "OfferChanges",
    "OfferLineRecord",
    "OfferRecord",
    "OutsideBillRecord",
    "OutsideBills",
    "Policy",
    "agreement_of",
    "changes_of_bill",
    "distribution_of",
    "expiring_offers",
    "fairness_of",
    "fairness_variants_of",
    "financial_information_of",
    "last_change_of_outside_bill",
    "last_change_set",
    "latest_notes",
    "notes_of_bill",
    "offers_of",
    "outside_bill_count",
    "outside_bills_of",
    "policy",
    "read_offer",
    "read_outside_bill",
]
