"""Reads of the receivables: every question takes the actor first, then the day, then the filters."""

from .at_risk import AtRisk, AtRiskCase, AtRiskGroup, at_risk
from .case_lists import CaseGroup, CaseList, cases_in_group, cases_in_stage
from .cash import (
    Collections,
    MonthCash,
    TrancheLine,
    Tranches,
    Velocity,
    VelocityLine,
    collections_by_month,
    tranches,
    velocity,
)
from .choices import Choice, FilterChoices, FilterParty, filter_choices, find_party
from .data_quality import Doubt, DoubtCount, DoubtfulList, DoubtfulRecord, data_quality, doubtful_records
from .filters import EVERYTHING, Filters
from .firms import FirmBreakdown, FirmLine, firm_breakdown
from .history import History, HistoryUnknown, history
from .paging import BadCursor, LimitOutOfBounds
from .pipeline import Pipeline, StageBar, pipeline
from .settled_pending import PayoffCard, SettledCase, SettledPending, settled_pending
from .shapes import CaseLine, Part
from .stage_times import MonthMix, StageMix, StageTime, TimeInStage, stage_mix_by_month, time_in_stage
from .summary import Summary, summary
from .working import Input, UnknownFigure, Working, explain, explain_all, working_of

__all__ = [
    "EVERYTHING",
    "AtRisk",
    "AtRiskCase",
    "AtRiskGroup",
    "BadCursor",
    "CaseGroup",
    "CaseLine",
    "CaseList",
    "Choice",
    "Collections",
    "Doubt",
    "DoubtCount",
    "DoubtfulList",
    "DoubtfulRecord",
    "FilterChoices",
    "FilterParty",
    "Filters",
    "FirmBreakdown",
    "FirmLine",
    "History",
    "HistoryUnknown",
    "Input",
    "LimitOutOfBounds",
    "MonthCash",
    "MonthMix",
    "Part",
    "PayoffCard",
    "Pipeline",
    "SettledCase",
    "SettledPending",
    "StageBar",
    "StageMix",
    "StageTime",
    "Summary",
    "TimeInStage",
    "TrancheLine",
    "Tranches",
    "UnknownFigure",
    "Velocity",
    "VelocityLine",
    "Working",
    "at_risk",
    "cases_in_group",
    "cases_in_stage",
    "collections_by_month",
    "data_quality",
    "doubtful_records",
    "explain",
    "explain_all",
    "filter_choices",
    "find_party",
    "firm_breakdown",
    "history",
    "pipeline",
    "settled_pending",
    "stage_mix_by_month",
    "summary",
    "time_in_stage",
    "tranches",
    "velocity",
    "working_of",
]
