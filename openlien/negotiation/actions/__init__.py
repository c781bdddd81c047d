"""Writes of a negotiation: each one transaction of the actor that comes first.

The acceptance of an offer also books reductions, so it is `openlien.payments.actions.accept_offer`.
"""

from .approval import approve_offer, return_offer, set_policy, submit_offer
from .bill_notes import write_note
from .bill_offers import BillEdit, Outcome, preview_offers, set_offer, set_offers
from .financial_information import FinancialTerms, set_financial_information
from .offers import LineTerms, OfferTerms, change_offer, draft_offer, receive_offer
from .outside_bills import OutsideBillTerms, add_outside_bill, change_outside_bill, remove_outside_bill
from .outside_copies import save_with_copy
from .reminders import remind_of_expiry
from .steps import counter_offer, expire_offer, expire_offers, reject_offer, send_offer, withdraw_offer
from .undo import undo_offers

__all__ = [
    "BillEdit",
    "FinancialTerms",
    "LineTerms",
    "OfferTerms",
    "Outcome",
    "OutsideBillTerms",
    "add_outside_bill",
    "approve_offer",
    "change_offer",
    "change_outside_bill",
    "counter_offer",
    "draft_offer",
    "expire_offer",
    "expire_offers",
    "preview_offers",
    "receive_offer",
    "reject_offer",
    "remind_of_expiry",
    "remove_outside_bill",
    "return_offer",
    "save_with_copy",
    "send_offer",
    "set_financial_information",
    "set_offer",
    "set_offers",
    "set_policy",
    "submit_offer",
    "undo_offers",
    "withdraw_offer",
    "write_note",
]
