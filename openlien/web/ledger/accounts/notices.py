"""What an account's page says first: what stands in its way, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from openlien.kit.money import Money
from openlien.ledger.queries.account_read import CaseAccountRecord
from openlien.ledger.vocabulary import CaseAccountStatus, CreditLimitMode

from ... import business_time
from ...jinja import date_text, money, plural


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of the page; `action` is a link's words and the name of its address."""

    text: str
    kind: str = "info"
    title: str = ""
    action: tuple[str, str] | None = None


def notices(account: CaseAccountRecord, *, may_edit: bool, may_override: bool) -> list[Notice]:
    """Everything about the account that asks for somebody, the most pressing first."""
    found = [
        _status(account, may_edit),
        _over_limit(account, may_override),
        _review(account),
        _uncovered_cost(account),
        _unknown_cost(account),
        _closable(account, may_edit),
    ]
    return [notice for notice in found if notice is not None]


def _status(account: CaseAccountRecord, may_edit: bool) -> Notice | None:
    since = date_text(business_time.here(account.status_at))
    change = ("Change status", "account_status") if may_edit else None
    match account.status:
        case CaseAccountStatus.HOLD:
            return Notice(account.status_reason, "warning", f"On hold since {since}", change)
        case CaseAccountStatus.WRITTEN_OFF:
            return Notice(account.status_reason, "info", f"Written off on {since}", change)
        case CaseAccountStatus.CLOSED:
            closed = date_text(account.closed_on)
            return Notice(
                f"{account.status_reason} Nothing can be posted on it until it is active again.",
                "success",
                f"Closed on {closed}",
                change,
            )
        case _:
            return None


def _over_limit(account: CaseAccountRecord, may_override: bool) -> Notice | None:
    standing = account.standing
    if not standing.is_over_limit or standing.credit_limit is None:
        return None
    above = standing.position.contracted - standing.credit_limit
    text = (
        f"Contracted charges of {money(standing.position.contracted)} are {money(above)} above"
        f" {money(standing.credit_limit)}."
    )
    if account.credit_override_reason:
        return Notice(
            f"{text} {account.credit_override_by} allowed it: {account.credit_override_reason}",
            "info",
            "Over the credit limit, with an override",
            ("Change override", "account_override") if may_override else None,
        )
    blocks = account.credit_limit_mode is CreditLimitMode.BLOCK
    more = " Further charges are refused until the limit is raised or overridden." if blocks else ""
    return Notice(
        text + more,
        "error" if blocks else "warning",
        "Over the credit limit",
        ("Override the limit", "account_override") if may_override else None,
    )


def _review(account: CaseAccountRecord) -> Notice | None:
    position = account.standing.position
    if position.refund_liability > Money.zero:
        return Notice(
            f"{money(position.refund_liability)} was received beyond the lien and is to be paid back.",
            "warning",
            "Refund due",
        )
    if position.lien_balance < Money.zero:
        beyond = money(Money.zero - position.lien_balance)
        return Notice(
            f"{beyond} more was received than is owed on the lien. Check the payments; record a refund if it"
            " is owed back.",
            "warning",
            "Negative lien balance",
        )
    return None


def _uncovered_cost(account: CaseAccountRecord) -> Notice | None:
    position = account.standing.position
    uncovered = position.cost_balance - max(Money.zero, position.lien_balance)
    if uncovered <= Money.zero:
        return None
    return Notice(
        f"{money(position.cost_balance)} of cost is not recovered, and {money(position.lien_balance)} is"
        f" still owed on the lien. {money(uncovered)} can only be written off, with an approval.",
        "warning",
        "Cost that the lien no longer covers",
    )


def _unknown_cost(account: CaseAccountRecord) -> Notice | None:
    count = account.standing.charges_of_unknown_cost
    if not count:
        return None
    verb = "has" if count == 1 else "have"
    return Notice(
        f"{plural(count, 'charge')} {verb} no contracted amount yet. Contracted amount and cost balance are"
        " without them.",
        "info",
        "Cost not known in full",
    )


def _closable(account: CaseAccountRecord, may_edit: bool) -> Notice | None:
    is_open = account.status in {CaseAccountStatus.ACTIVE, CaseAccountStatus.HOLD}
    if not is_open or account.open_balances or not account.standing.transactions:
        return None
    return Notice(
        "Cost, lien and refunds are all at 0.00.",
        "success",
        "This account can be closed",
        ("Close the account", "account_closing") if may_edit else None,
    )
