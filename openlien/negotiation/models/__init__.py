"""Offers of bills with their history, offers of cases, agreements, and what is known of the settlement."""

from .bill_offers import BillOffer, BillOfferChange, OfferChangeSet
from .offers import AgreementVoid, NegotiationPolicy, Offer, OfferLine, PayoffAgreement
from .terms import BillNote, FinancialInformation, OutsideBill

__all__ = [
    "AgreementVoid",
    "BillNote",
    "BillOffer",
    "BillOfferChange",
    "FinancialInformation",
    "NegotiationPolicy",
    "Offer",
    "OfferChangeSet",
    "OfferLine",
    "OutsideBill",
    "PayoffAgreement",
]
