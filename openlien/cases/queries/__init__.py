"""Reads of cases: every question takes the actor, or a case that the actor has read."""

from .claims import Claims, CoverageLine, ExpenseLine, LienLine, PlaintiffLine, claims_of
from .firms import FoundFirm, find_firms, firm_name
from .groups import ProviderGroup, provider_groups
from .heads import CaseHead, read_case, sees_whole_case
from .history import (
    ActivityLine,
    KindCount,
    NoSuchActivity,
    StageStep,
    Timeline,
    activity_kinds,
    stage_steps,
    timeline_of,
)
from .parties import ScopeParty, party_names, scope_parties
from .people import Contact, FirmCard, PatientCard, People, people_of

__all__ = [
    "ActivityLine",
    "CaseHead",
    "Claims",
    "Contact",
    "CoverageLine",
    "ExpenseLine",
    "FirmCard",
    "FoundFirm",
    "KindCount",
    "LienLine",
    "NoSuchActivity",
    "PatientCard",
    "People",
    "PlaintiffLine",
    "ProviderGroup",
    "ScopeParty",
    "StageStep",
    "Timeline",
    "activity_kinds",
    "claims_of",
    "find_firms",
    "firm_name",
    "party_names",
    "people_of",
    "provider_groups",
    "read_case",
    "scope_parties",
    "sees_whole_case",
    "stage_steps",
    "timeline_of",
]
