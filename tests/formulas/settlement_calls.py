"""Functions for worked rows of settlement pages whose subject takes objects or enumerations."""

from __future__ import annotations

from datetime import date

from openlien.kit.money import Money, Rate
from openlien.settlement.calculations.check_dates import (
    CheckDates,
    with_days,
    with_expected_on,
    with_release,
)
from openlien.settlement.calculations.closing_statement import (
    ClosingStatement,
    LienLine,
    closing_statement,
)
from openlien.settlement.calculations.expenses import (
    Expense,
    ExpenseTotals,
    expense_totals,
    shares_by_plaintiff,
)
from openlien.settlement.calculations.fees import (
    AttorneyFee,
    FeeBasis,
    FeesOfRecoveries,
    FeeTerms,
    Recovery,
    attorney_fee,
    fees_of_recoveries,
)
from openlien.settlement.calculations.rounds import Round, last_demand, last_offer
from openlien.settlement.calculations.settlement import (
    FeeAgreement,
    SettlementFields,
    SettlementResult,
    calculate_settlement,
    simple_settlement,
)
from openlien.settlement.calculations.trust import Reconciliation, reconcile
from openlien.settlement.calculations.waterfall import Deduction, Distribution, Tier, distribute
from openlien.settlement.reductions import california, doctrines, illinois


def fee(
    gross: Money, basis: str, share: Rate | None, costs: Money, liens: Money, fixed: Money | None = None
) -> AttorneyFee:
    """Return the fee by a share or a fixed amount on the named basis."""
    terms = FeeTerms(basis=FeeBasis(basis), share=share, fixed=fixed)
    return attorney_fee(gross=gross, terms=terms, costs=costs, liens=liens)


def several_fees(amounts: list[Money], percents: list[object], costs: Money, basis: str) -> FeesOfRecoveries:
    """Return the fees of recoveries; a dash among the percentages is a recovery without a fee."""
    recoveries = [
        Recovery(
            str(place),
            amount,
            None if percent is None else FeeTerms(basis=FeeBasis(basis), share=Rate.percent(percent)),
        )
        for place, (amount, percent) in enumerate(zip(amounts, percents, strict=True))
    ]
    return fees_of_recoveries(recoveries, costs=costs)


def expenses(amounts: list[Money], marks: list[str], rate: Rate, settled_on: date) -> ExpenseTotals:
    """Return totals of expenses; marks are plain, waived, ours (not recoverable) or the day of financing."""
    return expense_totals(
        [_expense(amount, mark) for amount, mark in zip(amounts, marks, strict=True)],
        settled_on=settled_on,
        rate=rate,
    )


def _expense(amount: Money, mark: str) -> Expense:
    financed_on = date.fromisoformat(mark) if mark[:1].isdigit() else None
    return Expense(
        mark, amount, is_recoverable=mark != "ours", is_waived=mark == "waived", financed_on=financed_on
    )


def plaintiff_shares(amount: Money, weights: list[int]) -> list[Money]:
    """Return the shares of plaintiffs of these weights."""
    return list(shares_by_plaintiff(amount=amount, weights=[Rate(weight) for weight in weights]).shares)


def waterfall(
    gross: Money,
    fees: Money,
    costs: Money,
    statutory: Money,
    contractual: Money,
    balances: Money,
    held: Money,
) -> Distribution:
    """Return a distribution of one deduction a tier, handed over in the wrong order."""
    amounts = (held, balances, contractual, statutory, costs, fees)
    tiers = sorted(Tier, reverse=True)
    deductions = [
        Deduction(tier.label, amount, tier) for tier, amount in zip(tiers, amounts, strict=True) if amount
    ]
    return distribute(gross=gross, deductions=deductions)


def left_after(gross: Money, amounts: list[Money]) -> list[Money]:
    """Return what is left after each lien, in order."""
    liens = [
        Deduction(str(place), amount, Tier.STATUTORY_LIEN, place) for place, amount in enumerate(amounts)
    ]
    return [line.left for line in distribute(gross=gross, deductions=liens).lines]


