"""What happens on a case account: claims, adjustments, settlement, closing, opening; previewed or posted."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Router

from openlien.accounting.actions.charges import Approved, Claim, adjust_charge, approve_claim
from openlien.accounting.actions.closures import close_case_account
from openlien.accounting.actions.openings import NewCase, Opening, open_case, record_opening
from openlien.accounting.actions.rehearsals import Rehearsal, carry_out
from openlien.accounting.actions.settlements import Shares, settle_case
from openlien.accounting.queries.charges import charges_of
from openlien.accounting.queries.closing import obstacles_of
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.kit.errors import NotFound
from openlien.ledger.actions.case_accounts import AccountSettings
from openlien.ledger.queries.account_read import CaseAccountRecord, read_account
from openlien.ledger.vocabulary import CaseAccountStatus

from .authentication import actor_of_call
from .case_accounts import router as accounts
from .case_workflow_shapes import (
    AccountSettlementRequest,
    ChargeListAnswer,
    ChargeRequest,
    ClaimRequest,
    ClosingAnswer,
    ClosingRequest,
    NewAccountRequest,
    OpeningRequest,
    WorkflowAnswer,
    WorkflowRequest,
)
from .operations import operation, seen

router = Router(tags=["case accounts"])
ONE = "/case-accounts/{account_number}"
RequiredKey = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=100)]
_WORKFLOW = {"preview", "confirm"}


def _does(path: str, permission: Permission, *, on: Router = router) -> Any:
    return operation(on, "POST", path, permission=permission, response=WorkflowAnswer)


# The list answers at the same address, and one address belongs to one router.
@_does("/case-accounts", Permission.CASE_ACCOUNTS_EDIT, on=accounts)
def post_account(request: HttpRequest, body: NewAccountRequest, key: RequiredKey):
    """Opens a case with its account, and with an opening entry where earlier books bring something over."""
    actor = actor_of_call(request)
    actor.require(Permission.CASE_ACCOUNTS_EDIT)
    new = NewCase(
        patient=body.patient,
        mrn=body.mrn,
        law_firm_id=body.law_firm_id,
        opened_on=body.opened_on,
        settings=AccountSettings(
            credit_limit=body.credit_limit, cost_center=body.cost_center, department=body.department
        ),
        opening=Opening(**vars(body.opening)) if body.opening else None,
    )
    done = carry_out(
        actor,
        lambda: open_case(actor, new, today=_today(), idempotency_key=key, posting_on=body.posting_on),
        account_of=lambda opened: opened.account.id,
        is_repeated=lambda opened: not opened.is_new,
        **_wanted(body),
    )
    account = done.result.account
    return _answer(request, done, account.number, account.case.number, account.status, body)


@_does(f"{ONE}/claims", Permission.JOURNALS_POST)
def post_claim(request: HttpRequest, account_number: str, body: ClaimRequest, key: RequiredKey):
    """Approves a claim for payment: it becomes a bill of the case and is charged to its account."""
    actor, account = _acting(request, account_number, Permission.JOURNALS_POST)
    claim = Claim(**_facts(body, "posting_on"))
    done = carry_out(
        actor,
        lambda: approve_claim(
            actor,
            case_number=account.case_number,
            claim=claim,
            today=_today(),
            idempotency_key=key,
            posting_on=body.posting_on,
        ),
        account_of=lambda approved: account.id,
        is_repeated=lambda approved: not approved.is_new,
        **_wanted(body),
    )
    return {**_of(request, done, account, body), **_claim_words(done.result, body)}


@operation(router, "GET", f"{ONE}/charges", permission=Permission.LEDGER_VIEW, response=ChargeListAnswer)
def list_charges(request: HttpRequest, account_number: str):
    """The charges of a case account by service day; `version` guards a change of one."""
    actor, account = _acting(request, account_number, Permission.LEDGER_VIEW)
    found = charges_of(actor, account)
    seen(request, "Case account charges", case_number=account.case_number, rows=len(found.lines))
    sums = {name: getattr(found, name) for name in ("retail", "contracted", "adjustment", "open")}
    return {"items": found.lines, "total": len(found.lines), **sums}


@_does(f"{ONE}/charges/{{uuid:bill_id}}/adjustment", Permission.JOURNALS_POST)
def post_charge_adjustment(request: HttpRequest, account_number: str, bill_id: UUID, body: ChargeRequest):
    """Gives an approved claim other amounts; the version must be the present one."""
    actor, account = _acting(request, account_number, Permission.JOURNALS_POST)
    before = charges_of(actor, account).line(bill_id)
    if before is None:
        raise NotFound()
    done = carry_out(
        actor,
        lambda: adjust_charge(actor, bill_id=bill_id, today=_today(), **_facts(body)),
        account_of=lambda bill: account.id,
        is_repeated=lambda bill: before.version == body.version + 1,
        **_wanted(body),
    )
    return {**_of(request, done, account, body), "bill_id": bill_id}


@_does(f"{ONE}/settlement", Permission.JOURNALS_POST)
def post_settlement(
    request: HttpRequest, account_number: str, body: AccountSettlementRequest, key: RequiredKey
):
    """Divides a settlement held in trust, pays each share out, and receives our own lien.

    With reasons, the rest of the lien is given up as a reduction, and the account closed.
    """
    actor, account = _acting(request, account_number, Permission.JOURNALS_POST)
    parts = ("attorney_fees", "own_lien", "other_liens", "patient_portion")
    done = carry_out(
        actor,
        lambda: settle_case(
            actor,
            case_number=account.case_number,
            shares=Shares(**{name: getattr(body, name) for name in parts}),
            today=_today(),
            idempotency_key=key,
            **_facts(body, *parts),
        ),
        account_of=lambda settled: account.id,
        is_repeated=lambda settled: not settled.is_new,
        **_wanted(body),
    )
    return {**_of(request, done, account, body), "status": done.result.account.status}


@operation(router, "GET", f"{ONE}/closing", permission=Permission.LEDGER_VIEW, response=ClosingAnswer)
def get_closing(request: HttpRequest, account_number: str):
    """Whether an account can be closed, and what still stands in the way (ruling C1)."""
    actor, account = _acting(request, account_number, Permission.LEDGER_VIEW)
    seen(request, "Case account closing", case_number=account.case_number)
    found = obstacles_of(actor, account)
    items = [
        {"code": each.hindrance, **{name: getattr(each, name) for name in ("amount", "count", "is_blocking")}}
        for each in found
    ]
    return {"is_closable": not any(each.is_blocking for each in found), "items": items}


@_does(f"{ONE}/closing", Permission.CASE_ACCOUNTS_EDIT)
def post_closing(request: HttpRequest, account_number: str, body: ClosingRequest):
    """Closes an account whose cost, lien and refunds are all at 0.00; closed already, it stays as it is."""
    actor, account = _acting(request, account_number, Permission.CASE_ACCOUNTS_EDIT)
    done = carry_out(
        actor,
        lambda: close_case_account(actor, case_number=account.case_number, today=_today(), **_facts(body)),
        account_of=lambda closed: closed.id,
        is_repeated=lambda closed: account.status is CaseAccountStatus.CLOSED,
        **_wanted(body),
    )
    return {**_of(request, done, account, body), "status": done.result.status}


@_does(f"{ONE}/opening", Permission.JOURNALS_POST)
def post_opening(request: HttpRequest, account_number: str, body: OpeningRequest):
    """Brings over what earlier books had on an account without transactions; repeated, it gives the same."""
    actor, account = _acting(request, account_number, Permission.JOURNALS_POST)
    done = carry_out(
        actor,
        lambda: record_opening(
            actor,
            case_number=account.case_number,
            opening=Opening(retail=body.retail, cost=body.cost),
            on=body.on,
            today=_today(),
            posting_on=body.posting_on,
        ),
        account_of=lambda opened: opened.account.id,
        is_repeated=lambda opened: not opened.is_new,
        **_wanted(body),
    )
    return _of(request, done, account, body)


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def _acting(request: HttpRequest, number: str, permission: Permission) -> tuple[Actor, CaseAccountRecord]:
    """Who does it on which account; the permission is asked for before anything is read."""
    actor = actor_of_call(request)
    actor.require(permission)
    return actor, read_account(actor, number, as_of=_today())


def _wanted(body: WorkflowRequest) -> dict[str, Any]:
    return {"is_preview": body.preview, "confirmed": body.confirm}


def _facts(body: WorkflowRequest, *without: str) -> dict[str, Any]:
    # Not model_dump(), which would write the amounts as text.
    return {
        name: getattr(body, name)
        for name in type(body).model_fields
        if name not in _WORKFLOW and name not in without
    }


def _claim_words(approved: Approved, body: ClaimRequest) -> dict[str, Any]:
    return {
        "bill_id": None if body.preview else approved.bill.id,
        "adjustment": approved.adjustment,
        "is_over_credit_limit": approved.is_over_credit_limit,
    }


def _of(
    request: HttpRequest, done: Rehearsal, account: CaseAccountRecord, body: WorkflowRequest
) -> dict[str, Any]:
    return _answer(request, done, account.number, account.case_number, account.status, body)


def _answer(
    request: HttpRequest, done: Rehearsal, number: str, case_number: str, status: str, body: WorkflowRequest
) -> dict[str, Any]:
    seen(request, "Case account workflow", case_number="" if body.preview else case_number)
    position = done.after
    return {
        "account_number": number,
        "case_number": case_number,
        "status": status,
        "is_preview": not done.is_kept,
        "is_new": not done.is_repeated,
        "digest": done.digest,
        "journal_numbers": [journal.number for journal in done.journals] if done.is_kept else [],
        "journals": done.journals,
        "after": position,
    }
