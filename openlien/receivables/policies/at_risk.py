"""The one policy that decides which cases are at risk; every card, list and export reads it.

See `docs/formulas/at-risk.md`.
"""

from dataclasses import dataclass
from enum import StrEnum

from openlien.cases.stages import Family, Stage


class AtRiskCategory(StrEnum):
    """Why a case is at risk; the members are in the order in which the first match holds."""

    NO_LONGER_REPRESENT = "no_longer_represent"
    PENDING_24_PLUS = "pending_24_plus"
    PENDING_18_PLUS = "pending_18_plus"
    CASE_36_PLUS = "case_36_plus"

    @property
    def label(self) -> str:
        """The name people read."""
        return LABELS[self]

    @property
    def recommended_actions(self) -> tuple[str, ...]:
        """What to do about the case, first things first."""
        return RECOMMENDED_ACTIONS[self]


LABELS = {
    AtRiskCategory.NO_LONGER_REPRESENT: "No Longer Represent",
    AtRiskCategory.PENDING_24_PLUS: "Pending 24+ Months",
    AtRiskCategory.PENDING_18_PLUS: "Pending 18+ Months",
    AtRiskCategory.CASE_36_PLUS: "Case 36+ Months Old",
}

RECOMMENDED_ACTIONS = {
    AtRiskCategory.NO_LONGER_REPRESENT: ("Find new counsel", "Notify the patient"),
    AtRiskCategory.PENDING_24_PLUS: ("Escalate", "Review payoff"),
    AtRiskCategory.PENDING_18_PLUS: ("Ask for status",),
    AtRiskCategory.CASE_36_PLUS: ("Review reserve or write-off",),
}


@dataclass(frozen=True, slots=True)
class AtRiskPolicy:
    """The limits of the policy.

    *Units*: days; every limit is strict, so a case of exactly that age is not yet over it.
    """

    pending_days_max: int = 540
    pending_long_days_max: int = 730
    case_days_max: int = 1095
    quiet_days_max: int = 365
    # The literal rule of the original view calls a case old whether or not anything moves in it.
    old_cases_must_be_quiet: bool = True


STANDARD = AtRiskPolicy()
NOT_AT_RISK_WHEN_OLD = (Family.WON, Family.CLOSED)


def at_risk_category(
    stage: Stage,
    *,
    age_days: int | None,
    quiet_days: int | None,
    policy: AtRiskPolicy = STANDARD,
) -> AtRiskCategory | None:
    """Return why the case is at risk, the first match; None when it is not.

    *Units*: days since the case's earliest origination, None when unknown; days since its last stage
    change or cash, None when there was never any, which is quiet.
    *Source*: docs/formulas/at-risk.md
    """
    stage = Stage(stage)
    if stage is Stage.NO_LONGER_REPRESENT:
        return AtRiskCategory.NO_LONGER_REPRESENT
    if age_days is None:
        return None
    if stage is Stage.PENDING and age_days > policy.pending_long_days_max:
        return AtRiskCategory.PENDING_24_PLUS
    if stage is Stage.PENDING and age_days > policy.pending_days_max:
        return AtRiskCategory.PENDING_18_PLUS
    if _is_old_and_stuck(stage, age_days, quiet_days, policy):
        return AtRiskCategory.CASE_36_PLUS
    return None


def is_watched(stage: Stage, *, age_days: int | None, policy: AtRiskPolicy = STANDARD) -> bool:
    """Return whether the case is on the watch list: Pending, and not known to be over the limit."""
    return stage == Stage.PENDING and (age_days is None or age_days <= policy.pending_days_max)


def is_at_risk_wide(stage: Stage) -> bool:
    """Return whether the case is in the wide figure of requirement 4: No Longer Represent or any Pending."""
    return stage in (Stage.NO_LONGER_REPRESENT, Stage.PENDING)


def _is_old_and_stuck(stage: Stage, age_days: int, quiet_days: int | None, policy: AtRiskPolicy) -> bool:
    if stage.family in NOT_AT_RISK_WHEN_OLD or age_days <= policy.case_days_max:
        return False
    return not policy.old_cases_must_be_quiet or quiet_days is None or quiet_days > policy.quiet_days_max