def settlement(
    recoveries: list[Money],
    share: Rate,
    medpay: Money,
    costs: Money,
    reduced_to: Money | None,
    referral: Rate,
    sales_tax: Rate,
    liens: Money,
) -> SettlementResult:
    """Return a settlement with one share as its fee and one lien."""
    return calculate_settlement(
        SettlementFields(
            recoveries=tuple(Recovery(str(place), amount) for place, amount in enumerate(recoveries)),
            agreement=FeeAgreement(
                terms=FeeTerms(share=share), reduced_to=reduced_to, referral=referral, sales_tax=sales_tax
            ),
            medpay=medpay,
            case_expenses=costs,
            deductions=(Deduction("Lien", liens, Tier.STATUTORY_LIEN),),
        )
    )


def statement(
    gross: Money, share: Rate, costs: Money, asserted: list[Money], paid: list[Money], unpaid: Money
) -> ClosingStatement:
    """Return the closing statement of one recovery with these liens and one balance that is not paid."""
    deductions = [Deduction(str(place), amount, Tier.STATUTORY_LIEN) for place, amount in enumerate(paid)]
    unpaid_balance = Deduction("Clinic", unpaid, Tier.PROVIDER_BALANCE, is_paid_at_settlement=False)
    result = simple_settlement(
        gross=gross, share=share, costs=costs, deductions=[*deductions, unpaid_balance]
    )
    lines = [LienLine(str(place), *amounts) for place, amounts in enumerate(zip(asserted, paid, strict=True))]
    return closing_statement(result, lines)


def demand(days: list[date], amounts: list[Money | None]) -> Money | None:
    """Return the last demand of rounds entered in this order."""
    return last_demand(_rounds("demand", days, amounts))


def offer(days: list[date], amounts: list[Money | None]) -> Money | None:
    """Return the last offer of rounds entered in this order."""
    return last_offer(_rounds("offer", days, amounts))


def _rounds(what: str, days: list[date], amounts: list[Money | None]) -> list[Round]:
    pairs = zip(days, amounts, strict=True)
    return [Round(on, order, **{what: amount}) for order, (on, amount) in enumerate(pairs)]


def set_days(released_on: date | None, expected_on: date | None, days: int | None) -> CheckDates:
    """Return the fields after the days were set; the days before were blank."""
    return with_days(CheckDates(released_on, expected_on), days)


def set_expected(released_on: date | None, days: int | None, expected_on: date | None) -> CheckDates:
    """Return the fields after the expected date was set."""
    return with_expected_on(CheckDates(released_on, None, days), expected_on)


def set_release(expected_on: date | None, days: int | None, released_on: date | None) -> CheckDates:
    """Return the fields after the release was set."""
    return with_release(CheckDates(None, expected_on, days), released_on)


def three_way(
    bank: Money, in_transit: Money, outstanding: Money, book: Money, clients: list[Money]
) -> Reconciliation:
    """Return the reconciliation."""
    return reconcile(bank=bank, in_transit=in_transit, outstanding=outstanding, book=book, clients=clients)


def illinois_liens(
    settlement: Money, categories: list[str], amounts: list[Money]
) -> illinois.HealthCareLiens:
    """Return what liens of these categories get."""
    pairs = zip(categories, amounts, strict=True)
    return illinois.health_care_liens(
        settlement=settlement, liens=[illinois.HealthCareLien(*pair) for pair in pairs]
    )


def health_plan(
    paid: Money,
    settlement: Money,
    fault: Rate,
    fee_ratio: Rate,
    order: str,
    has_attorney: bool,
    usual: Money | None,
) -> california.CappedLien:
    """Return what a health plan gets in the named order."""
    return california.health_plan_lien(
        paid=paid,
        settlement=settlement,
        fault=fault,
        fee_ratio=fee_ratio,
        order=california.Order(order),
        has_attorney=has_attorney,
        usual_charge=usual,
    )


def governing(plan_funding: str) -> doctrines.Governing:
    """Return which limits govern a plan of that funding."""
    return doctrines.governing_limits(plan_funding=doctrines.PlanFunding(plan_funding))
