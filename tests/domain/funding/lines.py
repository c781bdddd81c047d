"""What the tests of funding begin with: a line, bills in the books, and short words for what people do."""

from __future__ import annotations

from datetime import date
from typing import Any

from openlien.cases.models import Bill, Case
from openlien.funding.actions.lines import NewLine, open_line, set_rate
from openlien.funding.actions.movements import draw, repay
from openlien.funding.models import InterestAccrual, Movement, WarehouseLine
from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.money import Money, Rate
from openlien.ledger.events import ChargeApproved
from openlien.ledger.recording import record_event
from tests import cast

TODAY = cast.AS_OF
OPENED = date(2026, 1, 1)


def manager() -> Actor:
    """Who keeps the lines."""
    return cast.acting_person(Role.ACCOUNTING_MANAGER)


def make_line(
    name: str = "Northgate line", *, reference: str | None = "0.043", **terms: Any
) -> WarehouseLine:
    """A line of 1,000,000.00 at 80 percent and 4.3 + 5 percent, Actual/360, open since the year began."""
    agreed = {
        "name": name,
        "lender": "Northgate Capital",
        "commitment": Money("1000000.00"),
        "advance_rate": Rate("0.8"),
        "spread": Rate("0.05"),
        "opened_on": OPENED,
        **terms,
    }
    line = open_line(manager(), NewLine(**agreed), today=TODAY)
    if reference is not None:
        set_rate(manager(), line.id, effective_on=agreed["opened_on"], reference=Rate(reference))
    return line


def make_bill(
    contracted: str | None = "1000.00", *, case: Case | None = None, billed: str = "4000.00", **facts: Any
) -> Bill:
    """A bill in the books, contracted at so much."""
    case = case or cast.make_case()
    cost = None if contracted is None else Money(contracted)
    bill = cast.make_bill(case, billed, contracted=cost, invoice_on=date(2026, 1, 5), **facts)
    event = ChargeApproved(
        on=bill.invoice_on,
        case_id=case.id,
        retail=bill.billed,
        contracted=cost,
        vendor_id=bill.provider_group_id,
    )
    record_event(manager(), event, key=str(bill.id), today=TODAY)
    return bill


def draw_for(
    line: WarehouseLine, bill: Bill, amount: str, on: date = date(2026, 1, 11), **given: Any
) -> Movement:
    """A draw for one bill."""
    money = Money(amount)
    return draw(manager(), line.id, amount=money, parts={bill.id: money}, on=on, **{"today": TODAY, **given})


def repay_for(line: WarehouseLine, bill: Bill, amount: str, on: date, **given: Any) -> Movement:
    """A repayment for one bill."""
    money = Money(amount)
    parts = {bill.id: money} if money else None
    return repay(manager(), line.id, principal=money, parts=parts, on=on, **{"today": TODAY, **given})


def shares_of(accrual: InterestAccrual) -> dict[Any, Money]:
    """What each bill bears of a month."""
    return {share.bill_id: share.amount for share in accrual.shares.all()}
