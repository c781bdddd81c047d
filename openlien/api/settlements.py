"""Rounds, settlements, calculations, reductions and checks of a case."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from openlien.calculator.catalogue import rule_named
from openlien.calculator.lien_rules import kept_law, kept_trace
from openlien.calculator.queries import calculate
from openlien.calculator.words import plain
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money
from openlien.negotiation.rounds import actions as rounds
from openlien.negotiation.rounds import queries as round_queries
from openlien.settlement.actions import calculations, checks, reductions
from openlien.settlement.actions import settlements as actions
from openlien.settlement.actions.drafts import SettlementDraft
from openlien.settlement.input_rules import RecoveryPart, Terms
from openlien.settlement.queries import tables
from openlien.settlement.queries.calculations import CalculationView, read_calculation
from openlien.settlement.queries.counterparties import counterparties

from . import settlement_shapes as shapes
from .authentication import actor_of_call
from .operations import operation

router = Router(tags=["settlements"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
CASE, ROUND, ONE, CHECK = (
    "/cases/{case_number}",
    "/rounds/{uuid:round_id}",
    "/settlements/{uuid:settlement_id}",
    "/checks/{uuid:check_id}",
)
_EDIT, _CHECKS = Permission.SETTLEMENTS_EDIT, Permission.CHECKS_EDIT


class VersionQuestion(Schema):
    """The version that was seen of what is deleted."""

    version: int = Field(ge=1, le=2**31 - 1)


class NameQuestion(Schema):
    """Which what-if; blank for the real calculation."""

    name: str = Field("", max_length=60)


class PlaintiffQuestion(Schema):
    """Which plaintiff; the first where none is named."""

    plaintiff_id: UUID | None = Field(None, alias="plaintiffId")


def _reads(path: str, response: Any, *, shows: str) -> Any:
    permission = Permission.SETTLEMENTS_VIEW
    return operation(router, "GET", path, permission=permission, response=response, shows=shows)


def _does(method: str, path: str, response: Any, permission: Permission = _EDIT, status: int = 200) -> Any:
    return operation(router, method, path, permission=permission, response=response, status=status)


@_reads(f"{CASE}/counterparties", shapes.CounterpartiesAnswer, shows="Counterparties")
def list_counterparties(request: HttpRequest, case_number: str):
    """With whom the case is negotiated: insurers, administrators as rows of their own."""
    return {"items": counterparties(actor_of_call(request), case_number)}


@_reads(f"{CASE}/rounds", shapes.RoundsAnswer, shows="Negotiation rounds")
def list_rounds(request: HttpRequest, case_number: str):
    """The rounds of a case by date."""
    return {"items": round_queries.round_table(actor_of_call(request), case_number)}


@_does("POST", f"{CASE}/rounds", shapes.RoundAnswer, status=201)
def post_round(request: HttpRequest, case_number: str, body: shapes.RoundRequest, key: Key = None):
    """Adds a round; with an amount agreed also its linked settlement."""
    actor = actor_of_call(request)
    draft = rounds.RoundDraft(**_given(body))
    row = rounds.add_round(actor, case_number=case_number, draft=draft, today=_today(), idempotency_key=key)
    return Status(201, round_queries.round_row(actor, row.id))


@_does("PUT", ROUND, shapes.RoundAnswer)
def put_round(request: HttpRequest, round_id: UUID, body: shapes.RoundChange):
    """Changes a round; of its linked settlement the amount follows."""
    actor = actor_of_call(request)
    draft = rounds.RoundDraft(**_given(body))
    rounds.change_round(actor, round_id, draft, version=body.version, today=_today())
    return round_queries.round_row(actor, round_id)


@_does("DELETE", ROUND, None, status=204)
def delete_round(request: HttpRequest, round_id: UUID, question: Query[VersionQuestion]):
    """Deletes a round that no settlement is linked to."""
    rounds.delete_round(actor_of_call(request), round_id, version=question.version)
    return Status(204, None)


@_reads(f"{CASE}/settlement-view", shapes.SettlementViewAnswer, shows="Settlement view")
def read_view(request: HttpRequest, case_number: str, question: Query[PlaintiffQuestion]):
    """The case file in the respects that matter in a negotiation, for one plaintiff."""
    view = round_queries.settlement_view(actor_of_call(request), case_number, question.plaintiff_id)
    facts = view.facts
    return {
        "plaintiff": facts.plaintiff,
        "incident_facts": facts.incident_facts,
        "injuries_summary": facts.injuries_summary,
        "injuries": [asdict(each) for each in facts.injuries],
        "coverage": facts.coverage,
        "lienors": [plain(asdict(each)) for each in facts.lienors],
        "case_expense": facts.case_expense,
        "last_demand": view.last_demand,
        "last_offer": view.last_offer,
    }


@_reads(f"{CASE}/settlements", shapes.SettlementsAnswer, shows="Settlements")
def list_settlements(request: HttpRequest, case_number: str):
    """The settlements of a case, with sums over all of them."""
    table = tables.settlement_table(actor_of_call(request), case_number)
    sums = ("gross", "received", "firm_fee", "fee_recorded", "distributed")
    return {"items": table.rows, **{name: getattr(table, name) for name in sums}}


@_does("POST", f"{CASE}/settlements", shapes.SettlementAnswer, status=201)
def post_settlement(request: HttpRequest, case_number: str, body: shapes.SettlementRequest, key: Key = None):
    """Adds a settlement that no round is linked to."""
    actor, draft = actor_of_call(request), SettlementDraft(**_given(body))
    added = actions.add_settlement(
        actor, case_number=case_number, draft=draft, today=_today(), idempotency_key=key
    )
    return Status(201, tables.settlement_row(actor, added.id))


@_does("PUT", ONE, shapes.SettlementAnswer)
def put_settlement(request: HttpRequest, settlement_id: UUID, body: shapes.SettlementChange):
    """Sets every field of a settlement; the amount shows in its linked round as well."""
    actor, draft = actor_of_call(request), SettlementDraft(**_given(body))
    actions.change_settlement(actor, settlement_id, draft, version=body.version, today=_today())
    return tables.settlement_row(actor, settlement_id)


@_does("DELETE", ONE, None, status=204)
def delete_settlement(request: HttpRequest, settlement_id: UUID, question: Query[VersionQuestion]):
    """Deletes a settlement; its linked round turns blank."""
    actions.delete_settlement(actor_of_call(request), settlement_id, version=question.version)
    return Status(204, None)


@_does("POST", f"{ONE}/fees", shapes.FeeAnswer, _CHECKS, status=201)
def post_fee(request: HttpRequest, settlement_id: UUID, body: shapes.FeeRequest, key: Key = None):
    """Records money taken in as fee."""
    fee = actions.record_fee(
        actor_of_call(request), settlement_id, **_given(body), today=_today(), idempotency_key=key
    )
    return Status(201, fee)


@_reads(f"{ONE}/calculation", shapes.SettlementCalculationAnswer, shows="Settlement calculation")
def get_calculation(request: HttpRequest, settlement_id: UUID, question: Query[NameQuestion]):
    """The calculation or a what-if; what it would start with where none is saved."""
    actor = actor_of_call(request)
    view = read_calculation(actor, settlement_id, name=question.name)
    _see(request, settlement_id)
    return calculation_answer(view)


@_does("PUT", f"{ONE}/calculation", shapes.SettlementCalculationAnswer)
def put_calculation(request: HttpRequest, settlement_id: UUID, body: shapes.CalculationRequest):
    """Saves the calculation or a what-if."""
    actor = actor_of_call(request)
    calculations.save_calculation(
        actor,
        settlement_id,
        terms=terms_of_body(body.terms),
        values=body.values,
        name=body.name,
        version=body.version,
    )
    return calculation_answer(read_calculation(actor, settlement_id, name=body.name.strip()))


@_does("POST", f"{ONE}/calculation/refresh", shapes.SettlementCalculationAnswer)
def post_refresh(request: HttpRequest, settlement_id: UUID, body: shapes.RefreshRequest):
    """Pulls inputs from their source pages."""
    actor = actor_of_call(request)
    calculations.refresh_inputs(actor, settlement_id, inputs=body.inputs, name=body.name)
    return calculation_answer(read_calculation(actor, settlement_id, name=body.name))


@_does("DELETE", f"{ONE}/calculation", None, status=204)
def delete_calculation(request: HttpRequest, settlement_id: UUID, question: Query[NameQuestion]):
    """Deletes a what-if; the real calculation stays."""
    calculations.delete_what_if(actor_of_call(request), settlement_id, name=question.name)
    return Status(204, None)


@_reads(f"{ONE}/checks", shapes.ChecksAnswer, shows="Checks of a settlement")
def list_checks(request: HttpRequest, settlement_id: UUID):
    """The checks of a settlement with their running balance."""
    table = tables.check_table(actor_of_call(request), settlement_id)
    _see(request, settlement_id)
    sums = ("debit", "credit", "balance", "cleared", "available")
    return {"items": table.rows, **{name: getattr(table, name) for name in sums}}


@_does("POST", f"{ONE}/checks", shapes.CheckAnswer, _CHECKS, status=201)
def post_check(request: HttpRequest, settlement_id: UUID, body: shapes.CheckRequest, key: Key = None):
    """Adds a check through the settlement's escrow account."""
    actor, draft = actor_of_call(request), checks.CheckDraft(**_given(body))
    check = checks.add_check(actor, settlement_id, draft, today=_today(), idempotency_key=key)
    return Status(201, _check_row(request, settlement_id, check.id))


