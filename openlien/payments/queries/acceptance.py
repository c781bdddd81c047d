"""What accepting an offer would do to each bill, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total
from openlien.negotiation.models import Offer
from openlien.negotiation.queries import OfferRecord

from .positions import BillPosition, bill_positions


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """What becomes of one bill: what is given up of it, and what is open after that."""

    bill_id: UUID
    bill: str
    retail: Money
    given_up: Money
    agreed: Money
    received: Money
    reduction: Money
    open: Money
    problem: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What accepting an offer would do; `problems` keep it from being accepted."""

    lines: tuple[AcceptedLine, ...]

    @property
    def reduction(self) -> Money:
        """What is given up of all bills."""
        return total(line.reduction for line in self.lines)

    @property
    def open(self) -> Money:
        """What is still to come of the bills after it."""
        return total(line.open for line in self.lines)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it cannot be accepted as it is, a sentence for each bill."""
        return tuple(line.problem for line in self.lines if line.problem)


def preview_acceptance(actor: Actor, offer: OfferRecord) -> Acceptance:
    """What accepting an offer that the actor has read would do; the acceptance itself books the same.

    *Raises*: Forbidden.
    """
    actor.require(Permission.OFFERS_MAKE)
    case_id = Offer.objects.values_list("case_id", flat=True).get(id=offer.id)
    positions = {position.bill_id: position for position in bill_positions(case_id)}
    return Acceptance(
        tuple(_line(line.bill_id, line.bill, line.amount, positions[line.bill_id]) for line in offer.lines)
    )


def _line(bill_id: UUID, bill: str, agreed: Money, position: BillPosition) -> AcceptedLine:
    given_up = position.reduction + position.bad_debt
    left = position.billed - given_up
    said, problem = agreed.spoken, ""
    if position.collected > agreed:
        received = position.collected.spoken
        problem = f"${received} was received on bill {bill}, more than the ${said} offered."
    elif agreed > left:
        problem = f"Of bill {bill} only ${left.spoken} is left to collect, less than the ${said} offered."
    return AcceptedLine(
        bill_id=bill_id,
        bill=bill,
        retail=position.billed,
        given_up=given_up,
        agreed=agreed,
        received=position.collected,
        reduction=max(Money.zero, left - agreed),
        open=max(Money.zero, agreed - position.collected),
        problem=problem,
    )
