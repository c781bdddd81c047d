"""The groups of cases that figures are about, put into SQL."""

from __future__ import annotations

from enum import StrEnum

from openlien.cases.stages import Family, Stage

from .book import DAY
from .risk_sql import WIDE_STAGES, at_risk_sql, is_moving_sql, watch_sql


class CaseGroup(StrEnum):
    """Cases that stand behind a figure; a list is over the cases with an open balance, except ALL."""

    ALL = "all"
    OPEN = "open"
    SETTLED_PENDING = "settled_pending"
    ACTIVE_LITIGATION = "active_litigation"
    AT_RISK = "at_risk"
    WATCH = "watch"
    AT_RISK_WIDE = "at_risk_wide"
    MOVING = "moving"
    CLOSED_WITH_BALANCE = "closed_with_balance"


def group_sql(group: CaseGroup) -> str:
    """Return the condition that a case belongs to a group."""
    return "true" if group is CaseGroup.ALL else f"matter.open_bills > 0 AND {_CONDITIONS[group]}"


def stage_sql(stages: list[str]) -> str:
    """Return the condition that a case with an open balance is in one of the stages."""
    return f"matter.open_bills > 0 AND {_in_stages(stages)}"


def _in_stages(stages: list[str]) -> str:
    return "matter.stage IN ({})".format(", ".join(f"'{Stage(stage)}'" for stage in stages))


_CONDITIONS = {
    CaseGroup.OPEN: "true",
    CaseGroup.SETTLED_PENDING: _in_stages([Stage.SETTLED_NOT_DISBURSED]),
    CaseGroup.ACTIVE_LITIGATION: _in_stages([stage for stage in Stage if stage.is_active_litigation]),
    CaseGroup.AT_RISK: at_risk_sql(DAY),
    CaseGroup.WATCH: watch_sql(DAY),
    CaseGroup.AT_RISK_WIDE: _in_stages(WIDE_STAGES),
    CaseGroup.MOVING: is_moving_sql(DAY),
    CaseGroup.CLOSED_WITH_BALANCE: _in_stages([stage for stage in Stage if stage.family is Family.CLOSED]),
}
