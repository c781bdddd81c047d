"""The case file: plaintiffs with their injuries, coverage, case expenses."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from openlien.cases.case_file import coverages, expenses, facts, patients, plaintiffs
from openlien.cases.queries import CaseHead, Claims, claims_of, read_case
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import NotFound
from openlien.settlement.actions import case_file as removals

from . import case_file_shapes as shapes
from .authentication import actor_of_call
from .operations import operation

router = Router(tags=["cases"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
CASE, PLAINTIFF, INJURY, COVERAGE, EXPENSE = (
    "/cases/{case_number}",
    "/plaintiffs/{uuid:plaintiff_id}",
    "/injuries/{uuid:injury_id}",
    "/coverages/{uuid:coverage_id}",
    "/case-expenses/{uuid:expense_id}",
)


class VersionSeen(Schema):
    """The version that was seen of what is removed."""

    version: int = Field(ge=1, le=shapes.VERSION_MAX)


def _does(method: str, path: str, response: Any, status: int = 200) -> Any:
    return operation(router, method, path, permission=Permission.CASES_EDIT, response=response, status=status)


@operation(
    router,
    "GET",
    f"{CASE}/file",
    permission=Permission.CASES_VIEW,
    response=shapes.CaseFileAnswer,
    shows="Case file",
)
def read_file(request: HttpRequest, case_number: str):
    """The plaintiffs, policies and expenses of a case."""
    return _claims(request, case_number)


@operation(
    router,
    "GET",
    f"{CASE}/facts",
    permission=Permission.CASES_VIEW,
    response=shapes.FactsAnswer,
    shows="Case facts",
)
def read_facts(request: HttpRequest, case_number: str):
    """What happened and the injuries in short."""
    return read_case(actor_of_call(request), case_number)


@_does("PUT", f"{CASE}/facts", shapes.FactsAnswer)
def put_facts(request: HttpRequest, case_number: str, body: shapes.FactsRequest):
    """Sets both texts."""
    draft = facts.FactsDraft(**_given(body))
    return facts.change_facts(
        actor_of_call(request), case_number=case_number, draft=draft, version=body.version
    )


@operation(
    router,
    "GET",
    f"{CASE}/patient",
    permission=Permission.CASES_VIEW,
    response=shapes.PatientAnswer,
    shows="Patient",
)
def read_patient(request: HttpRequest, case_number: str):
    """The patient of a case: language, gender, marital status, and the first contact of each kind."""
    return _patient(read_case(actor_of_call(request), case_number))


@_does("PUT", f"{CASE}/patient", shapes.PatientAnswer)
def put_patient(request: HttpRequest, case_number: str, body: shapes.PatientRequest):
    """Sets the patient, on every case of theirs; a blank contact removes it."""
    actor, draft = actor_of_call(request), patients.PatientDraft(**_given(body))
    patients.change_patient(actor, case_number=case_number, draft=draft, version=body.version)
    return _patient(read_case(actor, case_number))


@_does("POST", f"{CASE}/plaintiffs", shapes.PlaintiffAnswer, 201)
def post_plaintiff(request: HttpRequest, case_number: str, body: shapes.PlaintiffRequest, key: Key = None):
    """Adds a plaintiff."""
    draft = plaintiffs.PlaintiffDraft(**_given(body))
    added = plaintiffs.add_plaintiff(
        actor_of_call(request), case_number=case_number, draft=draft, today=_today(), idempotency_key=key
    )
    return Status(201, _line(_claims(request, case_number).plaintiffs, added.id))


@_does("PUT", PLAINTIFF, shapes.PlaintiffAnswer)
def put_plaintiff(request: HttpRequest, plaintiff_id: UUID, body: shapes.PlaintiffChange):
    """Sets name, day of birth and weight; the person changes on every case."""
    draft = plaintiffs.PlaintiffDraft(**_given(body))
    changed = plaintiffs.change_plaintiff(
        actor_of_call(request), plaintiff_id, draft, version=body.version, today=_today()
    )
    return _line(_claims(request, changed.case.number).plaintiffs, plaintiff_id)


@_does("DELETE", PLAINTIFF, None, 204)
def delete_plaintiff(request: HttpRequest, plaintiff_id: UUID, question: Query[VersionSeen]):
    """Removes a plaintiff whom nothing names, with the injuries."""
    removals.remove_plaintiff(actor_of_call(request), plaintiff_id, version=question.version)
    return Status(204, None)


@_does("POST", f"{CASE}/injuries", shapes.InjuryAnswer, 201)
def post_injury(request: HttpRequest, case_number: str, body: shapes.InjuryRequest, key: Key = None):
    """Adds an injury of a plaintiff."""
    draft = plaintiffs.InjuryDraft(**_given(body))
    actor = actor_of_call(request)
    return Status(
        201, plaintiffs.add_injury(actor, case_number=case_number, draft=draft, idempotency_key=key)
    )


@_does("PUT", INJURY, shapes.InjuryAnswer)
def put_injury(request: HttpRequest, injury_id: UUID, body: shapes.InjuryChange):
    """Sets every field of an injury."""
    draft = plaintiffs.InjuryDraft(**_given(body))
    return plaintiffs.change_injury(actor_of_call(request), injury_id, draft, version=body.version)


@_does("DELETE", INJURY, None, 204)
def delete_injury(request: HttpRequest, injury_id: UUID, question: Query[VersionSeen]):
    """Removes an injury."""
    removals.remove_injury(actor_of_call(request), injury_id, version=question.version)
    return Status(204, None)


@_does("POST", f"{CASE}/coverages", shapes.CoverageAnswer, 201)
def post_coverage(request: HttpRequest, case_number: str, body: shapes.CoverageRequest, key: Key = None):
    """Adds a policy; insurer, administrator and adjuster are found by name or added."""
    added = coverages.add_coverage(
        actor_of_call(request), case_number=case_number, draft=_coverage(body), idempotency_key=key
    )
    return Status(201, _line(_claims(request, case_number).coverages, added.id))


@_does("PUT", COVERAGE, shapes.CoverageAnswer)
def put_coverage(request: HttpRequest, coverage_id: UUID, body: shapes.CoverageChange):
    """Sets every field of a policy; rounds and settlements keep the company as it was chosen."""
    actor = actor_of_call(request)
    changed = coverages.change_coverage(actor, coverage_id, _coverage(body), version=body.version)
    return _line(_claims(request, changed.case.number).coverages, coverage_id)


@_does("DELETE", COVERAGE, None, 204)
def delete_coverage(request: HttpRequest, coverage_id: UUID, question: Query[VersionSeen]):
    """Removes a policy that no round and no settlement names."""
    removals.remove_coverage(actor_of_call(request), coverage_id, version=question.version)
    return Status(204, None)


@_does("POST", f"{CASE}/expenses", shapes.ExpenseAnswer, 201)
def post_expense(request: HttpRequest, case_number: str, body: shapes.ExpenseRequest, key: Key = None):
    """Adds an expense."""
    draft = expenses.ExpenseDraft(**_given(body))
    added = expenses.add_expense(
        actor_of_call(request), case_number=case_number, draft=draft, today=_today(), idempotency_key=key
    )
    return Status(201, _line(_claims(request, case_number).expenses, added.id))


@_does("PUT", EXPENSE, shapes.ExpenseAnswer)
def put_expense(request: HttpRequest, expense_id: UUID, body: shapes.ExpenseChange):
    """Sets every field of an expense; what it was stays in the audit trail."""
    draft = expenses.ExpenseDraft(**_given(body))
    actor = actor_of_call(request)
    changed = expenses.change_expense(actor, expense_id, draft, version=body.version, today=_today())
    return _line(_claims(request, changed.case.number).expenses, expense_id)


@_does("DELETE", EXPENSE, None, 204)
def delete_expense(request: HttpRequest, expense_id: UUID, question: Query[VersionSeen]):
    """Removes an expense that no check pays back."""
    removals.remove_expense(actor_of_call(request), expense_id, version=question.version)
    return Status(204, None)


def _given(body: Any) -> dict[str, Any]:
    return {name: getattr(body, name) for name in type(body).model_fields if name != "version"}


def _coverage(body: shapes.CoverageRequest) -> coverages.CoverageDraft:
    return coverages.CoverageDraft(**{**_given(body), "kind": body.kind.value})


def _patient(case: CaseHead) -> dict[str, Any]:
    if not case.is_seen_whole:
        raise NotFound()
    known, version = patients.patient_as_entered(case)
    return {"name": case.patient, "version": version, **asdict(known)}


def _claims(request: HttpRequest, case_number: str) -> Claims:
    return claims_of(read_case(actor_of_call(request), case_number))


def _line(lines: tuple[Any, ...], row_id: UUID) -> Any:
    return next(line for line in lines if line.id == row_id)


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
