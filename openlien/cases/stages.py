"""The stages a case goes through, their order and families, and the spellings books use for them.

A case of an injured person is paid when it settles, so its stage says more about the money than the age
of a bill does. Source: docs/formulas/stages.md.
"""

from enum import StrEnum

from openlien.kit.text import fold_name


class Family(StrEnum):
    """Stages that mean the same for the money."""

    EARLY = "early"
    ACTIVE = "active"
    WON = "won"
    PENDING = "pending"
    RISK = "risk"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where a case stands; the members are in pipeline order, the open ones first."""

    STILL_TREATING = "still_treating"
    GATHERING_BILLS = "gathering_bills"
    DEMAND_SENT = "demand_sent"
    NEGOTIATION = "negotiation"
    IN_LITIGATION = "in_litigation"
    SETTLED_NOT_DISBURSED = "settled_not_disbursed"
    PENDING = "pending"
    NO_LONGER_REPRESENT = "no_longer_represent"
    CLOSED_DISBURSED = "closed_disbursed"
    SETTLED_PRIOR_TO_SERVICING = "settled_prior_to_servicing"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The name people read."""
        return LABELS[self]

    @property
    def family(self) -> Family:
        """The family the stage belongs to."""
        return FAMILIES[self]

    @property
    def color(self) -> str:
        """The color family of the stage in the design tokens, such as settled or neutral."""
        return COLORS[self.family]

    @property
    def position(self) -> int:
        """The place of the stage in the pipeline, from 1."""
        return POSITIONS[self]

    @property
    def is_open(self) -> bool:
        """Whether money may still be expected from a case in this stage; Unknown is open."""
        return self.family is not Family.CLOSED

    @property
    def is_active_litigation(self) -> bool:
        """Whether the stage counts as active litigation on the portfolio page."""
        return self in (Stage.NEGOTIATION, Stage.IN_LITIGATION)


LABELS = {
    Stage.STILL_TREATING: "Still Treating",
    Stage.GATHERING_BILLS: "Gathering Bills and Records",
    Stage.DEMAND_SENT: "Demand Sent",
    Stage.NEGOTIATION: "Negotiation",
    Stage.IN_LITIGATION: "In Litigation",
    Stage.SETTLED_NOT_DISBURSED: "Settled - Not Yet Disbursed",
    Stage.PENDING: "Pending",
    Stage.NO_LONGER_REPRESENT: "No Longer Represent",
    Stage.CLOSED_DISBURSED: "Case Closed Payment Disbursed",
    Stage.SETTLED_PRIOR_TO_SERVICING: "Settled - Prior to Servicing",
    Stage.UNKNOWN: "Unknown",
}

FAMILIES = {
    Stage.STILL_TREATING: Family.EARLY,
    Stage.GATHERING_BILLS: Family.EARLY,
    Stage.DEMAND_SENT: Family.ACTIVE,
    Stage.NEGOTIATION: Family.ACTIVE,
    Stage.IN_LITIGATION: Family.ACTIVE,
    Stage.SETTLED_NOT_DISBURSED: Family.WON,
    Stage.PENDING: Family.PENDING,
    Stage.NO_LONGER_REPRESENT: Family.RISK,
    Stage.CLOSED_DISBURSED: Family.CLOSED,
    Stage.SETTLED_PRIOR_TO_SERVICING: Family.CLOSED,
    Stage.UNKNOWN: Family.UNKNOWN,
}

COLORS = {
    Family.EARLY: "early",
    Family.ACTIVE: "active",
    Family.WON: "settled",
    Family.PENDING: "pending",
    Family.RISK: "risk",
    Family.CLOSED: "neutral",
    Family.UNKNOWN: "neutral",
}

ALIASES = {
    "Gathering Bills": Stage.GATHERING_BILLS,
    "Gathering Bills & Records": Stage.GATHERING_BILLS,
    "Negotiations": Stage.NEGOTIATION,
    "In Negotiation": Stage.NEGOTIATION,
    "Litigation": Stage.IN_LITIGATION,
    "Settled - Awaiting Payment": Stage.SETTLED_NOT_DISBURSED,
    "Settled, Awaiting Payment": Stage.SETTLED_NOT_DISBURSED,
    "Settled - Not Disbursed": Stage.SETTLED_NOT_DISBURSED,
    "No Longer Represents": Stage.NO_LONGER_REPRESENT,
    "NLR": Stage.NO_LONGER_REPRESENT,
    "Case Closed": Stage.CLOSED_DISBURSED,
    "Case Closed - Payment Disbursed": Stage.CLOSED_DISBURSED,
    "(blank)": Stage.UNKNOWN,
}

POSITIONS = {stage: position for position, stage in enumerate(Stage, start=1)}

SPELLINGS = {
    **{fold_name(stage.value): stage for stage in Stage},
    **{fold_name(label): stage for stage, label in LABELS.items()},
    **{fold_name(alias): stage for alias, stage in ALIASES.items()},
}


def read_stage(text: str | None) -> Stage | None:
    """Return the stage a book's wording means, whatever its case, spacing and punctuation.

    Blank is Unknown. None says that the wording itself is not known: the reader has to list it.
    """
    key = fold_name(text or "")
    return SPELLINGS.get(key) if key else Stage.UNKNOWN


def open_stages() -> tuple[Stage, ...]:
    """Return the stages in which money may still be expected, in pipeline order, Unknown last."""
    return tuple(stage for stage in Stage if stage.is_open)
