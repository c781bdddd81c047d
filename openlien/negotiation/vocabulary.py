"""The codes of a negotiation, and which state of an offer may follow which (ruling A16)."""

from __future__ import annotations

from django.db.models import TextChoices


class Source(TextChoices):
    """How the offer of a bill came about."""

    TYPED = "typed", "Typed"
    BULK = "bulk", "Bulk"
    FORMULA = "formula", "Formula"
    COUNTER = "counter", "Counter-offer"
    UNDO = "undo", "Undo"
    ACCEPTED = "accepted", "Accepted offer"


class Direction(TextChoices):
    """Who made the offer of a case."""

    OURS = "ours", "Ours"
    THEIRS = "theirs", "The firm's"


class OfferStatus(TextChoices):
    """Where the offer of a case stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    SENT = "sent", "Sent"
    COUNTERED = "countered", "Countered"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    VOIDED = "voided", "Voided"


class Payer(TextChoices):
    """Who paid an outside bill so far (ruling A10)."""

    NONE = "none", "Nobody"
    SELF = "self", "Patient"
    MEDICARE = "medicare", "Medicare"
    MEDICAID = "medicaid", "Medi-Cal / Medicaid"
    COMMERCIAL = "commercial", "Commercial insurance"
    ADVANCE = "advance", "Pre-settlement cash advance"


class FeeBasis(TextChoices):
    """How the attorney's fee was given; the other one follows from it (ruling A15)."""

    AMOUNT = "amount", "Amount"
    PERCENT = "percent", "Percent of the settlement"


_S = OfferStatus
# What may follow; the trigger on the table of offers holds the same, and a test compares the two. An offer of
# the firm is received: it goes from draft to sent at once.
FOLLOWING: dict[OfferStatus, frozenset[OfferStatus]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.SENT, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.DRAFT, _S.APPROVED, _S.EXPIRED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.SENT, _S.EXPIRED, _S.WITHDRAWN}),
    _S.SENT: frozenset({_S.COUNTERED, _S.ACCEPTED, _S.REJECTED, _S.EXPIRED, _S.WITHDRAWN}),
    _S.COUNTERED: frozenset(),
    # Only by the row that voids its agreement.
    _S.ACCEPTED: frozenset({_S.VOIDED}),
    _S.REJECTED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.VOIDED: frozenset(),
}
OPEN_STATUSES = frozenset(status for status, following in FOLLOWING.items() if _S.WITHDRAWN in following)
EXPIRING_STATUSES = frozenset(status for status, following in FOLLOWING.items() if _S.EXPIRED in following)
# Payers whose own lien stands in the provider's place, so that the promise says nothing of what is fair.
EXCLUDED_PAYERS = frozenset({Payer.MEDICARE, Payer.MEDICAID, Payer.COMMERCIAL, Payer.ADVANCE})
