"""The setup of the books: chart of accounts, cost centers, departments, policy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Status

from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.ledger.actions.chart import PolicyFields, change_policy, save_account, save_dimension
from openlien.ledger.chart_rules import AccountFields
from openlien.ledger.queries import chart, chart_lines
from openlien.ledger.queries.chart import DimensionKind

from . import books_shapes as shapes
from .authentication import actor_of_call
from .operations import operation
from .schemas import OptionalDay

router = Router(tags=["chart of accounts"])
_P = Permission
LINE_CURSOR = r"^\d{4}-\d\d-\d\d_[0-9a-f-]{36}_\d{1,9}$"


@operation(router, "GET", "/gl-accounts", permission=_P.LEDGER_VIEW, response=shapes.GLAccountList)
def list_gl_accounts(request: HttpRequest, as_of: OptionalDay = Query(None, alias="asOf")):
    """The whole chart of accounts with balances at the end of a day, today when none is given."""
    found = chart.chart_of_accounts(actor_of_call(request), as_of=as_of or _today())
    items = [_account(account) for account in found.accounts]
    return {"items": items, "total": len(items), "next_cursor": None, "as_of": found.as_of}


@operation(router, "GET", "/gl-accounts/{number}", permission=_P.LEDGER_VIEW, response=shapes.GLAccountAnswer)
def get_gl_account(request: HttpRequest, number: str, as_of: OptionalDay = Query(None, alias="asOf")):
    """One account of the chart."""
    return _account(chart.chart_account(actor_of_call(request), number, as_of=as_of or _today()))


@operation(
    router,
    "POST",
    "/gl-accounts",
    permission=_P.LEDGER_SET_UP,
    response=shapes.GLAccountAnswer,
    status=201,
)
def post_gl_account(request: HttpRequest, body: shapes.GLAccountRequest):
    """Adds an account; its number is the key, so that a repeated request is refused as `number_taken`."""
    account = save_account(actor_of_call(request), _fields(body))
    return Status(201, _account_of(request, account.number))


@operation(
    router, "PUT", "/gl-accounts/{number}", permission=_P.LEDGER_SET_UP, response=shapes.GLAccountAnswer
)
def put_gl_account(request: HttpRequest, number: str, body: shapes.GLAccountChange):
    """Changes an account; with lines on it, its number, kind and side stay."""
    account = save_account(actor_of_call(request), _fields(body), number=number, version=body.version)
    return _account_of(request, account.number)


@operation(
    router,
    "GET",
    "/gl-accounts/{number}/lines",
    permission=_P.LEDGER_VIEW,
    response=shapes.AccountLineList,
    shows="Lines of an account",
)
def list_account_lines(
    request: HttpRequest,
    number: str,
    since: OptionalDay = Query(None, alias="from"),
    until: OptionalDay = Query(None, alias="to"),
    limit: int = Query(50, ge=1, le=chart_lines.LIMIT_MAX),
    cursor: str | None = Query(None, pattern=LINE_CURSOR),
):
    """The lines behind an account's balance, the newest first, with a running balance."""
    found = chart_lines.lines_of_account(
        actor_of_call(request),
        number,
        today=_today(),
        since=since,
        until=until,
        cursor=cursor or "",
        limit=limit,
    )
    names = ("items", "total", "next_cursor", "opening", "debits", "credits", "closing")
    return {name: getattr(found, name) for name in names}


@operation(router, "GET", "/cost-centers", permission=_P.LEDGER_VIEW, response=shapes.DimensionList)
def list_cost_centers(request: HttpRequest):
    """All cost centers."""
    return _dimensions(request, DimensionKind.COST_CENTER)


@operation(
    router,
    "POST",
    "/cost-centers",
    permission=_P.LEDGER_SET_UP,
    response=shapes.DimensionAnswer,
    status=201,
)
def post_cost_center(request: HttpRequest, body: shapes.DimensionRequest):
    """Adds a cost center; its code is the key, so that a repeated request is refused as `code_taken`."""
    return Status(201, save_dimension(actor_of_call(request), DimensionKind.COST_CENTER, **body.dict()))


@operation(
    router, "PUT", "/cost-centers/{code}", permission=_P.LEDGER_SET_UP, response=shapes.DimensionAnswer
)
def put_cost_center(request: HttpRequest, code: str, body: shapes.DimensionChange):
    """Renames a cost center or switches it off; its code never changes."""
    return save_dimension(actor_of_call(request), DimensionKind.COST_CENTER, code=code, **body.dict())


@operation(router, "GET", "/departments", permission=_P.LEDGER_VIEW, response=shapes.DimensionList)
def list_departments(request: HttpRequest):
    """All departments."""
    return _dimensions(request, DimensionKind.DEPARTMENT)


@operation(
    router,
    "POST",
    "/departments",
    permission=_P.LEDGER_SET_UP,
    response=shapes.DimensionAnswer,
    status=201,
)
def post_department(request: HttpRequest, body: shapes.DimensionRequest):
    """Adds a department; its code is the key, so that a repeated request is refused as `code_taken`."""
    return Status(201, save_dimension(actor_of_call(request), DimensionKind.DEPARTMENT, **body.dict()))


@operation(router, "PUT", "/departments/{code}", permission=_P.LEDGER_SET_UP, response=shapes.DimensionAnswer)
def put_department(request: HttpRequest, code: str, body: shapes.DimensionChange):
    """Renames a department or switches it off; its code never changes."""
    return save_dimension(actor_of_call(request), DimensionKind.DEPARTMENT, code=code, **body.dict())


@operation(router, "GET", "/policy", permission=_P.LEDGER_VIEW, response=shapes.PolicyAnswer)
def get_policy(request: HttpRequest):
    """The policy the books are kept by."""
    return _policy(chart.policy_rules(actor_of_call(request)))


@operation(router, "PUT", "/policy", permission=_P.LEDGER_SET_UP, response=shapes.PolicyAnswer)
def put_policy(request: HttpRequest, body: shapes.PolicyChange):
    """Changes the policy; what is posted stays as it was posted."""
    actor = actor_of_call(request)
    fields = PolicyFields(
        pack=body.pack,
        approval_threshold=body.approval_threshold,
        credit_limit_mode=body.credit_limit_mode,
        ageing_days=body.ageing_days,
    )
    change_policy(actor, fields, version=body.version)
    return _policy(chart.policy_rules(actor))


def _fields(body: shapes.GLAccountRequest) -> AccountFields:
    names = ("number", "name", "kind", "sub_category", "normal_side", "role", "is_active", "bc_id")
    return AccountFields(**{name: getattr(body, name) for name in names})


def _account_of(request: HttpRequest, number: str) -> dict[str, Any]:
    return _account(chart.chart_account(actor_of_call(request), number, as_of=_today()))


def _account(account: chart.ChartAccount) -> dict[str, Any]:
    return {
        **vars(account.fields),
        "balance": account.balance,
        "has_lines": account.has_lines,
        "version": account.version,
    }


def _dimensions(request: HttpRequest, kind: DimensionKind) -> dict[str, Any]:
    rows = chart.dimensions(actor_of_call(request), kind)
    return {"items": [vars(row) for row in rows], "total": len(rows), "next_cursor": None}


def _policy(rules: chart.PolicyRules) -> dict[str, Any]:
    return {**vars(rules), "ageing_days": list(rules.ageing_days)}


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)
