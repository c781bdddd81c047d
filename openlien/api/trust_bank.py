"""Bank statements read in and taken back, lines matched with checks, and shares of a case in trust."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Header, Query, Router, Schema, Status, UploadedFile

from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.money import Money
from openlien.ledger.vocabulary import AccountRole
from openlien.settlement.trust import bank_lines, matching, statements
from openlien.settlement.trust.bank_file import BYTES_MAX
from openlien.settlement.trust.queries import client_ledger
from openlien.settlement.trust.transfers import move_share

from . import trust_bank_shapes as shapes
from .authentication import actor_of_call
from .operations import operation
from .schemas import Day

router = Router(tags=["trust"])
ACCOUNT = "/trust/accounts/{uuid:account_id}"
FILE = "/trust/statements/{uuid:statement_id}"
LINE = "/trust/bank-lines/{uuid:line_id}"
AsOf = Annotated[Day | None, Query(alias="asOf")]
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=120)]
_VIEW, _IMPORT, _RECONCILE = Permission.TRUST_VIEW, Permission.TRUST_IMPORT, Permission.TRUST_RECONCILE


class StateQuestion(Schema):
    """Which lines."""

    state: Literal["open", "matched", "all"] = "open"


def _reads(path: str, response: Any, *, shows: str, permission: Permission = _VIEW) -> Any:
    return operation(router, "GET", path, permission=permission, response=response, shows=shows)


def _does(method: str, path: str, response: Any, *, status: int = 200, shows: str | None = None) -> Any:
    return operation(router, method, path, permission=_IMPORT, response=response, status=status, shows=shows)


@_reads(f"{ACCOUNT}/statements", shapes.StatementFileList, shows="Bank statements")
def list_statements(request: HttpRequest, account_id: UUID):
    """The newest files of an account."""
    return {"items": bank_lines.statements(actor_of_call(request), account_id)}


@_does("POST", f"{ACCOUNT}/statements", shapes.StatementPreviewAnswer, status=201, shows="Bank statement")
def post_statement(request: HttpRequest, account_id: UUID, file: UploadedFile = File(...)):
    """Takes the bank's CSV file, sent as multipart form data; nothing of it counts before it is read in."""
    content = file.read(BYTES_MAX + 1)
    name = file.name or "file"
    made = statements.upload_statement(actor_of_call(request), account_id, name=name, content=content)
    return Status(201, _preview(request, made.id))


@_reads(FILE, shapes.StatementPreviewAnswer, shows="Bank statement", permission=_IMPORT)
def get_statement(request: HttpRequest, statement_id: UUID):
    """A file before it is read in: its columns, its lines, or why it is refused."""
    return _preview(request, statement_id)


@_does("PUT", f"{FILE}/columns", shapes.StatementPreviewAnswer, shows="Bank statement")
def put_columns(request: HttpRequest, statement_id: UUID, body: shapes.ColumnsRequest):
    """Says which column holds what."""
    statements.choose_columns(actor_of_call(request), statement_id, body.columns)
    return _preview(request, statement_id)


@_does("POST", f"{FILE}/reading", shapes.ReadingAnswer)
def post_reading(request: HttpRequest, statement_id: UUID):
    """Reads the file in; lines whose number and amount are those of one check are matched with it."""
    done = statements.read_in(actor_of_call(request), statement_id, today=_today())
    return {**asdict(done), "held_up": list(done.held_up)}


@_does("DELETE", f"{FILE}/reading", None, status=204)
def delete_reading(request: HttpRequest, statement_id: UUID):
    """Takes a file back that was read in: its lines go, checks that they cleared stay cleared."""
    statements.take_back_statement(actor_of_call(request), statement_id)
    return Status(204, None)


@_does("DELETE", FILE, None, status=204)
def delete_statement(request: HttpRequest, statement_id: UUID):
    """Drops a file that was not read in."""
    statements.discard_statement(actor_of_call(request), statement_id)
    return Status(204, None)


