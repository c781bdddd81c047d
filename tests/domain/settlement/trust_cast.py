"""The trust account of vector V-50: three clients at the end of October 2026."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.settlement.actions.checks import CheckDraft, add_check, change_statuses
from openlien.settlement.check_rules import CheckStatus, CheckType, Direction
from openlien.settlement.models import Check, Settlement
from openlien.settlement.trust.reconciliations import complete_month, prepare_month
from openlien.settlement.trust.statements import ReadIn, read_in, upload_statement
from tests import cast

from .calls import TODAY, Cast, make_cast, settle, usd

OCTOBER = date(2026, 10, 1)
BANK = "61240.18"
MADE_AT = datetime(2026, 11, 20, 14, 5, tzinfo=ZoneInfo("America/New_York"))
STATEMENT = """First Harbor Bank,Account ending 4411
Posting Date,Description,Check Number,Amount,Balance,Transaction ID
10/05/2026,DEPOSIT,9001,"30,000.00","30,000.00",T1
10/06/2026,DEPOSIT,9002,"30,124.68","60,124.68",T2
10/07/2026,DEPOSIT,9003,"10,000.00","70,124.68",T3
10/12/2026,CHECK PAID,0001001,"-8,884.50","61,240.18",T4
"""


@dataclass
class Trust:
    """The account with its people and checks by number; `analyst` prepares, `manager` completes."""

    of: Cast
    settlements: list[Settlement]
    checks: dict[str, Check]
    analyst: Actor
    manager: Actor


def day(number: int) -> date:
    return date(2026, 10, number)


def deposit(of: Cast, settlement: Settlement, amount: str, number: str, on: date) -> Check:
    draft = CheckDraft(
        direction=Direction.IN, drawn_on=on, amount=usd(amount), number=number, type=CheckType.RECOVERY,
        status=CheckStatus.DEPOSITED, received_on=on,
    )  # fmt: skip
    return add_check(of.accountant, settlement.id, draft, today=TODAY)


def pay(of: Cast, settlement: Settlement, amount: str, number: str, on: date, **facts: Any) -> Check:
    """A printed check."""
    given = {"type": CheckType.CLIENT, "custom_payee": "Zoe Marlow", **facts}
    draft = CheckDraft(direction=Direction.OUT, drawn_on=on, amount=usd(amount), number=number, **given)
    check = add_check(of.accountant, settlement.id, draft, today=TODAY)
    for status in (CheckStatus.PRINT, CheckStatus.PRINTED):
        check = change_statuses(of.accountant, [check.id], status, on=on, today=TODAY)[0]
    return check


def clear(of: Cast, check: Check, on: date) -> Check:
    return change_statuses(of.accountant, [check.id], CheckStatus.CLEARED, on=on, today=TODAY)[0]


def make_trust(*, by_statement: bool = True) -> Trust:
    """V-50: what cleared was read from the bank's statement, or was cleared by hand."""
    of = make_cast()
    other = cast.make_case("Ira Webb")
    first = settle(of, "45000.00")
    second = settle(of, "30124.68", plaintiff_id=of.finn.id)
    third = settle(replace(of, case=other, zoe=other.plaintiffs.get()), "10000.00")
    made = [
        deposit(of, first, "30000.00", "9001", day(2)),
        deposit(of, second, "30124.68", "9002", day(2)),
        deposit(of, third, "10000.00", "9003", day(2)),
    ]
    for check, on in zip(made, (5, 6, 7), strict=True):
        clear(of, check, day(on))
    made.append(pay(of, first, "8884.50", "1001", day(9)))
    made += [
        pay(of, first, "5615.50", "1002", day(20)),
        pay(of, second, "12000.00", "1003", day(21)),
        pay(of, third, "5000.00", "1004", day(22)),
        deposit(of, first, "15000.00", "9004", day(30)),
    ]
    if not by_statement:
        made[3] = clear(of, made[3], day(12))
    checks = {each.number: each for each in made}
    people = cast.acting_person(Role.FINANCIAL_ANALYST), cast.acting_person(Role.ACCOUNTING_MANAGER)
    return Trust(of, [first, second, third], checks, *people)


def read_statement(trust: Trust, content: str = STATEMENT, name: str = "october.csv") -> ReadIn:
    found = upload_statement(trust.analyst, trust.of.escrow.id, name=name, content=content.encode())
    return read_in(trust.analyst, found.id, today=TODAY)


def prepare(trust: Trust, month: date = OCTOBER, bank: str = BANK, **facts: Any) -> Any:
    return prepare_month(
        trust.analyst, trust.of.escrow.id, month, bank_balance=usd(bank), today=TODAY, **facts
    )


def complete(trust: Trust, reconciliation: Any, actor: Actor | None = None) -> Any:
    return complete_month(
        actor or trust.manager, reconciliation.id, made_at=MADE_AT, company="Lakeview Lien Funding"
    )
