"""What surrounds every page of a case account: breadcrumb, head, tabs, the way to the next account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch

from openlien.identity.permissions import Permission
from openlien.ledger.queries.account_filter import BadCursor
from openlien.ledger.queries.account_read import CaseAccountRecord, read_account
from openlien.ledger.queries.accounts import neighbours
from openlien.ledger.vocabulary import CaseAccountStatus

from ... import business_time
from ...jinja import date_text, url
from ...seen import shows
from .columns import STATUS_FAMILIES
from .list_state import ListState, state_of_text

OPEN = (CaseAccountStatus.ACTIVE, CaseAccountStatus.HOLD, CaseAccountStatus.WRITTEN_OFF)
TABS = (
    ("account", "Overview"),
    ("account_charges", "Charges"),
    ("account_entries", "Entries"),
    ("account_transactions", "Transactions"),
    ("account_history", "History"),
)


def opened_account(request: HttpRequest, number: str, *, seen: str) -> CaseAccountRecord:
    """The case account, whose view is noted in the access log.

    *Raises*: Forbidden, UnknownCaseAccount.
    """
    actor = request.actor  # type: ignore[attr-defined]
    account = read_account(actor, number, as_of=business_time.today())
    shows(request, seen, case_number=account.case_number)
    return account


def frame(request: HttpRequest, account: CaseAccountRecord, tab: str) -> dict[str, Any]:
    """What the frame of an account's page shows; `tab` is the address name of the tab at hand."""
    actor = request.actor  # type: ignore[attr-defined]
    state = _list_state(request)
    origin = {"list": state.text()} if state else {}
    may_edit = actor.may(Permission.CASE_ACCOUNTS_EDIT)
    return {
        "account": account,
        "standing": account.standing,
        "position": account.standing.position,
        "family": STATUS_FAMILIES[account.status],
        "origin": origin,
        "crumbs": [
            ("Ledger", url("ledger:accounts")),
            ("Case accounts", url("ledger:accounts", query=state.query() if state else None)),
            (account.number, None),
        ],
        "tabs": [
            {"label": label, "href": tab_href(name, account, origin), "current": name == tab}
            for name, label in TABS
        ],
        "walk": _walk(request, account, state, tab) if state else None,
        "may_edit": may_edit,
        "may_override": actor.may(Permission.JOURNALS_APPROVE),
        "may_see_case": actor.may(Permission.CASES_VIEW),
        "may_charge": actor.may(Permission.JOURNALS_POST) and account.status is not CaseAccountStatus.CLOSED,
        "may_close": may_edit and account.status in OPEN,
        "may_open": actor.may(Permission.JOURNALS_POST) and not account.standing.transactions,
        "may_record_payment": actor.may(Permission.PAYMENTS_RECORD)
        and account.status is not CaseAccountStatus.CLOSED,
        "audit_href": _audit_href(request, account),
        "status_since": date_text(business_time.here(account.status_at)),
        "changed": _changed(account),
        "changed_at": business_time.here(account.updated_at),
    }


def tab_href(name: str, account: CaseAccountRecord, origin: dict[str, str]) -> str:
    """The address of a tab of the account's page, with the list it was opened from."""
    return url(f"ledger:{name}", account.number, query=origin)


def origin_of(request: HttpRequest) -> dict[str, str]:
    """The list that the page was opened from, for the addresses on it."""
    state = _list_state(request)
    return {"list": state.text()} if state else {}


def journal_href(number: str | None) -> str | None:
    """The page of a journal; None for a memo, which has none."""
    if number is None:
        return None
    try:
        return url("ledger:journal", number)
    except NoReverseMatch:
        return None


def _list_state(request: HttpRequest) -> ListState | None:
    return state_of_text(request.GET["list"]) if "list" in request.GET else None


def _walk(
    request: HttpRequest, account: CaseAccountRecord, state: ListState, tab: str
) -> dict[str, str | None]:
    actor = request.actor  # type: ignore[attr-defined]
    today = business_time.today()
    try:
        around = neighbours(actor, account.number, state.filter, state.order, as_of=today)
    except BadCursor:
        around = (None, None)
    hrefs = [
        url(f"ledger:{tab}", number, query={"list": state.text()}) if number else None for number in around
    ]
    return {"previous": hrefs[0], "next": hrefs[1]}


def _audit_href(request: HttpRequest, account: CaseAccountRecord) -> str | None:
    if not request.actor.may(Permission.AUDIT_VIEW):  # type: ignore[attr-defined]
        return None
    return url("admin_audit", query={"table": "ledger_caseaccount", "row": account.id})


def _changed(account: CaseAccountRecord) -> str:
    at = date_text(business_time.here(account.updated_at))
    who = account.updated_by or "the installation"
    if account.version == 1:
        return f"Opened with its case by {account.created_by or 'the installation'}, {at}"
    return f"Changed by {who}, {at}"
