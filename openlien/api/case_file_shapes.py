"""The JSON of a case file: plaintiffs with their injuries, coverage, case expenses."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from openlien.cases.case_file import coverages, expenses, facts, patients, plaintiffs
from openlien.cases.firm_contacts import VALUE_LETTERS_MAX
from openlien.cases.models import Coverage

from .schemas import Answer, Day, MoneyText, Request

VERSION_MAX = 2**31 - 1


class FactsRequest(Request):
    """What happened and the injuries in short, with the version of the case that was seen."""

    incident_facts: str = Field("", max_length=facts.LETTERS_MAX)
    injuries_summary: str = Field("", max_length=facts.LETTERS_MAX)
    version: int = Field(ge=1, le=VERSION_MAX)


class FactsAnswer(Answer):
    """What happened and the injuries in short."""

    version: int
    incident_facts: str
    injuries_summary: str


Contact = Annotated[str, Field(max_length=VALUE_LETTERS_MAX)]


class PatientRequest(Request):
    """The patient, with the version that was seen; blank is not known."""

    language: str = Field("", max_length=patients.LANGUAGE_LETTERS_MAX)
    gender: Literal["", "female", "male", "other"] = ""
    marital_status: Literal["", "single", "married", "divorced", "widowed"] = ""
    mobile: Contact = ""
    phone: Contact = ""
    email: Contact = ""
    home: Contact = ""
    work: Contact = ""
    version: int = Field(ge=1, le=VERSION_MAX)


class PatientAnswer(Answer):
    """The patient of a case, and the first contact of each kind; blank is not known."""

    name: str
    version: int
    language: str
    gender: str
    marital_status: str
    mobile: str
    phone: str
    email: str
    home: str
    work: str


class PlaintiffRequest(Request):
    """A plaintiff; expenses and liens of all plaintiffs divide by weight."""

    name: str = Field(min_length=1, max_length=plaintiffs.NAME_LETTERS_MAX)
    born_on: Day | None = None
    weight: int = Field(1, ge=1, le=plaintiffs.WEIGHT_MAX)


class PlaintiffChange(PlaintiffRequest):
    """A plaintiff as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=VERSION_MAX)


class InjuryRequest(Request):
    """One injury of a plaintiff of the case."""

    plaintiff_id: UUID
    name: str = Field(min_length=1, max_length=plaintiffs.INJURY_LETTERS_MAX)
    description: str = Field("", max_length=plaintiffs.DESCRIPTION_LETTERS_MAX)


class InjuryChange(InjuryRequest):
    """An injury as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=VERSION_MAX)


class CoverageRequest(Request):
    """A policy; no plaintiff means a defendant's, a limit of null is not known."""

    insurer: str = Field(min_length=1, max_length=coverages.NAME_LETTERS_MAX)
    kind: Coverage.Kind
    plaintiff_id: UUID | None = None
    policy_number: str = Field("", max_length=coverages.NUMBER_LETTERS_MAX)
    claim_number: str = Field("", max_length=coverages.NUMBER_LETTERS_MAX)
    insured_name: str = Field("", max_length=coverages.NAME_LETTERS_MAX)
    limit_per_person: MoneyText | None = None
    limit_per_accident: MoneyText | None = None
    adjuster: str = Field("", max_length=coverages.NAME_LETTERS_MAX)
    adjuster_phone: str = Field("", max_length=300)
    adjuster_email: str = Field("", max_length=300)
    administrator: str = Field("", max_length=coverages.NAME_LETTERS_MAX)


class CoverageChange(CoverageRequest):
    """A policy as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=VERSION_MAX)


class ExpenseRequest(Request):
    """Money the firm spent; no plaintiff means for all of them."""

    incurred_on: Day
    description: str = Field(min_length=1, max_length=expenses.DESCRIPTION_LETTERS_MAX)
    amount: MoneyText
    plaintiff_id: UUID | None = None
    is_recoverable: bool = True
    is_financed: bool = False


class ExpenseChange(ExpenseRequest):
    """An expense as it is to be, with the version that was seen."""

    version: int = Field(ge=1, le=VERSION_MAX)


class InjuryAnswer(Answer):
    """One injury."""

    id: UUID
    version: int
    plaintiff_id: UUID
    name: str
    description: str


class PlaintiffAnswer(Answer):
    """One plaintiff; `is_patient` marks the patient of the case."""

    id: UUID
    version: int
    name: str
    born_on: date | None
    weight: int
    is_patient: bool
    injuries: list[InjuryAnswer]


class CoverageAnswer(Answer):
    """One policy; `type` is what people call its `kind`."""

    id: UUID
    version: int
    plaintiff_id: UUID | None
    plaintiff: str
    insurer: str
    kind: str = Field(validation_alias="kind_code")
    type: str = Field(validation_alias="kind")
    policy_number: str
    claim_number: str
    insured_name: str = Field(validation_alias="insured")
    limit_per_person: MoneyText | None
    limit_per_accident: MoneyText | None
    adjuster: str
    adjuster_phone: str
    adjuster_email: str
    administrator: str


class ExpenseAnswer(Answer):
    """One expense."""

    id: UUID
    version: int
    plaintiff_id: UUID | None
    plaintiff: str
    incurred_on: date
    description: str
    amount: MoneyText
    is_recoverable: bool
    is_financed: bool


class CaseFileAnswer(Answer):
    """The case file; all empty for a provider, who does not see the whole case."""

    plaintiffs: list[PlaintiffAnswer]
    coverages: list[CoverageAnswer]
    expenses: list[ExpenseAnswer]
    expenses_total: MoneyText
