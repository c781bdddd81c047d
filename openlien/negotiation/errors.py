"""What a negotiation refuses, as the sentences that people read."""

from __future__ import annotations

from openlien.identity.constraints import speaks_for
from openlien.kit.errors import Conflict, DomainError, StaleVersion


class BillOfferStale(StaleVersion):
    """Not saved. {who} set {bill} to {theirs} while you were editing. You entered {yours}."""


class EditsRefused(DomainError):
    """Nothing was changed: {count} of the rows cannot be set. {first}"""


class EditsStale(EditsRefused):
    """Nothing was changed: {count} of the rows cannot be set. {first}"""

    status = 409


class NoEdits(DomainError):
    """Name at least one bill."""


class BillNamedTwice(DomainError):
    """Each bill is named once."""


@speaks_for("bill_offer_change_is_one_a_version", "bill_offer_change_follows_the_last")
class BillOfferPassed(Conflict):
    """Not saved. Somebody changed an offer of this case at the same moment; load it again."""


class NothingToUndo(Conflict):
    """There is no change of yours on this case that could be undone."""


class UndoOvertaken(Conflict):
    """Not undone. {bill} was changed to {theirs} since."""


@speaks_for("payoff_agreement_is_one_a_case")
class CaseAgreed(Conflict):
    """Not saved. The payoff of this case is agreed; its offers stay as they are."""


class CaseOfAnother(DomainError):
    """Not saved. {negotiator} negotiates this case; a Negotiations Manager can give it to you."""

    status = 403


class OfferStale(Conflict):
    """Not saved. Somebody changed this offer since you loaded it; it is {status} now."""


class OfferNotThere(Conflict):
    """Not saved. This offer is {status}, and what you ask for is not possible then."""


class OfferHasExpired(Conflict):
    """Not saved. The offer held until the end of {expires_on}."""


class OfferHoldsStill(Conflict):
    """Not saved. The offer holds until the end of {expires_on}."""


class ExpiryPassed(DomainError):
    """Not saved. An offer holds until today or later; {expires_on} is over."""


class NoLines(DomainError):
    """Not saved. Set the offer of at least one bill first."""


class UnknownBill(DomainError):
    """Not saved. A bill that is named is not of this case."""


class TotalAboveRetail(DomainError):
    """Not saved. The bills retail for ${retail}; the offer cannot be ${amount}."""


class JustificationMissing(DomainError):
    """Not saved. ${amount} is below the fair ${fair}, by what outside providers get; say why it is right."""


@speaks_for("offer_is_not_approved_by_its_creator", "offer_is_not_approved_by_its_submitter")
class ApprovedByCreator(DomainError):
    """Not approved. Somebody other than who made the offer approves it."""

    status = 403


class ApprovalNeeded(DomainError):
    """Not saved. Beyond the limits a Negotiations Manager who did not record the offer accepts it."""

    status = 403


class ReasonMissing(DomainError):
    """Not saved. Say why."""


class NoteEmpty(DomainError):
    """Not saved. The note is empty."""


class ProviderMissing(DomainError):
    """Not saved. Name the provider."""


class BillNotPositive(DomainError):
    """Not saved. The outside bill is above $0.00."""


class AmountNegative(DomainError):
    """Not saved. {field} cannot be below $0.00."""


class PromiseAboveBill(DomainError):
    """Not saved. The promise is at most the bill of ${billed}."""


class PaidAboveBill(DomainError):
    """Not saved. Nobody paid more than the bill of ${billed}."""


class CopyRequestedLater(DomainError):
    """Not saved. The copy was requested today or earlier."""


class PayerMissing(DomainError):
    """Not saved. Say who paid the ${paid}."""


class CopyNotFound(DomainError):
    """Not saved. The copy is a document of this case that was not withdrawn."""


class TermsStale(StaleVersion):
    """Not saved. Somebody changed this while you were editing."""


class FeeGivenTwice(DomainError):
    """Not saved. Give the attorney fee as an amount or as a percentage, not both."""


class PercentOutOfRange(DomainError):
    """Not saved. {field} is between 0 and 100 percent."""


class ValidityOutOfRange(DomainError):
    """Not saved. An offer holds between 1 and 365 days."""
