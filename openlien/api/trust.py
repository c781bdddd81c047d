"""Trust accounts with their client ledgers and months, and the closing statements of a case."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Query, Router, Status, UploadedFile

from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today, now
from openlien.kit.errors import NotFound
from openlien.settlement.closing.actions import (
    Approval,
    file_signed_copy,
    make_statement,
    record_approval,
)
from openlien.settlement.closing.queries import StatementRow, read_statement, statements_of
from openlien.settlement.trust.queries import AccountRow, book_of, overview
from openlien.settlement.trust.reconciliations import MonthRow, complete_month, months, prepare_month

from .authentication import actor_of_call
from .operations import operation
from .schemas import Day
from .trust_shapes import (
    ClientLedgerList,
    ClosingStatementAnswer,
    ClosingStatementList,
    ReconciliationAnswer,
    ReconciliationList,
    ReconciliationRequest,
    TransferApprovalRequest,
    TrustAccountList,
)

router = Router(tags=["trust"])
ACCOUNT = "/trust/accounts/{uuid:account_id}"
STATEMENTS = "/cases/{case_number}/closing-statements"
AsOf = Annotated[Day | None, Query(alias="asOf")]
_VIEW, _IMPORT, _RECONCILE = Permission.TRUST_VIEW, Permission.TRUST_IMPORT, Permission.TRUST_RECONCILE
_SEE, _EDIT = Permission.SETTLEMENTS_VIEW, Permission.SETTLEMENTS_EDIT


@operation(router, "GET", "/trust/accounts", permission=_VIEW, response=TrustAccountList)
def list_trust_accounts(request: HttpRequest, as_of: AsOf = None):
    """Every trust account with what it holds, beside what the general ledger holds in trust."""
    found = overview(actor_of_call(request), as_of=as_of or _today())
    items = [_account(row) for row in found.rows]
    ledger = {"general_ledger": found.general_ledger, "difference": found.difference}
    return {"items": items, "total": len(items), **ledger}


@operation(
    router, "GET", f"{ACCOUNT}/clients", permission=_VIEW, response=ClientLedgerList, shows="Client ledgers"
)
def list_client_ledgers(request: HttpRequest, account_id: UUID, as_of: AsOf = None):
    """The client ledgers of an account that hold money on a day."""
    book = book_of(actor_of_call(request), account_id, as_of=as_of or _today())
    items = [asdict(each) for each in book.clients]
    return {"items": items, "total": len(items), "as_of": book.as_of, "book": book.balance}


@operation(
    router,
    "GET",
    f"{ACCOUNT}/reconciliations",
    permission=_VIEW,
    response=ReconciliationList,
    shows="Trust reconciliations",
)
def list_reconciliations(request: HttpRequest, account_id: UUID):
    """Every version of every month of an account, the newest first."""
    rows, following = months(actor_of_call(request), account_id, today=_today())
    items = [_month(row) for row in rows]
    return {"items": items, "total": len(items), "next_month": f"{following:%Y-%m}"}


@operation(
    router,
    "POST",
    f"{ACCOUNT}/reconciliations",
    permission=_IMPORT,
    response=ReconciliationAnswer,
    status=201,
    shows="Trust reconciliation",
)
def post_reconciliation(request: HttpRequest, account_id: UUID, body: ReconciliationRequest):
    """Prepares a month with its three numbers; another person completes it."""
    actor = actor_of_call(request)
    year, number = map(int, body.month.split("-"))
    first, said = date(year, number, 1), {"bank_balance": body.bank_balance, "reason": body.reason}
    made = prepare_month(actor, account_id, first, today=_today(), **said)
    return Status(201, _month_of(request, account_id, made.id))


@operation(
    router,
    "POST",
    f"{ACCOUNT}/reconciliations/{{uuid:reconciliation_id}}/completion",
    permission=_RECONCILE,
    response=ReconciliationAnswer,
    shows="Trust reconciliation",
)
def post_completion(request: HttpRequest, account_id: UUID, reconciliation_id: UUID):
    """Completes and freezes a month that another person prepared."""
    actor = actor_of_call(request)
    actor.require(_RECONCILE)
    _month_of(request, account_id, reconciliation_id)
    complete_month(actor, reconciliation_id, made_at=_now(), company=settings.COMPANY_NAME)
    return _month_of(request, account_id, reconciliation_id)


@operation(
    router,
    "GET",
    STATEMENTS,
    permission=_SEE,
    response=ClosingStatementList,
    shows="Closing statements",
)
def list_closing_statements(request: HttpRequest, case_number: str):
    """The closing statements of a case, every version of each settlement's."""
    groups = statements_of(actor_of_call(request), case_number)
    items = [_statement(row) for each in groups for row in each.versions]
    return {"items": items, "total": len(items)}


@operation(
    router,
    "POST",
    "/settlements/{uuid:settlement_id}/closing-statements",
    permission=_EDIT,
    response=ClosingStatementAnswer,
    status=201,
    shows="Closing statement",
)
def post_closing_statement(request: HttpRequest, settlement_id: UUID):
    """Makes the next version from the saved calculation; the one before is superseded."""
    actor = actor_of_call(request)
    made = make_statement(actor, settlement_id, made_at=_now(), company=settings.COMPANY_NAME)
    return Status(201, _statement(read_statement(actor, made.id)[1]))


@operation(
    router,
    "POST",
    "/closing-statements/{uuid:statement_id}/approval",
    permission=_EDIT,
    response=ClosingStatementAnswer,
    shows="Closing statement",
)
def post_approval(request: HttpRequest, statement_id: UUID, body: TransferApprovalRequest):
    """Records when and how the client approved the version that counts."""
    actor = actor_of_call(request)
    said = Approval(approved_on=body.approved_on, how=body.how, words=body.words)
    record_approval(actor, statement_id, said, today=_today())
    return _statement(read_statement(actor, statement_id)[1])


@operation(
    router,
    "POST",
    "/closing-statements/{uuid:statement_id}/signed-copy",
    permission=_EDIT,
    response=ClosingStatementAnswer,
    shows="Closing statement",
)
def post_signed_copy(request: HttpRequest, statement_id: UUID, file: UploadedFile = File(...)):
    """Files the copy that the client signed, with the approval or at any time after it."""
    actor = actor_of_call(request)
    file_signed_copy(actor, statement_id, name=file.name or "signed", chunks=file.chunks())
    return _statement(read_statement(actor, statement_id)[1])


def _account(row: AccountRow) -> dict[str, Any]:
    figures = ("book", "cleared", "in_transit", "outstanding", "clients", "open_lines", "reconciled_until")
    return {**asdict(row.account), **{name: getattr(row, name) for name in figures}}


def _month_of(request: HttpRequest, account_id: UUID, reconciliation_id: UUID) -> dict[str, Any]:
    rows, _ = months(actor_of_call(request), account_id, today=_today())
    row = next((each for each in rows if each.id == reconciliation_id), None)
    if row is None:
        raise NotFound()
    return _month(row)


def _month(row: MonthRow) -> dict[str, Any]:
    return {**_fields(row), "month": f"{row.month:%Y-%m}", "is_completed": row.is_completed}


def _statement(row: StatementRow) -> dict[str, Any]:
    said = {"is_current": row.is_current, "client": row.client, "changes": list(row.changes)}
    return {**_fields(row), **said}


def _fields(row: MonthRow | StatementRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def _now() -> datetime:
    return now().astimezone(ZoneInfo(settings.BUSINESS_TIME_ZONE))
