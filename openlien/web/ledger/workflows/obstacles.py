"""What stands in the way of closing an account, each with what can be done about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from openlien.accounting.queries.closing import Hindrance, Obstacle
from openlien.identity.permissions import Permission
from openlien.ledger.queries.account_read import CaseAccountRecord

from ...jinja import money, plural, url

Link = tuple[str, str, Permission]


def shown_obstacles(
    request: HttpRequest, account: CaseAccountRecord, found: list[Obstacle]
) -> list[dict[str, Any]]:
    """Each obstacle as a sentence, with the links that this person may follow."""
    actor = request.actor  # type: ignore[attr-defined]
    return [
        {
            "code": each.hindrance.value,
            "title": _title(each),
            "why": _why(each),
            "is_blocking": each.is_blocking,
            "links": [
                {"label": label, "href": href}
                for label, href, needed in _links(account, each)
                if actor.may(needed)
            ],
        }
        for each in found
    ]


def _title(each: Obstacle) -> str:
    match each.hindrance:
        case Hindrance.LIEN:
            return f"{money(each.amount)} of the lien is still open"
        case Hindrance.OVERPAID:
            return f"{money(each.amount)} more was received than is owed"
        case Hindrance.COST:
            return f"{money(each.amount)} of cost is not recovered"
        case Hindrance.REFUND:
            return f"{money(each.amount)} is to be paid back"
        case Hindrance.WRITE_OFF:
            return f"A write-off of {money(each.amount)} waits for approval"
        case Hindrance.COST_UNKNOWN:
            return f"{plural(each.count, 'charge')} without a known cost"
        case Hindrance.JOURNALS:
            return f"{plural(each.count, 'journal')} not posted yet"


_WHY = {
    Hindrance.LIEN: "Record what came in, or give the rest up: as a reduction, or as a write-off.",
    Hindrance.OVERPAID: "Check the payments; what is owed back becomes a refund.",
    Hindrance.COST: "A payment recovers it, or an approved write-off takes it as lost.",
    Hindrance.REFUND: "Record the refund when it was paid.",
    Hindrance.WRITE_OFF: "Somebody other than who asked for it decides.",
    Hindrance.COST_UNKNOWN: "The account can be closed, but its profit is not known.",
    Hindrance.JOURNALS: "The account can be closed, but they cannot be posted after it.",
}


def _why(each: Obstacle) -> str:
    return _WHY[each.hindrance]


def _links(account: CaseAccountRecord, each: Obstacle) -> list[Link]:
    case = account.case_number
    pay: Link = ("Record payment", url("cases:record_payment", case), Permission.PAYMENTS_RECORD)
    give_up: Link = ("Reduce or write off", url("cases:bills", case), Permission.ADJUSTMENTS_RECORD)
    match each.hindrance:
        case Hindrance.LIEN | Hindrance.COST:
            return [pay, give_up]
        case Hindrance.OVERPAID:
            return [("Look at the payments", url("cases:money", case), Permission.CASES_VIEW)]
        case Hindrance.REFUND:
            href = url("ledger:account_refund", account.number)
            return [("Record refund", href, Permission.JOURNALS_POST)]
        case Hindrance.WRITE_OFF:
            href = url("cases:decide_write_off", case, each.subject_id)
            return [("Decide on it", href, Permission.JOURNALS_APPROVE)]
        case Hindrance.COST_UNKNOWN:
            href = url("ledger:account_charges", account.number)
            return [("Enter the cost", href, Permission.LEDGER_VIEW)]
        case Hindrance.JOURNALS:
            href = url("ledger:entries", query={"case": case})
            return [("Look at them", href, Permission.LEDGER_VIEW)]
