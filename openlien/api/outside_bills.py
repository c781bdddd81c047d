"""Outside bills of a case, how fair its offers are beside them, and how its settlement is distributed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.negotiation import actions, queries
from openlien.negotiation.actions import FinancialTerms, OutsideBillTerms
from openlien.negotiation.calculations.fairness import Variant

from .authentication import actor_of_call
from .offers import CASE, VIEW, Key, seen_case, today
from .offers_shapes import (
    ChangedOutsideBillRequest,
    DistributionAnswer,
    FairnessAnswer,
    FinancialAnswer,
    FinancialRequest,
    OutsideBillAnswer,
    OutsideBillRequest,
    OutsideBillsAnswer,
    RemovedAnswer,
)
from .operations import operation

router = Router(tags=["negotiation"])
OUTSIDE = "/outside-bills/{uuid:outside_bill_id}"
EDIT = Permission.OUTSIDE_BILLS_EDIT


@operation(
    router,
    "GET",
    f"{CASE}/outside-bills",
    permission=VIEW,
    response=OutsideBillsAnswer,
    shows="Outside bills",
)
def list_outside_bills(request: HttpRequest, case_number: str):
    """The outside bills of a case, and what the eligible ones get of theirs."""
    actor, case = seen_case(request, case_number)
    found = queries.outside_bills_of(actor, case)
    return {
        "items": found.bills,
        "total": len(found.bills),
        "billed": found.billed,
        "medicare_paid": found.medicare_paid,
        "medical_paid": found.medical_paid,
        "promised": found.promised,
        "eligible": found.eligible,
        "pro_rata_percent": None if found.rate is None else found.rate.as_percent(),
    }


@operation(router, "POST", f"{CASE}/outside-bills", permission=EDIT, response=OutsideBillAnswer, status=201)
def add_outside_bill(request: HttpRequest, case_number: str, body: OutsideBillRequest, key: Key = None):
    """Enters an outside bill."""
    actor = actor_of_call(request)
    given = {"terms": _terms(body), "today": today(), "idempotency_key": key}
    made = actions.add_outside_bill(actor, case_number=case_number, **given)
    return Status(201, queries.read_outside_bill(actor, made.id))


@operation(router, "PUT", OUTSIDE, permission=EDIT, response=OutsideBillAnswer)
def change_outside_bill(request: HttpRequest, outside_bill_id: UUID, body: ChangedOutsideBillRequest):
    """Changes an outside bill; the version must be the present one."""
    actor = actor_of_call(request)
    given = {"version": body.version, "today": today()}
    actions.change_outside_bill(actor, outside_bill_id, _terms(body), **given)
    return queries.read_outside_bill(actor, outside_bill_id)


@operation(router, "DELETE", OUTSIDE, permission=EDIT, response=RemovedAnswer)
def remove_outside_bill(request: HttpRequest, outside_bill_id: UUID, version: int = Query(..., ge=1)):
    """Takes an outside bill off its case; the trail keeps what it said."""
    actions.remove_outside_bill(actor_of_call(request), outside_bill_id, version=version)
    return {"id": outside_bill_id}


@operation(router, "GET", f"{CASE}/fairness", permission=VIEW, response=FairnessAnswer, shows="Fairness")
def get_fairness(
    request: HttpRequest,
    case_number: str,
    variant: Variant = Query(Variant.WEIGHTED),
    fund: str = Query("", max_length=20),
):
    """The present offers of a case beside what outside providers get; `fund` is for the fund-based one."""
    actor, case = seen_case(request, case_number)
    found = queries.fairness_of(actor, case, variant=variant, fund=Money(fund) if fund else None)
    compared = found.comparison
    return {
        **{name: getattr(found, name) for name in found.__dataclass_fields__},
        "trigger_percent": found.trigger.as_percent(),
        "ratio_percent": compared.ratio.as_percent() if compared else None,
        "fair": compared.fair if compared else None,
        "gap": compared.gap if compared else None,
        "needs_justification": found.needs_justification,
    }


@operation(
    router,
    "GET",
    f"{CASE}/financial-information",
    permission=VIEW,
    response=FinancialAnswer,
    shows="Financial information",
)
def get_financial_information(request: HttpRequest, case_number: str):
    """What is known of the settlement; version 0 where nothing is."""
    actor, case = seen_case(request, case_number)
    return queries.financial_information_of(actor, case)


@operation(router, "PUT", f"{CASE}/financial-information", permission=EDIT, response=FinancialAnswer)
def put_financial_information(request: HttpRequest, case_number: str, body: FinancialRequest):
    """Sets what is known of the settlement; the version must be the present one."""
    actor = actor_of_call(request)
    given = {name: getattr(body, name) for name in FinancialTerms.__dataclass_fields__}
    actions.set_financial_information(
        actor, case_number=case_number, terms=FinancialTerms(**given), version=body.version
    )
    return queries.financial_information_of(*seen_case(request, case_number))


@operation(
    router,
    "GET",
    f"{CASE}/distribution",
    permission=VIEW,
    response=DistributionAnswer,
    shows="Distribution",
)
def get_distribution(request: HttpRequest, case_number: str):
    """Who gets which part of the settlement, in the order of the dashboard."""
    actor, case = seen_case(request, case_number)
    found = queries.distribution_of(actor, case)
    board = found.dashboard
    return {
        "settled": board.settled if board else None,
        "is_overdrawn": board.is_overdrawn if board else False,
        "bills_without_offer": found.bills_without_offer,
        "items": _portions(board) if board else [],
    }


def _portions(board: Any) -> list[Any]:
    return [
        board.attorney,
        board.fee,
        board.costs,
        board.medical,
        board.in_network,
        board.out_of_network,
        board.outside,
        board.client_funding,
        board.remainder,
    ]


def _terms(body: OutsideBillRequest) -> OutsideBillTerms:
    return OutsideBillTerms(**{name: getattr(body, name) for name in OutsideBillTerms.__dataclass_fields__})