@_reads(f"{ACCOUNT}/bank-lines", shapes.BankLineList, shows="Bank lines")
def list_lines(request: HttpRequest, account_id: UUID, question: Query[StateQuestion]):
    """Bank lines with the checks they carry; an open one with those that it may carry."""
    rows, total = bank_lines.bank_lines(actor_of_call(request), account_id, state=question.state)
    return {"items": rows, "total": total}


@_does("POST", f"{ACCOUNT}/matching", shapes.MatchedAnswer)
def post_matching(request: HttpRequest, account_id: UUID):
    """Matches open lines anew, now that more checks are entered."""
    return {"matched": matching.match_again(actor_of_call(request), account_id, today=_today())}


@_does("PUT", f"{LINE}/checks", shapes.BankLineAnswer, shows="Bank line")
def put_checks(request: HttpRequest, line_id: UUID, body: shapes.MatchRequest):
    """Matches a line with the checks that make it up; those not cleared yet clear on its day."""
    matching.match_line(actor_of_call(request), line_id, body.checks, today=_today())
    return _line(request, line_id)


@_does("DELETE", f"{LINE}/checks", None, status=204)
def delete_checks(request: HttpRequest, line_id: UUID):
    """Takes a match apart; its checks stay cleared."""
    matching.take_match_apart(actor_of_call(request), line_id)
    return Status(204, None)


@_does("PUT", f"{LINE}/bank-error", shapes.BankLineAnswer, shows="Bank line")
def put_bank_error(request: HttpRequest, line_id: UUID, body: shapes.BankErrorRequest):
    """Marks a line as a mistake that the bank puts right."""
    matching.mark_bank_error(actor_of_call(request), line_id, reason=body.reason)
    return _line(request, line_id)


@_does("DELETE", f"{LINE}/bank-error", None, status=204)
def delete_bank_error(request: HttpRequest, line_id: UUID):
    """Opens a line again that was marked as the bank's mistake."""
    matching.take_bank_error_back(actor_of_call(request), line_id)
    return Status(204, None)


@_reads(f"{ACCOUNT}/clients/{{case_number}}", shapes.ClientLedgerPageAnswer, shows="Client ledger")
def get_client_ledger(request: HttpRequest, account_id: UUID, case_number: str, as_of: AsOf = None):
    """What an account holds for one case, and how that splits in the books."""
    found = client_ledger(actor_of_call(request), account_id, case_number, as_of=as_of or _today())
    balance = found.entries[-1].balance if found.entries else Money.zero
    return {
        "case_number": found.case_number,
        "balance": balance,
        "entries": found.entries,
        "shares": found.shares,
        "transfers": found.transfers,
    }


@operation(
    router,
    "POST",
    "/cases/{case_number}/share-transfers",
    permission=_RECONCILE,
    response=shapes.MovedAnswer,
    status=201,
    shows="Trust transfer",
)
def post_transfer(request: HttpRequest, case_number: str, body: shapes.TransferRequest, key: Key = None):
    """Moves money between shares of a case, in the books too; nothing leaves the account."""
    moved = move_share(
        actor_of_call(request),
        case_number=case_number,
        from_share=AccountRole(body.from_share),
        to_share=AccountRole(body.to_share),
        amount=body.amount,
        moved_on=body.moved_on,
        reason=body.reason,
        today=_today(),
        idempotency_key=key,
    )
    return Status(201, moved)


def _preview(request: HttpRequest, statement_id: UUID) -> dict[str, Any]:
    found = statements.preview(actor_of_call(request), statement_id, today=_today())
    return {
        "id": found.statement_id,
        "account_id": found.account_id,
        "is_read": found.is_read,
        "headings": list(found.table.headings),
        "columns": dict(found.table.columns),
        "refusal": found.refusal,
        "new": found.new,
        "lines": [{**asdict(line), "is_known": is_known} for line, is_known in found.lines],
    }


def _line(request: HttpRequest, line_id: UUID) -> bank_lines.LineRow:
    return bank_lines.bank_line(actor_of_call(request), line_id)[0]


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
