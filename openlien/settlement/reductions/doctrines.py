"""Common fund, made whole, and what ERISA makes of them. See docs/formulas/plan-reimbursement.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openlien.kit.amounts import not_below_zero, refuse_negative
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate
from openlien.kit.working import Worked, step


class PlanFunding(StrEnum):
    """Who bears the risk of a health plan; it decides which law its lien is under."""

    SELF_FUNDED = "self-funded"
    INSURED = "insured"
    UNKNOWN = "unknown"


class FundingUnknown(InvalidInput):
    """Find out first whether the plan is self-funded or insured: self-funded plans pre-empt state limits,
    insured plans do not, so nothing is worked out before that is known.
    """

    def __init__(self) -> None:
        super().__init__("plan_funding", "")


class CostsAboveSettlement(InvalidInput):
    """Fees and costs of {costs} are more than the settlement of {settlement}."""

    def __init__(self, *, costs: Money, settlement: Money) -> None:
        super().__init__("fee", "", costs=costs, settlement=settlement)


@dataclass(frozen=True)
class SharedCosts(Worked):
    """A lien after its holder bore a share of fees and costs."""

    ratio: Rate
    pay: Money


@dataclass(frozen=True)
class MadeWhole(Worked):
    """What an insurer gets once the insured is whole; `excess` is what lies above that."""

    excess: Money
    pay: Money


@dataclass(frozen=True)
class PlanReimbursement(Worked):
    """What a plan is paid when its terms are silent and when they are clear, and what is left for the client.

    *Units*: `client_if_clear` may be below zero; it is then reported so, and blocks the settlement.
    """

    silent_terms: Money
    clear_terms: Money
    client_if_silent: Money
    client_if_clear: Money

    @property
    def is_blocked(self) -> bool:
        """Whether clear terms would take more than there is."""
        return self.client_if_clear < Money.zero


@dataclass(frozen=True)
class Governing(Worked):
    """Which limits govern a plan's lien."""

    state_limits_apply: bool
    plan_terms_prevail: bool


def common_fund(*, lien: Money, settlement: Money, fee: Money, costs: Money = Money.zero) -> SharedCosts:
    """Return the lien less the share of fees and costs that its holder bears for the recovery.

    *Raises*: CostsAboveSettlement, NegativeAmount.
    *Source*: docs/formulas/plan-reimbursement.md
    """
    refuse_negative(lien=lien, S=settlement, fee=fee, costs=costs)
    if fee + costs > settlement:
        raise CostsAboveSettlement(costs=fee + costs, settlement=settlement)
    ratio = Rate.of(fee + costs, settlement) or Rate.zero
    pay = lien.times(Rate.whole - ratio)
    return SharedCosts(
        ratio,
        pay,
        working=(
            step("Ratio", "(fee + costs) ÷ settlement", ratio, fee=fee, costs=costs, settlement=settlement),
            step("Pay", "lien × (1 − ratio)", pay, lien=lien, ratio=ratio),
        ),
    )


def made_whole(
    *, lien: Money, settlement: Money, full_value: Money, fee: Money = Money.zero, costs: Money = Money.zero
) -> MadeWhole:
    """Return what the insurer gets: what recovery and its own payments together give beyond full value.

    Fee and costs count against being whole where they are given.
    *Raises*: NegativeAmount.
    *Source*: docs/formulas/plan-reimbursement.md
    """
    refuse_negative(lien=lien, S=settlement, full_value=full_value, fee=fee, costs=costs)
    received = settlement - fee - costs + lien
    excess = not_below_zero(received - full_value)
    pay = min(lien, excess)
    return MadeWhole(
        excess,
        pay,
        working=(
            step(
                "Received",
                "settlement − fee − costs + what the insurer paid",
                received,
                settlement=settlement,
                fee=fee,
                costs=costs,
                paid=lien,
            ),
            step("Excess", "received − full value, not below 0.00", excess, full_value=full_value),
            step("Pay", "the lower of lien and excess", pay, lien=lien, excess=excess),
        ),
    )


def plan_reimbursement(
    *, settlement: Money, fee: Money, plan: Money, costs: Money = Money.zero
) -> PlanReimbursement:
    """Return both outcomes for a plan that paid bills: silent terms share the costs, clear terms do not.

    *Raises*: CostsAboveSettlement, NegativeAmount.
    *Source*: US Airways v. McCutchen, 569 U.S. 88; docs/formulas/plan-reimbursement.md
    """
    shared = common_fund(lien=plan, settlement=settlement, fee=fee, costs=costs)
    left = settlement - fee - costs
    return PlanReimbursement(
        shared.pay,
        plan,
        left - shared.pay,
        left - plan,
        working=(
            *shared.working,
            step("Client, silent terms", "settlement − fee − costs − pay", left - shared.pay, pay=shared.pay),
            step("Client, clear terms", "settlement − fee − costs − plan", left - plan, plan=plan),
        ),
    )


def governing_limits(*, plan_funding: PlanFunding) -> Governing:
    """Return which limits govern the lien of a health plan under ERISA.

    *Raises*: FundingUnknown.
    *Source*: docs/formulas/plan-reimbursement.md
    """
    if plan_funding is PlanFunding.UNKNOWN:
        raise FundingUnknown()
    is_self_funded = plan_funding is PlanFunding.SELF_FUNDED
    formula = "a self-funded plan follows its own terms, an insured plan the limits of its state"
    said = step("Governing", formula, plan_funding.value, plan_funding=plan_funding.value)
    return Governing(not is_self_funded, is_self_funded, working=(said,))
