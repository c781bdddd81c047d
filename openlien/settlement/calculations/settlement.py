"""The whole settlement calculation, with every field of the panel. See docs/formulas/settlement.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openlien.kit.amounts import refuse_beyond_one
from openlien.kit.money import Money, Rate, total
from openlien.kit.working import Worked, step

from .fee_division import FeeDivision, divide_fee
from .fees import FeeBasis, FeesOfRecoveries, FeeTerms, Recovery, fees_of_recoveries
from .waterfall import Deduction, Distribution, Tier, distribute


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeAgreement:
    """How the fee is taken, reduced and shared; shares are of the reduced fee.

    *Units*: `sales_tax` is a share of the reduced fee; `common_benefit` a share of the gross.
    """

    terms: FeeTerms
    reduced_to: Money | None = None
    reduce_by: Money | None = None
    referral: Rate = Rate.zero
    co_counsel: Rate = Rate.zero
    sales_tax: Rate = Rate.zero
    common_benefit: Rate = Rate.zero


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementFields:
    """What goes into a settlement calculation, as it stands on the panel."""

    recoveries: tuple[Recovery, ...]
    agreement: FeeAgreement
    medpay: Money = Money.zero
    case_expenses: Money = Money.zero
    expense_interest: Money = Money.zero
    prior_attorney_expense: Money = Money.zero
    other_costs: Money = Money.zero
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True)
class SettlementResult(Worked):
    """The fee, its division, and the distribution that it leads to."""

    gross: Money
    fees: FeesOfRecoveries
    division: FeeDivision
    sales_tax: Money
    common_benefit: Money
    distribution: Distribution

    @property
    def client(self) -> Money:
        """What the client gets; below zero it blocks the settlement."""
        return self.distribution.client


def calculate_settlement(fields: SettlementFields) -> SettlementResult:
    """Return the settlement in full: fee, division of the fee, every deduction in its tier, net to client.

    MedPay is part of the gross and bears no fee. Costs that come before a fee are all case costs; liens
    that come before a fee are statutory and contractual ones that are paid at settlement.
    *Raises*: NegativeAmount, ShareOutOfRange, and the refusals of the fee.
    *Source*: domain rules 1.1, 1.12; docs/formulas/settlement.md
    """
    agreement = fields.agreement
    refuse_beyond_one(sales_tax=agreement.sales_tax, common_benefit=agreement.common_benefit)
    recoveries = [replace(each, terms=each.terms or agreement.terms) for each in fields.recoveries]
    gross = total(each.amount for each in recoveries) + fields.medpay
    costs = _costs(fields)
    liens = total(each.amount for each in fields.deductions if _is_lien(each))
    fees = fees_of_recoveries(recoveries, costs=total(each.amount for each in costs), liens=liens)
    division = divide_fee(
        gross_fee=fees.fee,
        reduced_to=agreement.reduced_to,
        reduce_by=agreement.reduce_by,
        referral=agreement.referral,
        co_counsel=agreement.co_counsel,
    )
    tax = division.reduced_fee.times(agreement.sales_tax)
    benefit = gross.times(agreement.common_benefit)
    distribution = distribute(
        gross=gross, deductions=[*_fee_lines(division, tax, benefit), *costs, *fields.deductions]
    )
    said = step("Gross", "sum of the recoveries + MedPay", gross, medpay=fields.medpay)
    working = (said, *fees.working, *division.working, *distribution.working)
    return SettlementResult(gross, fees, division, tax, benefit, distribution, working=working)


def _costs(fields: SettlementFields) -> list[Deduction]:
    named = (
        ("Case expenses", fields.case_expenses),
        ("Interest on case expenses", fields.expense_interest),
        ("Prior attorney expense", fields.prior_attorney_expense),
        ("Other case costs", fields.other_costs),
    )
    return [
        Deduction(name, amount, Tier.CASE_EXPENSE, order)
        for order, (name, amount) in enumerate(named)
        if amount
    ]


def _is_lien(each: Deduction) -> bool:
    return each.is_paid_at_settlement and each.tier in (Tier.STATUTORY_LIEN, Tier.CONTRACTUAL_LIEN)


def _fee_lines(division: FeeDivision, tax: Money, benefit: Money) -> list[Deduction]:
    named = (
        ("Firm fee", division.firm),
        ("Referral fee", division.referral),
        ("Co-counsel fee", division.co_counsel),
        ("Sales tax on attorney fees", tax),
        ("Common benefit fund", benefit),
    )
    return [
        Deduction(name, amount, Tier.ATTORNEY_FEE, order)
        for order, (name, amount) in enumerate(named)
        if amount
    ]


def simple_settlement(
    *,
    gross: Money,
    share: Rate,
    costs: Money = Money.zero,
    basis: FeeBasis = FeeBasis.GROSS,
    deductions: Sequence[Deduction] = (),
) -> SettlementResult:
    """Return the settlement of one recovery with one share as its fee."""
    return calculate_settlement(
        SettlementFields(
            recoveries=(Recovery("settlement", gross),),
            agreement=FeeAgreement(terms=FeeTerms(basis=basis, share=share)),
            case_expenses=costs,
            deductions=tuple(deductions),
        )
    )
