"""The facts: people and firms, cases and their stages, bills, coverage, liens, documents, activity."""

from .activity import Activity, Task
from .bills import Bill
from .cases import Case, Injury, Numbering, Plaintiff, StageChange
from .claims import CaseExpense, Coverage, Lien
from .documents import Document
from .fee_schedules import FeeSchedule, FeeScheduleLine, FeeScheduleVersion
from .parties import ContactPoint, NameAlias, Party
from .provenance import Batch

__all__ = [
    "Activity",
    "Batch",
    "Bill",
    "Case",
    "CaseExpense",
    "ContactPoint",
    "Coverage",
    "Document",
    "FeeSchedule",
    "FeeScheduleLine",
    "FeeScheduleVersion",
    "Injury",
    "Lien",
    "NameAlias",
    "Numbering",
    "Party",
    "Plaintiff",
    "StageChange",
    "Task",
]
