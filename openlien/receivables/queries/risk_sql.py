"""The at-risk policy as SQL over the columns of a case; the limits are those of the policy itself."""

from __future__ import annotations

from openlien.cases.stages import Stage

from ..policies.at_risk import NOT_AT_RISK_WHEN_OLD, STANDARD, AtRiskCategory, AtRiskPolicy

WIDE_STAGES = [Stage.NO_LONGER_REPRESENT.value, Stage.PENDING.value]
_MAY_BE_OLD = ", ".join(f"'{stage}'" for stage in Stage if stage.family not in NOT_AT_RISK_WHEN_OLD)


def category_sql(day: str, policy: AtRiskPolicy = STANDARD) -> str:
    """Return the expression that is a case's at-risk category, null when it is not at risk.

    *Source*: docs/formulas/at-risk.md
    """
    return (
        f"CASE WHEN matter.stage = '{Stage.NO_LONGER_REPRESENT}' THEN '{AtRiskCategory.NO_LONGER_REPRESENT}'"
        f" WHEN {_pending_over(day, policy.pending_long_days_max)} THEN '{AtRiskCategory.PENDING_24_PLUS}'"
        f" WHEN {_pending_over(day, policy.pending_days_max)} THEN '{AtRiskCategory.PENDING_18_PLUS}'"
        f" WHEN {is_old_sql(day, policy)} THEN '{AtRiskCategory.CASE_36_PLUS}' END"
    )


def at_risk_sql(day: str, policy: AtRiskPolicy = STANDARD) -> str:
    """Return the condition that a case has a category, in a form that finds its cases by an index."""
    return (
        f"({_pending_over(day, policy.pending_days_max)} OR {is_old_sql(day, policy)}"
        f" OR matter.stage = '{Stage.NO_LONGER_REPRESENT}')"
    )


def is_old_sql(day: str, policy: AtRiskPolicy = STANDARD) -> str:
    """Return the condition that a case is old and stuck."""
    # The days first: they are cheaper to compare than names, and a list of a large book compares every case.
    old, stage = _older(day, policy.case_days_max), f"matter.stage IN ({_MAY_BE_OLD})"
    if not policy.old_cases_must_be_quiet:
        return f"({old} AND {stage})"
    return f"({old} AND NOT {is_moving_sql(day, policy)} AND {stage})"


def is_moving_sql(day: str, policy: AtRiskPolicy = STANDARD) -> str:
    """Return the condition that a case had a stage change or cash within the quiet limit."""
    return f"coalesce({day} - matter.moved_on <= {policy.quiet_days_max}, false)"


def watch_sql(day: str, policy: AtRiskPolicy = STANDARD) -> str:
    """Return the condition that a case is on the watch list."""
    return f"(matter.stage = '{Stage.PENDING}' AND NOT {_older(day, policy.pending_days_max)})"


def _pending_over(day: str, days: int) -> str:
    return f"({_older(day, days)} AND matter.stage = '{Stage.PENDING}')"


def _older(day: str, days: int) -> str:
    return f"matter.originated_on < {day} - {days}"
