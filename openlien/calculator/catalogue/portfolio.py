"""Rules about the portfolio and the books, which their own packages hold."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from openlien.calculator.inputs import amount, may_amount, outputs
from openlien.calculator.kinds import DAYS_PAST, FIGURE_KIND, TEXT, Column, rows
from openlien.calculator.rules import Answer, Given, Group, Input, Rule
from openlien.cases.stages import read_stage
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, total
from openlien.kit.working import Step, step
from openlien.ledger import events
from openlien.ledger.position import Position
from openlien.ledger.posting_rules import booking_of
from openlien.ledger.vocabulary import AccountRole, PostingPack
from openlien.receivables.policies.at_risk import at_risk_category
from openlien.receivables.policies.scores import gain_v1

# An event needs a day and a case; neither moves an amount.
ANY_DAY = date(2000, 1, 1)
ANY_CASE = UUID(int=0)


class UnknownStage(InvalidInput):
    """There is no stage called "{stage}"."""

    def __init__(self, stage: str) -> None:
        super().__init__("cases", "", stage=stage)


def _health(given: Given) -> Answer:
    found = gain_v1(
        rate_percent=given["rate"],
        dso_days=given["dso"],
        open_90_percent=given["pct_0_90"],
        at_risk_percent=given["at_risk_pct"],
    )
    working = [
        step(part.name, f"worth {part.shown} of 100, weight {part.weight}", part.shown)
        for part in found.components
    ]
    working.append(step("Score", "weighted average of the parts, one decimal", found.score))
    return Answer({"score": found.score, "grade": found.band.value}, working)


def _at_risk(given: Given) -> Answer:
    categories = []
    for wording, age in given["cases"]:
        stage = read_stage(wording)
        if stage is None:
            raise UnknownStage(wording)
        found = at_risk_category(stage, age_days=age, quiet_days=None)
        categories.append(None if found is None else found.label)
    formula = "the first that holds: No Longer Represent, Pending over 730 or 540 days, over 1,095 days"
    return Answer({"category": categories}, (step("Category", formula, categories),))


def _ledger(given: Given) -> Answer:
    cost, interest, collected = given["contracted"], given["interest"], given["collected"]
    happened = (
        events.ChargeApproved(on=ANY_DAY, case_id=ANY_CASE, retail=collected, contracted=cost),
        events.WarehouseDrawn(on=ANY_DAY, case_id=ANY_CASE, amount=cost),
        events.ProviderPaid(on=ANY_DAY, case_id=ANY_CASE, amount=cost),
        events.InterestAccrued(on=ANY_DAY, amount=interest, shares={ANY_CASE: interest}),
        events.PaymentReceived(on=ANY_DAY, case_id=ANY_CASE, amount=collected),
        events.WarehouseRepaid(on=ANY_DAY, case_id=ANY_CASE, principal=cost, interest=interest),
    )
    balances, working = _booked([event for event in happened if _moves(event)])
    result = {
        "cash": balances.get(AccountRole.CASH, Money.zero),
        "receivable": balances.get(AccountRole.LIEN_RECEIVABLE, Money.zero),
        "revenue": -balances.get(AccountRole.LIEN_REVENUE, Money.zero),
        "interest_expense": balances.get(AccountRole.INTEREST_EXPENSE, Money.zero),
        "payable": -balances.get(AccountRole.PROVIDER_PAYABLE, Money.zero),
        "warehouse": -balances.get(AccountRole.WAREHOUSE_PAYABLE, Money.zero),
    }
    return Answer(result, working)


def _moves(event: events.Event) -> bool:
    parts = ("amount", "contracted", "principal", "interest")
    return any(getattr(event, part, None) for part in parts)


def _booked(happened: list[events.Event]) -> tuple[dict[AccountRole, Money], list[Step]]:
    """The balances by account, debits positive, once the posting rules have booked the events."""
    position, balances, working = Position(), {}, []
    for event in happened:
        booking = booking_of(event, position, PostingPack.COST_RECOVERY)
        for leg in booking.legs:
            balances[leg.role] = balances.get(leg.role, Money.zero) + leg.amount
        if booking.effect is not None:
            position = position.after(booking.effect)
        moved = {leg.role.label: leg.amount for leg in booking.legs}
        debits = total(leg.amount for leg in booking.legs if leg.amount > Money.zero)
        working.append(step(booking.template, "debits are positive", debits, **moved))
    return balances, working


def _closure(given: Given) -> Answer:
    contracted, payments = given["contracted"], given["payments"]
    written_off = given["written_off"] or Money.zero
    position = Position(
        retail=payments, contracted=contracted, payments=payments, cost_written_off=written_off
    )
    working = (
        step("Raw balance", "contracted − payments", position.raw_balance, contracted=contracted),
        step(
            "Cost balance",
            "contracted − payments − written off, not below 0.00",
            position.cost_balance,
            payments=payments,
            written_off=written_off,
        ),
        step("Excess", "payments above cost", position.excess_recovery),
        step("Closable", "no cost, lien or refund is open", position.is_closable),
    )
    result = {
        "raw_balance": position.raw_balance,
        "cost_balance": position.cost_balance,
        "excess": position.excess_recovery,
        "closable": position.is_closable,
    }
    return Answer(result, working)


def _closure_rule(name: str, title: str, payments: str) -> Rule:
    return Rule(
        name=name,
        title=title,
        group=Group.PORTFOLIO,
        inputs=(
            amount("contracted", "Contracted", "300.00"),
            amount("payments", "Payments", payments),
            may_amount("written_off", "Cost written off, approved"),
        ),
        outputs=outputs(
            ("raw_balance", "Contracted less payments"),
            ("cost_balance", "Cost balance"),
            ("excess", "Excess recovery"),
            ("closable", "Can be closed"),
        ),
        run=_closure,
        page="case-balances",
        source="Ruling C1",
    )


def _figure(name: str, label: str, example: str) -> Input:
    return Input(name, label, FIGURE_KIND, example=example)


RULES = (
    Rule(
        name="health_gain_v1",
        title="Health score of requirement 4",
        group=Group.PORTFOLIO,
        inputs=(
            _figure("rate", "Collection rate, %", "62.9"),
            _figure("dso", "Days sales outstanding", "90"),
            _figure("pct_0_90", "Open up to 90 days, %", "65"),
            _figure("at_risk_pct", "At risk, %", "12.5"),
        ),
        outputs=outputs(("score", "Score"), ("grade", "Band")),
        run=_health,
        page="health-scores",
        source="Requirement 4; ruling D9",
    ),
    Rule(
        name="at_risk",
        title="At-risk category",
        group=Group.PORTFOLIO,
        inputs=(
            Input(
                "cases",
                "Cases",
                rows(Column("stage", TEXT), Column("age in days", DAYS_PAST)),
                example="Pending, 541\nNegotiation, 1096",
                hint="One a line: stage, age in days; nothing moved for a year",
            ),
        ),
        outputs=outputs(("category", "Category")),
        run=_at_risk,
        page="at-risk",
        source="Rulings D1 to D4",
    ),
    Rule(
        name="ledger_lien",
        title="A lien through the books",
        group=Group.PORTFOLIO,
        inputs=(
            amount("contracted", "Contracted", "300.00"),
            amount("interest", "Interest", "24.34"),
            amount("collected", "Collected", "780.00"),
        ),
        outputs=outputs(
            ("cash", "Cash"),
            ("receivable", "Lien receivable"),
            ("revenue", "Lien revenue"),
            ("interest_expense", "Interest expense"),
            ("payable", "Accounts payable"),
            ("warehouse", "Warehouse payable"),
        ),
        run=_ledger,
        page="posting",
        source="Double entry; the posting rules of docs/posting-rules.md",
    ),
    _closure_rule("closure_gain", "Closing a case account with a gain", "780.00"),
    _closure_rule("closure_loss", "Closing a case account with a loss", "180.00"),
)
