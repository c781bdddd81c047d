"""The figures of a closing statement, tied to the cent. See docs/formulas/closing-statement.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openlien.kit.errors import DomainError
from openlien.kit.money import Money, total
from openlien.kit.working import Worked, step

from .settlement import SettlementResult
from .waterfall import Deduction, Tier


class StatementDoesNotTie(DomainError):
    """Not made. The lien lines pay {paid}, the settlement pays {settled} for liens."""


class PaidBeyondAsserted(DomainError):
    """Not made. {name} is paid {paid}, which is more than the {asserted} it asserts."""


@dataclass(frozen=True, slots=True)
class LienLine:
    """One lien as the statement shows it: asserted, paid, and the authority by which it shrank."""

    name: str
    asserted: Money
    paid: Money
    authority: str = ""

    @property
    def reduced(self) -> Money:
        """What the lien gave up."""
        return self.asserted - self.paid


@dataclass(frozen=True)
class ClosingStatement(Worked):
    """The sums of a closing statement; the first four and the client's net are the gross."""

    gross: Money
    attorney_fees: Money
    expenses: Money
    liens: tuple[LienLine, ...]
    liens_paid: Money
    balances_and_hold_backs: Money
    client: Money
    still_owed: tuple[Deduction, ...]

    @property
    def lien_savings(self) -> Money:
        """What all liens gave up together."""
        return total(line.reduced for line in self.liens)

    @property
    def still_owed_total(self) -> Money:
        """What the client still owes after the settlement, because it is not paid out of it."""
        return total(each.amount for each in self.still_owed)


def closing_statement(result: SettlementResult, liens: Sequence[LienLine]) -> ClosingStatement:
    """Return the figures of the statement for a settlement and its liens.

    *Raises*: PaidBeyondAsserted, StatementDoesNotTie when the liens are not those of the settlement.
    *Source*: domain rules 1.9; docs/formulas/closing-statement.md
    """
    for line in liens:
        if line.paid > line.asserted:
            raise PaidBeyondAsserted(name=line.name, paid=line.paid, asserted=line.asserted)
    split = result.distribution
    settled = split.of_tier(Tier.STATUTORY_LIEN) + split.of_tier(Tier.CONTRACTUAL_LIEN)
    paid = total(line.paid for line in liens)
    if paid != settled:
        raise StatementDoesNotTie(paid=paid, settled=settled)
    rest = split.of_tier(Tier.PROVIDER_BALANCE) + split.of_tier(Tier.HOLD_BACK)
    fees, expenses = split.of_tier(Tier.ATTORNEY_FEE), split.of_tier(Tier.CASE_EXPENSE)
    formula = "gross − fees − expenses − liens − balances and hold-backs"
    said = step("Net to client", formula, split.client, gross=split.gross, fees=fees, expenses=expenses)
    return ClosingStatement(
        split.gross,
        fees,
        expenses,
        tuple(liens),
        paid,
        rest,
        split.client,
        split.not_paid,
        working=(said,),
    )
