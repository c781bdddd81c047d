"""The books: trial balance, checks of the books, the chain, transfers to Business Central."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status

from openlien.accounting.actions.books_check import start_check
from openlien.accounting.queries import books_check as checks
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.ledger.actions.sync import ignore_sync, retry_sync
from openlien.ledger.queries import books
from openlien.ledger.queries.balances import trial_balance
from openlien.ledger.queries.sync import LIMIT_MAX, SyncItem, sync_item, sync_queue
from openlien.ledger.vocabulary import SyncStatus

from . import books_shapes as shapes
from .authentication import actor_of_call
from .operations import operation
from .schemas import OptionalDay

router = Router(tags=["books"])
_P = Permission
ID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


@operation(router, "GET", "/trial-balance", permission=_P.LEDGER_VIEW, response=shapes.TrialBalanceAnswer)
def get_trial_balance(request: HttpRequest, as_of: OptionalDay = Query(None, alias="asOf")):
    """Every account in use with its balance at the end of a day, today when none is given."""
    day = as_of or business_today(settings.BUSINESS_TIME_ZONE)
    found = trial_balance(actor_of_call(request), as_of=day)
    items = [
        {"number": row.number, "name": row.name, "kind": row.kind, "debit": row.debit, "credit": row.credit}
        for row in found.rows
    ]
    sums = {"debits": found.debits, "credits": found.credits}
    return {"items": items, "total": len(items), "as_of": day, **sums}


@operation(router, "GET", "/books-checks", permission=_P.BOOKS_AUDIT, response=shapes.BooksCheckList)
def list_books_checks(request: HttpRequest):
    """The newest checks of the books."""
    return {"items": [_check(check) for check in checks.books_checks(actor_of_call(request))]}


@operation(
    router,
    "POST",
    "/books-checks",
    permission=_P.BOOKS_AUDIT,
    response=shapes.BooksCheckAnswer,
    status=202,
)
def post_books_check(request: HttpRequest):
    """Puts a check into the queue; while one waits or runs the answer is that one, so it can be repeated."""
    actor = actor_of_call(request)
    return Status(202, _check(checks.books_check(actor, start_check(actor).id)))


@operation(
    router,
    "GET",
    "/books-checks/{uuid:check_id}",
    permission=_P.BOOKS_AUDIT,
    response=shapes.BooksCheckAnswer,
)
def get_books_check(request: HttpRequest, check_id: UUID):
    """One check with what it found: gaps, broken links of the chain, balances that are not their lines."""
    return _check(checks.books_check(actor_of_call(request), check_id))


@operation(router, "GET", "/chain", permission=_P.BOOKS_AUDIT, response=shapes.ChainAnswer)
def get_chain(request: HttpRequest):
    """The heads of the chain and its anchors, to be kept outside."""
    actor = actor_of_call(request)
    return {"heads": books.chain_heads(actor), "anchors": books.anchors(actor)}


@operation(router, "GET", "/sync", permission=_P.LEDGER_VIEW, response=shapes.SyncList)
def list_sync(
    request: HttpRequest,
    status: SyncStatus | None = Query(None),
    limit: int = Query(50, ge=1, le=LIMIT_MAX),
    cursor: str | None = Query(None, pattern=ID_PATTERN),
):
    """Posted journals on their way to Business Central, the longest posted first."""
    found = sync_queue(actor_of_call(request), status=status, cursor=cursor or "", limit=limit)
    return {
        "items": [_transfer(item) for item in found.items],
        "total": found.total,
        "next_cursor": found.next_cursor,
        "is_connected": found.is_connected,
        "counts": found.counts,
    }


@operation(
    router,
    "POST",
    "/sync/{uuid:journal_id}/retry",
    permission=_P.LEDGER_SET_UP,
    response=shapes.SyncItemAnswer,
)
def post_sync_retry(request: HttpRequest, journal_id: UUID):
    """Puts a transfer that failed back into the queue."""
    actor = actor_of_call(request)
    retry_sync(actor, journal_id)
    return _transfer(sync_item(actor, journal_id))


@operation(
    router,
    "POST",
    "/sync/{uuid:journal_id}/ignoring",
    permission=_P.LEDGER_SET_UP,
    response=shapes.SyncItemAnswer,
)
def post_sync_ignoring(request: HttpRequest, journal_id: UUID, body: shapes.StatusReasonRequest):
    """Leaves a journal out of the transfers, and says why."""
    actor = actor_of_call(request)
    ignore_sync(actor, journal_id, reason=body.reason)
    return _transfer(sync_item(actor, journal_id))


def _check(check: checks.CheckView) -> dict[str, Any]:
    return {**vars(check), "parts": [vars(part) for part in check.parts]}


def _transfer(item: SyncItem) -> dict[str, Any]:
    return {**vars(item), "is_critical": item.is_critical}