@_does("PUT", CHECK, shapes.CheckAnswer, _CHECKS)
def put_check(request: HttpRequest, check_id: UUID, body: shapes.CheckChange):
    """Changes a check; its status changes by the operation for statuses."""
    draft = checks.CheckDraft(**_given(body))
    check = checks.change_check(actor_of_call(request), check_id, draft, version=body.version, today=_today())
    return _check_row(request, check.settlement_id, check_id)


@_does("DELETE", CHECK, None, _CHECKS, status=204)
def delete_check(request: HttpRequest, check_id: UUID, question: Query[VersionQuestion]):
    """Deletes a check that is still held."""
    checks.delete_check(actor_of_call(request), check_id, version=question.version)
    return Status(204, None)


@_does("POST", "/checks/statuses", shapes.ChangedChecks, _CHECKS)
def post_statuses(request: HttpRequest, body: shapes.StatusesRequest):
    """Gives several checks another status, all or none."""
    changed = checks.change_statuses(
        actor_of_call(request), body.checks, body.status, on=body.on, today=_today()
    )
    return {"changed": len(changed)}


@_does("POST", f"{ONE}/distribution-checks", shapes.ChangedChecks, _CHECKS)
def post_distribution_checks(request: HttpRequest, settlement_id: UUID):
    """Adds every check that the calculation still has to pay out, each held."""
    made = checks.add_distribution_checks(actor_of_call(request), settlement_id, today=_today())
    return {"changed": len(made)}


