"""Case accounts: listed, read with every field, changed; their entries, transactions and balances."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from openlien.accounting.actions.closures import change_account_status
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.clock import business_today
from openlien.ledger.actions import case_accounts as actions
from openlien.ledger.actions.case_accounts import AccountSettings
from openlien.ledger.queries.account_balances import balance_summary
from openlien.ledger.queries.account_filter import AccountFilter, AccountOrder, AccountSort, AccountView
from openlien.ledger.queries.account_lines import PAGE_LINES, posted_lines, t_accounts, transactions
from openlien.ledger.queries.account_read import CaseAccountRecord, read_account, status_changes
from openlien.ledger.queries.accounts import LIMIT_MAX, PAGE_ACCOUNTS, account_page
from openlien.ledger.vocabulary import CaseAccountStatus, CollectionStatus

from .authentication import actor_of_call
from .case_account_shapes import (
    AccountListAnswer,
    BalancesAnswer,
    BalanceSummaryAnswer,
    CaseAccountAnswer,
    EntryListAnswer,
    OverrideRequest,
    SettingsRequest,
    StatusChangesAnswer,
    StatusRequest,
    TransactionListAnswer,
)
from .operations import operation, seen

router = Router(tags=["case accounts"])
ONE = "/case-accounts/{account_number}"
WORDS_LETTERS_MAX = 200
CURSOR_LETTERS_MAX = 64


class AccountQuestion(Schema):
    """Which case accounts a list holds, in which order."""

    view: AccountView = AccountView.ALL
    q: str = Field("", max_length=WORDS_LETTERS_MAX)
    status: CaseAccountStatus | None = None
    ageing_bucket: str = Field("", alias="ageingBucket", max_length=10)
    collection_status: CollectionStatus | None = Field(None, alias="collectionStatus")
    sort: AccountSort = AccountSort.NUMBER
    ascending: bool = False
    limit: int = Field(PAGE_ACCOUNTS, ge=1, le=LIMIT_MAX)
    cursor: str = Field("", max_length=CURSOR_LETTERS_MAX)

    def filter(self) -> AccountFilter:
        """The part that says which case accounts."""
        return AccountFilter(
            view=self.view,
            words=self.q,
            status=self.status,
            bucket=self.ageing_bucket,
            collection=self.collection_status,
        )


class LinesQuestion(Schema):
    """Which page of a list of lines."""

    limit: int = Field(PAGE_LINES, ge=1, le=LIMIT_MAX)
    cursor: str = Field("", max_length=CURSOR_LETTERS_MAX)


class EntriesQuestion(LinesQuestion):
    """Which posted lines: those of one general-ledger account, or all."""

    account: str = Field("", max_length=20)


def _reads(path: str, response: Any, *, shows: str | None = None) -> Any:
    return operation(router, "GET", path, permission=Permission.LEDGER_VIEW, response=response, shows=shows)


def _changes(path: str, permission: Permission) -> Any:
    return operation(router, "PUT", path, permission=permission, response=CaseAccountAnswer)


@_reads("/case-accounts", AccountListAnswer, shows="Case accounts")
def list_accounts(request: HttpRequest, question: Query[AccountQuestion]):
    """Case accounts of a saved view and filters, with totals over all of them."""
    order = AccountOrder(question.sort, descending=not question.ascending)
    found = account_page(
        actor_of_call(request),
        question.filter(),
        order,
        as_of=_today(),
        after=question.cursor,
        limit=question.limit,
    )
    return {
        "as_of": _today(),
        "items": found.rows,
        "totals": found.totals,
        "total": found.totals.accounts,
        "next_cursor": found.older,
    }


@_reads("/case-accounts/balances", BalanceSummaryAnswer)
def read_balance_summary(request: HttpRequest):
    """All case accounts by status, by ageing bucket and by collection status."""
    found = balance_summary(actor_of_call(request), as_of=_today())
    return {
        "as_of": _today(),
        "by_status": found.by_status,
        "by_ageing_bucket": found.by_bucket,
        "by_collection_status": found.by_collection,
        "totals": found.totals,
    }


@_reads(ONE, CaseAccountAnswer)
def get_account(request: HttpRequest, account_number: str):
    """One case account; the number of its case names it too."""
    return _answer(_read(request, account_number, "Case account"))


@_changes(f"{ONE}/settings", Permission.CASE_ACCOUNTS_EDIT)
def put_settings(request: HttpRequest, account_number: str, body: SettingsRequest):
    """Sets everything that people set on a case account; the version must be the present one."""
    actor, account = _changed_by(request, account_number, Permission.CASE_ACCOUNTS_EDIT)
    # Not model_dump(), which would write the amounts as text.
    given = {name: getattr(body, name) for name in type(body).model_fields if name != "version"}
    actions.set_case_account(actor, account.case_id, AccountSettings(**given), version=body.version)
    return _answer(_read(request, account_number, "Case account"))


@_changes(f"{ONE}/status", Permission.CASE_ACCOUNTS_EDIT)
def put_status(request: HttpRequest, account_number: str, body: StatusRequest):
    """Gives a case account another status; the version must be the present one."""
    actor, account = _changed_by(request, account_number, Permission.CASE_ACCOUNTS_EDIT)
    change_account_status(
        actor,
        account.case_number,
        account.case_id,
        status=body.status,
        reason=body.reason,
        on=_today(),
        version=body.version,
    )
    return _answer(_read(request, account_number, "Case account"))


@_changes(f"{ONE}/credit-limit-override", Permission.JOURNALS_APPROVE)
def put_override(request: HttpRequest, account_number: str, body: OverrideRequest):
    """Allows charges above the credit limit, or no longer; the version must be the present one."""
    actor, account = _changed_by(request, account_number, Permission.JOURNALS_APPROVE)
    actions.override_credit_limit(actor, account.case_id, reason=body.reason, version=body.version)
    return _answer(_read(request, account_number, "Case account"))


@_reads(f"{ONE}/balances", BalancesAnswer)
def get_balances(request: HttpRequest, account_number: str):
    """The T-account: what each general-ledger account shows on this case account, by side and type."""
    account = _read(request, account_number, "Case account balances")
    return {"as_of": _today(), "items": t_accounts(actor_of_call(request), account)}


@_reads(f"{ONE}/entries", EntryListAnswer)
def list_entries(request: HttpRequest, account_number: str, question: Query[EntriesQuestion]):
    """The posted lines on a case account, newest first, each with the balance after it."""
    account = _read(request, account_number, "Case account entries")
    found = posted_lines(
        actor_of_call(request),
        account,
        gl_account=question.account,
        after=question.cursor,
        limit=question.limit,
    )
    return {"items": found.rows, "total": found.total, "next_cursor": found.next_cursor}


@_reads(f"{ONE}/transactions", TransactionListAnswer)
def list_transactions(request: HttpRequest, account_number: str, question: Query[LinesQuestion]):
    """What each event did to a case account, newest first, with the balances after it."""
    account = _read(request, account_number, "Case account transactions")
    found = transactions(actor_of_call(request), account, after=question.cursor, limit=question.limit)
    return {
        "items": [{**_fields_of(row), "journal_number": row.number} for row in found.rows],
        "total": found.total,
        "next_cursor": found.next_cursor,
    }


@_reads(f"{ONE}/status-changes", StatusChangesAnswer)
def list_status_changes(request: HttpRequest, account_number: str):
    """How the status of a case account changed, the latest first."""
    account = _read(request, account_number, "Case account history")
    return {"items": status_changes(actor_of_call(request), account)}


def _today() -> date:
    return business_today(settings.BUSINESS_TIME_ZONE)


def _read(request: HttpRequest, number: str, what: str) -> CaseAccountRecord:
    """The case account, whose view is noted in the access log.

    *Raises*: Forbidden, UnknownCaseAccount.
    """
    actor = actor_of_call(request)
    account = read_account(actor, number, as_of=_today())
    seen(request, what, case_number=account.case_number)
    return account


def _changed_by(request: HttpRequest, number: str, permission: Permission) -> tuple[Actor, CaseAccountRecord]:
    """Who changes which account; the permission is asked for before anything is read."""
    actor = actor_of_call(request)
    actor.require(permission)
    return actor, read_account(actor, number, as_of=_today())


def _fields_of(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def _answer(account: CaseAccountRecord) -> dict[str, Any]:
    standing, position = account.standing, account.standing.position
    return {
        **_fields_of(position),
        **_fields_of(standing),
        **_fields_of(account),
        "as_of": _today(),
        "adjustments": position.total_adjustments,
        "cost_balance": position.cost_balance,
        "lien_balance": position.lien_balance,
        "excess_recovery": position.excess_recovery,
        "refund_liability": position.refund_liability,
        "raw_balance": position.raw_balance,
        "patient_portion": standing.portions.patient,
        "insurance_portion": standing.portions.insurance,
        "legal_case_portion": standing.portions.legal_case,
    }
