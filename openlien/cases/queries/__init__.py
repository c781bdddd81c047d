"""Reads of cases: every question takes the actor, or a case that the actor has read."""

from .claims import Claims, CoverageLine, ExpenseLine, InjuryLine, LienLine, PlaintiffLine, claims_of
from .firm_reach import FirmPerson, FirmReach, firm_reach
from .firms import FoundFirm, find_firms, firm_name
from .groups import ProviderGroup, provider_groups
from .heads import CaseHead, read_case, sees_whole_case
from .history import StageStep, stage_steps
from .parties import ScopeParty, party_names, scope_parties
from .people import Contact, FirmCard, PatientCard, People, people_of

__all__ = [
    "CaseHead",
    "Claims",
    "Contact",
    "CoverageLine",
    "ExpenseLine",
    "FirmCard",
    "FirmPerson",
    "FirmReach",
    "FoundFirm",
    "InjuryLine",
    "LienLine",
    "PatientCard",
    "People",
    "PlaintiffLine",
    "ProviderGroup",
    "ScopeParty",
    "StageStep",
    "claims_of",
    "find_firms",
    "firm_name",
    "firm_reach",
    "party_names",
    "people_of",
    "provider_groups",
    "read_case",
    "scope_parties",
    "sees_whole_case",
    "stage_steps",
]