@_does("POST", "/liens/{uuid:lien_id}/reductions", shapes.ReductionAnswer, status=201)
def post_reduction(request: HttpRequest, lien_id: UUID, body: shapes.ReductionRequest, key: Key = None):
    """Proposes what a rule of the calculator leaves of a lien; another person approves it."""
    actor = actor_of_call(request)
    actor.require(_EDIT)
    found = calculate(actor, body.rule, body.inputs)
    amount = found.result.get(body.output)
    if not isinstance(amount, Money):
        raise InvalidInput("output", "The output is an amount that this rule answers.")
    proposal = reductions.propose_reduction(
        actor,
        lien_id,
        rule=body.rule,
        amount=amount,
        inputs=body.inputs,
        trace=kept_trace(found),
        law=kept_law(rule_named(body.rule), None),
        idempotency_key=key,
    )
    return Status(201, proposal)


@_does(
    "POST",
    "/reductions/{uuid:proposal_id}/approval",
    shapes.ReductionAnswer,
    Permission.REDUCTIONS_APPROVE,
)
def post_approval(request: HttpRequest, proposal_id: UUID):
    """Approves a reduction that somebody else proposed; the lien comes to its amount."""
    return reductions.approve_reduction(actor_of_call(request), proposal_id)


@_does(
    "POST", "/reductions/{uuid:proposal_id}/refusal", shapes.ReductionAnswer, Permission.REDUCTIONS_APPROVE
)
def post_refusal(request: HttpRequest, proposal_id: UUID, body: shapes.ReductionRefusalRequest):
    """Refuses a reduction; the lien stays as it is."""
    return reductions.refuse_reduction(actor_of_call(request), proposal_id, reason=body.reason)


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def _given(body: Any) -> dict[str, Any]:
    """The fields of a request; not model_dump(), which would write the amounts as text."""
    return {name: getattr(body, name) for name in type(body).model_fields if name != "version"}


def _see(request: HttpRequest, settlement_id: UUID) -> None:
    """Tells the access log whose record was read."""
    seen = tables.read_settlement(actor_of_call(request), settlement_id)
    request.seen_case = seen.case.number  # type: ignore[attr-defined]


def _check_row(request: HttpRequest, settlement_id: UUID, check_id: UUID) -> tables.CheckRow:
    rows = tables.check_table(actor_of_call(request), settlement_id).rows
    return next(row for row in rows if row.id == check_id)


def terms_of_body(body: shapes.TermsShape) -> Terms:
    """Return the fee agreement of a request."""
    given = {**_given(body), "fee_basis": body.fee_basis.value, "not_paid": tuple(body.not_paid)}
    given["recoveries"] = tuple(RecoveryPart(**_given(each)) for each in body.recoveries)
    return Terms(**given)


def calculation_answer(view: CalculationView) -> dict[str, Any]:
    """Return a calculation as the interface says it."""
    result = view.result
    return {
        "name": view.name,
        "is_saved": view.is_saved,
        "version": view.version,
        "inputs": view.inputs,
        "terms": plain(asdict(view.terms)),
        "refusal": view.refusal,
        "firm_fee": result.division.firm if result else None,
        "client": result.client if result else None,
        "is_blocked": bool(result and result.distribution.is_blocked),
        "lines": _lines(view),
        "working": [plain(asdict(each)) for each in result.working] if result else [],
    }


def _lines(view: CalculationView) -> list[dict[str, str]]:
    lines = view.result.distribution.lines if view.result else ()
    return [
        {
            "name": line.deduction.name,
            "tier": line.deduction.tier.label,
            "amount": str(line.deduction.amount),
            "left": str(line.left),
        }
        for line in lines
    ]
